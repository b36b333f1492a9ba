"""One workbook of a report for spreadsheets: its figures, footprint, targets, findings, factors with their licences, and the tables of its charts."""

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from greening.formats import is_missing
from greening.guarded_cells import FORMULA_SIGNS, without_guard
from greening.narrative import methodology
from greening.narrative.report import Report
from greening.notes import told
from greening.publish import citation, privacy
from greening.publish.workbook import Cell, workbook

#: The sheets in their order.
SHEETS = ("about", "figures", "footprint", "targets", "findings", "factors", "charts")
_FIGURE = ("unit", "low", "high", "interval_kind", "precision", "method")
_FACTOR = ["factor_id", "factor_unit", "factor_year", "factor_source_id", "factor_rung", "factor_boundary"]
_SOURCE = ("title", "publisher", "version", "url", "licence", "attribution", "caution")
_FINDING = (
    "level",
    "rule",
    "table",
    "source_file",
    "source_row",
    "column",
    "value",
    "expected",
    "message",
    "waived_by",
    "waived_reason",
    "waived_until",
)
#: A cell of a sheet as it is written: its column, and its text or number.
_CELL = re.compile(r'<c r="([A-Z]+)\d+"(?: s="1")?(?: t="inlineStr"><is><t xml:space="preserve">([^<]*)</t></is>|><v>([^<]*)</v>)</c>')
#: Names of sheets are short and without these signs.
_FORBIDDEN, _LONGEST = re.compile(r"[\[\]:*?/\\']"), 31


def name(report: Report) -> str:
    """The file's name beside the page."""
    return f"{report.organization}-{report.year}.xlsx"


def content(report: Report, charts: Mapping[str, str]) -> bytes:
    """The workbook; `charts` are the files of the charts' tables by their place. Numbers are numbers, and no text is a formula."""
    rows = {
        "about": _about(report),
        "figures": _figures(report),
        "footprint": _frame(privacy.public(report.footprint, report.activities)),
        "targets": _frame(report.targets),
        "findings": _frame(report.findings[[column for column in _FINDING if column in report.findings.columns]]),
        "factors": _factors(report),
        "charts": _charts(charts),
    }
    return workbook({_sheet(report, sheet): rows[sheet] for sheet in SHEETS})


def _sheet(report: Report, sheet: str) -> str:
    return _FORBIDDEN.sub(" ", report.text(f"workbook.sheet.{sheet}"))[:_LONGEST]


def _about(report: Report) -> list[list[Cell]]:
    text = report.text
    known: list[list[Cell]] = [
        [text("workbook.about.report"), text("cover.title", name=report.name)],
        [text("head.year"), report.year],
        [text("workbook.about.state"), citation.state(report)],
        [text("workbook.about.cite"), citation.line(report)],
        [text("workbook.about.licence"), text("licence.about")],
    ]
    if report.is_illustrative:
        known.append([text("workbook.about.invented"), text("cover.illustrative")])
    sheets: list[list[Cell]] = [[_sheet(report, sheet), text(f"workbook.about.{sheet}")] for sheet in SHEETS[1:]]
    return [[text("workbook.about.title"), ""], *known, *sheets]


def _figures(report: Report) -> Iterator[list[Cell]]:
    """Every figure: what it is called, its value as a number or its text, how sharp it is, and how it was made."""
    yield ["figure_id", "name", "value", "text", *_FIGURE, "note"]
    for figure_id, fact in report.facts.items():
        about = [_cell(getattr(fact, column)) for column in _FIGURE]
        note = told(report.catalogue, fact.note) if fact.note else None
        yield [figure_id, report.catalogue.label(figure_id.partition("@")[0].partition(":")[0]), fact.value, _cell(fact.text), *about, note]


def _frame(frame: pd.DataFrame) -> Iterator[Sequence[Cell]]:
    yield [str(column) for column in frame.columns]
    yield from zip(*(_column(frame[column]) for column in frame.columns), strict=True)


def _column(cells: pd.Series) -> list[Cell]:
    """The cells of a column; words and codes stand in many rows, and each different one is made once."""
    if cells.dtype == "float64":
        return [None if math.isnan(cell) else cell for cell in cells.to_list()]
    places, values = pd.factorize(cells.array)
    made = [*(_cell(value) for value in values.tolist()), None]
    return [made[place] for place in places.tolist()]


def _cell(cell: Any) -> Cell:
    if is_missing(cell) or cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell if isinstance(cell, (int, float)) else str(cell)


def _factors(report: Report) -> Iterator[list[Cell]]:
    """Every factor with its source and licence; of few journeys of people none, and no value that is one journey's own."""
    yield [*_FACTOR, "lowest_value", "highest_value", "rows", *_SOURCE]
    known = methodology.sources(report)
    rows = report.footprint[report.footprint["factor_id"].notna()]
    is_journey = rows["table"].isin(privacy.JOURNEYS)
    groups = rows.assign(is_journey=is_journey).groupby(_FACTOR, dropna=False, sort=True)
    told_of = groups.agg(low=("factor_value", "min"), high=("factor_value", "max"), rows=("table", "size"), journeys=("is_journey", "sum"))
    counted = zip(*(told_of[column].tolist() for column in told_of.columns), strict=True)
    for key, (low, high, count, journeys) in zip(told_of.index.tolist(), counted, strict=True):
        if 0 < journeys < privacy.SMALLEST_GROUP:
            continue
        values = [None, None] if journeys and low != high else [_cell(low), _cell(high)]
        source = known.get(key[3], {})
        yield [*(_cell(cell) for cell in key), *values, int(count), *(_cell(str(source.get(column) or "").strip()) for column in _SOURCE)]


def _charts(files: Mapping[str, str]) -> Iterator[list[Cell]]:
    """The tables of all charts under each other, each under the name of its file."""
    for place, content in files.items():
        yield [place.rpartition("/")[2].removesuffix(".csv")]
        yield from ([_read(cell) for cell in row] for row in csv.reader(io.StringIO(content)))
        yield []


def _read(cell: str) -> Cell:
    """A cell of a file as it was before it was written: a number, or a text without the sign that keeps it from being a formula."""
    if cell.startswith(FORMULA_SIGNS[4:]) or cell.startswith("'"):
        return without_guard(cell)
    try:
        return float(cell)
    except ValueError:
        return cell or None


def written(content: bytes) -> list[tuple[str, str]]:
    """The figures that a workbook holds, each with its value in full, as another program reads them."""
    sheet = f"xl/worksheets/sheet{SHEETS.index('figures') + 1}.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(sheet).decode()
    return [held for row in text.split("</row>")[1:-1] if (held := _held(row))]


def _held(row: str) -> tuple[str, str]:
    cells = {column: number or words for column, words, number in _CELL.findall(row)}
    return _plain(cells.get("A", "")), _plain(cells.get("C") or cells.get("D", ""))


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
