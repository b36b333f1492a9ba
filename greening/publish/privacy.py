"""What of a footprint may be published: journeys are added up until no person's can be told apart."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening.figures.air import OTHER as OTHER, SMALLEST_GROUP as SMALLEST_GROUP
from greening.journeys import trip_share

Codes = npt.NDArray[np.integer[Any]]

#: Tables whose rows are journeys of people.
JOURNEYS = ("air_travel", "ground_travel")
#: What journeys are told apart by.
CELL = ("source", "purpose", "cabin")
_ROW = ["organization", "table", "source_file", "source_row", "row_id"]
#: What must stay apart, so that every total can still be added up.
_APART = ("organization", "year", "table", "bucket", "scope", "in_total", "basis", "outside_reason", "gas", "gwp_set", "factor_boundary")
#: What an added-up row of journeys says of itself.
_TOLD = [*_APART, *CELL]
#: Codes stay below it, so that two can be put together as one number.
_LARGEST = 2**62
_SUMS = ["co2_kg", "ch4_kg", "n2o_kg", "other_gas_kg", "biogenic_co2_kg", "emissions_tco2e"]


def public(footprint: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """The footprint with journeys added up, and all its columns; every sum of emissions stays what it was.

    Other rows are kept as they are. Journeys by air and on the ground are added up by purpose and cabin (on the ground by means); groups of fewer
    than five journeys are merged into `other`, and where `other` is itself smaller, the next smallest group joins it.
    Their `activity_value` is the number of journeys; place, row, distance and factor are empty.
    """
    is_journey = footprint["table"].isin(JOURNEYS)
    journeys = merged(counted(footprint[is_journey], activities), _APART)
    added = _added(journeys, codes(journeys, _TOLD))
    frames = [frame for frame in (footprint[~is_journey], added) if not frame.empty]
    return pd.concat(frames, ignore_index=True).reindex(columns=footprint.columns) if frames else footprint


def lines(footprint: pd.DataFrame, journeys: pd.DataFrame) -> Codes:
    """The line of each row in the published footprint, whose head is line 1; `journeys` are the counted rows of journeys, in their order."""
    is_journey = footprint["table"].isin(JOURNEYS).to_numpy(dtype=bool)
    found = np.cumsum(~is_journey) + 1
    found[is_journey] = np.count_nonzero(~is_journey) + 2 + codes(merged(journeys, _APART), _TOLD)
    return found


def counted(rows: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """Rows of journeys with `journeys`: how many each stands for, as its trips or passengers say; and no empty purpose or cabin.

    The legs of one trip_id are one journey: each is a part of it.
    """
    known = activities[[*_ROW, "trip_id", "trips", "passengers"]][activities["table"].isin(JOURNEYS)]
    counts = (known["trips"].fillna(known["passengers"]).fillna(1.0) * trip_share(known)).to_numpy(dtype="float64")
    # Submitted rows and those of the footprint are numbered together; the first submitted row of a number says how many journeys it is.
    both = pd.concat([known[_ROW], rows[_ROW]])
    numbers = codes(both.assign(row_id=both["row_id"].mask(both["row_id"] == "")), _ROW)
    told = np.ones(numbers.max(initial=-1) + 1)
    told[numbers[: len(known)][::-1]] = counts[::-1]
    return rows.assign(journeys=told[numbers[len(known) :]], purpose=rows["purpose"].fillna(OTHER), cabin=rows["cabin"].fillna(OTHER))


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
    found = np.zeros(len(frame), dtype=np.int64) if within is None else within
    count = int(found.max(initial=0)) + 1
    for name in columns:
        own, values = frame[name].array.factorize()
        if len(values) < 2 and not (own < 0).any():
            continue
        # The place of each value in order; that of what is missing, whose code is -1, is the last.
        rank = np.empty(len(values) + 1, dtype=np.int64)
        rank[np.asarray(values.argsort())] = np.arange(len(values))
        rank[-1] = len(values)
        if count > _LARGEST // len(rank):
            found = np.unique(found, return_inverse=True)[1]
            count = int(found.max(initial=0)) + 1
        found, count = found * len(rank) + rank[own], count * len(rank)
    return np.unique(found, return_inverse=True)[1]


def is_small(journeys: npt.NDArray[np.float64], parts: Codes, cells: Codes) -> npt.NDArray[np.bool_]:
    """Which rows of journeys are in a group that is too small to be told.

    Each row stands for so many journeys; `cells` numbers its group, `parts` what the group is a part of and may be merged within.
    """
    if not len(cells):
        return np.zeros(0, dtype=bool)
    part_of = np.zeros(cells.max() + 1, dtype=np.intp)
    part_of[cells] = parts
    return small_groups(journeys, part_of, cells)[cells]


def small_groups(journeys: npt.NDArray[np.float64], part_of: Codes, cells: Codes) -> npt.NDArray[np.bool_]:
    """For each group whether it is too small to be told, of the rows that are given; `part_of` has the part of each group."""
    sizes = np.bincount(cells, journeys, minlength=len(part_of))
    kinds = np.flatnonzero(np.bincount(cells, minlength=len(part_of)))
    merged: dict[int, float] = {}
    hidden = np.zeros(len(part_of), dtype=bool)
    for kind in kinds[np.argsort(sizes[kinds], kind="stable")].tolist():
        part = int(part_of[kind])
        # A group is merged while it is too small, or while all that was merged before it still is.
        hidden[kind] = sizes[kind] < SMALLEST_GROUP or 0 < merged.get(part, 0.0) < SMALLEST_GROUP
        merged[part] = merged.get(part, 0.0) + float(sizes[kind])
    return hidden


def _added(journeys: pd.DataFrame, kinds: Codes) -> pd.DataFrame:
    groups = journeys.groupby(pd.Series(kinds, index=journeys.index), sort=True)
    # Missing gases stay missing: a sum without any value is no zero.
    sums = groups[_SUMS].sum(min_count=1).assign(activity_value=groups["journeys"].sum())
    named = journeys[_TOLD].iloc[np.unique(kinds, return_index=True)[1]].reset_index(drop=True)
    told = {"activity_unit": "journeys", "method": "journeys added up; groups of fewer than five are under other"}
    return named.assign(**{column: sums[column].array for column in sums.columns}, **told)
