"""Texts that take long to make, kept by a key that covers all that decides them: a page that is made again finds them."""

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from upath import UPath

from greening import paths

#: A text that no run has asked for in so long is removed.
UNUSED_DAYS = 30
_DAY_S = 86_400.0


class Kept:
    """Texts in files that other processes and later runs find; none where no folder is given.

    A file begins with the hash of the rest: one that is damaged counts as none. The folder may be deleted at any time.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @property
    def is_there(self) -> bool:
        """Whether anything can be kept at all."""
        return self._folder is not None

    def read(self, name: str) -> str:
        """The text of a name, which begins with its key; empty where there is none."""
        if self._folder is None:
            return ""
        place = _place(self._folder, name)
        try:
            found, _, text = place.read_text(encoding="utf-8").partition("\n")
            is_old = time.time() - place.stat().st_mtime > _DAY_S
        except (OSError, UnicodeDecodeError):
            return ""
        if found != digest(text):
            return ""
        if is_old:
            # The time of a file is when it was last asked for, to the day.
            os.utime(place)
        return text

    def keep(self, name: str, text: str) -> None:
        """Keep a text whole; two processes that make the same write the same, and the later one stays."""
        if self._folder is None:
            return
        place = _place(self._folder, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        # Not flushed to the disk, as what is published is: a text that a power cut damages is made again.
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=place.parent, prefix=".part-", delete=False) as part:
            part.write(f"{digest(text)}\n{text}")
        Path(part.name).replace(place)


def folder_of(processed: UPath) -> Path | None:
    """Where what pages of these products were made with is kept; None in an object store, which takes longer than making it again."""
    return Path(str(processed)) / "drawings" if paths.is_local(processed) else None


def prune(folder: Path | None, now: float) -> int:
    """Remove texts that were not asked for since `UNUSED_DAYS` before `now` (seconds since 1970); gives how many."""
    removed = 0
    for place in folder.glob("*/*") if folder else ():
        # Another run may have removed it.
        with suppress(FileNotFoundError):
            if now - place.stat().st_mtime > UNUSED_DAYS * _DAY_S:
                place.unlink()
                removed += 1
    return removed


def digest(content: str | bytes) -> str:
    """The SHA-256 of a text, or of bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def _place(folder: Path, name: str) -> Path:
    return folder / name[:2] / name
