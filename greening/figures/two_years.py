"""The interval of a change between two years whose rows are known: what both years share is set off.

Grid factors, fuel curves and other parameters err in the same way in both years, so that a change is known better than either total.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from greening import monte_carlo, propagation
from greening.figures.book import SKEWED, Book
from greening.figures.figure import Quantity
from greening.figures.selection import Filter, Rows
from greening.uncertainty import Interval

#: A derivation as the figure holds it.
Made = Mapping[str, Any]


@dataclass(frozen=True)
class Year:
    """The footprint rows and the figures of one of the two years."""

    errors: propagation.Errors
    rows: Callable[[Filter], Rows]
    figure: Callable[[str], Quantity | None]

    def summed(self, made: Made) -> Rows | None:
        """The rows that a figure is the sum of, or the sum of over something that is known exactly; None where it is made otherwise."""
        if (made.get("product"), made.get("column"), made.get("operation")) == ("footprint", "emissions_tco2e", "sum"):
            found = self.rows(made["filter"])
            # A member carried forward has its rows in another year.
            return found if len(found) == made["rows"] else None
        if made.get("operation") != "ratio":
            return None
        over, under = made.get("parts") or [{"figure": name} for name in made["figures"]]
        if not self._is_exact(under):
            return None
        if "figure" not in over:
            return self.summed(over)
        figure = self.figure(over["figure"])
        return self.summed(figure.derivation) if figure else None

    def _is_exact(self, made: Made) -> bool:
        if "figure" not in made:
            return made.get("product") != "footprint"
        figure = self.figure(made["figure"])
        return figure is not None and figure.bounds.is_point


def change(book: Book, now: Quantity, before: Quantity) -> Interval | None:
    """The interval of now / before - 1; None unless rows of both years make the figures, and nothing else in them is uncertain."""
    pair = _pair(book, now, before)
    if pair is None:
        return None
    this, new, that, old = pair
    found = _drawn(book, *pair) or propagation.ratio(this.errors, new.at, that.errors, old.at)
    if found is None:
        return None
    # Heads or square metres that are known exactly scale the ratio and leave its error as it is.
    scale = now.value / before.value / (this.errors.sum(new.at) / that.errors.sum(old.at))
    return Interval(found.low * scale - 1, found.high * scale - 1, found.kind)


def difference(book: Book, now: Quantity, before: Quantity) -> Interval | None:
    """The interval of now - before, of sums of rows of this year and of an earlier one; None for other quantities."""
    pair = _pair(book, now, before)
    if pair is None or now.derivation["operation"] != "sum" or "scale" in now.derivation:
        return None
    this, new, that, old = pair
    return propagation.difference(this.errors, new.at, that.errors, old.at)


def _drawn(book: Book, this: Year, new: Rows, that: Year, old: Rows) -> Interval | None:
    """The ratio of computed rows of both years by Approach 2, where one of the sums is too skewed for Approach 1; else None."""
    if max(this.errors.skewness_beyond(new.at), that.errors.skewness_beyond(old.at)) <= SKEWED:
        return None
    if this.errors.is_quoted[new.at].any() or that.errors.is_quoted[old.at].any() or min(this.errors.sum(new.at), that.errors.sum(old.at)) <= 0:
        return None
    both = pd.concat([book.inputs.footprint.iloc[new.at], book.inputs.earlier_footprint.iloc[old.at]], ignore_index=True)
    places = np.arange(len(both))
    return monte_carlo.ratio(propagation.Errors.of(both), places[: len(new)], places[len(new) :])


def _pair(book: Book, now: Quantity, before: Quantity) -> tuple[Year, Rows, Year, Rows] | None:
    """Both years and the rows in each that the figures rest on."""
    made = before.derivation
    if made.get("product") != "earlier" or "table" in made or _is_plain(now) or _is_plain(before):
        return None
    this, that = Year(book.errors, lambda wanted: book.rows("footprint", wanted), book.known), _earlier(book, int(made["filter"]["year"]))
    told = that.figure(made["filter"]["figure_id"])
    new, old = this.summed(now.derivation), that.summed(told.derivation) if told else None
    return (this, new, that, old) if new is not None and old is not None else None


def _is_plain(quantity: Quantity) -> bool:
    """Whether nothing says how uncertain a quantity is, or it is a minimum."""
    return quantity.interval is None or quantity.interval.is_open


def _earlier(book: Book, year: int) -> Year:
    """An earlier year: the rows of its footprint, and its figures."""

    def _figure(figure_id: str) -> Quantity | None:
        rows = book.rows("earlier", {"figure_id": figure_id, "year": year}).records(["value", "low", "high", "derivation"])
        if not rows:
            return None
        value, low, high, made = rows[-1].values()
        interval = Interval(-math.inf if low is None else low, math.inf if high is None else high)
        return Quantity(value, interval=None if low is None and high is None else interval, derivation=json.loads(made))

    return Year(book.earlier_errors, lambda wanted: book.rows("earlier_footprint", {**wanted, "year": year}), _figure)
