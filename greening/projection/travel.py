"""Caps and levies on travel as what-ifs: what each would change on its own, and what a levy would bring in; never part of the plan."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening.figures.inputs import Inputs
from greening.figures.names import part_of_name
from greening.projection.series import Point
from greening.uncertainty import STATISTICAL, Interval, scaled, total
from greening.units import PERCENT

#: Columns of a measure that are needed.
COLUMNS = ("action_id", "kind", "purpose", "start_date", "change_pct", "value", "basis", "fares", "currency")
#: The figures of flights: of a purpose, and of all, in the order in which they are tried.
OF_PURPOSE, OF_ALL = "ghg.air.purpose.", ("ghg.source.flight", "ghg.bucket.air_travel")
#: A currency code (ISO 4217).
_CURRENCY = re.compile("[A-Z]{3}")
#: A measure as submitted: its cells by column, None where one is empty.
Measure = Mapping[str, Any]


@dataclass(frozen=True)
class Amount:
    """A number with its bounds."""

    value: float
    interval: Interval


@dataclass(frozen=True)
class WhatIf:
    """A measure: what the flights that it holds for emit a year, what it would change and bring in, and why one of these is not known."""

    action_id: str
    emissions: Amount | None
    effect: Amount | None
    revenue: Amount | None
    currency: str
    #: Why the effect is not known, as a code; empty where it is.
    no_effect: str
    #: Why the revenue of a levy is not known, as a code; empty where it is, or where nothing is levied.
    no_revenue: str


def figures_of(figures: pd.DataFrame) -> list[str]:
    """The names of the figures that measures rest on."""
    return [*OF_ALL, *(name for name in figures["figure_id"].tolist() if name.startswith(OF_PURPOSE) and not name.endswith(".share"))]


def measures(given: Inputs) -> Sequence[Measure]:
    """The organization's own what-ifs, those of one action_id in the order of their rows."""
    return given.products.rows("activities", {"table": "travel_measures", "organization": given.organization}).records(COLUMNS)


def what_ifs(rows: Sequence[Measure], points: Mapping[str, Sequence[Point]], year: int) -> Iterator[WhatIf]:
    """Each measure by itself: those on the same flights overlap and are never added up. Of a repeated action_id the first row counts."""
    seen: set[str] = set()
    for row in rows:
        if part_of_name(row["action_id"]) not in seen:
            seen.add(part_of_name(row["action_id"]))
            yield _what_if(row, {name: of[-1] for name, of in points.items() if of and of[-1].year == year})


def _what_if(row: Measure, now: Mapping[str, Point]) -> WhatIf:
    emissions, change = _emissions(row, now), _change(row)
    effect = None if emissions is None or change is None else _scaled(emissions, change)
    revenue = _revenue(row, emissions, change or 0.0)
    no_effect = "" if effect else _no_effect(row)
    no_revenue = "" if revenue or row["kind"] != "levy" else _no_revenue(row)
    return WhatIf(row["action_id"], emissions, effect, revenue, row["currency"] or "", no_effect, no_revenue)


def _change(row: Measure) -> float | None:
    """The expected change as a share; None where there is none, or one that is no cut of at most all."""
    change = row["change_pct"]
    return change / PERCENT if change is not None and -PERCENT <= change <= 0 else None


def _no_effect(row: Measure) -> str:
    """Why the effect of a measure is not known, as a code."""
    if row["change_pct"] is None:
        return "measure_no_change"
    return "measure_odd_change" if _change(row) is None else "measure_no_emissions"


def _emissions(row: Measure, now: Mapping[str, Point]) -> Amount | None:
    """What the flights emit that a measure holds for: those of its purposes, or all where it names none."""
    purposes = (row["purpose"] or "").split()
    return _of_purposes(purposes, now) if purposes else _of_all(now)


def _of_all(now: Mapping[str, Point]) -> Amount | None:
    found = next((now[name] for name in OF_ALL if name in now), None)
    return Amount(found.value, found.interval) if found else None


def _of_purposes(purposes: Sequence[str], now: Mapping[str, Point]) -> Amount | None:
    """What the flights of some purposes emit; None where one of these has no figure of its own.

    Fewer than five trips of a purpose have none, so that no person's journey can be told apart.
    """
    named = [now.get(f"{OF_PURPOSE}{purpose}") for purpose in purposes]
    known = [point for point in named if point is not None]
    if len(known) < len(purposes):
        return None
    return Amount(sum(point.value for point in known), total(point.interval for point in known))


def _scaled(amount: Amount, factor: float) -> Amount:
    """A negative part of an amount, whose bounds change places."""
    low, high = sorted((amount.interval.low * factor, amount.interval.high * factor))
    return Amount(amount.value * factor, Interval(low, high, amount.interval.kind))


def _revenue(row: Measure, emissions: Amount | None, change: float) -> Amount | None:
    """What a levy brings in a year on the travel that is left: rate * tonnes (or fares) * (1 + change); None without its rate, basis or currency."""
    rate = row["value"]
    if row["kind"] != "levy" or rate is None or rate < 0 or not _has_currency(row):
        return None
    if row["basis"] == "per_tco2e" and emissions:
        return Amount(rate * emissions.value * (1 + change), scaled(emissions.interval, rate * (1 + change)))
    if row["basis"] == "share_of_fares" and _has_fares(row) and rate <= 1:
        value = rate * row["fares"] * (1 + change)
        return Amount(value, Interval(value, value, STATISTICAL))
    return None


def _no_revenue(row: Measure) -> str:
    """Why the revenue of a levy is not known, as a code."""
    rate = row["value"]
    if rate is None or rate < 0 or (row["basis"] == "share_of_fares" and rate > 1):
        return "measure_odd_rate"
    if not _has_currency(row):
        return "measure_no_currency"
    return _no_base(row)


def _no_base(row: Measure) -> str:
    """Why it is not known what a levy is taken from, as a code."""
    if row["basis"] is None:
        return "measure_no_basis"
    if row["basis"] == "per_tco2e":
        return "measure_no_emissions"
    return "measure_no_fares" if row["fares"] is None else "measure_odd_fares"


def _has_fares(row: Measure) -> bool:
    return row["fares"] is not None and bool(row["fares"] >= 0)


def _has_currency(row: Measure) -> bool:
    return bool(_CURRENCY.fullmatch(row["currency"] or ""))
