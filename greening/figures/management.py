"""Actions, spending, events, exemptions and the recommendations of oversight bodies."""

from collections.abc import Mapping

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.selection import Filter
from greening.tables import submission_tables


def _choices(table: str, column: str) -> tuple[str, ...]:
    return submission_tables()[table].columns[column].choices


def _number(table: str) -> Rule:
    return rules.total("activities", "row_id", rules.all_rows(table=table), "count")


def _standard_share(book: Book) -> Mapping[Names, Quantity]:
    """Events that meet the standard, of those of which it is known."""
    answered: Filter = {"meets_standard": [True, False]}
    found = rules.divide(book, rules.counted(book, "events", {"meets_standard": True}), rules.counted(book, "events", answered))
    return {(): found} if found else {}


DEFINITIONS = (
    Definition("actions.total", "count", "number of actions", _number("actions")),
    Definition("actions.<status>", "count", "number of actions by status", rules.counts("actions", "status", _choices("actions", "status"))),
    Definition(
        "actions.expected",
        "t CO2e/year",
        "sum of the expected yearly effect of planned and running actions, negative for a cut",
        rules.total("activities", "expected_tco2e_per_year", rules.all_rows(table="actions", status=["planned", "under_way"])),
    ),
    Definition(
        "spending.<purpose>.<stage>.<currency>",
        "<currency>",
        "sum of amounts by purpose, stage and currency",
        rules.split("activities", "amount", rules.all_rows(table="spending"), ["purpose", "stage", "currency"]),
    ),
    Definition("events.total", "count", "number of events", _number("events")),
    Definition(
        "events.meeting_standard.share", "share", "events that meet the sustainable events standard divided by those with an answer", _standard_share
    ),
    Definition("exemptions.total", "count", "number of exemptions", _number("exemptions")),
    Definition(
        "recommendations.<status>",
        "count",
        "number of recommendations by status",
        rules.counts("recommendations", "status", _choices("recommendations", "status")),
    ),
)
