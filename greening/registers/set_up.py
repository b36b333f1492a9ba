"""The steps of setting up an environmental management system: for the whole body, and for each place."""

from collections.abc import Iterator

from greening.registers import shipped
from greening.registers.entry import Entry, Row, entry, has_come
from greening.registers.submitted import Submitted

REGISTER = "set_up"
#: The question that says how far the system of a place is, and the answers that mean it is in place.
EMS = "ems.status"
IN_PLACE = ("met", "certified", "yes", "in_place")


def set_up(given: Submitted) -> Iterator[Entry]:
    """One entry for each step, of the body or of each of its places in use; done where a group of that kind is there, or the system is in place.

    Nothing, where no group was named. A place that another body reports is left to that body.
    """
    if not given.own("groups"):
        return
    there = _there(given)
    places = sorted({row["location_id"] for row in given.own("locations") if _is_in_use(row, given)})
    for step in shipped.rows("set_up_steps"):
        # A mechanism of the whole body may be run from one of its places.
        done = {at for kind, at in there if kind == step["step"]}
        if step["scope"] == "body":
            yield _entry(step, None, given.organization, is_done=bool(done))
        else:
            yield from (_entry(step, place, given.organization, is_done=place in done) for place in places)


def _there(given: Submitted) -> set[tuple[str | None, str | None]]:
    """The kinds of groups that are at work on the last day of the year, and the systems that are in place, each with its place."""
    answers = [row for row in given.own("management") if str(row["question_id"]).lower() == EMS]
    doubted = {row["location_id"] for row in answers if not _is_in_place(row)}
    systems = {("management_system", row["location_id"]) for row in answers if row["location_id"] not in doubted}
    return systems | {(row["kind"], row["location_id"]) for row in given.own("groups") if not has_come(row["end_date"], given.year)}


def _entry(step: Row, place: str | None, organization: str, *, is_done: bool) -> Entry:
    return entry(
        REGISTER, f"{step['step']}:{place or organization}", step["position"], organization=organization, kind=step["step"],
        title=step["title"], location_id=place, status="implemented" if is_done else "not_started", is_done=is_done, is_overdue=False,
        applies="yes", cited=step["reference"], verified=step["verified"], source_id=step["source_id"],
    )  # fmt: skip


def _is_in_place(answer: Row) -> bool:
    return str(answer["answer"]).strip().casefold().replace(" ", "_") in IN_PLACE


def _is_in_use(place: Row, given: Submitted) -> bool:
    opened, closed = place["opened_date"], place["closed_date"]
    is_open = not (opened is not None and opened.year > given.year) and not (closed is not None and closed.year <= given.year)
    return is_open and place["reported_by"] in (None, given.organization)
