"""The data of each chart as a CSV file beside the page: what its table shows, numbers in full."""

import csv
import io
import re
from collections.abc import Mapping, Set as AbstractSet
from html import unescape

from upath import UPath

from greening import paths
from greening.guarded_cells import guarded

#: The folder beside the page.
FOLDER = "charts"
_CHART = re.compile(r'<figure class="chart[^"]*" id="([^"]+)">(.*?)</figure>', re.DOTALL)
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
#: Where rows and cells begin; on a page they have no ends of their own.
_ROW, _CELL = re.compile(r"<tr\b[^>]*>"), re.compile(r"<t[hd]\b[^>]*>")
_FIGURE = re.compile(r'<data\b[^>]*\bvalue="([^"]*)"([^>]*)>')
_TAG = re.compile(r"<[^>]*>")


def name(chart: str, language: str) -> str:
    """The place of a chart's file as seen from the page."""
    return f"{FOLDER}/{chart.removeprefix('chart-')}.{language}.csv"


def contents(page: str, language: str) -> dict[str, str]:
    """The file of each chart of a page that has a table, by its place."""
    tables = ((chart, _TABLE.search(inner)) for chart, inner in _CHART.findall(page))
    return {name(chart, language): table_csv(found[0]) for chart, found in tables if found}


def table_csv(table: str) -> str:
    """A table of a page as CSV: a figure with all of its digits, an interval as it is printed, no text that is a formula to a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([_cell(cell) for cell in row] for row in _cells(table))
    return buffer.getvalue()


def _cells(table: str) -> list[list[str]]:
    """The rows of a table of a page, each the HTML inside of its cells, and after the last of a row what ends that."""
    return [_CELL.split(row)[1:] for row in _ROW.split(table)[1:]]


def _cell(inner: str) -> str:
    figures = _FIGURE.findall(inner)
    if len(figures) == 1 and 'range"' not in figures[0][1]:
        value = unescape(figures[0][0])
        return value if _is_number(value) else guarded(value)
    return guarded(unescape(_TAG.sub("", inner)).strip())


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def put(made: Mapping[str, str], folder: UPath, language: str) -> list[UPath]:
    """Write files of charts but those that stand as they are, and take away those of charts that are gone; gives the paths of all."""
    places = {folder / place: content.encode() for place, content in made.items()}
    there = set(written(folder, language))
    remove(folder, language, kept=set(places))
    for place, content in places.items():
        # To read a file takes a tenth of what it takes to write one whole, and most pages are published again with the same charts.
        if place not in there or place.read_bytes() != content:
            paths.write_bytes(place, content)
    return list(places)


def remove(folder: UPath, language: str, kept: AbstractSet[UPath] = frozenset()) -> None:
    """Take away the files of a language's charts but those kept."""
    for place in written(folder, language):
        if place not in kept:
            place.unlink(missing_ok=True)


def written(folder: UPath, language: str) -> list[UPath]:
    """The files of a language's charts that are there."""
    return sorted((folder / FOLDER).glob(f"*.{language}.csv"), key=str) if (folder / FOLDER).is_dir() else []
