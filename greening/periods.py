"""The part of a reporting period that lies inside a data year."""

import pandas as pd


def year_share(start: pd.Series, end: pd.Series, year: pd.Series) -> pd.Series:
    """Days of the period inside the year over all its days, both ends included; 0 to 1.

    A missing end means the year's own, so that a row without dates is wholly inside. A period outside the year has share 0, and one that ends before
    it starts has no share.
    """
    first = pd.to_datetime(year.astype("int64").astype("str") + "-01-01").astype(start.dtype)
    last = pd.to_datetime(year.astype("int64").astype("str") + "-12-31").astype(end.dtype)
    start, end = start.fillna(first), end.fillna(last)
    days = (end - start).dt.days + 1
    inside = (end.where(end < last, last) - start.where(start > first, first)).dt.days + 1
    return (inside.clip(lower=0) / days.where(days > 0)).astype("float64")
