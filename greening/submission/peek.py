"""A look at a submission without pandas: who it is from, and whether its files changed."""

import hashlib
from collections.abc import Iterable, Iterator

from upath import UPath

from greening.submission import csv_files
from greening.submission.files import UnreadableError, listing
from greening.submission.grid import Grid


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
    name = path.name.casefold()
    if name.startswith("profile") and name.endswith(".csv"):
        return [csv_files.read(path.name, path.read_bytes())]
    if name.startswith("submission") and name.endswith(".xlsx"):
        # What reads workbooks takes a third of a second to load.
        from greening.submission import workbooks

        return workbooks.read(path.name, path.read_bytes(), wanted=lambda sheet: sheet.strip().casefold() == "profile")
    return []


def _first_rows(grids: Iterable[Grid]) -> Iterator[dict[str, str]]:
    for found in grids:
        names = [name.casefold() for name in found.header]
        for _, cells in found.rows:
            yield {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
            break
