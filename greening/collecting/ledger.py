"""What became of each row of an export: used, netted, left out or refused. Every row has exactly one fate, and all are counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: The fates of a row, in the order in which they are told.
USED, NETTED, LEFT_OUT, REFUSED = "used", "netted", "left out", "refused"
FATES = (USED, NETTED, LEFT_OUT, REFUSED)


@dataclass
class Made:
    """One row of the submission, and the rows of the export that it is made of."""

    cells: dict[str, str]
    sources: tuple[int, ...]


@dataclass
class Ledger:
    """The fates of the rows of an export with why, the rows that were made of them, and what else there is to say."""

    fates: dict[int, tuple[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    #: Made rows by the first row that each is made of.
    by_first: dict[int, Made] = field(default_factory=dict)

    @property
    def made(self) -> list[Made]:
        """The rows that were made, in the order in which they were."""
        return list(self.by_first.values())

    def settle(self, rows: Iterable[int], fate: str, why: str = "") -> None:
        """Give rows their fate; one that has one already keeps it."""
        for row in rows:
            self.fates.setdefault(row, (fate, why))

    def use(self, cells: Mapping[str, str], rows: Iterable[int]) -> None:
        """Make a row of the submission of rows of the export."""
        sources = tuple(sorted(rows))
        self.by_first[sources[0]] = Made({name: cell for name, cell in cells.items() if cell}, sources)
        self.settle(sources, USED)

    def take_back(self, made: Made, fate: str, why: str) -> None:
        """Not use a row after all; what it was made of gets another fate."""
        del self.by_first[made.sources[0]]
        for row in made.sources:
            self.fates[row] = (fate, why)

    def open_rows(self, rows: Iterable[int]) -> list[int]:
        """Those of the rows that have no fate yet."""
        return [row for row in rows if row not in self.fates]

    def counts(self) -> dict[str, int]:
        """How many rows have each fate."""
        found = Counter(fate for fate, _ in self.fates.values())
        return {fate: found[fate] for fate in FATES}

    def reasons(self, fate: str) -> Counter[str]:
        """Why rows have a fate, and how many."""
        return Counter(why for given, why in self.fates.values() if given == fate and why)
