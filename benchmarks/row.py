"""A row of the results: what was measured, what was asked for, and whether it is met."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table; `is_met` is None where nothing is asked for or nothing could be measured."""

    what: str
    measured: str
    bound: str = ""
    is_met: bool | None = None
    #: How it was measured, in a sentence or two.
    how: str = ""

    @property
    def verdict(self) -> str:
        """Whether it is met, in a word."""
        return {True: "met", False: "MISSED", None: ""}[self.is_met]

    @property
    def line(self) -> str:
        """The row as one line of text."""
        return " ".join(filter(None, (f"{self.what}: {self.measured}", self.bound and f"({self.bound})", self.verdict)))
