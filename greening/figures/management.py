"""Events and exemptions."""

from collections.abc import Mapping

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.selection import Filter


def _number(table: str) -> Rule:
    return rules.total("activities", "row_id", rules.all_rows(table=table), "count")


def _standard_share(book: Book) -> Mapping[Names, Quantity]:
    """Events that meet the standard, of those of which it is known."""
    answered: Filter = {"meets_standard": [True, False]}
    found = rules.divide(book, rules.counted(book, "events", {"meets_standard": True}), rules.counted(book, "events", answered))
    return {(): found} if found else {}


DEFINITIONS = (
    Definition("events.total", "count", "number of events", _number("events")),
    Definition(
        "events.meeting_standard.share", "share", "events that meet the sustainable events standard divided by those with an answer", _standard_share
    ),
    Definition("exemptions.total", "count", "number of exemptions", _number("exemptions")),
)
