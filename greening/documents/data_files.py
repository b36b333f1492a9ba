"""The data table of a group for spreadsheets and programs: one row a member and two rows of the group, as CSV and as a workbook."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from upath import UPath

from greening import paths
from greening.formats import Fact
from greening.guarded_cells import guarded
from greening.locale import SOURCE, catalogue
from greening.narrative.members import EXCLUDING, Member, members
from greening.narrative.report import Report
from greening.notes import told
from greening.peers.columns import TABLE
from greening.publish.workbook import Cell, workbook

CSV, WORKBOOK = "data_table.csv", "data_table.xlsx"
#: What a row is: a member, all members together, or all without their field missions.
KINDS = ("member", "all", "all_excluding_field_missions")
_HEAD = ("row", "organization", "name", "parent", "data_year", "status")
_TAIL = ("precision", "notes")


def write(report: Report, folder: UPath) -> dict[str, bytes]:
    """Write the data table of a group beside its page and give the files by their name; of a body without members none, and none is left."""
    # One table for all languages: what programs read does not depend on which of them was written last.
    made = files(replace(report, language=SOURCE, catalogue=catalogue(SOURCE)))
    for name in (CSV, WORKBOOK):
        if name in made:
            paths.write_bytes(folder / name, made[name])
        else:
            (folder / name).unlink(missing_ok=True)
    return made


def files(report: Report) -> dict[str, bytes]:
    """The files by their name; none where the body has no members."""
    if not report.is_group:
        return {}
    listed = rows(report)
    return {CSV: _csv(listed).encode("utf-8"), WORKBOOK: workbook({"data_table": listed, "columns": _columns(report)})}


def rows(report: Report) -> list[list[Cell]]:
    """The head, then the rows: figures with all their digits; empty where a member has none."""
    body = [*(_member(report, member) for member in members(report)), *_together(report)]
    return [[*_HEAD, *TABLE, *_TAIL], *body]


def _member(report: Report, member: Member) -> list[Cell]:
    ids = {figure_id: member.figure(figure_id) for figure_id in TABLE}
    start: list[Cell] = ["member", member.code, member.name, report.organization, member.data_year, member.status]
    return [*start, *_figures(report, ids), "; ".join([*([member.reason] if member.reason else []), *notes(report, ids.values())])]


def _together(report: Report) -> Iterator[list[Cell]]:
    """The rows of the group itself: of everything, and without field missions as far as there are such figures."""
    for kind, ending in zip(KINDS[1:], ("", EXCLUDING), strict=True):
        ids = {figure_id: f"{figure_id}{ending}" for figure_id in TABLE}
        start: list[Cell] = [kind, report.organization, report.name, "", report.year, ""]
        yield [*start, *_figures(report, ids), "; ".join(notes(report, ids.values()))]


def _figures(report: Report, ids: Mapping[str, str]) -> list[Cell]:
    """The figures, and last which of them are not exact and how."""
    facts = {name: report.facts[figure_id] for name, figure_id in ids.items() if figure_id in report.facts}
    unsharp = "; ".join(f"{name}: {fact.precision}" for name, fact in facts.items() if fact.is_unsharp and fact.precision)
    return [*(_cell(facts.get(name)) for name in ids), unsharp]


def _cell(fact: Fact | None) -> Cell:
    return None if fact is None else fact.text if fact.value is None else fact.value


def notes(report: Report, ids: Iterable[str]) -> list[str]:
    """The cautions that go with some figures, each once."""
    found = (report.facts[figure_id].note for figure_id in ids if figure_id in report.facts)
    return list(dict.fromkeys(told(report.catalogue, note) for note in found if note))


def _columns(report: Report) -> list[list[Cell]]:
    """What each column of figures holds: its name, its unit, and how the figure is called."""
    units: list[list[Cell]] = [[name, unit, report.catalogue.label(name)] for name, unit in TABLE.items()]
    return [["column", "unit", "name"], *units]


def _csv(listed: Sequence[Sequence[Cell]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([[_text(cell) for cell in row] for row in listed])
    return buffer.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else repr(cell)
