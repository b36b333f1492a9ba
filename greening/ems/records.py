"""Submitted rows as plain mappings, and products made of such rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from greening import tables
from greening.tables import frames

#: A submitted row: its columns, None where a cell is empty.
Record = Mapping[str, Any]


def product(name: str, rows: Sequence[Record]) -> pd.DataFrame:
    """The rows as a product, column by column: of a few rows that is much faster than a frame which is cast afterwards."""
    columns = tables.products()[name].columns
    return pd.DataFrame({column: frames.array([row.get(column) for row in rows], told.dtype) for column, told in columns.items()})
