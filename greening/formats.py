"""Figures as they are printed: each way to print one has a name and is implemented once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10
from typing import Any

import pandas as pd

from greening import digits, ranges
from greening.errors import CatalogueError
from greening.locale import Catalogue
from greening.units import PERCENT
from greening.wording import said, with_unit

#: Tonnes in a megatonne. Definition (SI).
T_PER_MT = 1_000_000.0
#: No publication prints more digits than this.
_PRINTED_DIGITS = 9
#: So many decimals more are tried for a value that rounding would put outside of its interval.
_MORE_DECIMALS = 4
#: The precisions of figures that are not exact: a sentence introduces them by a word.
_UNSHARP = ("rounded", "approx", "more_than", "nearly")


@dataclass(frozen=True)
class Fact:
    """One figure as it is printed: a value or a text, its unit, its bounds and how sharp it is."""

    figure_id: str
    value: float | None = None
    text: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    interval_kind: str = ""
    precision: str = ""
    alternatives: str = ""
    method: str = ""
    derivation: str = ""
    note: str = ""

    @property
    def raw(self) -> str:
        """The value to the last digit, or the text: what every published file holds."""
        return self.text if self.value is None else repr(self.value)

    @property
    def number(self) -> float:
        """The value; raises CatalogueError where the figure is a text."""
        if self.value is None:
            raise CatalogueError(f"{self.figure_id} is a text and has no number")
        return self.value

    @property
    def direction(self) -> str:
        """Which way a change goes: fell or rose where its whole interval says so, else unclear."""
        if self.high is not None and self.high < 0:
            return "fell"
        return "rose" if self.low is not None and self.low > 0 else "unclear"

    def direction_from(self, before: "Fact") -> str:
        """Which way it went from an earlier value: fell or rose where the two intervals lie apart, else unclear; `known` where one has none."""
        if self.low is None or self.high is None or before.low is None or before.high is None:
            return "known"
        return "rose" if self.low > before.high else "fell" if self.high < before.low else "unclear"

    @property
    def is_unsharp(self) -> bool:
        """Whether the figure is, or rests on, a rounded published one."""
        return self.precision in _UNSHARP or self.interval_kind == "rounding"


def facts(figures: pd.DataFrame) -> dict[str, Fact]:
    """Every figure of the product by its figure_id; empty cells become None or an empty text."""
    names = [name for name in Fact.__dataclass_fields__ if name in figures.columns]
    columns = [_cells(name, figures[name].tolist()) for name in names]
    made = (Fact(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True))
    return {fact.figure_id: fact for fact in made}


def _cells(name: str, cells: list[Any]) -> list[Any]:
    if name in ("value", "low", "high"):
        return [None if is_missing(cell) else float(cell) for cell in cells]
    return ["" if is_missing(cell) else str(cell) for cell in cells]


def is_missing(cell: Any) -> bool:
    """Whether a cell, taken out of its frame as a Python value, holds nothing; pandas' own test takes thirty times as long."""
    return cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and cell != cell)


def change_of(facts: Mapping[str, Fact], figure_id: str, since: str = "previous_year") -> str:
    """The id of the figure of how another has changed since the year before, or since its base year; empty where there is none.

    The change of a total bears the name of what it is the total of: `ghg.change.previous_year` is that of `ghg.total`.
    """
    names = (f"{name}.change.{since}" for name in (figure_id, figure_id.removesuffix(".total")))
    return next((name for name in names if name in facts), "")


def figure(words: Catalogue, fact: Fact, style: str = "plain") -> str:
    """The figure as it is printed in that style; raises CatalogueError where the style is unknown."""
    if style not in STYLES:
        raise CatalogueError(f"no style {style} for {fact.figure_id}; known: {', '.join(STYLES)}")
    return STYLES[style](words, fact)


def _is_as_printed(fact: Fact, value: float) -> bool:
    """Whether a figure has the digits that it was published with; a minimum that was computed has all that a computer keeps."""
    return bool(fact.precision) and digits.published_digits(value) <= _PRINTED_DIGITS


def _decimals(fact: Fact, value: float) -> int:
    if _is_as_printed(fact, value):
        return digits.published_decimals(value)
    if "/" in fact.unit:
        decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 or not value else digits.significant_decimals(value, 2)
    else:
        decimals = 0 if abs(value) >= 10 or value == int(value) else max(digits.significant_decimals(value, 2), 0)
    return _inside(fact, value, decimals)


def _inside(fact: Fact, value: float, decimals: int) -> int:
    """So many decimals, or a few more, that the printed value does not leave its own interval."""
    if fact.low is None or fact.high is None or not fact.low < value < fact.high:
        return decimals
    enough = (more for more in range(decimals, decimals + _MORE_DECIMALS) if fact.low <= round(value, more) <= fact.high)
    return next(enough, decimals)


def _share(words: Catalogue, fact: Fact, share: float) -> str:
    pct = float(Decimal(repr(share)) * 100)
    if fact.precision:
        return words.percent(share, min(digits.published_decimals(pct), 2))
    tiny = 0 < abs(pct) <= 0.5
    return words.percent(share, max(digits.significant_decimals(pct, 1), 0) if tiny else 0)


def _plain(words: Catalogue, fact: Fact) -> str:
    """The number alone, as a table has it."""
    if fact.value is None:
        return said(words, fact.text)
    if fact.unit == "year":
        return str(int(fact.value))
    if fact.unit == "share":
        return _share(words, fact, fact.value)
    return words.decimal(fact.value, _decimals(fact, fact.value))


def _table(words: Catalogue, fact: Fact) -> str:
    """The number alone; a quantity that is not exact says so."""
    text = _plain(words, fact)
    return text if fact.precision not in _UNSHARP or fact.unit in ("share", "year") or "/" in fact.unit else _introduced(words, fact, text)


def _unit(words: Catalogue, fact: Fact) -> str:
    """The number with its unit."""
    return with_unit(words, fact.unit, _plain(words, fact))


def _mega(words: Catalogue, fact: Fact) -> str:
    """The number that `short` prints, without its unit."""
    value = fact.number
    if fact.unit in ("share", "year") or "/" in fact.unit:
        return _plain(words, fact)
    is_printed = _is_as_printed(fact, value) and fact.precision != "exact"
    count = digits.published_digits(value) if is_printed else digits.OF_SENTENCES if abs(value) >= 1 else 2
    decimals = _inside(fact, value, digits.significant_decimals(value, count))
    return digits.rounded(words, value / T_PER_MT if _in_mt(fact) else value, count + decimals - digits.significant_decimals(value, count))


def _short(words: Catalogue, fact: Fact) -> str:
    """The figure as a sentence has it: large tonnages in Mt, computed ones to three digits, with the unit."""
    if fact.value is None:
        return _plain(words, fact)
    if fact.unit in ("count", "persons"):
        return _plain(words, fact)
    return with_unit(words, "Mt" if _in_mt(fact) else fact.unit, _mega(words, fact))


def _in_mt(fact: Fact) -> bool:
    return fact.unit == "t CO2e" and fact.value is not None and abs(fact.value) >= T_PER_MT


def _about(words: Catalogue, fact: Fact) -> str:
    """As `short`, introduced by how sharp it is: about, more than, nearly."""
    return _introduced(words, fact, _short(words, fact))


def _introduced(words: Catalogue, fact: Fact, text: str) -> str:
    return words.text(f"precision.{fact.precision}", value=text) if fact.precision in _UNSHARP else text


def _size(words: Catalogue, fact: Fact) -> str:
    """A change without its sign; `about` where it rests on rounded figures."""
    size = words.percent(abs(fact.number)) if fact.unit == "share" else _short(words, _positive(fact))
    return words.text("precision.approx", value=size) if fact.is_unsharp else size


def _positive(fact: Fact) -> Fact:
    return Fact(fact.figure_id, abs(fact.number), unit=fact.unit, precision=fact.precision)


def _range(words: Catalogue, fact: Fact) -> str:
    """The interval, from the lower to the upper bound, with the unit once; bounds of zero are kept."""
    return _between(words, fact, fact.low, fact.high)


def _size_range(words: Catalogue, fact: Fact) -> str:
    """The interval of a change without signs, smaller size first; an interval that holds zero keeps its signs."""
    low, high = fact.low, fact.high
    if low is None or high is None or low < 0 < high:
        return _between(words, fact, low, high)
    return _between(words, fact, min(abs(low), abs(high)), max(abs(low), abs(high)))


def _between(words: Catalogue, fact: Fact, low: float | None, high: float | None) -> str:
    """The interval in the unit that a sentence has."""
    unit, scale = ("%", PERCENT) if fact.unit == "share" else ("Mt", 1 / T_PER_MT) if _in_mt(fact) else (fact.unit, 1.0)
    return ranges.between(words, unit, low, high, scale)


def _signed(words: Catalogue, fact: Fact) -> str:
    """The figure with its unit and its sign, plus as well as minus."""
    text = _short(words, fact)
    return words.signed("+") + text if fact.number > 0 else text


def _finer(words: Catalogue, fact: Fact) -> str:
    """As `about`, with one digit more, for two values that would print the same."""
    return _with_more(words, fact, 1)


def _finest(words: Catalogue, fact: Fact) -> str:
    """As `about`, with two digits more, for two values that are alike to one digit more."""
    return _with_more(words, fact, 2)


def _with_more(words: Catalogue, fact: Fact, more: int) -> str:
    if fact.value is None or fact.precision or fact.unit in ("year", "count", "persons"):
        return _about(words, fact)
    if fact.unit == "share":
        return words.percent(fact.value, more)
    value = fact.value / T_PER_MT if _in_mt(fact) else fact.value
    count = (_decimals(fact, value) + more + floor(log10(abs(value))) + 1 if value else 1) if "/" in fact.unit else digits.OF_SENTENCES + more
    return with_unit(words, "Mt" if _in_mt(fact) else fact.unit, digits.rounded(words, value, count))


def _rough(words: Catalogue, fact: Fact) -> str:
    """The size alone, to three digits and with its unit, however the figure is known: the sentence says that."""
    return _short(words, Fact(fact.figure_id, fact.number, unit=fact.unit))


def _points(words: Catalogue, fact: Fact) -> str:
    """A difference of shares, in percentage points, with its sign."""
    points = fact.number * PERCENT
    text = words.text("unit.points", value=digits.rounded(words, points, 2))
    return f"+{text}" if points > 0 else text


def _exact(words: Catalogue, fact: Fact) -> str:
    """The value with all of its digits; the files, and the element that shows it, have it bit by bit."""
    if fact.value is None:
        return _plain(words, fact)
    return str(int(fact.value)) if fact.unit == "year" else digits.full(words, fact.value)


#: Every way in which a figure is printed, by name; the gate formats each printed figure again with it.
STYLES: Mapping[str, Callable[[Catalogue, Fact], str]] = {
    "plain": _plain,
    "table": _table,
    "unit": _unit,
    "mega": _mega,
    "short": _short,
    "about": _about,
    "size": _size,
    "range": _range,
    "size_range": _size_range,
    "signed": _signed,
    "finer": _finer,
    "finest": _finest,
    "rough": _rough,
    "points": _points,
    "exact": _exact,
}
