"""A figure beside itself, of another run or year: printed so that the two can be told apart."""

from typing import NamedTuple

from greening import formats
from greening.formats import Fact
from greening.locale import Catalogue

#: How a figure is printed, and how where the one beside it would look the same.
_STYLES = ("unit", "finer", "finest", "exact")


class Told(NamedTuple):
    """Two figures as they are printed: the style, and the text of each, empty where it is not there."""

    style: str
    first: str
    second: str


def telling(words: Catalogue, first: Fact | None, second: Fact | None) -> Told:
    """Two figures in the first style in which they print otherwise; in the plainest where they are the same, or one is not there."""
    printed = (Told(style, *("" if fact is None else formats.figure(words, fact, style) for fact in (first, second))) for style in _STYLES)
    if first is None or second is None or first.raw == second.raw:
        return next(printed)
    last = next(printed)
    while last.first == last.second and (finer := next(printed, None)):
        last = finer
    return last
