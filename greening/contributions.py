"""Where the uncertainty of the total comes from: what each source, and the factors and methods in it, add to its variance."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from greening import monte_carlo, tables, uncertainty
from greening.propagation import Errors, Numbers, Places

#: Error groups of a source that are told apart, those that add most.
GROUPS_TOLD = 10
#: Levels of the product.
TOTAL, SOURCE, GROUP = "total", "source", "error_group"
#: A row of the product.
Row = Mapping[str, Any]


def product(organization: str, year: int, footprint: pd.DataFrame, errors: Errors, counted: Places) -> pd.DataFrame:
    """The product `uncertainty`: the total by both approaches, every source, and its largest error groups.

    `counted` are the places of the rows of the total; quoted rows among them have bounds of another kind and are left out. share_of_variance is the
    covariance with the total over the variance of the total, so that the sources add up to 1, and the groups of a source to no more than it.
    Empty where nothing computed is uncertain.

    Source: ipcc_2006_v1_ch3
    """
    at = counted[~errors.is_quoted[counted]]
    if not errors.variance(at):
        return tables.empty("uncertainty")
    source, names = footprint["source"].array.take(at).factorize()
    # A row without a source has the number -1: it is put under a name of its own, which is empty.
    source, known = np.where(source < 0, len(names), source), [*map(str, names), ""]
    rows = [*_total(errors, at), *_sources(errors, at, source, known), *_groups(errors, at, source, known)]
    return tables.stack("uncertainty", [pd.DataFrame(rows).drop(columns="code").assign(organization=organization, year=year)])


def _total(errors: Errors, at: Places) -> list[Row]:
    (whole,) = _told(errors, at, np.zeros(len(at), dtype=np.intp))
    drawn = monte_carlo.interval(errors, at)
    return [{**whole, "level": TOTAL}, {**whole, "level": TOTAL, "approach": 2, "low": drawn.low, "high": drawn.high}]


def _sources(errors: Errors, at: Places, source: Places, names: Sequence[str]) -> list[Row]:
    return [{**row, "level": SOURCE, "source": names[row["code"]]} for row in _told(errors, at, source)]


def _groups(errors: Errors, at: Places, source: Places, names: Sequence[str]) -> list[Row]:
    """The error groups of each source that add most to the variance."""
    found: list[Row] = []
    counts: dict[int, int] = {}
    labels = errors.labels
    rows = _told(errors, at, source * len(labels) + errors.group[at])
    for row in sorted(rows, key=lambda row: (-row["share_of_variance"], labels[row["code"] % len(labels)])):
        place, group = divmod(row["code"], len(labels))
        counts[place] = counts.get(place, 0) + 1
        if counts[place] <= GROUPS_TOLD:
            found.append({**row, "level": GROUP, "source": names[place], "error_group": labels[group]})
    return found


def _told(errors: Errors, at: Places, code: Places) -> list[dict[str, Any]]:
    """For each code of rows: rows, emissions, interval, its part of the variance of all, and the part of that which is the rows' own."""
    codes, of_row = np.unique(code, return_inverse=True)
    variance = errors.variance(at)
    own, shared = (_added(of_row, part) / variance for part in (errors.own_contributions(at), errors.shared_contributions(at)))
    emissions = _added(of_row, errors.emitted[at])
    columns = (codes, np.bincount(of_row), emissions, _variances(errors, at, of_row), own + shared, own)
    return [
        {
            "code": number,
            "approach": 1,
            "rows": rows,
            "emissions_tco2e": mean,
            **_bounds(mean, spread),
            "share_of_variance": part,
            "own_share": alone,
        }
        for number, rows, mean, spread, part, alone in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _bounds(mean: float, variance: float) -> dict[str, float]:
    found = uncertainty.log_normal(mean, variance)
    return {"low": found.low, "high": found.high}


def _added(of_row: Places, values: Numbers) -> Numbers:
    return np.asarray(np.bincount(of_row, weights=values), dtype=np.float64)


def _variances(errors: Errors, at: Places, of_row: Places) -> Numbers:
    """The variance of the sum of the rows of each code."""
    pairs, within = np.unique(of_row * len(errors.labels) + errors.group[at], return_inverse=True)
    shared = _added(within, errors.shared[at]) ** 2
    return _added(of_row, errors.own_contributions(at, of_row)) + _added(pairs // len(errors.labels), shared)
