"""Where things lie under the roots; roots are local folders or fsspec URLs."""

import os
import tempfile
from pathlib import Path

from upath import UPath

#: The folder that holds notebooks/, expectations/ and the package.
HOME = Path(__file__).resolve().parent.parent


def root(place: str | os.PathLike[str] | UPath) -> UPath:
    """The root at a folder or fsspec URL; a local folder is made absolute."""
    path = UPath(place)
    return path.absolute() if is_local(path) else path


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


def _folder(data: str | UPath, part: str, year: int, organization: str) -> UPath:
    folder = root(data) / part / str(year)
    return folder / organization if organization else folder


def write_bytes(path: UPath, content: bytes) -> None:
    """Write a file whole: a reader sees the old content or the new, never a part.

    A local file is replaced by rename; an object store shows a new object only once it is complete.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not is_local(path):
        path.write_bytes(content)
        return
    with tempfile.NamedTemporaryFile(dir=str(path.parent), prefix=".part-", delete=False) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    # A temporary file is readable by its owner alone; what is published is read by others.
    Path(part.name).chmod(0o644)
    Path(part.name).replace(str(path))


def write_text(path: UPath, content: str) -> None:
    """Write a UTF-8 text file whole, with the same line ends on every system."""
    write_bytes(path, content.encode("utf-8"))
