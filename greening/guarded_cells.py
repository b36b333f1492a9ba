"""Cells that spreadsheets open: kept from being taken for formulas, and read back as they were said."""

import re

#: Signs that a spreadsheet would take for a formula; a cell that begins so is written behind an apostrophe.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: Signs that steer a terminal and mean nothing in a text.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def without_guard(cell: str) -> str:
    """A cell as it was before it was guarded."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell


def unguarded(cell: str) -> str:
    """A cell that people wrote, as it was said: without its guard, spaces around it, and signs that steer a terminal."""
    return without_guard(_CONTROLS.sub(" ", cell).strip())
