"""The files beside a page: figures.csv, footprint.csv and report.json."""

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from upath import UPath

from greening import formats, locale, paths
from greening.formats import is_missing
from greening.guarded_cells import guarded
from greening.narrative import cover, methodology
from greening.narrative.report import Report
from greening.publish import citation, gate, privacy, report_workbook

#: The schema of report.json, beside this file and among the assets of the site.
SCHEMA = "report.schema.json"
#: The files that every report has.
NAMES = ("figures.csv", "footprint.csv", "report.json")
#: Sums of the same numbers in another order differ by less.
_SAME = 1e-9
#: What is told of a source of factors.
_SOURCE = ("title", "publisher", "version", "url", "via", "licence", "attribution", "caution")

_FIGURE_COLUMNS = ("unit", "low", "high", "interval_kind", "precision", "alternatives", "method", "note", "derivation")


@dataclass(frozen=True)
class Outgoing:
    """What of the files beside a page is written with it: they are the same for every language, and one writes them."""

    is_due: bool = True
    #: Whether there is a workbook, too; it is in the first language of a report.
    has_workbook: bool = False


#: What a page made alone has beside it.
WITHOUT_WORKBOOK = Outgoing()


def names(report: Report, outgoing: Outgoing) -> list[str]:
    """The files of the data set beside every page of the report."""
    return [*NAMES, *([report_workbook.name(report)] if outgoing.has_workbook else [])]


def write(report: Report, reports: str | UPath, outgoing: Outgoing = WITHOUT_WORKBOOK, charts: Mapping[str, str] | None = None) -> list[UPath]:
    """Write the files of an organization and year that are asked for whole; gives their paths.

    Journeys of people are added up first (see publish.privacy). `charts` are the files of the page's charts, for the workbook.
    Raises GateError, and writes nothing, where a file would not hold the figures as they are.
    """
    contents = {**(_shared(report) if outgoing.is_due else {}), **(_workbook(report, charts) if outgoing.has_workbook and charts is not None else {})}
    folder = paths.report(reports, report.year, report.organization)
    for name, content in contents.items():
        paths.write_bytes(folder / name, content)
    return [folder / name for name in contents]


def _shared(report: Report) -> dict[str, bytes]:
    table, footprint, document = figures_csv(report), footprint_csv(report), report_json(report)
    found = [*gate.file_differences(table, document, report.figures), *_sum_differences(footprint, report)]
    gate.check(found, f"{report.organization} {report.year}")
    return {name: content.encode() for name, content in zip(NAMES, (table, footprint, document), strict=True)}


def _sum_differences(footprint: str, report: Report) -> list[gate.Difference]:
    """Whether the lines of footprint.csv still add up to all emissions."""
    lines = math.fsum(float(row["emissions_tco2e"] or 0.0) for row in csv.DictReader(io.StringIO(footprint)))
    rows = math.fsum(report.footprint["emissions_tco2e"].dropna().tolist())
    told = f"the lines add up to {lines!r} t CO2e, the footprint to {rows!r}"
    return [] if math.isclose(lines, rows, rel_tol=_SAME, abs_tol=_SAME) else [gate.Difference("", repr(lines), repr(rows), told, NAMES[1])]


def _workbook(report: Report, charts: Mapping[str, str]) -> dict[str, bytes]:
    name, content = report_workbook.name(report), report_workbook.content(report, charts)
    known = {figure_id: fact.raw for figure_id, fact in report.facts.items()}
    gate.check(gate.against(name, report_workbook.written(content), known), f"{report.organization} {report.year}")
    return {name: content}


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
    """The figures and targets of the report for machines, a line each; a value that is not known is left out.

    What each field is, `report.schema.json` says, which lies among the assets of the site.
    """
    plain = replace(report, language=locale.SOURCE, catalogue=locale.catalogue(locale.SOURCE))
    about = {
        "$schema": f"../../assets/{SCHEMA}",
        "organization": report.organization,
        "name": report.own_name,
        "year": report.year,
        "edition": report.year + 1,
        "status": cover.status(report),
        "illustrative": report.is_illustrative,
        "is_group": report.is_group,
        "public": report.is_public,
        "citation": citation.line(plain),
        "licence": plain.text("licence.about"),
    }
    withheld = [{"figure_id": name, "reason": reason} for name, reason in report.withheld.items()]
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = {
        "figures": _records(report.figures),
        "targets": _records(report.targets),
        "sources": [_source(name, source) for name, source in methodology.sources(report).items()],
        "withheld": withheld,
    }
    lines = {name: _json(cell) for name, cell in about.items()}
    lines |= {name: f"[\n{told}\n]" if (told := ",\n".join(map(_json, listed))) else "[]" for name, listed in rows.items()}
    return "{\n" + ",\n".join(f'"{name}": {line}' for name, line in sorted(lines.items())) + "\n}\n"


def _source(name: str, source: Mapping[str, Any]) -> dict[str, str]:
    """A source of factors as sources.yml has it: what it is, where it is, and under which licence."""
    told = {column: str(source.get(column) or "").strip() for column in _SOURCE}
    return {"source_id": name, **{column: text for column, text in told.items() if text}}


def schema() -> bytes:
    """The JSON Schema of report.json."""
    return Path(__file__).with_name(SCHEMA).read_bytes()


def _json(value: Any) -> str:
    """A value as one line; indented lines would be written sign by sign in Python, which takes four times as long."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


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
