"""Charts as SVG, each drawn once: a drawing is kept by all that decides it."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from greening.charts import theme
from greening.publish import compact, svg
from greening.publish.kept import Kept, digest

#: So many drawings are remembered beside those in the folder.
_REMEMBERED = 500


class Drawings:
    """Drawings of specifications, kept in memory and, where a folder is given, in files that other processes and later runs find (see Kept)."""

    def __init__(self, folder: Path | None = None) -> None:
        #: What pages keep besides lies there, too.
        self.kept = Kept(folder)
        self._remembered: OrderedDict[str, str] = OrderedDict()

    def svg(self, spec: Mapping[str, Any]) -> str:
        """The drawing of a specification, as `svg.placed` takes it; the same bytes whether it was kept or is drawn now."""
        key = _key(spec)
        drawn = self._remembered.get(key) or self.kept.read(_name(key)) or self._drawn(key, spec)
        self._remembered[key] = drawn
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return drawn

    def _drawn(self, key: str, spec: Mapping[str, Any]) -> str:
        drawn = svg.draw(_bare(spec))
        self.kept.keep(_name(key), drawn)
        return drawn


def _name(key: str) -> str:
    return f"{key}.svg"


def _key(spec: Mapping[str, Any]) -> str:
    return digest(json.dumps([_bare(spec), *_drawer()], sort_keys=True))


def _bare(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification without its description, which is put in when the drawing is placed."""
    return {name: part for name, part in spec.items() if name != "description"}


@cache
def _drawer() -> tuple[str, ...]:
    """What else decides a drawing: the library that makes it, the fonts that it may use, and the code that makes it compact."""
    read = (svg.FONTS, *(Path(str(module.__file__)) for module in (svg, compact, theme)))
    return version("vl-convert-python"), *(digest(place.read_text(encoding="utf-8")) for place in read)
