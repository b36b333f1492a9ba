"""Workbooks come back under the names that they were sent out with, or that a mail program gave them; a run reads those named submission."""

from collections.abc import Mapping

_NAME, _SUFFIX = "submission", ".xlsx"


def as_read(contents: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files by the names that a run reads, and the new name of each workbook that had another.

    A workbook by itself becomes submission.xlsx, several become submission_<name>; beside one that is named so already, none is renamed.
    """
    books = [name for name in contents if name.casefold().endswith(_SUFFIX)]
    if any(name.casefold().startswith(_NAME) for name in books):
        return dict(contents), {}
    renamed = {name: f"{_NAME}_{name}" if len(books) > 1 else f"{_NAME}{_SUFFIX}" for name in books}
    return {renamed.get(name, name): content for name, content in contents.items()}, renamed
