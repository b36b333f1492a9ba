"""The findings of a cycle as a table for the terminal and as a CSV file to mail back to those who submitted."""

import csv
import io
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from greening import locale, paths, spelling
from greening.chain import keys, state
from greening.chain.plan import Register, Task, chosen
from greening.chain.state import State
from greening.chain.status import as_text as as_table
from greening.errors import CallError, DeclarationError
from greening.guarded_cells import guarded
from greening.locale import Catalogue
from greening.publish import listed
from greening.submission import peek

#: Columns of the CSV file, and the message that heads each.
COLUMNS: Mapping[str, str] = {
    "organization": "site.head.organization",
    **{name: f"findings.head.{name}" for name in ("year", "level", "table", "file", "sheet", "row")},
    **{name: f"validation.head.{name}" for name in ("column", "found", "expected", "message", "waived", "rule")},
}
#: Those that the table on the terminal has after the level and the place.
_ON_TERMINAL = ("column", "found", "rule", "message")
#: A spreadsheet takes a UTF-8 file for one of its own system's code page unless it begins so.
_BOM = "\ufeff"
#: The narrowest column that a message is broken into on a terminal.
_NARROW = 40
#: A message that stands below its row is set in.
_BELOW: dict[str, Any] = {"initial_indent": "    ", "subsequent_indent": "    "}
#: The longest other cell on a terminal; the CSV file has all of it.
_LONGEST = 48


@dataclass(frozen=True)
class Found:
    """What was found in the submission of one organization."""

    task: Task
    #: How far it came; None where it has not been run.
    state: State | None
    #: The findings, in the columns of the product.
    findings: pd.DataFrame
    #: Whether the files handed in are no longer those that were checked.
    is_outdated: bool


def read(year: int, organizations: Sequence[str], data: str) -> list[Found]:
    """The findings of the organizations of a year as the last run left them; all that have input, where none is named.

    Raises CallError for a year without input and for an unknown code.
    """
    return [_of_task(task, data) for task in chosen(Register(data), [year], organizations)]


def _of_task(task: Task, data: str) -> Found:
    folder = paths.processed(data, task.year, task.organization)
    kept = state.read(folder)
    try:
        findings = listed.read(folder, task.organization, task.year)
    except DeclarationError:
        return Found(task, None, pd.DataFrame(), is_outdated=False)
    checked = keys.read("validate", folder).get("inputs", {}).get("files")
    return Found(task, kept, findings, checked != peek.file_hashes(paths.raw(data, task.year, task.organization)))


def only(found: Iterable[Found], levels: Sequence[str], rules: Sequence[str]) -> list[Found]:
    """The same with only the findings of some levels and rules, or of all where none is named; raises CallError for a rule that found nothing."""
    found = list(found)
    fired = sorted({rule for body in found if body.state for rule in body.findings["rule"]})
    unknown = [rule for rule in rules if rule not in fired]
    if unknown:
        there = ", ".join(fired) or "none"
        raise CallError(f"no finding of the rule {', '.join(unknown)}.{spelling.offer(unknown[0], fired)} There are findings of: {there}")
    return [replace(body, findings=_some(body.findings, levels, rules)) if body.state else body for body in found]


def _some(findings: pd.DataFrame, levels: Sequence[str], rules: Sequence[str]) -> pd.DataFrame:
    kept = findings[findings["level"].isin(levels)] if levels else findings
    return kept[kept["rule"].isin(rules)] if rules else kept


def is_open(findings: pd.DataFrame) -> pd.Series:
    """Whether each finding still waits for somebody: nobody has waived it."""
    return findings["waived_by"].isna()


def as_csv(found: Iterable[Found], words: Catalogue) -> bytes:
    """One line a finding, those to mend first first, in the words of a language; no spreadsheet takes a cell for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([words.text(key) for key in COLUMNS.values()])
    for body in found:
        writer.writerows([guarded(cell) for cell in line] for line in lines(body, words))
    return (_BOM + text.getvalue()).encode("utf-8")


def lines(body: Found, words: Catalogue) -> list[tuple[str, ...]]:
    """The cells of each finding of an organization in the order of `COLUMNS`."""
    return [_cells(row, words) for level in listed.LEVELS for group in _groups(body, level) for row in group.to_dict("records")]


def _groups(body: Found, level: str) -> list[pd.DataFrame]:
    """The findings of a level, those that wait for the same mending together; none of a body that has not been run."""
    return listed.folded(body.findings[body.findings["level"] == level]) if body.state else []


def _cells(row: Mapping[Any, Any], words: Catalogue) -> tuple[str, ...]:
    given = {name: "" if pd.isna(value) else str(value) for name, value in row.items()}
    place = (given["organization"], given["year"], words.text(f"findings.level.{given['level']}"))
    where = (given["table"], given["source_file"], given["sheet"], given["source_row"], given["column"])
    return (*place, *where, given["value"], said(given["expected"], words), said(given["message"], words), waived(given), given["rule"])


def said(text: str, words: Catalogue, isolate: Callable[[str], str] = str) -> str:
    """What a rule says in a language, codes and what was found left as they are; the English text where no one has translated it."""
    return "".join(isolate(piece.text) if piece.is_filled_in else piece.text for piece in words.pieces(text)) or isolate(text)


def waived(given: Mapping[Any, str]) -> str:
    """Who waived a finding, until when and why; empty where nobody did."""
    return f"{given['waived_by']} ({given['waived_until']}): {given['waived_reason']}" if given["waived_by"] else ""


def as_text(found: Sequence[Found], words: Catalogue, width: int = 0) -> str:
    """The findings under the name of each organization; messages are broken at the width of a terminal, where one is given."""
    return "\n\n".join(_of_body(body, words, width) for body in found)


def _of_body(body: Found, words: Catalogue, width: int) -> str:
    task = body.task
    again = f"python pipeline.py run --year {task.year} --organization {task.organization}"
    if body.state is None:
        return f"{task.name}: has not been run; run it first: {again}"
    rows = [_line(group, words) for level in listed.LEVELS for group in _groups(body, level)]
    told = [f"{task.name}: {_outcome(body)}", *([f"its files have changed since; check them again: {again}"] if body.is_outdated else [])]
    if not rows:
        return "\n".join([*told, "no findings"])
    heads = [words.text("findings.head.level"), words.text("validation.head.place"), *(words.text(COLUMNS[name]) for name in _ON_TERMINAL)]
    return "\n".join([*told, *_broken([heads, *rows], width)])


def _outcome(body: Found) -> str:
    outcome = body.state.outcome if body.state else ""
    waiting = body.findings[is_open(body.findings)]
    counted = [(level, int((waiting["level"] == level).sum())) for level in listed.LEVELS]
    return f"{outcome}; open: {', '.join(f'{count} {level}' for level, count in counted)}"


def _line(group: pd.DataFrame, words: Catalogue) -> list[str]:
    """A finding, or several that wait for the same mending, as a row of the table on the terminal."""
    first = dict(zip(COLUMNS, _cells(group.to_dict("records")[0], words), strict=True))
    more = f" (+{len(group) - 1})" if len(group) > 1 else ""
    accepted = f" [{words.text(COLUMNS['waived'])}: {first['waived']}]" if first["waived"] else ""
    return [first["level"], place(first, words) + more, *(first[name] for name in _ON_TERMINAL[:-1]), first["message"] + accepted]


def place(cells: Mapping[str, str], words: Catalogue) -> str:
    """Where a finding is, in words: file, sheet and row, as far as they are known."""
    file = cells["file"] or cells["table"]
    if not cells["row"]:
        return words.text("validation.place.file", file=file)
    if cells["sheet"]:
        return words.text("validation.place.sheet", file=file, sheet=cells["sheet"], row=cells["row"])
    return words.text("validation.place.row", file=file, row=cells["row"])


def _broken(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Rows as columns, the messages last; on a terminal that has no room for them, each on lines of its own below its row."""
    cells = [[shortened(" ".join(cell.split())) for cell in row[:-1]] for row in rows]
    table = as_table(cells[0], cells[1:]).split("\n")
    before = max(map(len, table)) + 2
    return [line for row, text in zip(table, rows, strict=True) for line in _with_message(row, " ".join(text[-1].split()), before, width)]


def _with_message(row: str, message: str, before: int, width: int) -> list[str]:
    """A row and its message: behind it, broken below itself where a width is given, or, where that leaves no room, below the row."""
    if width and width - before < _NARROW:
        return [row, *textwrap.wrap(message, width, **_BELOW)]
    first, *others = (textwrap.wrap(message, width - before) if width else [message]) or [""]
    return [f"{row:<{before}}{first}".rstrip(), *(" " * before + line for line in others)]


def shortened(text: str) -> str:
    """A cell of the table on the terminal, which is no longer than it has room for."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def words_of(language: str) -> Catalogue:
    """The catalogue of the language that a call asks for; raises CallError where there is none."""
    if language not in locale.languages():
        raise CallError(f"no catalogue for the language {language}; name one of {', '.join(locale.languages())}")
    return locale.catalogue(language)
