"""How far a line of the footprint may be off, as geometric standard deviations, and which lines err together."""

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening import reference

#: Column of a line that is the level of an indicator of the table uncertainty.
LEVELS = {"basic": "", "precision": "quality", "temporal": "rung", "geographical": "rung", "technological": "rung", "gas": "fuel", "tier": "tier"}
#: Columns that tell one kind of line from another.
KIND = ("source", "quality", "factor_rung", "factor_id", "tier", "filled_by")
#: Way of filling whose method is the same for every body.
SYSTEM_PROXY = "system_proxy"
#: Quality of a quantity that is that of another year: all such quantities of a body err as its activity has changed since.
CARRIED_FORWARD = "carried_forward"
#: Tier of a flight that has the mean of the others.
MEAN_OF_OTHERS = "average_of_others"
MEAN_FACTOR = "mean_of_own_trips"
#: Factor of a line that the body or its supplier computed.
OWN = "own"
#: What an error group is called by the beginning of factor ids, first match first; the rest of the id is left out.
_GROUPS = (
    (re.compile(r"ipcc2006\.[^.]+\.([^.]+)\..*"), r"fuel.\1"),
    (re.compile(r"([a-z]+)_\d{4}\.fuel\.([^+]+)\+.*"), r"\1.fuel.\2"),
    (re.compile(r"gwp100\.[^.]+\.(.+)"), r"gwp.\1"),
    (re.compile(r"icao_style\..*"), "flight.icao_style"),
    (re.compile(r"desnz_\d{4}\.flight(?:_rf)?\..*"), "flight.desnz"),
    (re.compile(r"(.+)\.chiller"), "cooling.chiller_cop"),
)
#: Parts of other factor ids that do not tell factors apart whose errors are shared: the year, the edition, and that certificates cover a part.
_EDITION = re.compile(r"[._](19|20)\d\d(?=[._]|$)")
_COVERED = ".certificates"
#: The fuel of a factor of either scheme.
_FUEL = re.compile(r"(?:ipcc2006\.[^.]+|[a-z]+_\d{4}\.fuel)\.([^.+]+)")

#: Columns by name: a Series (organization always is), or one value where all lines have the same.
Columns = Mapping[str, Any]
Codes = npt.NDArray[np.intp]


def errors(lines: Columns) -> dict[str, pd.Series]:
    """error_group, factor_gsd and uncertainty_gsd of each line; `lines` may be the footprint, or a part of it.

    A geometric standard deviation is exp(sqrt(sum of squared logarithms of the ratios) / 2). The ratios are those of the table uncertainty: upper
    end of the 95 % interval over the value, by indicator, source and level; a row of the table that names a source goes before one that does not,
    and a level without a row adds nothing. A missing quality counts as fair. factor_gsd is of the ratios of the factor alone, uncertainty_gsd of
    all, so that the squared logarithms of factor and activity add up to that of the whole. Where a quantity is filled, carried forward, or taken from
    the mean of others, its precision is that of a method which other lines share, and belongs to factor_gsd.

    Source: ghgp_uncertainty, ipcc_2006_v2_ch1
    """
    codes, kinds = _kinds(lines)
    found = [_parts_of(kind) for kind in kinds]
    factor = np.array([part["factor"] for part in found], dtype="float64")
    activity = np.array([part["activity"] for part in found], dtype="float64")
    index = lines["organization"].index
    return {
        "error_group": _groups(lines, codes, kinds, index),
        "factor_gsd": pd.Series(np.exp(np.sqrt(factor) / 2)[codes], index=index),
        "uncertainty_gsd": pd.Series(np.exp(np.sqrt(factor + activity) / 2)[codes], index=index),
    }


def _kinds(lines: Columns) -> tuple[Codes, list[dict[str, str]]]:
    """The kind of each line, as a place in the list of different kinds, in the order in which they first occur."""
    numbers, values = [], []
    for column in KIND:
        cells = lines.get(column)
        if not isinstance(cells, pd.Series):
            cells = None if cells is None else str(cells)
            values.append([cells or ""])
            continue
        found, known = cells.array.factorize()
        # The number of a missing value is -1, the last of the list.
        values.append([*map(str, known), ""])
        numbers.append((len(values) - 1, found))
    combined = np.zeros(len(lines["organization"]), dtype=np.int64)
    for place, found in numbers:
        combined = combined * len(values[place]) + found + (found < 0) * len(values[place])
    codes, different = pd.factorize(combined)
    return codes, [_unpacked(number, numbers, values) for number in different.tolist()]


def _unpacked(number: int, numbers: Sequence[tuple[int, Codes]], values: Sequence[list[str]]) -> dict[str, str]:
    found = {column: values[place][0] for place, column in enumerate(KIND)}
    for place, _ in reversed(numbers):
        number, rest = divmod(number, len(values[place]))
        found[KIND[place]] = values[place][rest]
    return found


def _parts_of(kind: Mapping[str, str]) -> dict[str, float]:
    """The sum of squared logarithms of the ratios of each part: activity and factor."""
    fuel = _FUEL.match(kind["factor_id"])
    levels = {"quality": kind["quality"], "rung": kind["factor_rung"], "tier": kind["tier"], "fuel": fuel[1] if fuel else "", "": ""}
    sums = {"activity": 0.0, "factor": 0.0}
    for part, indicator in _indicators():
        ratio = _ratio(part, indicator, kind["source"], levels[LEVELS[indicator]])
        shared = indicator == "precision" and bool(_filled_by(kind) or _is_mean(kind))
        sums["factor" if shared else part] += math.log(ratio) ** 2
    return sums


def _filled_by(kind: Mapping[str, str]) -> str:
    """The method that filled the quantity; empty where it is the line's own."""
    return kind["filled_by"] or (CARRIED_FORWARD if kind["quality"] == CARRIED_FORWARD else "")


def _is_mean(kind: Mapping[str, str]) -> bool:
    return kind["tier"] == MEAN_OF_OTHERS or kind["factor_id"] == MEAN_FACTOR


@cache
def _ratio(part: str, indicator: str, source: str, level: str) -> float:
    ratios = _ratios()
    return ratios.get((part, indicator, source, level), ratios.get((part, indicator, "", level), 1.0))


@cache
def _ratios() -> Mapping[tuple[str, str, str, str], float]:
    """The ratio of each part, indicator, source and level."""
    table = reference.load("uncertainty").fillna({"source": "", "level": ""})
    keys = zip(table["part"], table["indicator"], table["source"], table["level"], strict=True)
    return dict(zip(keys, table["ratio_95"].astype("float64"), strict=True))


@cache
def _indicators() -> tuple[tuple[str, str], ...]:
    """The different parts and indicators of the table."""
    return tuple(dict.fromkeys((part, indicator) for part, indicator, _, _ in _ratios()))


def _groups(lines: Columns, codes: Codes, kinds: Sequence[Mapping[str, str]], index: pd.Index) -> pd.Series:
    """The error group of each line; what only a body's lines share bears its code."""
    named = [_group(kind) for kind in kinds]
    if any(_is_mean(kind) for kind in kinds):
        usual = _usual_flight(codes, kinds, named)
        named = [usual if _is_mean(kind) else name for kind, name in zip(kinds, named, strict=True)]
    is_own = np.array([name.endswith(".") for name in named], dtype=bool)
    cells = pd.Series(named, dtype="str").array.take(codes)
    found = pd.Series(cells, index=index)
    return found.mask(is_own[codes], found + lines["organization"]) if is_own.any() else found


def _group(kind: Mapping[str, str]) -> str:
    """The error group of a kind of line; one that ends in a point is of the body alone."""
    source, filled_by = kind["source"], _filled_by(kind)
    if filled_by:
        return f"filled.{filled_by}.{source}" + ("" if filled_by == SYSTEM_PROXY else ".")
    if kind["factor_id"] in ("", OWN):
        # The calculator behind own results of flights is the same for all bodies.
        return "flight.own_result" if source == "flight" else f"own.{source}."
    return (_stand_in(source) if kind["factor_rung"] == "proxy" else "") or _of_factor(kind["factor_id"])


def _stand_in(source: str) -> str:
    """The parameter that stands in for a measurement in lines of a source; empty where it is the factor itself that stands in."""
    if source.startswith("chartered_"):
        return f"{source}.fuel_estimate"
    return "refrigerant.leak_rate" if source == "refrigerant" else ""


def _of_factor(factor_id: str) -> str:
    for pattern, name in _GROUPS:
        found = pattern.fullmatch(factor_id)
        if found:
            return found.expand(name)
    return _EDITION.sub("", factor_id.removesuffix(_COVERED))


def _usual_flight(codes: Codes, kinds: Sequence[Mapping[str, str]], named: Sequence[str]) -> str:
    """The group of most of the flights that have a price of their own: the mean of them errs as they do."""
    rows = np.bincount(codes, minlength=len(kinds))
    counts: dict[str, int] = {}
    for kind, name, count in zip(kinds, named, rows.tolist(), strict=True):
        if kind["source"] == "flight" and not _is_mean(kind):
            counts[name] = counts.get(name, 0) + count
    return max(counts, key=lambda name: (counts[name], name), default="flight.mean_of_others")
