"""Intervals as they are printed: bounds rounded outwards, with digits enough to tell one from the other."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import floor, log10

from greening import digits
from greening.locale import Catalogue
from greening.wording import with_unit

#: The unit of shares, whose bounds are printed in whole numbers where these differ.
_PERCENT = "%"
#: An interval is printed in steps of this part of its width, or finer.
_STEPS = 5


def between(words: Catalogue, unit: str, low: float | None, high: float | None, scale: float = 1.0) -> str:
    """The interval, bounds times `scale`, with its unit once; open where a bound is missing, unknown where both are. Bounds of zero are kept."""
    if low is None or high is None:
        return _open(words, unit, low, high, scale)
    texts = [_bound(words, unit, bound * scale, (high - low) * scale, is_upper=is_upper) for bound, is_upper in ((low, False), (high, True))]
    if unit == _PERCENT and low < 0 < high:
        return words.text("range.closed", low=_percentage(words, texts[0], is_plus=False), high=_percentage(words, texts[1], is_plus=True))
    return words.text("range.closed", low=texts[0], high=with_unit(words, unit, texts[1]))


def _open(words: Catalogue, unit: str, low: float | None, high: float | None, scale: float) -> str:
    known = low if high is None else high
    if known is None:
        return words.template("range.unknown")
    key = "range.above" if high is None else "range.below"
    return words.text(key, value=with_unit(words, unit, _bound(words, unit, known * scale, 0.0, is_upper=high is not None)))


def _percentage(words: Catalogue, number: str, *, is_plus: bool) -> str:
    return words.text("unit.%", value=f"+{number}" if is_plus else number)


def _bound(words: Catalogue, unit: str, number: float, width: float, *, is_upper: bool) -> str:
    """A bound without its unit, rounded outwards, with digits enough to tell it from the other bound, which lies `width` away."""
    step = abs(width) / _STEPS
    decimals = 0 if unit == _PERCENT else digits.significant_decimals(number, digits.OF_SENTENCES)
    if step:
        decimals = max(decimals, -floor(log10(step)))
    exact = Decimal(f"{number:.{digits.FULL}g}")
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_CEILING if is_upper else ROUND_FLOOR)
    return words.decimal(float(rounded), max(decimals, 0))
