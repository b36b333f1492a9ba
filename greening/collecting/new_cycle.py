"""Setting up a new cycle: a workbook for each body of the year before, what is carried forward in it, and what is due.

No folder is made for a body that has handed in nothing: an empty folder is a submission that cannot be read. `receive` makes it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from upath import UPath

from greening import paths
from greening.collecting import requests
from greening.collecting.listing import aligned
from greening.collecting.request_log import ASKED, Event, read
from greening.collecting.template_carried import YEARS_BACK, Earlier, earlier, set_up as set_up_rows, whole
from greening.errors import CallError
from greening.submission.files import listing
from greening.tables import submission_tables

#: What a template writes: year, organization, root of the data; gives where the workbook is.
WriteTemplate = Callable[[int, str, str], UPath]


@dataclass(frozen=True)
class Carried:
    """What of an organization's last submission still holds in the new year, counted."""

    locations: int
    closed: int
    meters: int
    goals: int
    actions: int


@dataclass(frozen=True)
class Body:
    """An organization in the new cycle: its workbook, whether that was there already, what is carried forward, when its data are due."""

    organization: str
    workbook: UPath
    was_there: bool
    carried: Carried
    due: date
    state: str


@dataclass(frozen=True)
class Cycle:
    """A new cycle as it was set up."""

    year: int
    bodies: tuple[Body, ...]


def set_up(year: int, data: str, organizations: Sequence[str], write: WriteTemplate) -> Cycle:
    """Write the workbooks of a new cycle for all bodies of the year before, or some; what is there already stays as it is.

    Raises CallError where the year before has no submissions, and for an organization without one: `template` writes a first workbook.
    """
    before = _bodies(year - 1, data)
    _refuse_without_input(year, before, organizations)
    paths.raw(data, year).mkdir(parents=True, exist_ok=True)
    due = requests.due_day(year, requests.settings(data))
    asked = {event.organization: event for event in read(data, year) if event.event == ASKED}
    return Cycle(year, tuple(_body(code, year, data, write, asked.get(code), due) for code in organizations or before))


def _refuse_without_input(year: int, before: Sequence[str], organizations: Sequence[str]) -> None:
    if not before:
        raise CallError(f"there are no submissions of {year - 1} to begin {year} with; write a first workbook with `template --year {year}`")
    if unknown := [code for code in organizations if code not in before]:
        names = ", ".join(unknown)
        raise CallError(f"no submission of {year - 1} of {names}; write a first workbook with `template --year {year} --organization {unknown[0]}`")


def _body(code: str, year: int, data: str, write: WriteTemplate, asked: Event | None, due: date) -> Body:
    place = paths.root(data) / "templates" / str(year) / f"{code}.xlsx"
    was_there = place.exists()
    if not was_there:
        place = write(year, code, data)
    own_due = date.fromisoformat(asked.due) if asked and asked.due else due
    state = "handed in" if listing(paths.raw(data, year, code)) else f"asked {asked.date}" if asked else "not asked"
    return Body(code, place, was_there, _carried(earlier(year, code, data), year), own_due, state)


def as_text(cycle: Cycle, data: str) -> str:
    """What was set up, what is carried forward, and what to do next."""
    written = sum(not body.was_there for body in cycle.bodies)
    kept = len(cycle.bodies) - written
    where = f"{data.rstrip('/')}/templates/{cycle.year}/"
    told = f"Cycle {cycle.year}: {written} workbook{'' if written == 1 else 's'} written to {where}" + (
        f", {kept} already there and left alone" if kept else ""
    )
    head = ["organization", "workbook", "places", "closed", "meters", "goals", "open actions", "due", "state"]
    rows = [_line(body) for body in cycle.bodies]
    steps = [
        "Next:",
        f"  1. Mail each workbook. Write down that you did, and the day it is due: requests ask --year {cycle.year} --all",
        f"  2. What comes in: receive --year {cycle.year} --organization CODE FILE...",
        f"  3. Who is missing, and whom to remind today: requests --year {cycle.year}",
        f"  4. Once the first has come in: run --year {cycle.year}",
    ]
    return "\n".join([told, "", "Carried forward from the year before:", aligned(head, rows, indent="  "), "", *steps])


def _line(body: Body) -> list[str]:
    carried = body.carried
    numbers = [carried.locations, carried.closed, carried.meters, carried.goals, carried.actions]
    return [body.organization, "already there" if body.was_there else "written", *map(str, numbers), body.due.isoformat(), body.state]


def begun_with(year: int, organization: str, data: str) -> str:
    """What the workbook of an organization begins with, in one line."""
    last = earlier(year, organization, data).year
    if last:
        return f"Filled in: what still holds of the submission of {organization} for {last}."
    return f"Of an earlier year nothing is filled in: {organization} handed in for none of the {YEARS_BACK} years before; if it did, check the code."


def _bodies(year: int, data: str) -> list[str]:
    folder = paths.raw(data, year)
    entries = folder.iterdir() if folder.is_dir() else ()
    return sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith(".") and listing(entry))


def _carried(before: Earlier, year: int) -> Carried:
    """What the workbook holds of an earlier submission, by the rules that fill it in."""
    declared = submission_tables()
    holds = {name: whole(declared[name], before, year) for name in ("locations", "goals", "actions")}
    meters = set_up_rows(declared["electricity"], before, year)[["location_id", "meter_id"]].dropna(subset="meter_id")
    return Carried(
        locations=len(holds["locations"]),
        closed=len(before.of("locations")) - len(holds["locations"]),
        meters=len(meters.drop_duplicates()),
        goals=holds["goals"]["goal_id"].nunique(),
        actions=len(holds["actions"]),
    )
