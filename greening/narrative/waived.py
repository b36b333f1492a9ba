"""The findings that were accepted in spite of a rule: what was found, by whom it was waived, until when and why."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.report import Report


def findings(report: Report) -> Markup:
    """A table of what was waived, in the order of the product; nothing where nothing was, or where it is not for who reads the report."""
    known = report.findings
    if "waived_until" not in known.columns:
        return Markup("")
    own = known[known["waived_until"].fillna("").ne("")]
    columns = ["table", "source_file", "source_row", "rule", "message", "waived_by", "waived_until", "waived_reason"]
    rows = [_row(report, row) for row in own[columns].to_dict("records")]
    heads = ("validation.head.place", "validation.head.message", "validation.head.waived", "waived.head.until", "waived.head.reason")
    return elements.table(report.text("waived.title"), [report.text(head) for head in heads], rows, numeric=False, style="listing")


def _row(report: Report, row: Mapping[Any, Any]) -> list[str]:
    words = report.catalogue
    return [
        elements.isolated(_place(report, row)),
        elements.spoken(words, str(row["message"])),
        elements.isolated(str(row["waived_by"])),
        words.day(str(row["waived_until"])),
        elements.isolated(str(row["waived_reason"])),
    ]


def _place(report: Report, row: Mapping[Any, Any]) -> str:
    file = str(row["table"] if is_missing(row["source_file"]) else row["source_file"])
    if is_missing(row["source_row"]):
        return report.text("validation.place.file", file=file)
    return report.text("validation.place.row", file=file, row=str(row["source_row"]))
