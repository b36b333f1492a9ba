"""One figure, and the table of them."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from greening import tables
from greening.figures import derivation
from greening.uncertainty import Interval, kind_of

#: Where a figure is from: from submitted rows, from a publication, or from both.
ROWS, PUBLISHED, BOTH = "rows", "published", "both"
#: Method of a figure that was taken over as it was printed.
AS_PUBLISHED = "as published"
#: Method of an earlier year's figure that a submission restated, and of a base year's that is computed again.
AS_RESTATED = "as restated"
COMPUTED_AGAIN = "computed again from its rows by today's rules, methods and factors"
#: Every method that is no formula of the registry.
METHODS = (AS_PUBLISHED, AS_RESTATED, COMPUTED_AGAIN)
#: Precision of a sum that lacks a part.
MORE_THAN = "more_than"
#: Precision of what is left of a whole when a sum that lacks a part is taken off.
NEARLY = "nearly"


@dataclass(frozen=True)
class Quantity:
    """A number or a text with all that is known of it, before it has a name."""

    value: float = math.nan
    text: str = ""
    interval: Interval | None = None
    precision: str = ""
    derivation: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    origin: str = ROWS
    method: str = ""
    alternatives: tuple[Mapping[str, Any], ...] = ()

    @property
    def bounds(self) -> Interval:
        """The interval; a point where nothing says that the value is uncertain."""
        return self.interval or Interval(self.value, self.value)


@dataclass(frozen=True)
class Figure:
    """A quantity under its name."""

    figure_id: str
    unit: str
    quantity: Quantity


def at_least(quantity: Quantity) -> Quantity:
    """The quantity as a minimum: a sum that lacks a part."""
    return replace(quantity, interval=Interval(quantity.value, math.inf), precision=MORE_THAN)


def at_most(quantity: Quantity) -> Quantity:
    """The quantity as an upper bound: what is left of a whole when a sum that lacks a part is taken off."""
    return replace(quantity, interval=Interval(min(0.0, quantity.value), quantity.bounds.high), precision=NEARLY)


def origin_of(quantities: Iterable[Quantity]) -> str:
    """Where a result of these quantities is from."""
    origins = {quantity.origin for quantity in quantities}
    return origins.pop() if len(origins) == 1 else BOTH


def interval_of(quantities: Iterable[Quantity], combined: Interval) -> Interval | None:
    """The combined interval, or none where no quantity has one."""
    known = [quantity.interval for quantity in quantities if quantity.interval]
    return Interval(combined.low, combined.high, kind_of(known)) if known else None


def to_frame(figures: Iterable[Figure], organization: str, year: int) -> pd.DataFrame:
    """The figures as the product `figures`."""
    rows = [_row(figure) | {"organization": organization, "year": year} for figure in figures]
    return tables.stack("figures", [pd.DataFrame(rows)])


def _row(figure: Figure) -> dict[str, Any]:
    quantity = figure.quantity
    interval = quantity.interval
    return {
        "figure_id": figure.figure_id,
        "value": quantity.value,
        "text": quantity.text or None,
        "unit": figure.unit,
        "low": interval.low if interval and not math.isinf(interval.low) else None,
        "high": interval.high if interval and not interval.is_open else None,
        "interval_kind": interval.kind if interval else None,
        "precision": quantity.precision or None,
        "alternatives": as_text(quantity.alternatives),
        "method": quantity.method or None,
        "derivation": derivation.words(quantity.derivation),
        "note": quantity.note or None,
    }


def as_text(alternatives: Sequence[Mapping[str, Any]]) -> str | None:
    """Other published values of a figure as JSON; None where there are none."""
    return json.dumps(list(alternatives), ensure_ascii=False, sort_keys=True) if alternatives else None


def from_row(row: Mapping[str, Any]) -> Quantity:
    """The quantity that a row of `figures` holds."""
    low, high = (None if pd.isna(row[bound]) else row[bound] for bound in ("low", "high"))
    interval = None
    if low is not None or high is not None:
        interval = Interval(-math.inf if low is None else low, math.inf if high is None else high, row["interval_kind"])
    return Quantity(
        value=row["value"],
        text=_text(row["text"]),
        interval=interval,
        precision=_text(row["precision"]),
        note=_text(row["note"]),
        method=_text(row["method"]),
        alternatives=() if pd.isna(row["alternatives"]) else tuple(json.loads(row["alternatives"])),
    )


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)
