"""How far a line of the footprint may be off, as a geometric standard deviation."""

import math
from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from greening import reference

#: Indicators of the table uncertainty, and the column of the footprint whose value is their level.
LEVELS = {"basic": "", "precision": "quality", "temporal": "factor_rung", "geographical": "factor_rung", "technological": "factor_rung"}


def uncertainty_gsd(footprint: pd.DataFrame) -> pd.Series:
    """The geometric standard deviation of each line: exp(sqrt(sum of squared logarithms of the ratios) / 2).

    The ratios are those of the table uncertainty: upper end of the 95 % interval over the value, by indicator, source and level; a row of the table
    that names a source goes before one that does not, and a level without a row adds nothing. A missing quality counts as fair.

    Source: ghgp_uncertainty, ipcc_2006_v2_ch1
    """
    columns = ["source", "quality", "factor_rung"]
    of_row = np.zeros(len(footprint), dtype=np.int64)
    for column in columns:
        codes, values = footprint[column].factorize()
        of_row = pd.factorize(of_row * (len(values) + 1) + codes + 1)[0]
    # Rows are numbered by their kind in the order in which kinds first occur.
    kinds = footprint.loc[~pd.Series(of_row, index=footprint.index).duplicated(), columns]
    squares = np.sum([_squared_log(kinds, indicator, column, _ratios()) for indicator, column in LEVELS.items()], axis=0)
    return pd.Series(np.exp(np.sqrt(squares) / 2)[of_row], index=footprint.index)


@cache
def _ratios() -> Mapping[tuple[str, str, str], float]:
    """The ratio of each indicator, source and level."""
    table = reference.load("uncertainty").fillna({"source": "", "level": ""})
    keys = zip(table["indicator"], table["source"], table["level"], strict=True)
    return dict(zip(keys, table["ratio_95"].astype("float64"), strict=True))


def _squared_log(kinds: pd.DataFrame, indicator: str, column: str, ratios: Mapping[tuple[str, str, str], float]) -> np.ndarray:
    levels = kinds[column].fillna("") if column else pd.Series("", index=kinds.index)
    found = [
        ratios.get((indicator, source, level), ratios.get((indicator, "", level), 1.0)) for source, level in zip(kinds["source"], levels, strict=True)
    ]
    return np.array([math.log(ratio) ** 2 for ratio in found])
