"""Charts as SVG, each drawn once: a drawing is kept by all that decides it."""

import hashlib
import json
import os
import tempfile
import time
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from greening.charts import theme
from greening.publish import compact, svg

#: So many drawings are remembered beside those in the folder.
_REMEMBERED = 500
#: A drawing that no run has asked for in so long is removed.
UNUSED_DAYS = 30
_DAY_S = 86_400.0


class Drawings:
    """Drawings of specifications, kept in memory and, where a folder is given, in files that other processes and later runs find.

    A file begins with the hash of the rest: one that is damaged is drawn again. The folder may be deleted at any time.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._remembered: OrderedDict[str, str] = OrderedDict()

    def svg(self, spec: Mapping[str, Any]) -> str:
        """The drawing of a specification, as `svg.placed` takes it; the same bytes whether it was kept or is drawn now."""
        key = _key(spec)
        drawn = self._remembered.get(key) or self._kept(key) or self._drawn(key, spec)
        self._remembered[key] = drawn
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return drawn

    def _kept(self, key: str) -> str:
        if self._folder is None:
            return ""
        place = _place(self._folder, key)
        try:
            digest, _, drawn = place.read_text(encoding="utf-8").partition("\n")
            is_old = time.time() - place.stat().st_mtime > _DAY_S
        except (OSError, UnicodeDecodeError):
            return ""
        if digest != _digest(drawn):
            return ""
        if is_old:
            # The time of a file is when it was last asked for, to the day.
            os.utime(place)
        return drawn

    def _drawn(self, key: str, spec: Mapping[str, Any]) -> str:
        drawn = svg.draw(_bare(spec))
        if self._folder is not None:
            _keep(_place(self._folder, key), drawn)
        return drawn


def prune(folder: Path, now: float) -> int:
    """Remove drawings that were not asked for since `UNUSED_DAYS` before `now` (seconds since 1970); gives how many."""
    unused = [place for place in folder.glob("*/*") if now - place.stat().st_mtime > UNUSED_DAYS * _DAY_S]
    for place in unused:
        place.unlink(missing_ok=True)
    return len(unused)


def _keep(place: Path, drawn: str) -> None:
    """Write a drawing whole; two processes that draw the same write the same, and the later one stays."""
    place.parent.mkdir(parents=True, exist_ok=True)
    # Not flushed to the disk, as what is published is: a file that a power cut damages is drawn again.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=place.parent, prefix=".part-", delete=False) as part:
        part.write(f"{_digest(drawn)}\n{drawn}")
    Path(part.name).replace(place)


def _key(spec: Mapping[str, Any]) -> str:
    return _digest(json.dumps([_bare(spec), *_drawer()], sort_keys=True))


def _bare(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification without its description, which is put in when the drawing is placed."""
    return {name: part for name, part in spec.items() if name != "description"}


@cache
def _drawer() -> tuple[str, ...]:
    """What else decides a drawing: the library that makes it, the fonts that it may use, and the code that makes it compact."""
    read = (svg.FONTS, *(Path(str(module.__file__)) for module in (svg, compact, theme)))
    return version("vl-convert-python"), *(_digest(place.read_text(encoding="utf-8")) for place in read)


def _place(folder: Path, key: str) -> Path:
    return folder / key[:2] / f"{key}.svg"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
