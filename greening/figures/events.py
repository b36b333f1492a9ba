"""Large events: those that the Secretariat's plan asks to meet the standard."""

from collections.abc import Mapping

from greening import factors
from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity
from greening.figures.selection import Filter

#: Row of the parameters: an event of more participants than this is large.
THRESHOLD = "large_event_participants"


def _large(book: Book) -> Filter | None:
    """The filter of large events by their numbers of participants; None where none is large or no number is known."""
    bound = float(factors.parameter(THRESHOLD)["value"])
    sizes = [size for size in book.rows("activities", {"table": "events"}).distinct("participants") if size > bound]
    return {"participants": sizes} if sizes else None


def _total(book: Book) -> Mapping[Names, Quantity]:
    wanted = _large(book)
    return {(): rules.counted(book, "events", wanted)} if wanted else {}


def _share(book: Book) -> Mapping[Names, Quantity]:
    """Large events that meet the standard, of those of which it is known."""
    wanted = _large(book)
    if wanted is None:
        return {}
    answered: Filter = {**wanted, "meets_standard": [True, False]}
    found = rules.divide(book, rules.counted(book, "events", {**wanted, "meets_standard": True}), rules.counted(book, "events", answered))
    return {(): found} if found else {}


DEFINITIONS = (
    Definition("events.large.total", "count", "number of events of more than 300 participants", _total),
    Definition(
        "events.large.meeting_standard.share",
        "share",
        "events of more than 300 participants that meet the sustainable events standard divided by those of them with an answer",
        _share,
    ),
)
