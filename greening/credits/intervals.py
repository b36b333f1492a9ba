"""Sets of whole numbers as stretches from a first to a last number."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

#: The first and the last number of a stretch.
Stretch = tuple[int, int]


@dataclass
class Intervals:
    """Stretches that do not touch each other, in order."""

    _firsts: list[int] = field(default_factory=list)
    _lasts: list[int] = field(default_factory=list)

    def add(self, first: int, last: int) -> None:
        """Add a stretch; what it meets becomes one with it."""
        begin, end = bisect_left(self._lasts, first - 1), bisect_right(self._firsts, last + 1)
        if begin < end:
            first, last = min(first, self._firsts[begin]), max(last, self._lasts[end - 1])
        self._firsts[begin:end], self._lasts[begin:end] = [first], [last]

    def within(self, first: int, last: int) -> list[Stretch]:
        """What of a stretch is in the set."""
        begin, end = bisect_left(self._lasts, first), bisect_right(self._firsts, last)
        return [(max(first, self._firsts[place]), min(last, self._lasts[place])) for place in range(begin, end)]

    @property
    def count(self) -> int:
        """How many numbers are in the set."""
        return sum(last - first + 1 for first, last in zip(self._firsts, self._lasts, strict=True))


def union(stretches: Iterable[Stretch]) -> Intervals:
    """The set of all numbers in any of the stretches."""
    found = Intervals()
    for first, last in stretches:
        found.add(first, last)
    return found
