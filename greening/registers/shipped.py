"""What is known of every register without a submission: texts, addressees and dates, as the reference tables have them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from greening import reference
from greening.registers.entry import Row

#: Columns of days.
_DAYS = ("due_date",)


@cache
def rows(table: str) -> Sequence[Row]:
    """The rows of a reference table, each a cell by column, None where it is empty; days as dates."""
    records = reference.load(table).to_dict("records")
    return [{str(name): _cell(str(name), cell) for name, cell in record.items()} for record in records]


@cache
def recommendations() -> Mapping[str, Row]:
    """Every known recommendation by its id, with its `place` among all of them."""
    return {row["recommendation_id"]: {**row, "place": place} for place, row in enumerate(rows("recommendations"), start=1)}


@cache
def agreements() -> Mapping[str, str]:
    """The id of every known agreement by the names it goes under, in small letters."""
    found: dict[str, str] = {}
    for row in rows("agreements"):
        for name in (row["agreement_id"], row["title"], *str(row["other_names"]).split(";")):
            found[name.strip().casefold()] = row["agreement_id"]
    return found


def _cell(name: str, cell: Any) -> Any:
    if pd.isna(cell):
        return None
    return date.fromisoformat(cell) if name in _DAYS else cell
