"""A report made in a test: a few figures and rows, everything else without rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import nbformat
import pandas as pd
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_code_cell, new_notebook, new_output

from greening import locale, tables
from greening.narrative.report import Report
from greening.narrative.section import Section

Row = Mapping[str, Any]


def figures(*rows: Row) -> pd.DataFrame:
    """The product `figures` with the rows."""
    return tables.stack("figures", [pd.DataFrame(list(rows))]) if rows else tables.empty("figures")


def activities(**rows: Sequence[Row]) -> pd.DataFrame:
    """The product `activities` with the rows of each table, of the organization BODY and 2022."""
    shared = {"organization": "BODY", "data_year": 2022}
    frames = [pd.DataFrame([{**shared, "table": table, **row} for row in listed]) for table, listed in rows.items()]
    return tables.stack("activities", frames)


def report(*rows: Row, language: str = "en", **products: pd.DataFrame) -> Report:
    """A report of the organization BODY and 2022."""
    known = {name: products.get(name, tables.empty(name)) for name in ("targets", "activities", "findings", "footprint", "indicators", "members")}
    return Report(2022, "BODY", language, figures(*rows), catalogue=locale.catalogue(language), **known)


def quantity(figure_id: str, value: float, unit: str = "t CO2e", **more: Any) -> Row:
    """A row of `figures` that holds a number."""
    return {"figure_id": figure_id, "value": value, "unit": unit, "organization": "BODY", "year": 2022, **more}


def word(figure_id: str, text: str, **more: Any) -> Row:
    """A row of `figures` that holds a text."""
    return {"figure_id": figure_id, "text": text, "unit": "text", "organization": "BODY", "year": 2022, **more}


def text(html: str) -> str:
    """What a reader sees of some HTML, without line breaks."""
    from html.parser import HTMLParser

    parts: list[str] = []
    reader = HTMLParser()
    reader.handle_data = parts.append  # type: ignore[method-assign]
    reader.feed(html)
    reader.close()
    return " ".join("".join(parts).split())


def executed(*sections: Section) -> nbformat.NotebookNode:
    """An executed notebook whose cells show the sections."""
    InteractiveShell.instance()
    cells = []
    for section in sections:
        with capture_output() as shown:
            section._ipython_display_()
        outputs = [new_output("display_data", data=output.data, metadata=output.metadata) for output in shown.outputs]
        cells.append(new_code_cell("a.section(read)", outputs=outputs))
    return new_notebook(cells=cells)
