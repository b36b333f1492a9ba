"""Who reads the mails of an organization: a role and a language, never a name or an address, as data/requests/contacts.csv says."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from upath import UPath

from greening import locale, paths
from greening.collecting import request_log
from greening.errors import CallError
from greening.waiver_file import decoded, separator

#: The file, below the folder of the data.
PLACE = ("requests", "contacts.csv")


@dataclass(frozen=True)
class Contact:
    """Who reads the mails of an organization."""

    role: str = ""
    #: A language of the catalogues; empty where none is given.
    language: str = ""


def read(data: str) -> Mapping[str, Contact]:
    """The contacts by organization, its last row counts; none where there is no file.

    Raises CallError where a column is missing or a language has no catalogue, naming the line.
    """
    place = paths.root(data).joinpath(*PLACE)
    rows = _rows(place, ("organization", "role", "language"))
    return {row["organization"]: _contact(row, f"{place}:{line}") for line, row in rows if row["organization"]}


def due(data: str, year: int, today: date) -> Mapping[str, str]:
    """The day by which each organization is to hand in, as the log of requests last said it; none where that day is past."""
    days = {event.organization: event.due for event in request_log.read(data, year) if event.due}
    return {organization: day for organization, day in days.items() if day >= today.isoformat()}


def _rows(place: UPath, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a list with their lines, cells without surrounding space; raises CallError where a column is missing."""
    if not place.is_file():
        return
    text = decoded(place.read_bytes())
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator(text))
    if lacks := [name for name in columns if name not in (rows.fieldnames or ())]:
        raise CallError(f"{place} has no column {', '.join(lacks)}; add it: the file needs {', '.join(columns)}")
    for row in rows:
        yield rows.line_num, {name: (row[name] or "").strip() for name in columns}


def _contact(row: Mapping[str, str], line: str) -> Contact:
    role, language = row["role"], row["language"].lower()
    if language and language not in locale.languages():
        raise CallError(f"{line}: no catalogue for the language {language}; write one of {', '.join(locale.languages())}, or leave it empty")
    return Contact(role, language)
