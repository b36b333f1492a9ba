"""Operational rates of exchange: one amount in the money of another, on a day, by rates that were in force then.

A rate is units of a currency for one United States dollar from its first day on, until a later one. Without a rate on or before the day there
is no result: nothing is added across currencies by a rate that was not given.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

#: The currency that rates are quoted against: one of it is one of it.
USD = "USD"
#: A rate that has been in force for longer than this is called old.
OLD_DAYS = 366
_CODE = re.compile("[A-Z]{3}")


@dataclass(frozen=True)
class Quote:
    """Units of a currency for one dollar, and the first day of which they hold."""

    currency: str
    units_per_usd: float
    day: date


@dataclass(frozen=True)
class Rate:
    """What one unit of a currency is worth in another, and the quotes that it is made of."""

    factor: float
    quotes: tuple[Quote, ...]
    is_old: bool


@dataclass(frozen=True)
class Rates:
    """The quotes of each currency by their first day; a day with two different quotes has none."""

    quotes: Mapping[str, Sequence[Quote]]

    def on(self, currency: str, day: date) -> Quote | None:
        """The quote in force on a day; None where none was given on or before it."""
        known = self.quotes.get(currency, ())
        place = bisect_right([quote.day for quote in known], day)
        return known[place - 1] if place else None

    def between(self, currency: str, other: str, day: date) -> Rate | None:
        """The rate from a currency to another on a day; None where one of them has no quote."""
        if currency == other:
            return Rate(1.0, (), is_old=False)
        found = [self.on(code, day) for code in (currency, other) if code != USD]
        quotes = tuple(quote for quote in found if quote is not None)
        if len(quotes) < len(found):
            return None
        units = {USD: 1.0} | {quote.currency: quote.units_per_usd for quote in quotes}
        is_old = any((day - quote.day).days > OLD_DAYS for quote in quotes)
        return Rate(units[other] / units[currency], quotes, is_old)


def rates(rows: Iterable[Mapping[str, Any]]) -> Rates:
    """The rates of rows of `exchange_rates`; a rate that is not above zero is none, and so are two different ones of one day."""
    given: dict[tuple[str, date], set[float]] = {}
    for row in rows:
        if is_code(row["currency"]) and row["date"] is not None and (row["units_per_usd"] or 0.0) > 0 and row["currency"] != USD:
            given.setdefault((row["currency"], row["date"].date()), set()).add(float(row["units_per_usd"]))
    quotes: dict[str, list[Quote]] = {}
    for (currency, day), units in sorted(given.items(), key=lambda entry: entry[0]):
        if len(units) == 1:
            quotes.setdefault(currency, []).append(Quote(currency, units.pop(), day))
    return Rates(quotes)


def is_code(currency: str | None) -> bool:
    """Whether a cell is a currency code of three capitals; amounts without one belong to no sum."""
    return bool(currency and _CODE.fullmatch(currency))


def reporting_currency(currencies: Iterable[str]) -> str:
    """The currency that sums across currencies are given in: that of most amounts; among equals dollars, else the first of the alphabet."""
    counted = Counter(currencies)
    return min(counted, key=lambda currency: (-counted[currency], currency != USD, currency), default="")
