"""One entry of a register, and when it is overdue."""

from collections.abc import Mapping
from datetime import date
from typing import Any

#: A row of a submission table or of a reference table: its cells by column, None where one is empty.
Row = Mapping[str, Any]
#: An entry of a register: cells of the product `register` by column.
Entry = dict[str, Any]

#: Columns of the submitted row that an entry takes over, with their names in the entry.
_OF_ROW = {
    **{
        name: name
        for name in ("source_file", "source_row", "location_id", "evidence", "reason", "owner_role", "topic", "date", "due_date", "done_date")
    },
    "reference": "cited",
}


def entry(register: str, entry_id: str, position: int, row: Row | None = None, **cells: Any) -> Entry:
    """An entry with the cells of its submitted row, and the cells given, which go before those."""
    of_row = {} if row is None else {name: row[column] for column, name in _OF_ROW.items() if row.get(column) is not None}
    return {"register": register, "entry_id": entry_id, "position": position, **of_row, **cells}


def judged(made: Entry, year: int, *, is_done: bool) -> Entry:
    """The entry with whether it is done, and whether it is overdue, as of 31 December of the data year.

    What was done after that day was not done on it. Without a due date nothing is overdue.
    """
    done_date = made.get("done_date")
    done = is_done and (done_date is None or has_come(done_date, year))
    return {**made, "is_done": done, "is_overdue": not done and _is_before_end(made.get("due_date"), year)}


def has_come(day: date | None, year: int) -> bool:
    """Whether a day is one of the data year or of an earlier one."""
    return day is not None and day.year <= year


def _is_before_end(day: date | None, year: int) -> bool:
    return day is not None and (day.year, day.month, day.day) < (year, 12, 31)
