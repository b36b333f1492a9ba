"""Digits of numbers: how many are shown, and numbers written with them."""

from decimal import Decimal
from math import floor, log10

from greening.locale import Catalogue

#: Digits of a value in full; what a float has beyond them is noise of its binary form.
FULL = 12
#: Significant digits of a computed figure in a sentence; its table has it in full.
OF_SENTENCES = 3
#: Numbers nearer to zero, and their inverse, are written with an exponent.
_SMALLEST = 1e-15


def published_decimals(value: float) -> int:
    """The decimals that a number is written with."""
    return max(-int(Decimal(repr(value)).normalize().as_tuple().exponent), 0)


def significant_decimals(value: float, digits: int) -> int:
    """The decimals that show so many digits of a number; negative where digits before the point are rounded."""
    return digits - 1 - floor(log10(abs(value))) if value else 0


def published_digits(value: float) -> int:
    """The digits of a number without zeros at its ends."""
    return len(Decimal(repr(value)).normalize().as_tuple().digits)


def rounded(words: Catalogue, value: float, digits: int) -> str:
    """A number of so many digits, grouped."""
    decimals = significant_decimals(value, digits)
    return words.decimal(round(value, decimals), max(decimals, 0))


def full(words: Catalogue, value: float) -> str:
    """A number with all of its digits, grouped, without the noise that a binary fraction ends in."""
    if value and not _SMALLEST <= abs(value) < 1 / _SMALLEST:
        return repr(value)
    written = f"{value or 0.0:,.{FULL}g}"
    if "e" not in written:
        return words.signed(written)
    exact = Decimal(f"{value:.{FULL}g}").normalize()
    return words.decimal(float(exact), max(-int(exact.as_tuple().exponent), 0))
