"""The record of reviews: data/review/<year>.csv, a line for each move, appended and never changed; read without pandas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from upath import UPath

from greening import paths, spelling
from greening.reviewing import lines
from greening.reviewing.lines import BROKEN, Line

#: The states of a report, from the first to the last.
STATES = ("draft", "submitted", "under_review", "comments", "approved", "final")
#: To which states a report may be moved from each.
MOVES: Mapping[str, tuple[str, ...]] = {
    "draft": ("submitted",),
    "submitted": ("under_review", "draft"),
    "under_review": ("comments", "approved", "submitted", "draft"),
    "comments": ("submitted", "under_review", "approved"),
    "approved": ("final", "under_review"),
    "final": ("under_review",),
}
#: States that hold for one content alone: where the report changes, it is under review again.
BINDING = ("approved", "final")
COLUMNS = ("organization", "state", "role", "date", "content_hash", "note")


@dataclass(frozen=True)
class Move:
    """A line of the record: who (a role) moved a report to a state, when, on which content, and why."""

    organization: str
    state: str
    role: str = ""
    date: str = ""
    content_hash: str = ""
    note: str = ""

    @property
    def is_bare(self) -> bool:
        """Whether the line only says a state, as lines did before there were moves."""
        return not (self.role or self.date or self.content_hash)


@dataclass(frozen=True)
class Record:
    """The moves of a year by organization, in their order, and what is wrong with lines that do not count, each with its line."""

    moves: Mapping[str, Sequence[Move]] = field(default_factory=dict)
    faults: Sequence[str] = ()


def place(data: str | UPath, year: int) -> UPath:
    """Where the record of a year lies."""
    return paths.root(data) / "review" / f"{year}.csv"


def read(data: str | UPath, year: int) -> Record:
    """The record of a year; a line that cannot be is left out and told."""
    sheet = lines.read(place(data, year))
    moves: dict[str, list[Move]] = {}
    faults: list[str] = []
    is_former = True
    for line in sheet.lines:
        move = _move(line)
        before = moves.get(move.organization, [])
        # Lines of the older form are at the beginning only, since commands add whole ones, and lack the cells that came later.
        is_former = is_former and move.is_bare and "role" not in line.cells
        fault = BROKEN if line.is_broken else _fault(move, before[-1] if before else Move(move.organization, STATES[0]), is_former=is_former)
        if fault:
            faults.append(f"data/review/{year}.csv, line {line.number}: {fault}; the line does not count")
        else:
            moves.setdefault(move.organization, []).append(move)
    return Record(moves, faults)


def _move(line: Line) -> Move:
    cells = {name: line.cells.get(name, "") for name in COLUMNS}
    return Move(**{**cells, "state": spelling.plain(cells["state"])})


def _fault(move: Move, before: Move, *, is_former: bool) -> str:
    """What is wrong with a line after the one before it of the same organization; empty where nothing is."""
    if not move.organization:
        return "it names no organization"
    if move.state not in STATES:
        return (
            f"{move.organization} has the state {move.state or '(none)'}, which is none of {', '.join(STATES)}.{spelling.offer(move.state, STATES)}"
        )
    if is_former:
        return ""
    if not can_follow(before, move):
        return f"{move.organization} cannot go from {before.state} to {move.state}; it can go to {', '.join(MOVES[before.state])}"
    return _lacking(move)


def _lacking(move: Move) -> str:
    """What a move does not say that it has to; empty where nothing is missing."""
    if not move.role:
        return f"it does not say which role moved {move.organization} to {move.state}"
    if not is_day(move.date):
        return f"the date of {move.organization} is {move.date or '(none)'}, and not a day such as 2026-11-21"
    if move.state in BINDING and not move.content_hash:
        return f"{move.organization} is {move.state}, and the hash of its content is missing"
    return ""


def can_follow(before: Move, move: Move) -> bool:
    """Whether a move may follow another: from an approved report whose content has changed, it goes on as from one under review."""
    has_changed = before.state in BINDING and move.content_hash != before.content_hash
    return move.state in MOVES[before.state] or (has_changed and move.state in MOVES["under_review"])


def is_day(text: str) -> bool:
    """Whether a text is a day as it is written here."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
