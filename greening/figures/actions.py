"""Actions: how many there are, what they are expected to bring, whether they were checked, and which come first."""

from collections.abc import Mapping, Sequence

from greening.ems import effectiveness
from greening.figures import derivation, rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.names import part_of_name
from greening.figures.rolled_up import with_members
from greening.figures.selection import Filter
from greening.tables import submission_tables

_ACTION = submission_tables()["actions"].columns
_ON = "as of 31 December"


def _counted(wanted: Filter) -> Rule:
    """A rule that counts actions of the product `measures`; 0 where none is so, absent where there are no actions."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        return {(): _count(book, wanted)} if len(book.rows("measures", {})) else {}

    return _rule


def _by(column: str, choices: Sequence[str] = ()) -> Rule:
    """A rule that counts actions by a column; absent where no action has a value in it. A choice that no action has is counted as 0."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found = book.rows("measures", {}).distinct(column)
        return {(choice,): _count(book, {column: choice}) for choice in choices or found} if found else {}

    return _rule


def _count(book: Book, wanted: Filter) -> Quantity:
    return rules.number_of(book, "measures", wanted, "action_id")


def _each(column: str) -> Rule:
    """A rule that gives a number of every action that has one."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found: dict[Names, Quantity] = {}
        for action in book.rows("measures", {}).distinct("action_id"):
            measured = book.measure("measures", {"action_id": action}, column, "single")
            if measured:
                found.setdefault((part_of_name(action),), measured)
        return found

    return _rule


def _check_needed(book: Book) -> Mapping[Names, Quantity]:
    """The day from which the check of each action is or was needed, as text; of actions of one name that of the first."""
    found: dict[Names, Quantity] = {}
    for action in book.rows("measures", {}).distinct("action_id"):
        wanted = {"action_id": action}
        rows = book.rows("measures", wanted)
        day = next((day for day in rows.values("check_needed_date") if day), "")
        if day:
            made = derivation.of_rows("measures", rows, wanted, "check_needed_date", "single", 1.0, {})
            found.setdefault((part_of_name(action),), Quantity(text=day, derivation=made))
    return found


def _milestones(column: str) -> Rule:
    """A rule that adds up a number of milestones; absent where there are none."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        has_any = sum(book.rows("measures", {}).known("milestones")) > 0
        found = book.measure("measures", {}, column) if has_any else None
        return {(): found} if found else {}

    return _rule


_OF_BODIES = (
    Definition("actions.total", "count", "number of actions", rules.total("activities", "row_id", rules.all_rows(table="actions"), "count")),
    Definition("actions.<status>", "count", "number of actions by status", rules.counts("actions", "status", _ACTION["status"].choices)),
    Definition(
        "actions.expected",
        "t CO2e/year",
        "sum of the expected yearly effect of planned and running actions, negative for a cut",
        rules.total("activities", "expected_tco2e_per_year", rules.all_rows(table="actions", status=["planned", "under_way"])),
    ),
    Definition("actions.overdue", "count", f"number of actions planned or under way whose due date has come, {_ON}", _counted({"is_overdue": True})),
    Definition("actions.joint", "count", "number of measures of several places, each counted once", _counted({"is_joint": True})),
    Definition(
        "actions.unranked",
        "count",
        "number of open actions without a grade of risk or feasibility",
        _counted({"status": ["planned", "under_way"], "priority": [None]}),
    ),
    Definition("actions.kind.<category>", "count", "number of actions by kind of measure", _by("category")),
    Definition("actions.novelty.<novelty>", "count", "number of actions by novelty", _by("novelty", _ACTION["novelty"].choices)),
    Definition(
        "actions.check.<state>",
        "count",
        f"number of actions by the state of the check that they worked, {_ON}",
        _by("check_state", effectiveness.STATES),
    ),
    Definition("milestones.total", "count", "number of milestones", _milestones("milestones")),
    Definition("milestones.done", "count", f"number of milestones done, {_ON}", _milestones("milestones_done")),
    Definition(
        "milestones.overdue", "count", f"number of milestones whose day has come and that were not done, {_ON}", _milestones("milestones_overdue")
    ),
    Definition(
        "action.<action_id>.priority",
        "count",
        "environmental risk (high 3, medium 2, low 1) times feasibility (high 3, medium 2, low 1)",
        _each("priority"),
    ),
    Definition("action.<action_id>.rank", "count", "one more than the number of open actions of higher priority", _each("rank")),
    Definition(
        "action.<action_id>.check.needed", "text", "day on which it was done, or had run a year, or a year after its last check", _check_needed
    ),
)
#: Definitions in which what members report is rolled up to their group.
DEFINITIONS = with_members(_OF_BODIES)
