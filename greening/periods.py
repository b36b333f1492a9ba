"""The part of a reporting period that lies inside a data year."""

import numpy as np
import pandas as pd

#: Year that numpy counts years from. Definition.
EPOCH = 1970


def year_share(start: pd.Series, end: pd.Series, year: pd.Series) -> pd.Series:
    """Days of the period inside the year over all its days, both ends included; 0 to 1.

    A missing end means the year's own, so that a row without dates is wholly inside. A period outside the year has share 0, and one that ends before
    it starts has no share.
    """
    first = (year.to_numpy(dtype="int64") - EPOCH).astype("datetime64[Y]")
    begin, last = first.astype("datetime64[D]"), (first + 1).astype("datetime64[D]") - 1
    starts, ends = start.to_numpy().astype("datetime64[D]"), end.to_numpy().astype("datetime64[D]")
    starts, ends = np.where(np.isnat(starts), begin, starts), np.where(np.isnat(ends), last, ends)
    days = (ends - starts).astype("int64") + 1
    inside = (np.minimum(ends, last) - np.maximum(starts, begin)).astype("int64") + 1
    return pd.Series(inside.clip(min=0) / np.where(days > 0, days, np.nan), index=start.index)
