"""How far a line of the footprint may be off, as a geometric standard deviation."""

import math

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
    kinds = footprint[["source", "quality", "factor_rung"]].drop_duplicates()
    table = reference.load("uncertainty").fillna({"source": "", "level": ""})
    keys = zip(table["indicator"], table["source"], table["level"], strict=True)
    ratios = dict(zip(keys, table["ratio_95"].astype("float64"), strict=True))
    squares = np.sum([_squared_log(kinds, indicator, column, ratios) for indicator, column in LEVELS.items()], axis=0)
    gsd = kinds.assign(gsd=np.exp(np.sqrt(squares) / 2))
    found = footprint[["source", "quality", "factor_rung"]].merge(gsd, on=["source", "quality", "factor_rung"], how="left", validate="m:1")
    return found["gsd"].set_axis(footprint.index)


def _squared_log(kinds: pd.DataFrame, indicator: str, column: str, ratios: dict[tuple[str, str, str], float]) -> np.ndarray:
    levels = kinds[column].fillna("") if column else pd.Series("", index=kinds.index)
    found = [
        ratios.get((indicator, source, level), ratios.get((indicator, "", level), 1.0)) for source, level in zip(kinds["source"], levels, strict=True)
    ]
    return np.array([math.log(ratio) ** 2 for ratio in found])
