"""Trips of people: the rows that are legs of one trip, and those that go there and back."""

import numpy as np
import numpy.typing as npt
import pandas as pd


def trip_share(rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """What part of its trip each row is: one over the number of rows of the organization with its trip_id, 1 without a trip_id."""
    share = np.ones(len(rows))
    codes, names = rows["trip_id"].factorize()
    has_name = codes >= 0
    if not has_name.any():
        return share
    owners, _ = rows["organization"].factorize()
    trip = (owners[has_name] + 1) * len(names) + codes[has_name]
    _, of_row, count = np.unique(trip, return_inverse=True, return_counts=True)
    share[has_name] = 1.0 / count[of_row]
    return share


def is_return(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether each row goes there and back; what is not said does not."""
    return np.asarray(rows["return_trip"].array.to_numpy(dtype="bool", na_value=False))
