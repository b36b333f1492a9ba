"""Mails to organizations as plain text: a subject and paragraphs, in the language of who reads them; nothing is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from greening.collecting import finding_lists
from greening.collecting.finding_lists import Found
from greening.locale import Catalogue
from greening.publish import listed
from greening.tables import submission_tables

#: Sets a name or code apart, so that it does not reorder a line of a script that is written from the right (Unicode UAX 9).
_APART = "\u2068{}\u2069"
#: What a line of such a script begins with, since a program that shows plain text takes its direction from the first letter.
_FROM_THE_RIGHT = "\u200f"
#: So many findings of a level stand in the mail itself; the list beside it has all.
_SHOWN = 10
#: Of more files than so many only the number is told.
_NAMED = 8


@dataclass(frozen=True)
class Letter:
    """A mail: its subject in one line, and its paragraphs, in which lines may be broken."""

    subject: str
    paragraphs: Sequence[str]

    def text(self, words: Catalogue) -> str:
        """The mail as a text file, the subject first; each line of a script from the right begins with a mark that says so."""
        told = "\n\n".join([words.text("letter.subject_line", subject=self.subject), *self.paragraphs]) + "\n"
        if words.direction != "rtl":
            return told
        return "\n".join(f"{_FROM_THE_RIGHT}{line}" if line else line for line in told.split("\n"))


@dataclass(frozen=True)
class About:
    """What a mail on findings says beside them."""

    name: str
    #: The role of who reads it; empty where nobody has said.
    role: str
    #: The files handed in.
    files: Sequence[str]
    #: How many rows they hold; 0 where nobody could count them.
    rows: int
    #: The day by which mended files are expected, as 2025-03-31; empty where none was set.
    due: str
    #: The file that lists every finding.
    listed_in: str


def on_findings(body: Found, about: About, words: Catalogue) -> Letter:
    """The mail to an organization on what was found in its submission: what holds publication first, and how to hand in again."""
    year, apart = str(body.task.year), isolating(words)
    name = apart(words.said(about.name))
    waiting = body.findings[finding_lists.is_open(body.findings)]
    accepted = len(body.findings) - len(waiting)
    told = [
        *addressed(name, about.role, words),
        _received(name, year, about, words),
        words.text(f"letter.outcome.{body.state.outcome if body.state else 'failed'}"),
        *(part for level in listed.LEVELS if (part := _part(waiting[waiting["level"] == level], level, words))),
        *([words.counted("letter.accepted", accepted)] if accepted else []),
        *(_next(about, words) if len(waiting) else [words.text("letter.none")]),
        signed(words),
    ]
    return Letter(words.text("letter.subject", name=words.said(about.name), year=year), told)


def addressed(name: str, role: str, words: Catalogue) -> list[str]:
    """The first paragraphs of a mail: to whom it goes, by role, and the greeting."""
    reader = isolating(words)(role) if role else words.text("letter.role")
    return [words.text("letter.to", role=reader, name=name), words.text("letter.greeting")]


def signed(words: Catalogue) -> str:
    """The last paragraph of a mail."""
    return f"{words.text('letter.regards')}\n{words.text('letter.secretariat')}"


def isolating(words: Catalogue) -> Callable[[str], str]:
    """What sets names and codes apart in a line of the language; nothing where it is written from the left."""
    return _APART.format if words.direction == "rtl" else str


def _received(name: str, year: str, about: About, words: Catalogue) -> str:
    few = len(about.files) <= _NAMED
    files = words.listed([isolating(words)(file) for file in about.files]) if few else words.counted("letter.files", len(about.files))
    told = words.text("letter.received", name=name, year=year, files=files)
    return f"{told} {words.counted('letter.rows', about.rows)}" if about.rows else told


def _part(findings: pd.DataFrame, level: str, words: Catalogue) -> str:
    """The findings of a level as a heading and lines; empty where there are none."""
    if findings.empty:
        return ""
    groups = listed.folded(findings)
    left = sum(map(len, groups[_SHOWN:]))
    lines = [words.text(f"letter.part.{level}"), *(f"- {_item(group, words)}" for group in groups[:_SHOWN])]
    return "\n".join([*lines, *([f"- {words.counted('letter.more', left)}"] if left else [])])


def _item(group: pd.DataFrame, words: Catalogue) -> str:
    """One finding in a line: where it is, what is wrong, and how many others wait for the same mending."""
    apart = isolating(words)
    given = {name: "" if pd.isna(value) else " ".join(str(value).split()) for name, value in group.to_dict("records")[0].items()}
    where = {"table": given["table"], "file": given["source_file"], "sheet": given["sheet"], "row": given["source_row"]}
    place = finding_lists.place({name: apart(part) if part else "" for name, part in where.items()}, words)
    message = finding_lists.said(given["message"], words, apart)
    if _is_in_files(given["table"], given["column"]) and given["column"] not in given["message"]:
        place = words.text("letter.cell", place=place, column=apart(given["column"]))
    # A message on a whole table may begin with its name.
    told = message if message.startswith(place) and not given["source_file"] else words.text("letter.item", place=place, message=message)
    return f"{told} {words.counted('letter.waiting', len(group) - 1)}" if len(group) > 1 else told


def _is_in_files(table: str, column: str) -> bool:
    """Whether a submission has the column; rules also name facts that are worked out, such as kWh for each square metre."""
    declared = submission_tables().get(table)
    return column == "row_id" or (declared is not None and column in declared.columns)


def _next(about: About, words: Catalogue) -> list[str]:
    by_when = words.text("letter.due", date=words.day(about.due)) if about.due else words.text("letter.due.soon")
    return [by_when, words.text("letter.list", file=isolating(words)(about.listed_in)), words.text("letter.again")]
