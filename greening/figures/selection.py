"""Filters on a product: written into a derivation, and enough to select the same rows again."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

#: Column to value or list of values (None is an empty cell); under "any_of", a list of such filters of which one must hold.
Filter = Mapping[str, Any]
#: Key of a filter whose value is a list of filters.
ANY_OF = "any_of"
Mask = npt.NDArray[np.bool_]


def select(frame: pd.DataFrame, wanted: Filter) -> pd.DataFrame:
    """The rows of a product that the filter selects."""
    return frame[_mask(frame, wanted)] if len(frame) else frame


def _mask(frame: pd.DataFrame, wanted: Filter) -> Mask:
    chosen = np.ones(len(frame), dtype=bool)
    for column, values in wanted.items():
        chosen &= _any(frame, values) if column == ANY_OF else _equals(frame[column], values)
    return chosen


def _any(frame: pd.DataFrame, filters: list[Filter]) -> Mask:
    chosen = np.zeros(len(frame), dtype=bool)
    for wanted in filters:
        chosen |= _mask(frame, wanted)
    return chosen


def _equals(column: pd.Series, values: Any) -> Mask:
    listed = values if isinstance(values, list) else [values]
    # A blank text in a product is a missing one.
    named = [value for value in listed if value is not None] + ([""] if None in listed and column.dtype == "str" else [])
    found = column.isin(named).to_numpy(dtype=bool)
    return found | column.isna().to_numpy() if None in listed else found
