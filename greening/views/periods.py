"""Days of periods inside the data year."""

import pandas as pd


def days_in_year(rows: pd.DataFrame, start: pd.Series, end: pd.Series) -> pd.Series:
    """Days of each row's period, both ends counted, that lie in its data year; missing where a bound is missing or both are swapped."""
    first = pd.to_datetime(rows["data_year"].astype("str") + "-01-01")
    last = pd.to_datetime(rows["data_year"].astype("str") + "-12-31")
    # Where a bound is missing, the comparison must stay missing and not fall back on the year's end.
    inside = (end.where(end < last, last) - start.where(start > first, first)).dt.days + 1
    return inside.clip(lower=0).astype("float64").mask(start.isna() | end.isna() | (end < start))


def year_share(rows: pd.DataFrame) -> pd.Series:
    """Part of each row's period inside its data year; 0 to 1."""
    days = (rows["end_date"] - rows["start_date"]).dt.days + 1
    return days_in_year(rows, rows["start_date"], rows["end_date"]) / days
