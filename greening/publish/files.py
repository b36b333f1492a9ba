"""The files beside a page: figures.csv, footprint.csv and report.json."""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from upath import UPath

from greening import formats, paths
from greening.formats import is_missing
from greening.narrative.report import Report
from greening.publish import gate, privacy

_FIGURE_COLUMNS = ("unit", "low", "high", "interval_kind", "precision", "alternatives", "method", "note", "derivation")


def write(report: Report, reports: str | UPath) -> list[UPath]:
    """Write the three files of an organization and year whole; gives their paths.

    Journeys of people are added up first (see publish.privacy). Raises GateError where a file would not hold the figures as they are.
    """
    table, document = figures_csv(report), report_json(report)
    gate.check(gate.file_differences(table, document, report.figures), f"{report.organization} {report.year}")
    folder = paths.report(reports, report.year, report.organization)
    contents = {"figures.csv": table, "footprint.csv": footprint_csv(report), "report.json": document}
    for name, content in contents.items():
        paths.write_text(folder / name, content)
    return [folder / name for name in contents]


def figures_csv(report: Report) -> str:
    """Every figure: its value in full (or its text) in the column `value`, its bounds, and how it was made."""
    known = formats.facts(report.figures)
    rows = [
        [guarded(figure_id), report.organization, report.year, guarded(fact.raw) if fact.value is None else fact.raw, *_about(fact)]
        for figure_id, fact in known.items()
    ]
    return _csv(["figure_id", "organization", "year", "value", *_FIGURE_COLUMNS], rows)


def footprint_csv(report: Report) -> str:
    """The footprint as it may be published, every number in full."""
    rows = privacy.public(report.footprint, report.activities)
    return _csv(list(rows.columns), zip(*(_cells(rows[name]) for name in rows.columns), strict=True))


def report_json(report: Report) -> str:
    """The figures and targets of the report for machines, a line each; a value that is not known is left out."""
    about = {
        "organization": report.organization,
        "name": report.name,
        "year": report.year,
        "illustrative": report.is_illustrative,
        "is_group": report.is_group,
    }
    listed = {"figures": report.figures, "targets": report.targets}
    lines = {name: _json(cell) for name, cell in about.items()}
    rows = {name: ",\n".join(map(_json, _records(frame))) for name, frame in listed.items()}
    lines |= {name: f"[\n{told}\n]" for name, told in rows.items()}
    return "{\n" + ",\n".join(f'"{name}": {line}' for name, line in sorted(lines.items())) + "\n}\n"


def _json(value: Any) -> str:
    """A value as one line; indented lines would be written sign by sign in Python, which takes four times as long."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(gate.FORMULA_SIGNS) else text


def _about(fact: formats.Fact) -> list[str]:
    cells = (getattr(fact, name) for name in _FIGURE_COLUMNS)
    return [_cell(cell) for cell in cells]


def _cells(column: pd.Series) -> list[str]:
    """The cells of a column as they are written."""
    if column.dtype == "float64":
        return ["" if math.isnan(cell) else repr(cell) for cell in column.to_list()]
    # Words and codes stand in many rows: each different one is made once; the last place is that of what is missing.
    places, values = pd.factorize(column.array)
    # tolist on nullable values gives Python values, which are written the same on every system.
    written = [*(_cell(value) for value in values.tolist()), ""]
    return [written[place] for place in places.tolist()]


def _cell(cell: Any) -> str:
    if is_missing(cell):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(float(cell)) if isinstance(cell, float) else guarded(str(cell)) if isinstance(cell, str) else str(cell)


def _csv(head: list[str], rows: Iterable[Iterable[Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return buffer.getvalue()


def _records(frame: pd.DataFrame) -> list[Mapping[str, Any]]:
    # to_dict gives Python values; what is missing says so by its absence, since JSON knows no NaN.
    return [{str(name): cell for name, cell in record.items() if not is_missing(cell)} for record in frame.to_dict("records")]
