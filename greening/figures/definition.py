"""What a figure is: the pattern of its name, its unit, its formula in words and the rule that makes it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from greening.figures.book import Book
from greening.figures.figure import Quantity

#: The words that fill the placeholders of a pattern, in their order.
Names = tuple[str, ...]
#: Makes the quantities of a pattern, one for each set of names; a figure that cannot be built is left out.
Rule = Callable[[Book], Mapping[Names, Quantity]]

PLACEHOLDER = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Definition:
    """One line of the registry."""

    pattern: str
    unit: str
    formula: str
    rule: Rule

    def figure_id(self, names: Names) -> str:
        """The name of a figure: the pattern with its placeholders filled."""
        return fill(self.pattern, names)

    def unit_of(self, names: Names) -> str:
        """The unit of a figure; money has the currency that the last name says."""
        return PLACEHOLDER.sub(lambda _: names[-1], self.unit) if names else self.unit

    @cached_property
    def _matcher(self) -> re.Pattern[str]:
        between = PLACEHOLDER.split(self.pattern)
        return re.compile("([^@:.]+)".join(re.escape(text) for text in between))

    def names_in(self, figure_id: str) -> Names | None:
        """The words that fill the placeholders in a figure's name; None where the pattern is another."""
        found = self._matcher.fullmatch(figure_id)
        return found.groups() if found else None


def fill(pattern: str, names: Names) -> str:
    """The pattern with its placeholders filled, the first name first."""
    words = iter(names)
    return PLACEHOLDER.sub(lambda _: next(words), pattern)
