"""Comments of reviewers: data/review/comments/<year>.csv, a line for each comment, answer and closing; read without pandas."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upath import UPath

from greening import paths, spelling
from greening.reviewing import lines
from greening.reviewing.lines import Line

COLUMNS = ("id", "organization", "on", "text", "role", "date", "state", "reply_to")
#: How far a comment is: asked, answered, and settled.
OPEN, ANSWERED, CLOSED = STATES = ("open", "answered", "closed")
#: What a comment can be on.
KINDS = ("figure", "section", "finding")
_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Entry:
    """A line: a comment, or what was said to one (`reply_to`)."""

    id: str
    organization: str
    on: str
    text: str
    role: str
    date: str
    state: str
    reply_to: str = ""


@dataclass(frozen=True)
class Comment:
    """A comment with what was said to it, in its order."""

    entry: Entry
    replies: Sequence[Entry] = ()

    @property
    def state(self) -> str:
        """How far it is: as the last line on it says."""
        return self.replies[-1].state if self.replies else self.entry.state

    @property
    def kind(self) -> str:
        """What it is on: a figure, a section or a finding."""
        return self.entry.on.partition(":")[0]

    @property
    def target(self) -> str:
        """The name of what it is on."""
        return self.entry.on.partition(":")[2]


@dataclass(frozen=True)
class Comments:
    """The comments of a year by organization, in their order, and what is wrong with lines that do not count."""

    by_organization: Mapping[str, Sequence[Comment]] = field(default_factory=dict)
    faults: Sequence[str] = ()
    #: How many lines there are, whether they count or not.
    count: int = 0

    def of(self, organization: str) -> Sequence[Comment]:
        """The comments on the report of an organization."""
        return self.by_organization.get(organization, ())

    def find(self, comment_id: str) -> Comment | None:
        """The comment of an id."""
        return next((one for listed in self.by_organization.values() for one in listed if one.entry.id == comment_id), None)


def place(data: str | UPath, year: int) -> UPath:
    """Where the comments of a year lie."""
    return paths.root(data) / "review" / "comments" / f"{year}.csv"


def key(data: str | UPath, year: int, organization: str) -> str:
    """A hash over the comments on an organization's report; empty where there are none."""
    told = [[vars(one.entry), *map(vars, one.replies)] for one in read(data, year).of(organization)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest() if told else ""


def read(data: str | UPath, year: int) -> Comments:
    """The comments of a year; a line that cannot be is left out and told. A comment without an id is called by its line: L7."""
    sheet = lines.read(place(data, year))
    found: dict[str, tuple[Entry, list[Entry]]] = {}
    faults: list[str] = []
    for line in sheet.lines:
        entry = _entry(line, {name: first for name, (first, _) in found.items()})
        fault = lines.BROKEN if line.is_broken else _fault(entry, {name: first for name, (first, _) in found.items()})
        if fault:
            faults.append(f"data/review/comments/{year}.csv, line {line.number}: {fault}; the line does not count")
        elif entry.reply_to:
            found[entry.reply_to][1].append(entry)
        else:
            found[entry.id] = (entry, [])
    listed: dict[str, list[Comment]] = {}
    for first, replies in found.values():
        listed.setdefault(first.organization, []).append(Comment(first, tuple(replies)))
    return Comments(listed, faults, len(sheet.lines))


def _entry(line: Line, known: Mapping[str, Entry]) -> Entry:
    cells = {name: line.cells.get(name, "") for name in COLUMNS}
    replied = known.get(cells["reply_to"])
    return Entry(
        **cells
        | {
            "id": cells["id"] or f"L{line.number}",
            "state": spelling.plain(cells["state"]) or (ANSWERED if cells["reply_to"] else OPEN),
            # What is said to a comment is on what the comment is on.
            "organization": cells["organization"] or (replied.organization if replied else ""),
            "on": cells["on"] or (replied.on if replied else ""),
        }
    )


def _fault(entry: Entry, known: Mapping[str, Entry]) -> str:
    """What is wrong with a line; empty where nothing is."""
    if not _ID.fullmatch(entry.id):
        return f"the id {entry.id} is not made of letters, digits, hyphens and underscores"
    if entry.reply_to and entry.reply_to not in known:
        return f"it replies to comment {entry.reply_to}, which is not there.{spelling.offer(entry.reply_to, known)}"
    if not entry.reply_to and entry.id in known:
        return f"comment {entry.id} is there already"
    if entry.state not in STATES:
        return f"the state {entry.state} is none of {', '.join(STATES)}.{spelling.offer(entry.state, STATES)}"
    if not entry.organization:
        return "it names no organization"
    if not entry.text and entry.state != CLOSED:
        return "it says nothing"
    return fault_of_target(entry.on)


def fault_of_target(on: str) -> str:
    """What is wrong with the name of what a comment is on; empty where it can be one."""
    kind, _, target = on.partition(":")
    if kind in KINDS and target:
        return ""
    return f"{on or '(nothing)'} is nothing to comment on: write figure:ghg.total, section:trend or finding:<rule>, with :<table>:<row> for one row"
