"""Paths of an object store that speaks S3: what a folder of files does with one request a call, and nothing remembered from earlier ones."""

import io
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import IO, Any, Self

from botocore.exceptions import BotoCoreError
from upath._stat import UPathStatResult
from upath.implementations.cloud import S3Path
from upath.types import StatResultType

from greening.errors import CallError


class ObjectPath(S3Path):
    """A path of an S3 bucket.

    As with os.DirEntry, a path that comes from a listing knows from there what and how large it is. Folders need not be made: a key has none.
    """

    _listed: Mapping[str, Any] | None = None

    def iterdir(self) -> Iterator[Self]:
        """The files and folders in the folder, from one listing.

        Raises FileNotFoundError where nothing has a key below it, and CallError where the store does not answer or may not be read.
        """
        for entry in self._entries():
            name = entry["name"].rstrip("/").rpartition("/")[2]
            # A store may keep an empty object for a folder itself.
            if name and entry["name"].rstrip("/") != self.path.rstrip("/"):
                found = self / name
                found._listed = entry
                yield found

    def _entries(self) -> list[dict[str, Any]]:
        try:
            return list(self.fs.ls(self.path, detail=True))
        except FileNotFoundError:
            raise
        # A listing is the first that a run asks for: what is wrong with address or credentials is told here.
        except (OSError, BotoCoreError) as error:
            raise CallError(f"{self} cannot be read: {error}; look at the address and at your credentials") from error

    def glob(self, pattern: str, **_: Any) -> Iterator[Self]:
        """The entries of the folder that match, from one listing; none where the folder does not exist."""
        try:
            yield from (entry for entry in self.iterdir() if fnmatchcase(entry.name, pattern))
        except FileNotFoundError:
            return

    def exists(self, **_: Any) -> bool:
        """Whether there is such a file or folder."""
        return self._listed is not None or bool(self.fs.exists(self.path))

    def is_file(self, **_: Any) -> bool:
        """Whether there is such a file."""
        return self._listed["type"] == "file" if self._listed else bool(self.fs.isfile(self.path))

    def is_dir(self, **_: Any) -> bool:
        """Whether there is anything below it."""
        if self._listed:
            return bool(self._listed["type"] == "directory")
        try:
            return next(self.iterdir(), None) is not None
        except FileNotFoundError:
            return False

    def stat(self, **_: Any) -> StatResultType:
        """Size and time of the file."""
        return UPathStatResult.from_info(self._listed) if self._listed else super().stat()

    def mkdir(self, *_: Any, **__: Any) -> None:
        """Nothing: a file's key brings its folders. (fsspec would make a missing bucket, which is nobody's wish here.)"""

    def open(self, mode: str = "r", *args: Any, **kwargs: Any) -> IO[Any]:  # type: ignore[override]
        """The file; read whole at once where it is opened for reading bytes."""
        return io.BytesIO(self.read_bytes()) if mode == "rb" else super().open(mode, *args, **kwargs)

    def read_bytes(self) -> bytes:
        """The file's content."""
        return bytes(self.fs.cat_file(self.path))

    def read_text(self, encoding: str | None = None, errors: str | None = None, **_: Any) -> str:  # type: ignore[override]
        """The file's content as text, UTF-8 unless said otherwise."""
        return self.read_bytes().decode(encoding or "utf-8", errors or "strict")

    def write_bytes(self, data: bytes) -> int:
        """Write the file whole: the store shows it once it is complete."""
        self.fs.pipe_file(self.path, data)
        return len(data)

    def unlink(self, missing_ok: bool = False) -> None:  # noqa: ARG002
        """Remove the file; the store does not say whether it was there."""
        self.fs.rm_file(self.path)
