"""What the columns of a table or view hold, as far as rules need to know it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from greening.tables import Column, submission_tables
from greening.views import catalogue

#: What a column holds, by the kind of its dtype.
_HELD: Mapping[str, str] = {"O": "text", "U": "text", "f": "number", "i": "number", "b": "yes_no", "M": "date"}

#: The same in words.
IN_WORDS: Mapping[str, str] = {"text": "text", "number": "numbers", "yes_no": "yes or no", "date": "dates"}

#: Something to stand in a cell, by what the column holds.
SOMETHING: Mapping[str, Any] = {"text": "a", "number": 1, "yes_no": True, "date": "2024-01-01"}


@cache
def held(name: str) -> Mapping[str, str]:
    """text, number, yes_no or date for each column of a table or view."""
    return {str(column): _HELD[dtype.kind] for column, dtype in catalogue.sample(name).dtypes.items()}


@cache
def filled(name: str) -> pd.DataFrame:
    """A row of a table or view with something in every column."""
    sample = catalogue.sample(name)
    return pd.DataFrame({column: pd.Series([SOMETHING[held(name)[str(column)]]], dtype=dtype) for column, dtype in sample.dtypes.items()})


def declared(name: str, column: str) -> Column | None:
    """How a column of a submission table is declared; None for a helper column and for those of views."""
    table = submission_tables().get(name)
    return table.columns.get(column) if table else None


def choices(name: str, column: str) -> tuple[str, ...]:
    """The only words that a column can hold, since others are refused when it is read; empty where it may hold any."""
    one = declared(name, column)
    return one.choices if one and not one.many else ()
