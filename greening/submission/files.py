"""The files of a submission's folder: which are read, and whether one is what its name says."""

import re

from upath import UPath

from greening.errors import SubmissionError

#: Files that programs leave behind: hidden files, lock files of office programs, and the like.
_LEFTOVER = re.compile(r"^(\.|~\$|Thumbs\.db$|desktop\.ini$)")

#: First bytes of a file, and what such a file is.
_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive or a workbook"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old or protected office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
)


class UnreadableError(SubmissionError):
    """A file that cannot be read: the rule that it breaks, what was found, what was expected, and what to do."""

    def __init__(self, rule: str, message: str, *, value: str, expected: str) -> None:
        """Keep each part for the finding that this becomes."""
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.value = value
        self.expected = expected


def listing(folder: UPath) -> list[UPath]:
    """The files and folders that a person put into the folder, by name; none where there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if not is_leftover(path.name)), key=lambda path: path.name)


def is_leftover(name: str) -> bool:
    """Whether a program left the file behind: `~$submission.xlsx` lies there as long as the workbook is open."""
    return bool(_LEFTOVER.match(name))


def nature(content: bytes) -> str:
    """What the first bytes say that a file is, in words; empty where they say nothing."""
    return next((words for signature, words in _SIGNATURES if content.startswith(signature)), "")


def refuse_empty(content: bytes) -> None:
    """Raise UnreadableError where the file holds no bytes."""
    if not content.strip():
        message = "The file is empty. Save it again from the program it was made with, or take it away."
        raise UnreadableError("empty_file", message, value=f"{len(content)} bytes", expected="a table with a header row")
