"""The catalogue of practices: toolkits, good practice and lessons, as named or told in stories, and finished actions whose effect was checked."""

from collections.abc import Iterator

from greening.registers.entry import Entry, Row, entry, has_come
from greening.registers.submitted import Submitted

REGISTER = "practices"
#: Section of the report whose stories are practices.
STORIES = "good_practice"


def practices(given: Submitted) -> Iterator[Entry]:
    """The organization's practices by topic and title: those it names, its stories of good practice, and its actions that are done and were checked.

    A finished action that a named practice comes from is there once, as that practice. Of a group, its members' named practices.
    """
    own = given.rows.get(REGISTER, ())
    named = {row["action_id"] for row in own}
    found = [
        *(_own(row) for row in own),
        *(_story(row) for row in given.own("stories") if str(row["section"]).lower() == STORIES),
        *(_action(row) for row in given.own("actions") if _is_checked(row, given.year) and row["action_id"] not in named),
    ]
    found.sort(key=_order)
    yield from ({**made, "position": position} for position, made in enumerate(found, start=1))


def _is_checked(action: Row, year: int) -> bool:
    """Whether an action is done and its effect was checked; a check of a later year had not been made by the end of this one."""
    is_later = action["check_date"] is not None and not has_come(action["check_date"], year)
    return action["status"] == "done" and bool(action["check_result"]) and not is_later


def _order(made: Entry) -> tuple[bool, str, str, str]:
    """By topic, those without one last, then by title."""
    topic = made.get("topic")
    return topic is None, str(topic).casefold(), str(made["title"]), made["entry_id"]


def _own(row: Row) -> Entry:
    return entry(
        REGISTER,
        str(row["row_id"]),
        0,
        row,
        organization=row["organization"],
        title=row["title"],
        kind=row["kind"],
        text=row["text"],
        action_id=row["action_id"],
    )


def _story(row: Row) -> Entry:
    year = row["effort_year"]
    made = entry(REGISTER, str(row["row_id"]), 0, row, organization=row["organization"], title=row["title"] or row["section"], kind="good_practice")
    return {**made, "of_year": None if year is None else int(year)}


def _action(row: Row) -> Entry:
    cells = {"title": row["title"], "topic": row["aspect"], "text": row["check_result"], "date": row["check_date"]}
    return entry(REGISTER, str(row["row_id"]), 0, row, organization=row["organization"], kind="good_practice", action_id=row["action_id"], **cells)
