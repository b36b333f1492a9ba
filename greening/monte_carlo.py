"""Approach 2: the errors of footprint rows drawn many times, to check Approach 1 and where its log-normal total is a poor likeness.

Each draw gives every error group one error and each row its own, log-normal with mean 1. Drawing every row of a large submission is not needed: the
rows whose own errors weigh most are drawn singly, the rest of a group by one term that has the mean and the variance of their sum, and the groups
that hardly weigh are together one such term.

Source: ipcc_2006_v1_ch3
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from greening.propagation import Errors, Numbers, Places
from greening.uncertainty import STATISTICAL, Interval

#: Draws of an interval.
DRAWS = 10_000
#: Beginning of the draws: the same rows have the same draws.
SEED = 2006
#: At most so many rows are drawn singly.
SINGLY = 50
#: Part of the variance that the groups drawn as one term may have together; a row whose own part is less is not drawn singly.
MINOR = 1e-3
#: Digits of bounds that are kept: more would tell of the draws alone.
DIGITS = 4
#: Points of the distribution that bound 95 of 100 cases.
PERCENTILES = (2.5, 97.5)
#: Group of what errs on its own.
NO_GROUP = -1
#: Least part of the sum of sizes that a sum must be for its draws to be log-normal.
ONE_SIDED = 0.99


@dataclass(frozen=True, eq=False)
class Parts:
    """Rows as independent own errors inside shared ones: one part a row, or a row's component gases together."""

    selection: Places
    group: Places
    emissions_tco2e: Numbers
    activity_variance: Numbers
    factor_variance: Numbers

    def taken(self, at: npt.NDArray[np.bool_] | Places) -> "Parts":
        """Some of the parts."""
        return Parts(self.selection[at], self.group[at], self.emissions_tco2e[at], self.activity_variance[at], self.factor_variance[at])

    @property
    def own(self) -> Numbers:
        """The variance of each part's own error, in t squared."""
        return np.asarray(self.emissions_tco2e**2 * self.activity_variance * (1 + self.factor_variance))


@dataclass(frozen=True)
class Term:
    """What is drawn at once: own error with mean and variance (t, t squared), inside the shared error of a group."""

    selection: int
    group: int
    sigma: float
    mean: float
    variance: float
    is_skewed: bool = True

    def drawn(self, random: np.random.Generator, draws: int) -> Numbers:
        """Draws of the own error: log-normal, or normal where it is of parts that cancel each other out."""
        if self.variance <= 0:
            return np.full(draws, self.mean)
        if not self.is_skewed:
            return np.asarray(self.mean + np.sqrt(self.variance) * random.standard_normal(draws))
        sigma = np.sqrt(np.log1p(self.variance / self.mean**2))
        return np.asarray(self.mean * np.exp(sigma * random.standard_normal(draws) - sigma**2 / 2))


def interval(errors: Errors, rows: Places, draws: int = DRAWS, seed: int = SEED, singly: int = SINGLY) -> Interval:
    """The 95 % interval of the sum of computed rows at these places by Approach 2; it always holds the sum itself."""
    total = errors.sum(rows)
    if not errors.variance(rows):
        return Interval(total, total, STATISTICAL)
    low, high = np.percentile(totals(errors, [rows], draws, seed, singly)[0], PERCENTILES).tolist()
    return Interval(min(_kept(low), total), max(_kept(high), total), STATISTICAL)


def ratio(errors: Errors, over: Places, under: Places) -> Interval:
    """The 95 % interval of the ratio of two sums of computed rows above zero by Approach 2; it always holds the ratio itself."""
    drawn = totals(errors, [over, under])
    low, high = np.percentile(drawn[0] / drawn[1], PERCENTILES).tolist()
    value = errors.sum(over) / errors.sum(under)
    return Interval(min(_kept(low), value), max(_kept(high), value), STATISTICAL)


def _kept(bound: float) -> float:
    return float(f"{bound:.{DIGITS}g}")


def totals(errors: Errors, selections: Sequence[Places], draws: int = DRAWS, seed: int = SEED, singly: int = SINGLY) -> Numbers:
    """Draws of the sum of each selection of rows, one line a selection, all with the same errors of groups; no row is in two selections.

    `singly` rows at most, those with the largest errors of their own, are drawn one by one.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    found = np.zeros((len(selections), draws))
    shared: dict[int, Numbers] = {}
    for term in _terms(_parts(errors, selections), singly):
        drawn = term.drawn(random, draws)
        if term.group != NO_GROUP:
            if term.group not in shared:
                shared[term.group] = random.standard_normal(draws)
            drawn = drawn * np.exp(term.sigma * shared[term.group] - term.sigma**2 / 2)
        found[term.selection] += drawn
    return found


def _parts(errors: Errors, selections: Sequence[Places]) -> Parts:
    """The parts of the selections; groups are numbered by their names, so that the order of rows changes nothing."""
    at = np.concatenate(selections) if selections else np.empty(0, dtype=np.intp)
    selection = np.repeat(np.arange(len(selections)), [len(rows) for rows in selections])
    rank = np.argsort(np.argsort(np.array(errors.labels, dtype=object), kind="stable"), kind="stable")
    group = np.where(errors.factor_variance[at] > 0, rank[errors.group[at]], NO_GROUP)
    found = Parts(selection, group, errors.emitted[at], errors.activity_variance[at], errors.factor_variance[at])
    row = errors.row[at]
    return _merged(found, row) if (row >= 0).any() else found


def _merged(parts: Parts, row: Places) -> Parts:
    """The parts with lines of one row, selection and group as one."""
    alone = row < 0
    named = (row * (parts.group.max() + 2) + parts.group + 1) * (parts.selection.max() + 1) + parts.selection
    _, first, codes = np.unique(np.where(alone, -1 - np.arange(len(row)), named), return_index=True, return_inverse=True)
    emissions = np.asarray(np.bincount(codes, weights=parts.emissions_tco2e), dtype=np.float64)
    one = parts.taken(first)
    return Parts(one.selection, one.group, emissions, one.activity_variance, one.factor_variance)


def _terms(parts: Parts, singly: int) -> list[Term]:
    """What is drawn, in an order that does not depend on that of the rows."""
    weight = _weights(parts)
    is_minor = _minor(weight)[parts.group]
    major = parts.taken(~is_minor)
    is_single = _largest(major.own, singly, MINOR * float(weight.sum()))
    return [*_by_strand(major.taken(~is_single)), *_singles(major.taken(is_single)), *_minor_terms(parts.taken(is_minor))]


def _weights(parts: Parts) -> Numbers:
    """The variance of each group over all selections; what has no group is last, where the number -1 finds it."""
    size = int(parts.group.max(initial=0)) + 2
    shared = np.bincount(parts.group % size, weights=np.abs(parts.emissions_tco2e) * np.sqrt(parts.factor_variance), minlength=size)
    return np.asarray(shared**2 + np.bincount(parts.group % size, weights=parts.own, minlength=size))


def _minor(weight: Numbers) -> npt.NDArray[np.bool_]:
    """Whether a group is one of those that have almost nothing of the variance together."""
    order = np.argsort(weight, kind="stable")
    found = np.zeros(len(weight), dtype=bool)
    found[order] = np.cumsum(weight[order]) <= MINOR * weight.sum()
    return found


def _largest(own: Numbers, count: int, least: float) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(own), dtype=bool)
    if count < len(own):
        found[np.argpartition(own, len(own) - count)[len(own) - count :]] = True
        return found & (own > least)
    return np.asarray(own > 0)


def _singles(parts: Parts) -> list[Term]:
    order = np.lexsort((parts.activity_variance, parts.factor_variance, parts.emissions_tco2e, parts.group, parts.selection))
    some = parts.taken(order)
    variance = some.emissions_tco2e**2 * some.activity_variance
    sigma = np.sqrt(np.log1p(some.factor_variance))
    cells = zip(some.selection.tolist(), some.group.tolist(), sigma.tolist(), some.emissions_tco2e.tolist(), variance.tolist(), strict=True)
    return [Term(*cell) for cell in cells]


def _by_strand(parts: Parts) -> list[Term]:
    """One term for all parts of a selection that share one error of one size."""
    if not len(parts.group):
        return []
    sizes, size = np.unique(parts.factor_variance, return_inverse=True)
    named = (parts.selection * (parts.group.max() + 2) + parts.group + 1) * len(sizes) + size
    _, first, codes = np.unique(named, return_index=True, return_inverse=True)
    one = parts.taken(first)
    return _matched(one, parts, codes, np.sqrt(np.log1p(one.factor_variance)), parts.emissions_tco2e**2 * parts.activity_variance)


def _matched(one: Parts, parts: Parts, codes: Places, sigma: Numbers, variance: Numbers) -> list[Term]:
    """Terms with the mean and the variance of the sums of parts."""
    mean = np.bincount(codes, weights=parts.emissions_tco2e)
    size = np.bincount(codes, weights=np.abs(parts.emissions_tco2e))
    summed = np.bincount(codes, weights=variance)
    skewed = np.abs(mean) >= size * ONE_SIDED
    cells = zip(one.selection.tolist(), one.group.tolist(), sigma.tolist(), mean.tolist(), summed.tolist(), skewed.tolist(), strict=True)
    return [Term(*cell) for cell in cells]


def _minor_terms(parts: Parts) -> list[Term]:
    """One term a selection for all groups that hardly weigh."""
    found = []
    for selection in np.unique(parts.selection).tolist():
        some = parts.taken(parts.selection == selection)
        mean = float(some.emissions_tco2e.sum())
        groups = np.unique(some.group, return_inverse=True)[1]
        shared = np.bincount(groups, weights=some.emissions_tco2e * np.sqrt(some.factor_variance))
        variance = float(shared @ shared + some.own.sum())
        is_skewed = abs(mean) >= ONE_SIDED * float(np.abs(some.emissions_tco2e).sum())
        found.append(Term(selection, NO_GROUP, 0.0, mean, variance, is_skewed))
    return found
