"""Carbon credits: recorded beside the emissions, never taken off them."""

from collections.abc import Mapping

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity
from greening.figures.selection import Filter


def _claimed(book: Book) -> Filter:
    return {"table": "offsets", "claimed_year": book.inputs.year}


def _share(book: Book) -> Mapping[Names, Quantity]:
    """Credits per total; nothing where members are missing from the total."""
    found = None if book.lacks_members else rules.divide(book, "offsets.retired", "ghg.total")
    return {(): found} if found else {}


def _neutral(book: Book) -> Mapping[Names, Quantity]:
    """Whether the credits reach the total; nothing where the total is a minimum or either is unknown."""
    retired, total = book.known("offsets.retired"), book.known("ghg.total")
    if retired is None or total is None or book.lacks_members or total.bounds.is_open:
        return {}
    made = {"formula": "offsets.retired >= ghg.total", "figures": ["offsets.retired", "ghg.total"]}
    return {(): Quantity(text="yes" if retired.value >= total.value else "no", derivation=made)}


DEFINITIONS = (
    Definition(
        "offsets.retired",
        "t CO2e",
        "sum of retired credits claimed for the year, each serial number once",
        rules.total("activities", "credits_tco2e", _claimed, "sum, serials once"),
    ),
    Definition("offsets.share", "share", "retired credits divided by the total", _share),
    Definition("offsets.neutral", "text", "yes where the retired credits reach the total", _neutral),
)
