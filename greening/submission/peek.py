"""A look at a submission without pandas: who it is from, and whether its files changed."""

import hashlib
from collections.abc import Iterable, Iterator

from upath import UPath

from greening.spelling import plain
from greening.submission import csv_files
from greening.submission.files import UnreadableError, listing
from greening.submission.grid import Grid
from greening.submission.header_rows import placed
from greening.submission.headings import column_of, table_of_sheet
from greening.tables import submission_tables


def file_hashes(folder: UPath) -> dict[str, str]:
    """The SHA-256 of every file of the folder that a run reads, by file name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in listing(folder) if path.is_file()}


def profile(folder: UPath) -> dict[str, str]:
    """The first row of the profile, text by column name; empty where it cannot be read."""
    for path in listing(folder):
        try:
            found = next(_first_rows(_profile_grids(path)), {})
        except (UnreadableError, OSError):
            continue
        if found:
            return found
    return {}


def _profile_grids(path: UPath) -> Iterable[Grid]:
    name, table = path.name.casefold(), submission_tables()["profile"]
    if name.startswith("profile") and name.endswith(".csv"):
        return [csv_files.read(path.name, path.read_bytes(), table)]
    if name.startswith("submission") and name.endswith(".xlsx"):
        # What reads workbooks takes a third of a second to load.
        from greening.submission import workbooks

        return workbooks.read(path.name, path.read_bytes(), wanted=lambda sheet: table_of_sheet(sheet) == table.name)
    return []


def _first_rows(grids: Iterable[Grid]) -> Iterator[dict[str, str]]:
    table = submission_tables()["profile"]
    for grid in grids:
        found = placed(grid, table)
        names = [column_of(label, table) or plain(label) for label in found.header]
        for _, cells in found.rows:
            yield {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
            break
