"""Approach 1: the errors of footprint rows, and how they add up in sums, ratios and changes.

emissions of a row = activity * factor, each with a log-normal error. The activity's error is the row's own; the factor's is that of all rows of the
error group, wherever and whenever they are. With E_i the emissions, va_i and vf_i the squared relative standard deviations of both errors:

variance = sum over rows of E_i^2 va_i (1 + vf_i) + sum over groups of (sum over the rows of the group of E_i sqrt(vf_i))^2

Lines of one activity row (component gases) share its activity error. Source: ipcc_2006_v1_ch3
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening import uncertainty
from greening.uncertainty import Interval

#: Places of rows.
Places = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.float64]
#: Columns that name one activity row.
ROW = ("organization", "year", "table", "source_file", "source_row", "row_id")
#: Gas of a line that is all of its row.
WHOLE = "CO2e"


@dataclass(frozen=True, eq=False)
class Errors:
    """The emissions of footprint rows and how far they may err, made ready once for the sums of many selections of the rows."""

    emissions_tco2e: Numbers
    #: Squared relative standard deviation of each row's own error, and of the error that its group shares.
    activity_variance: Numbers
    factor_variance: Numbers
    #: Number of each row's error group among the labels.
    group: Places
    labels: Sequence[str]
    #: Number of the activity row of a line that is one of several of that row; -1 where the line is the whole row.
    row: Places
    is_quoted: npt.NDArray[np.bool_]
    precision: npt.NDArray[np.object_]

    @classmethod
    def of(cls, footprint: pd.DataFrame) -> "Errors":
        """The errors of rows of the product `footprint`, in their order.

        A row without an error group is in that of its factor, or without a factor of its method, and all of its error is shared.
        """
        shared, own = relative_variances(footprint)
        group, labels = _groups(footprint)
        is_quoted, precision = _precision(footprint)
        return cls(
            footprint["emissions_tco2e"].to_numpy(dtype=float, na_value=np.nan),
            own,
            shared,
            group,
            labels,
            _rows_of_lines(footprint),
            is_quoted,
            precision,
        )

    @cached_property
    def emitted(self) -> Numbers:
        """The emissions, a missing value taken as 0."""
        return np.nan_to_num(self.emissions_tco2e)

    @cached_property
    def own(self) -> Numbers:
        """Standard deviation in t of each row's own error."""
        return np.asarray(self.emitted * np.sqrt(self.activity_variance * (1 + self.factor_variance)))

    @cached_property
    def shared(self) -> Numbers:
        """Standard deviation in t of what each row's group shares."""
        return np.asarray(self.emitted * np.sqrt(self.factor_variance))

    def by_group(self, rows: Places) -> Numbers:
        """Standard deviation in t of each group's error in the sum of the rows at these places."""
        return np.asarray(np.bincount(self.group[rows], weights=self.shared[rows], minlength=len(self.labels)), dtype=np.float64)

    def variance(self, rows: Places) -> float:
        """The variance of the sum of the rows at these places, in t squared."""
        together = self.by_group(rows)
        return float(self._own_variance(rows) + together @ together)

    def _own_variance(self, rows: Places) -> float:
        own, row = self.own[rows], self.row[rows]
        if not self.has_parts:
            return float(own @ own)
        alone = row < 0
        parts = np.bincount(row[~alone], weights=own[~alone])
        return float(own[alone] @ own[alone] + parts @ parts)

    @cached_property
    def has_parts(self) -> bool:
        """Whether some activity row has several lines."""
        return bool((self.row >= 0).any())

    def sum(self, rows: Places) -> float:
        """The emissions of the rows at these places, in t."""
        return float(self.emitted[rows].sum())

    def statistical(self, rows: Places) -> Interval:
        """The 95 % interval of a sum of computed emissions, of the rows at these places; mean and variance fix a log-normal distribution."""
        return uncertainty.log_normal(self.sum(rows), self.variance(rows))

    def total(self, rows: Places, computed: Interval | None = None) -> Interval:
        """The interval of the sum of the rows at these places: the bounds of quoted rows added to the 95 % interval of the others.

        That of the others is `computed` where it is known otherwise.
        """
        others = self.computed(rows)
        found = computed or self.statistical(others)
        return found if len(others) == len(rows) else uncertainty.total([found, self.quoted(rows)])

    def own_contributions(self, rows: Places, codes: Places | None = None) -> Numbers:
        """The covariance of each row at these places with their sum, by the rows' own errors; within each code alone, where there are codes."""
        own = self.own[rows]
        if not self.has_parts:
            return np.asarray(own**2)
        is_part = self.row[rows] >= 0
        named = self.row[rows][is_part] if codes is None else self.row[rows][is_part] * (codes.max() + 1) + codes[is_part]
        whole = own.copy()
        whole[is_part] = pd.Series(own[is_part]).groupby(named, sort=False).transform("sum")
        return np.asarray(own * whole)

    def shared_contributions(self, rows: Places) -> Numbers:
        """The covariance of each row at these places with their sum, by what the error groups share."""
        return np.asarray(self.shared[rows] * self.by_group(rows)[self.group[rows]])

    def skewness_beyond(self, rows: Places) -> float:
        """How far the computed rows at these places are more skewed together than the log-normal distribution of the same mean and variance.

        The third moment is that of independent log-normal terms: one of each group, and one of each row.
        """
        rows = self.computed(rows)
        total, variance = self.sum(rows), self.variance(rows)
        if total <= 0 or variance <= 0:
            return 0.0
        together, emitted = self.by_group(rows), np.bincount(self.group[rows], weights=self.emitted[rows], minlength=len(self.labels))
        relative = np.divide(together, emitted, out=np.zeros_like(together), where=emitted != 0)
        alone = np.sqrt(self.activity_variance[rows])
        third = (together**3 * _skewness(relative)).sum() + (self.own[rows] ** 3 * _skewness(alone)).sum()
        return float(third / variance**1.5 - _skewness(np.sqrt(variance) / total))

    def quoted(self, rows: Places) -> Interval:
        """The bounds of the sum of the quoted rows at these places; a point at 0 where there are none."""
        at = rows[self.is_quoted[rows]]
        printed = zip(self.emissions_tco2e[at].tolist(), self.precision[at], strict=True)
        return uncertainty.total(uncertainty.quoted(value, precision) for value, precision in printed if not math.isnan(value))

    def computed(self, rows: Places) -> Places:
        """Those of the rows at these places that are not quoted."""
        return rows[~self.is_quoted[rows]] if self.is_quoted.any() else rows


def covariance(one: Errors, rows: Places, other: Errors, other_rows: Places) -> float:
    """The covariance of two sums without a common row, which may be of different years: that of the groups that both have."""
    mine, theirs = one.by_group(rows), other.by_group(other_rows)
    if one is other:
        return float(mine @ theirs)
    place = {label: number for number, label in enumerate(other.labels)}
    return math.fsum(mine[number] * theirs[place[label]] for number, label in enumerate(one.labels) if label in place)


def ratio(one: Errors, rows: Places, other: Errors, other_rows: Places) -> Interval | None:
    """The interval of the ratio of two sums without a common row: what both share is set off, bounds of quoted rows are added low by high.

    None where a sum may be zero or less, or has no upper bound.
    """
    mine, theirs = one.computed(rows), other.computed(other_rows)
    over, under = one.quoted(rows), other.quoted(other_rows)
    sums = one.sum(mine), other.sum(theirs)
    if min(sums[0] + over.low, sums[1] + under.low) <= 0 or over.is_open or under.is_open:
        return None
    variances, both = (one.variance(mine), other.variance(theirs)), covariance(one, mine, other, theirs)
    low = uncertainty.log_normal_ratio((sums[0] + over.low, sums[1] + under.high), variances, both)
    high = uncertainty.log_normal_ratio((sums[0] + over.high, sums[1] + under.low), variances, both)
    return Interval(low.low, high.high, uncertainty.kind_of([_kind(variances), over, under]))


def difference(one: Errors, rows: Places, other: Errors, other_rows: Places) -> Interval:
    """The interval of one sum less another without a common row, as a normal distribution; bounds of quoted rows are added low by high."""
    mine, theirs = one.computed(rows), other.computed(other_rows)
    quoted = uncertainty.difference(one.quoted(rows), other.quoted(other_rows))
    variances = one.variance(mine), other.variance(theirs)
    value = one.sum(mine) - other.sum(theirs)
    spread = uncertainty.Z_97_5 * math.sqrt(max(sum(variances) - 2 * covariance(one, mine, other, theirs), 0.0))
    kind = uncertainty.kind_of([_kind(variances), quoted])
    return Interval(value - spread + quoted.low, value + spread + quoted.high, kind)


def _kind(variances: tuple[float, float]) -> Interval:
    """An interval that stands for the kind of what was computed: a point where that is exact."""
    return Interval(0.0, sum(variances), uncertainty.STATISTICAL)


def share(errors: Errors, part: Places, rest: Places) -> Interval | None:
    """The interval of part / (part + rest), of rows whose sums are above zero; None for others."""
    found = ratio(errors, part, errors, rest)
    if found is None:
        return None
    return Interval(_part_of_whole(found.low), _part_of_whole(found.high), found.kind)


def _part_of_whole(to_rest: float) -> float:
    """A part over the whole from what it is to the rest, which may be infinite where the rest is next to nothing."""
    return to_rest / (1 + to_rest) if to_rest < 1 else 1 / (1 + 1 / to_rest)


def emissions(rows: pd.DataFrame) -> Interval:
    """The interval of the sum of `emissions_tco2e` of footprint rows.

    Inventory rows bring the bounds of their `precision`, added up; the other rows a 95 % interval; a row with neither counts as exact. Where both
    are there the bounds are added.
    """
    return Errors.of(rows).total(np.arange(len(rows)))


def statistical(rows: pd.DataFrame) -> Interval:
    """The 95 % interval of a sum of computed emissions; see Errors.statistical."""
    return Errors.of(rows).statistical(np.arange(len(rows)))


def _skewness(deviation: Any) -> Any:
    """The skewness of log-normal distributions of these relative standard deviations."""
    return (deviation**2 + 3) * deviation


def relative_variances(footprint: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Squared relative standard deviation of the part of each row's error that its group shares, and of the part that is its own.

    Rows that do not say how much of it is their factor's share all of it; rows without an error have none.
    """
    whole, factor = _squared_log(footprint["uncertainty_gsd"]), _squared_log(footprint["factor_gsd"])
    factor = np.where(np.isnan(factor), whole, np.minimum(factor, whole))
    return np.expm1(np.nan_to_num(factor)), np.expm1(np.nan_to_num(whole - factor))


def _squared_log(gsd: pd.Series) -> Numbers:
    """The squared logarithm of geometric standard deviations, NaN where one is missing."""
    return np.asarray(np.log(gsd.to_numpy(dtype=float, na_value=np.nan)) ** 2)


def _groups(footprint: pd.DataFrame) -> tuple[Places, list[str]]:
    group = _text(footprint["error_group"])
    if (group < 0).any():
        factor = footprint["factor_id"].where(footprint["factor_id"] != "").fillna(footprint["method"])
        named = footprint["error_group"].where(footprint["error_group"] != "").fillna(factor).fillna("")
    else:
        named = footprint["error_group"]
    codes, labels = named.array.factorize()
    return codes, [str(label) for label in labels]


def _text(cells: pd.Series) -> Places:
    """The codes of texts, -1 where one is missing or empty."""
    codes, values = cells.array.factorize()
    found = [str(value) for value in values]
    return np.where(codes == found.index(""), -1, codes) if "" in found else codes


def _rows_of_lines(footprint: pd.DataFrame) -> Places:
    """The number of the activity row of each line that is a component gas; -1 for lines that are whole rows."""
    found = np.full(len(footprint), -1, dtype=np.intp)
    gas, values = footprint["gas"].array.factorize()
    # The last of the list is that of a missing gas, whose number is -1.
    is_part = np.array([value not in ("", WHOLE) for value in values] + [False])
    at = np.flatnonzero(is_part[gas])
    if len(at):
        number = np.zeros(len(at), dtype=np.int64)
        for name in ROW:
            codes, values = footprint[name].iloc[at].array.factorize()
            number = pd.factorize(number * (len(values) + 1) + codes + 1)[0]
        found[at] = number
    return found


def _precision(footprint: pd.DataFrame) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.object_]]:
    is_quoted = _text(footprint["precision"]) >= 0
    if not is_quoted.any():
        return is_quoted, np.empty(len(footprint), dtype=object)
    return is_quoted, footprint["precision"].fillna("").to_numpy(dtype=object)
