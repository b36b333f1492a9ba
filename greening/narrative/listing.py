"""Tables of what was submitted, row by row, in the reader's words."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from greening import notes, tables
from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.report import Report, Row

#: Columns of free text that hold codes where the report has a term for them.
_CODES = ("topic", "treatment", "aspect", "source", "purpose")
#: Columns of free text of which some cells are words that the report has a term for: those stand in its language.
_WORDS = ("answer", "basis", "kind", "adopted_by")


def listing(report: Report, table: str, columns: Sequence[str], caption: str, rows: Sequence[Row] | None = None) -> Markup:
    """The rows of a submission table (or those given) under the columns that hold anything; nothing where there are none."""
    head, texts = cells(report, table, columns, rows)
    return elements.table(report.text(caption), head, texts, numeric=False, style="listing")


def cells(report: Report, table: str, columns: Sequence[str], rows: Sequence[Row] | None = None) -> tuple[list[str], list[tuple[str, ...]]]:
    """Head and rows of a listing, in the reader's words."""
    own = report.rows(table) if rows is None else rows
    filled = [column for column in columns if any(not is_missing(row[column]) for row in own)]
    declared = tables.submission_tables()[table].columns
    texts = [[_cell(report, column, row[column], is_code=bool(declared[column].choices)) for row in own] for column in filled]
    return [report.text(f"head.{column}") for column in filled], list(zip(*texts, strict=True))


def _cell(report: Report, column: str, cell: Any, *, is_code: bool) -> str:
    """A cell of a column: shares as percentages, topics by their terms."""
    if is_missing(cell):
        return ""
    if column.endswith("_share"):
        return report.catalogue.percent(cell)
    if column == "location_id":
        return report.place(str(cell))
    if column == "figure":
        return report.catalogue.label(cell)
    if column in _WORDS and not is_code:
        return _known(report, str(cell))
    text = word(report, cell, is_code=is_code or column in _CODES)
    return text[:1].upper() + text[1:] if column in _CODES else text


def _known(report: Report, text: str) -> str:
    """A word of a submitter's own by the term that the report has for it, such as `per person`; else the text as it is."""
    key = text.strip().lower().replace(" ", "_")
    if not report.catalogue.has(f"term.{key}"):
        return notes.told(report.catalogue, text)
    told = report.term(key)
    return told if text[:1].islower() else told[:1].upper() + told[1:]


def word(report: Report, cell: Any, *, is_code: bool = False) -> str:
    """A cell in the reader's words: dates as the language writes them, truth as yes or no, codes by their terms, an empty cell as nothing.

    Texts of the reference tables are said in the report's language.
    """
    if is_missing(cell):
        return ""
    if isinstance(cell, pd.Timestamp):
        return report.catalogue.date(cell.date())
    if isinstance(cell, bool | np.bool_):
        return report.term("yes" if cell else "no")
    if isinstance(cell, float):
        return report.catalogue.decimal(cell, 0 if cell == int(cell) else 2)
    return report.term(cell) if is_code else notes.told(report.catalogue, str(cell))
