"""Days of periods inside the data year."""

from typing import Any

import numpy as np
import pandas as pd


def days_in_year(rows: pd.DataFrame, start: pd.Series, end: pd.Series) -> pd.Series:
    """Days of each row's period, both ends counted, that lie in its data year; missing where a bound is missing or both are swapped."""
    years = rows["data_year"].to_numpy(dtype="int64") - 1970
    first, after = (number.astype("datetime64[Y]").astype("datetime64[D]") for number in (years, years + 1))
    begun, ended = _days(start), _days(end)
    inside = (np.minimum(ended, after - 1) - np.maximum(begun, first)).astype("int64") + 1
    unknown = np.isnat(begun) | np.isnat(ended) | (ended < begun)
    return pd.Series(np.where(unknown, np.nan, np.maximum(inside, 0)), index=rows.index)


def year_share(rows: pd.DataFrame) -> pd.Series:
    """Part of each row's period inside its data year; 0 to 1."""
    return days_in_year(rows, rows["start_date"], rows["end_date"]) / days(rows)


def days(rows: pd.DataFrame) -> pd.Series:
    """Days of each row's period, both ends counted; missing where a bound is missing."""
    begun, ended = _days(rows["start_date"]), _days(rows["end_date"])
    unknown = np.isnat(begun) | np.isnat(ended)
    return pd.Series(np.where(unknown, np.nan, (ended - begun).astype("int64") + 1.0), index=rows.index)


def _days(dates: pd.Series) -> "np.ndarray[Any, Any]":
    return dates.to_numpy().astype("datetime64[D]")
