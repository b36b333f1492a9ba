"""Rows of a submission workbook that are as its template made them: they name what may be reported, and report nothing.

The template keeps them in a sheet of its own, so that a meter without a quantity is told apart from one that somebody wrote.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping

import pandas as pd

from greening.submission.grid import Grid

#: The sheet of the template that lists them: the table, and the filled cells as JSON.
SHEET = "_carried"

#: A row by its filled cells: each column with its text.
Row = frozenset[tuple[str, str]]


def listed(grid: Grid) -> Mapping[str, Collection[Row]]:
    """The rows that the template filled in, by table; what is no such row is passed over."""
    found: dict[str, set[Row]] = defaultdict(set)
    for _, cells in grid.rows:
        row = _row(cells[1]) if len(cells) > 1 else None
        if row:
            found[cells[0]].add(row)
    return found


def without(rows: pd.DataFrame, columns: Collection[str], untouched: Collection[Row]) -> pd.DataFrame:
    """The rows of a table without those that are exactly as the template made them."""
    if not untouched or rows.empty:
        return rows
    cells = ({name: text for name, text in zip(columns, row, strict=True) if text} for row in zip(*(rows[name] for name in columns), strict=True))
    changed = [frozenset(row.items()) not in untouched for row in cells]
    return rows if all(changed) else rows[changed].reset_index(drop=True)


def _row(text: str) -> Row | None:
    try:
        cells = json.loads(text)
    except ValueError:
        return None
    return frozenset((str(name), str(cell)) for name, cell in cells.items()) if isinstance(cells, dict) else None
