"""The goals of a body: its own, and those shared goals of the UN system or of the Secretariat that it adopted.

A shared goal is reference data. It holds for a body only by a row of the table `adoptions`: nothing is applied to a body that did not adopt it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from greening import notes, reference, tables

#: A row of a submission table or of the shared goals.
Row = Mapping[Any, Any]
#: Kinds of shared goals: one with a level for each year, one that is told in words, and one of which the level to reach is not known.
PATH, NARRATIVE, OPEN = "path", "narrative", "open"
#: What a goal's row takes over from the shared goal; the rest is the adopting body's.
_SHARED = ("goal_id", "metric", "target_year", "change_pct", "target_value", "unit", "basis")


@cache
def shared() -> Mapping[str, Sequence[Row]]:
    """The rows of the shared goals by the id that a body adopts; one row a milestone. The id may stand for several goals."""
    found: dict[str, list[Row]] = {}
    for row in reference.load("shared_goals").to_dict("records"):
        found.setdefault(row["shared_id"], []).append(row)
    return found


@cache
def by_goal() -> Mapping[str, Row]:
    """The first row of each shared goal by its own id: title, framework, whether it is verified, and its source."""
    rows = [row for several in shared().values() for row in several]
    return {row["goal_id"]: row for row in reversed(rows)}


def applied(activities: pd.DataFrame) -> pd.DataFrame:
    """The rows of the submission table `goals`, and below them in the same columns those of the shared goals that were adopted."""
    own = tables.rows(activities, "goals")
    if not (activities["table"] == "adoptions").any():
        return own
    rows: Sequence[Row] = own.to_dict("records")
    every = [*rows, *adopted(rows, tables.rows(activities, "adoptions").to_dict("records"))]
    lines = [{name: row.get(name) for name in own.columns} for row in every]
    return pd.DataFrame(lines, columns=own.columns).astype(own.dtypes.to_dict())


def adopted(own: Iterable[Row], adoptions: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """The rows of goals that adoptions stand for. One of an unknown goal, or of a goal that the body has under the same id, stands for none."""
    taken = {(row.get("organization"), row["goal_id"]) for row in own}
    for adoption in adoptions:
        lines = [line for line in shared().get(str(adoption["goal_id"]), ()) if line["kind"] == PATH]
        who = adoption.get("organization")
        yield from (_goal(adoption, line) for line in lines if (who, line["goal_id"]) not in taken)
        taken |= {(who, line["goal_id"]) for line in lines}


def without_numbers(adoptions: Iterable[Row]) -> list[tuple[Row, Row]]:
    """The adoptions of goals that no figure can judge, each beside its shared goal: told in words, or of an unknown level."""
    pairs = [(adoption, by_goal().get(str(adoption["goal_id"]))) for adoption in adoptions]
    return [(adoption, line) for adoption, line in pairs if line is not None and line["kind"] != PATH]


def lacks_baseline(goal_id: str, baseline_year: object) -> bool:
    """Whether a shared goal leaves its base year open and the body gives none either."""
    return any(not is_given(line["baseline_year"]) for line in _paths(goal_id)) and not is_given(baseline_year)


def moves_baseline(goal_id: str, baseline_year: object) -> bool:
    """Whether the body gives another base year than the one that the shared goal fixes."""
    fixed = {int(line["baseline_year"]) for line in _paths(goal_id) if is_given(line["baseline_year"])}
    return bool(fixed) and is_given(baseline_year) and baseline_year not in fixed


def starts_late(goal_id: str, baseline_year: object) -> bool:
    """Whether the base year that the body gives is not before the first year that the shared goal asks something of."""
    firsts = [int(line["target_year"]) for line in _paths(goal_id) if not is_given(line["baseline_year"])]
    return bool(firsts) and is_given(baseline_year) and int(str(baseline_year)) >= min(firsts)


def ids(adoptions: Iterable[Any]) -> list[str]:
    """The ids of the goals that adopted ids stand for."""
    return list(dict.fromkeys(line["goal_id"] for given in adoptions for line in shared().get(str(given), ())))


def known() -> Collection[str]:
    """The ids that a body may adopt."""
    return shared().keys()


def is_given(cell: object) -> bool:
    """Whether a cell holds something, however an empty one is written."""
    return cell is not None and cell is not pd.NA and bool(cell == cell)


def _note(own: Any, shared: Any) -> str | None:
    """What the body and what the shared goal says beside the numbers; None where neither says anything."""
    if is_given(own) and is_given(shared):
        return notes.message("note.adopted", own=str(own).removesuffix("."), shared=str(shared))
    return next((str(cell) for cell in (own, shared) if is_given(cell)), None)


def _paths(goal_id: str) -> list[Row]:
    return [line for line in shared().get(goal_id, ()) if line["kind"] == PATH]


def _goal(adoption: Row, line: Row) -> dict[str, Any]:
    """A row of goals: what the shared goal says, with the base year and the path of the body where these are its own to say."""
    fixed = line["baseline_year"] if is_given(line["baseline_year"]) else adoption["baseline_year"]
    given = adoption["baseline_value"] if is_given(adoption["baseline_value"]) else line["baseline_value"]
    path = adoption["path"] if is_given(adoption["path"]) and adoption["path"] != "linear" else line["path"]
    terms = {name: line[name] for name in _SHARED}
    return {
        **adoption,
        **terms,
        "baseline_year": int(fixed) if is_given(fixed) else None,
        "baseline_value": given,
        "path": path,
        "note": _note(adoption["note"], line["note"]),
    }
