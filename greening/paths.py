"""Where things lie under the roots; roots are local folders or fsspec URLs."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from upath import UPath
from upath.registry import register_implementation

#: The folder that holds notebooks/, expectations/ and the package.
HOME = Path(__file__).resolve().parent.parent
#: How the name of a file begins that is still being written; one that is left over was never finished.
PART = ".part-"
#: How s3fs behaves: other processes write too, so no listing is kept; what is read is small, so its size is not asked for first.
_OBJECT_STORE = {"use_listings_cache": False, "max_concurrency": 1}

# By name, since what speaks to object stores takes half a second to load and few runs need it.
for _protocol in ("s3", "s3a"):
    register_implementation(_protocol, "greening.object_store.ObjectPath", clobber=True)


def root(place: str | os.PathLike[str] | UPath) -> UPath:
    """The root at a folder or fsspec URL; a local folder is made absolute, whichever way it is written."""
    remote: dict[str, Any] = _OBJECT_STORE if str(place).startswith(("s3://", "s3a://")) else {}
    path = UPath(place, **remote)
    return UPath(path.path).absolute() if is_local(path) else path


def is_local(path: UPath) -> bool:
    """Whether the path is on this machine's own file system."""
    return path.protocol in ("", "file", "local")


def raw(data: str | UPath, year: int, organization: str = "") -> UPath:
    """The folder of one submission, or of a whole year."""
    return _folder(data, "raw", year, organization)


def processed(data: str | UPath, year: int, organization: str = "") -> UPath:
    """The folder of one organization's products, or of a whole year's."""
    return _folder(data, "processed", year, organization)


def report(reports: str | UPath, year: int, organization: str = "") -> UPath:
    """The folder of one organization's published files, or of a whole year's."""
    folder = root(reports) / str(year)
    return folder / organization if organization else folder


def below(folder: UPath, before: str = "") -> Iterator[tuple[str, UPath]]:
    """Every file below a folder by its place there; nothing where there is no folder. A name without an ending is that of a folder."""
    for entry in sorted(folder.iterdir(), key=str) if folder.is_dir() else ():
        if entry.suffix:
            yield f"{before}{entry.name}", entry
        else:
            yield from below(entry, f"{before}{entry.name}/")


def _folder(data: str | UPath, part: str, year: int, organization: str) -> UPath:
    folder = root(data) / part / str(year)
    return folder / organization if organization else folder


def write_bytes(path: UPath, content: bytes) -> None:
    """Write a file whole: a reader sees the old content or the new, never a part.

    A local file is replaced by rename; an object store shows a new object only once it is complete. Nothing waits for the disk (8 ms a
    file): what a power cut takes is no longer what a key or the manifest says it is, so it does not count and is made again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not is_local(path):
        path.write_bytes(content)
        return
    with tempfile.NamedTemporaryFile(dir=path.parent.path, prefix=PART, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            # A temporary file is readable by its owner alone; what is published is read by others.
            Path(part.name).chmod(0o644)
            Path(part.name).replace(path.path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def remove_parts(*folders: UPath) -> None:
    """Remove what was still being written in these folders when a process was killed; the caller sees to it that nobody writes there now."""
    for folder in folders:
        if is_local(folder) and folder.is_dir():
            for entry in os.scandir(folder.path):
                if entry.name.startswith(PART):
                    Path(entry.path).unlink(missing_ok=True)


def write_text(path: UPath, content: str) -> None:
    """Write a UTF-8 text file whole, with the same line ends on every system."""
    write_bytes(path, content.encode("utf-8"))
