"""What a header cell or a sheet is called, and which column or table it means: declared names, and the words of the collection forms.

The words are in `greening/tables/headings.yml`, in English, French and Spanish. A unit in brackets behind them must be that of the column.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from greening.spelling import plain
from greening.tables import Column, Table, submission_tables

#: The languages of the words, in their order in headings.yml.
LANGUAGES = ("en", "fr", "es")
#: Columns that every submission table may have beside its own.
ALWAYS = ("row_id",)

#: A remark in brackets at the end of a header cell.
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
#: What people add to the name of a sheet: a year or a number, and what a spreadsheet adds to that of a copy.
_NUMBERED = re.compile(r"(?<=[^\W\d_])[\s_-]*(?:\d{1,4}|\(\d{1,3}\)|\(?(?:19|20)\d\d\)?)\s*$")
#: How spreadsheets name the copy of a sheet.
_COPY = re.compile(r"\s\(\d{1,3}\)\s*$")


def words(table: str, column: str, language: str) -> str:
    """What a column is called in the language, without its unit."""
    declared = _declared()["columns"]
    return declared.get(f"{table}.{column}", declared[column])[LANGUAGES.index(language)]


def sheet_words(table: str, language: str) -> str:
    """What the sheet of a table is called in the language."""
    return _declared()["tables"][table][LANGUAGES.index(language)]


def headed(table: str, column: str, declared: Column, language: str) -> str:
    """A header cell in the language: the words and the unit, and under them the name that findings use."""
    unit = f" ({declared.unit})" if declared.unit else ""
    return f"{words(table, column, language)}{unit}\n{column}"


def column_of(label: str, table: Table) -> str:
    """The column that a header cell means, by its declared name or its words; empty where it means none, or bears another unit."""
    lines = [line for line in label.splitlines() if line.strip()]
    meant = {_column_of(line, table) for line in lines}
    return meant.pop() if len(meant) == 1 else ""


def _column_of(line: str, table: Table) -> str:
    """The column that one line of a header cell means."""
    known = _known(table.name)
    if plain(line) in known:
        return known[plain(line)]
    remark = _IN_BRACKETS.search(line)
    found = known.get(plain(line[: remark.start()]), "") if remark else ""
    declared = table.columns.get(found)
    return found if remark and declared and plain(remark[1]) in _units(declared) else ""


def table_of_sheet(sheet: str) -> str:
    """The table that a sheet is named for, a year or a number behind its name left out; empty where there is none."""
    known = _known_sheets()
    return known.get(plain(sheet)) or known.get(plain(_NUMBERED.sub("", sheet)), "")


def is_copy(sheet: str) -> bool:
    """Whether the sheet bears the name that spreadsheets give to a copy, such as `water (2)`."""
    return bool(_COPY.search(sheet))


def original(sheet: str) -> str:
    """The name of the sheet that a copy was made of."""
    return _COPY.sub("", sheet)


def _units(column: Column) -> tuple[str, ...]:
    return (plain(column.unit), plain(column.unit.replace("2", "₂")), plain(column.unit.replace("m3", "m³").replace("m2", "m²")))


@cache
def _known(table: str) -> Mapping[str, str]:
    """The columns of a table by every name that they go by; a declared name comes before a word."""
    names = (*ALWAYS, *submission_tables()[table].columns)
    spelled = {plain(words(table, name, language)): name for name in names for language in LANGUAGES}
    return spelled | {name: name for name in names}


@cache
def _known_sheets() -> Mapping[str, str]:
    names = submission_tables()
    spelled = {plain(sheet_words(name, language)): name for name in names for language in LANGUAGES}
    return spelled | {name: name for name in names}


@cache
def _declared() -> Mapping[str, Mapping[str, list[str]]]:
    text = files("greening.tables").joinpath("headings.yml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, list[str]]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found
