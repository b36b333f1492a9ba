"""The row that the header of a file or sheet stands in: not always the first, and sometimes two."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from greening.spelling import plain
from greening.submission.grid import Grid, fault, headed, names
from greening.submission.headings import column_of
from greening.tables import Table

#: So many filled rows below the first are looked at for the header, where the first is none.
_LOOKED_AT = 20


def placed(grid: Grid, table: Table) -> Grid:
    """The grid with the first row that has all columns a row needs as its header; the grid as it is where there is none.

    Titles above the header and a second header row below it are no rows of data; the grid's remarks tell of them.
    """
    if not _is_header(grid.header, table):
        grid = _below_titles(grid, table)
    return _without_second_header(grid, table) if _is_header(grid.header, table) else grid


def _is_header(labels: Sequence[str], table: Table) -> bool:
    meant = {column_of(label, table) for label in labels}
    return all(name in meant for name, column in table.columns.items() if column.required)


def _below_titles(grid: Grid, table: Table) -> Grid:
    looked_at = list(islice(grid.rows, _LOOKED_AT))
    place = next((place for place, (_, cells) in enumerate(looked_at) if _is_header(cells, table)), None)
    if place is None:
        return replace(grid, rows=chain(looked_at, grid.rows))
    number, header = looked_at[place]
    above = [grid.header_row, *(one for one, _ in looked_at[:place])]
    told = headed(grid, header, number, chain(looked_at[place + 1 :], grid.rows))
    return replace(told, remarks=(*told.remarks, _above(above, number)))


def _without_second_header(grid: Grid, table: Table) -> Grid:
    first = next(grid.rows, None)
    if first is None:
        return grid
    number, cells = first
    if _repeats_header(grid.header, cells, table):
        return replace(grid, remarks=(*grid.remarks, _second(number)))
    return replace(grid, rows=_again(first, grid.rows))


def _again(first: tuple[int, list[str]], rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rows


def _repeats_header(header: Sequence[str], cells: Sequence[str], table: Table) -> bool:
    """Whether every filled cell of a row says again what its column is: by another of its names, or by its unit or kind."""
    filled = [(label, cell) for label, cell in zip(header, cells, strict=False) if cell.strip()]
    return bool(filled) and all(_says_again(label, cell, table) for label, cell in filled) and len(names(cells)) <= len(header)


def _says_again(label: str, cell: str, table: Table) -> bool:
    name = column_of(label, table)
    if name not in table.columns:
        return False
    column = table.columns[name]
    said = {plain(column.unit), plain(column.about), plain(column.type)} - {""}
    return column_of(cell, table) == name or plain(cell.strip("()[] ")) in said


def _above(rows: Sequence[int], header: int) -> dict[str, Any]:
    return fault(
        "above_header",
        f"The names of the columns stand in row {header}. What stands above them, from row {rows[0]} on, is not read.",
        source_row=rows[0],
        value=f"{len(rows)} rows",
        expected="column names in the first row",
    )


def _second(number: int) -> dict[str, Any]:
    return fault(
        "second_header",
        f"Row {number} says again what the columns are, so it is taken for a part of the header and is no row of data.",
        source_row=number,
        expected="one header row",
    )
