"""Frames held against a declaration: its columns, in its order, with its dtypes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.extensions import ExtensionArray, ExtensionDtype, take

if TYPE_CHECKING:
    from greening.tables import Table

#: The values of a column, as pandas or numpy keeps them.
ColumnValues = ExtensionArray | np.ndarray[Any, Any]


@cache
def dtype(name: str) -> "ExtensionDtype | np.dtype[Any]":
    """The dtype of that name as an object, which pandas would look up again each time."""
    return pd.api.types.pandas_dtype(name)


def array(values: Sequence[Any], name: str) -> ColumnValues:
    """The values as a column of the dtype of that name; None is missing, days are in ISO form."""
    kind: Any = dtype(name)
    return np.array(values, dtype=kind) if isinstance(kind, np.dtype) else pd.array(values, dtype=kind)


def conform(frame: pd.DataFrame, table: "Table") -> pd.DataFrame:
    """The declared columns of a frame, cast where they are not as declared; absent ones are empty."""
    wanted = _dtypes(table)
    if list(wanted) == list(frame.columns) and list(wanted.values()) == frame.dtypes.to_list():
        return frame.reset_index(drop=True)
    missing = _missing(wanted.values(), len(frame))
    return pd.DataFrame({name: _cast(frame[name], kind).array if name in frame.columns else missing[kind] for name, kind in wanted.items()})


def read(contents: Iterable[bytes], table: "Table") -> tuple[pd.DataFrame, list[int]]:
    """The declared columns of Parquet files, one file under the other, and how many rows each file has."""
    columns = set(table.columns)
    files = [pq.ParquetFile(pa.BufferReader(content)) for content in contents]
    if not any(file.metadata.num_rows for file in files):
        return conform(pd.DataFrame(), table), [0] * len(files)
    # Files of a product are small: threads and a conversion for each would take longer than reading. Columns without a value are not read at all:
    # of a large submission they would take more memory than the others.
    parts = [file.read(columns=[name for name in _filled(file.metadata) if name in columns], use_threads=False) for file in files]
    joined = pa.concat_tables(parts, promote_options="permissive").combine_chunks() if len(parts) > 1 else parts[0]
    return conform(joined.to_pandas(use_threads=False), table), [part.num_rows for part in parts]


def _filled(told: pq.FileMetaData) -> list[str]:
    """The columns of a file that have a value somewhere."""
    groups = [told.row_group(number) for number in range(told.num_row_groups)]
    return [name for place, name in enumerate(told.schema.names) if any(_has_value(group.column(place), group.num_rows) for group in groups)]


def _has_value(column: pq.ColumnChunkMetaData, rows: int) -> bool:
    found = column.statistics
    return found is None or not found.has_null_count or found.null_count < rows


def stack(frames: Iterable[pd.DataFrame], table: "Table") -> pd.DataFrame:
    """The declared columns of the frames, one frame under the other."""
    # pandas would let an empty frame decide dtypes; frames without rows add nothing.
    filled = [frame for frame in frames if not frame.empty]
    if len(filled) < 2:
        return conform(filled[0] if filled else pd.DataFrame(), table)
    wanted, having, total = _dtypes(table), _having(filled), sum(map(len, filled))
    missing = _missing(wanted.values(), total)
    columns = {}
    for name, kind in wanted.items():
        parts = [_cast(frame[name], kind) for frame, _ in having[name]]
        columns[name] = _spread(parts, [places for _, places in having[name]], total) if parts else missing[kind]
    return pd.DataFrame(columns)


def _dtypes(table: "Table") -> dict[str, "ExtensionDtype | np.dtype[Any]"]:
    return {name: dtype(column.dtype) for name, column in table.columns.items()}


def _having(frames: list[pd.DataFrame]) -> defaultdict[str, list[tuple[pd.DataFrame, "np.ndarray[Any, Any]"]]]:
    """The frames that have a column, by its name, and with each the places of its rows among all rows."""
    having = defaultdict(list)
    start = 0
    for frame in frames:
        places = np.arange(start, start + len(frame))
        for name in frame.columns:
            having[name].append((frame, places))
        start += len(frame)
    return having


def _spread(parts: list[pd.Series], places: list["np.ndarray[Any, Any]"], total: int) -> ColumnValues:
    """The parts of a column at their places among all rows; what lies between is missing."""
    joined: ColumnValues = parts[0].array if len(parts) == 1 else pd.concat(parts, ignore_index=True).array
    if len(joined) == total:
        return joined
    origins = np.full(total, -1)
    origins[np.concatenate(places)] = np.arange(len(joined))
    spread: ColumnValues = take(joined, origins, allow_fill=True)
    return spread


def _cast(column: pd.Series, kind: "ExtensionDtype | np.dtype[Any]") -> pd.Series:
    return column if column.dtype == kind else column.astype(kind)


def _missing(kinds: Iterable["ExtensionDtype | np.dtype[Any]"], count: int) -> dict["ExtensionDtype | np.dtype[Any]", ColumnValues]:
    """A column in which everything is missing, by dtype."""
    return {kind: pd.Series(index=range(count), dtype=kind).array for kind in set(kinds)}
