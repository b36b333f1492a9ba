"""What of a footprint may be published: journeys are added up until no person's can be told apart."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening.figures.air import OTHER, SMALLEST_GROUP
from greening.figures.selection import Columns
from greening.journeys import trip_share

Codes = npt.NDArray[np.integer[Any]]

#: Tables whose rows are journeys of people.
JOURNEYS = ("air_travel", "ground_travel")
#: What journeys are told apart by.
CELL = ("source", "purpose", "cabin")
_ROW = ["organization", "table", "source_file", "source_row", "row_id"]
#: What must stay apart, so that every total can still be added up.
_APART = ("organization", "year", "table", "bucket", "scope", "in_total", "basis", "outside_reason", "gas", "gwp_set", "factor_boundary")
_SUMS = ["co2_kg", "ch4_kg", "n2o_kg", "other_gas_kg", "biogenic_co2_kg", "emissions_tco2e"]


def public(footprint: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """The footprint with journeys added up, and all its columns; every sum of emissions stays what it was.

    Other rows are kept as they are. Journeys by air and on the ground are added up by purpose and cabin (on the ground by means); groups of fewer
    than five journeys are merged into `other`, and where `other` is itself smaller, the next smallest group joins it.
    Their `activity_value` is the number of journeys; place, row, distance and factor are empty.
    """
    is_journey = footprint["table"].isin(JOURNEYS)
    added = _added(merged(counted(footprint[is_journey], activities), _APART))
    frames = [frame for frame in (footprint[~is_journey], added) if not frame.empty]
    return pd.concat(frames, ignore_index=True).reindex(columns=footprint.columns) if frames else footprint


def counted(rows: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """Rows of journeys with `journeys`: how many each stands for, as its trips or passengers say; and no empty purpose or cabin.

    The legs of one trip_id are one journey: each is a part of it.
    """
    known = activities[[*_ROW, "trip_id", "trips", "passengers"]][activities["table"].isin(JOURNEYS)]
    counts = known["trips"].fillna(known["passengers"]).fillna(1.0) * trip_share(known)
    told: dict[tuple[Any, ...], float] = {}
    for row, count in zip(_rows(known), counts.tolist(), strict=True):
        told.setdefault(row, count)
    journeys = np.array([told.get(row, 1.0) for row in _rows(rows)], dtype="float64")
    return rows.assign(journeys=journeys, purpose=rows["purpose"].fillna(OTHER), cabin=rows["cabin"].fillna(OTHER))


def _rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """What names the submitted row behind each row; None where a part of the name is missing."""
    cells = Columns("rows", frame).rows
    return zip(*(cells.values(name) for name in _ROW), strict=True)


def merged(journeys: pd.DataFrame, apart: Sequence[str]) -> pd.DataFrame:
    """Counted journeys with source, purpose and cabin set to `other` in groups that are too small, within each of the parts.

    Organizations are always apart: what a member's own report merges is not told by its group's.
    """
    parts = codes(journeys, ["organization", *apart])
    cells = codes(journeys, CELL, parts)
    hidden = is_small(journeys["journeys"].to_numpy(), parts, cells)
    return journeys.assign(**{column: journeys[column].mask(hidden, OTHER) for column in CELL})


def codes(frame: pd.DataFrame, columns: Sequence[str], within: Codes | None = None) -> Codes:
    """A number for each row, the same for the same cells, in the order of the cells; what is missing comes last.

    `within` numbers parts that come first in the order, so that the same cells in two of them are different.
    """
    found = np.zeros(len(frame), dtype=np.intp) if within is None else within
    for name in columns:
        own, values = pd.factorize(frame[name], sort=True)
        if len(values) > 1 or (own < 0).any():
            found = np.unique(found * (len(values) + 1) + np.where(own < 0, len(values), own), return_inverse=True)[1]
    return found


def is_small(journeys: npt.NDArray[np.float64], parts: Codes, cells: Codes) -> npt.NDArray[np.bool_]:
    """Which rows of journeys are in a group that is too small to be told.

    Each row stands for so many journeys; `cells` numbers its group, `parts` what the group is a part of and may be merged within.
    """
    kinds, first, row_kinds = np.unique(cells, return_index=True, return_inverse=True)
    sizes = np.bincount(row_kinds, journeys, minlength=len(kinds))
    merged: dict[int, float] = {}
    hidden = np.zeros(len(kinds), dtype=bool)
    for kind in np.argsort(sizes, kind="stable").tolist():
        part = int(parts[first[kind]])
        # A group is merged while it is too small, or while all that was merged before it still is.
        hidden[kind] = sizes[kind] < SMALLEST_GROUP or 0 < merged.get(part, 0.0) < SMALLEST_GROUP
        merged[part] = merged.get(part, 0.0) + sizes[kind]
    return hidden[row_kinds]


def _added(journeys: pd.DataFrame) -> pd.DataFrame:
    names = [*_APART, *CELL]
    kinds = codes(journeys, names)
    groups = journeys.groupby(pd.Series(kinds, index=journeys.index), sort=True)
    # Missing gases stay missing: a sum without any value is no zero.
    sums = groups[_SUMS].sum(min_count=1).assign(activity_value=groups["journeys"].sum())
    named = journeys[names].iloc[np.unique(kinds, return_index=True)[1]].reset_index(drop=True)
    told = {"activity_unit": "journeys", "method": "journeys added up; groups of fewer than five are under other"}
    return named.assign(**{column: sums[column].array for column in sums.columns}, **told)
