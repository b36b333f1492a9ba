"""Merged cells: a value that stands once for several rows is read for each of them, a quantity never."""

from collections.abc import Iterator, Mapping

from greening.submission.grid import Grid
from greening.submission.sheet_facts import Merged
from greening.tables import Table

#: Types of columns whose value adds up: several rows of one merged quantity could be its parts, or each as much.
_QUANTITIES = ("number", "integer")


def spread(grid: Grid, positions: Mapping[str, int], table: Table) -> Iterator[tuple[int, list[str]]]:
    """The rows of a grid, with what a merged cell holds in every row that it reaches over.

    A quantity over several rows is put out of use in all of them, with the merged range beside it, so that each is a finding.
    """
    named = {position: name for name, position in positions.items()}
    merged = [one for one in grid.facts.merged if one.last_row > one.first_row > grid.header_row and one.first_column in named]
    if not merged:
        return grid.rows
    return _spread(
        grid.rows, merged, {position: name in table.columns and table.columns[name].type in _QUANTITIES for position, name in named.items()}
    )


def _spread(rows: Iterator[tuple[int, list[str]]], merged: list[Merged], is_quantity: Mapping[int, bool]) -> Iterator[tuple[int, list[str]]]:
    tops: dict[Merged, str] = {}
    for number, cells in rows:
        reaching = [one for one in merged if one.first_row <= number <= one.last_row]
        width = max((one.first_column + 1 for one in reaching), default=0)
        filled = [*cells, *[""] * (width - len(cells))]
        for one in reaching:
            held = tops.setdefault(one, filled[one.first_column] if number == one.first_row else "")
            filled[one.first_column] = f"{held} (merged {one.name})" if held and is_quantity[one.first_column] else held
        yield number, filled
