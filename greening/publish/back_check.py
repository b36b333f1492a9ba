"""A report read back before it replaces the last one: every file of a language against the figures, and the languages against each other."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import chain
from typing import Any
from urllib.parse import unquote

from nbformat import NotebookNode

from greening import formats
from greening.charts.specification import MIMETYPE
from greening.errors import CatalogueError
from greening.formats import Fact
from greening.guarded_cells import without_guard
from greening.locale import Catalogue
from greening.narrative.report import Report
from greening.publish import chart_files, derivation_pack, gate, how_page
from greening.publish.entries import Entries
from greening.publish.gate import Difference

#: A label of a drawing that leads to a figure, what it says to a screen reader, and what it shows.
_LABEL = re.compile(r'<a href=how\.[\w-]+\.html#(\d+) aria-label="([^"]*)"><text\b[^>]*>(.*?)</text></a>', re.DOTALL)
#: The number of the entry that an element of a figure leads to, and the figure.
_LED = re.compile(r'<a(?: class="words")? href="?how\.[\w-]+\.html#([^">]*)"?><data\b[^<>]*\bdata-figure="([^"]*)"')
#: An entry on the page of how figures were made: its address, and its number.
_ENTRY = re.compile(r'<article class="how" id="([^"]*)">\s*<h3 id="(\d+)">')
_PACK = re.compile(r'<script type="text/plain" id="derivations"[^>]*>([^<]*)</script>')
_CHART = re.compile(r'<figure class="chart[^"]*" id="([^"]+)">(.*?)</figure>', re.DOTALL)
#: Where a cell begins; on a page it has no end of its own.
_CELL = re.compile(r"<t[hd]\b")
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_DIGIT = re.compile(r"\d")
#: The ways to print a figure, those of labels first.
_STYLES = tuple(dict.fromkeys(("rough", "short", "size", "plain", "unit", "about", *formats.STYLES)))
#: So many of the figures that two languages do not share are told.
_TOLD = 5


def of_page(contents: Mapping[str, str], entries: Entries, report: Report) -> list[Difference]:
    """What the files of a page in one language hold otherwise than the figures are: `contents` has each file by its place beside the page.

    Of the page all elements of figures and the labels of its drawings are compared with the product; the entries behind its figures, with the product
    and with those that were packed into the page and written on the page of how figures were made; and each chart's file, cell by cell. Entries that
    were kept since they were made from the same figures are not compared with these again, only with what now stands on the pages; a page of how
    figures were made that still stands as it was compared is not among the files.
    """
    name, how = f"{report.language}.html", how_page.name(report.language)
    page, known, words, places = contents[name], report.facts, report.catalogue, how_page.numbers(entries.ids)
    of_files: dict[str, Iterable[Difference]] = {
        name: chain(gate.unlike(page, known, words), _labels(page, known, words, entries.ids), _led(page, places), _packed(page, entries))
    }
    if how in contents:
        of_files[how] = _of_how_page(contents[how], entries, places, report)
    named = [_in(place, line) for place, found in of_files.items() for line in found]
    return [*named, *_chart_files(page, report.language, contents, known)]


def _of_how_page(how: str, entries: Entries, places: Mapping[str, int], report: Report) -> Iterator[Difference]:
    written = "".join(entries.every.values())
    made = [] if entries.is_known else gate.unlike(written, report.facts, report.catalogue)
    return chain(made, _listed(how, written), _placed(how, places))


def _in(place: str, line: Difference) -> Difference:
    return line if line.file else Difference(line.figure, line.found, line.expected, line.told, place)


def _led(page: str, numbers: Mapping[str, int]) -> Iterator[Difference]:
    """Figures that lead to the entry of another, or to none."""
    for found, named in dict.fromkeys(_LED.findall(page)):
        figure_id = unescape(named)
        expected = str(numbers.get(figure_id, ""))
        if found != expected:
            yield Difference(figure_id, found, expected, f"{figure_id}: its number leads to entry {found}, not {expected}")


def _placed(how: str, numbers: Mapping[str, int]) -> Iterator[Difference]:
    """Entries that do not stand under their number on the page of how figures were made."""
    held = {unescape(unquote(anchor)): number for anchor, number in _ENTRY.findall(how)}
    for figure_id, number in numbers.items():
        found, expected = held.get(figure_id, ""), str(number)
        if found != expected:
            yield Difference(figure_id, found, expected, f"{figure_id}: its entry has the number {found}, not {expected}")


def _labels(page: str, known: Mapping[str, Fact], words: Catalogue, entries: Sequence[str]) -> Iterator[Difference]:
    """Labels of drawings that show anything else than their figure."""
    for number, spoken, shown in dict.fromkeys(_LABEL.findall(page)):
        figure_id = entries[int(number)] if int(number) < len(entries) else number
        if figure_id not in known:
            yield Difference(figure_id, shown, "", f"{figure_id}: no such figure, on a drawing as {shown}")
            continue
        text = unescape(_TAG.sub("", shown))
        if not _shows(text, known[figure_id], words, is_all=True):
            yield Difference(figure_id, text, known[figure_id].raw, f"{figure_id}: the drawing shows {text}, the figures have {known[figure_id].raw}")
        told = unescape(spoken)
        if not _shows(told, known[figure_id], words, is_all=False):
            yield Difference(figure_id, told, known[figure_id].raw, f"{figure_id}: the drawing tells {told}, the figures have {known[figure_id].raw}")


def _shows(text: str, fact: Fact, words: Catalogue, *, is_all: bool) -> bool:
    """Whether a text holds the figure in one of the ways to print it; as all that has digits, where it is to say nothing else."""
    for style in _STYLES:
        try:
            printed = formats.figure(words, fact, style)
        except CatalogueError:
            continue
        before, found, after = text.rpartition(printed) if printed else ("", "", "")
        if found and not (_DIGIT.search(before + after) if is_all else before[-1:].isdigit() or after[:1].isdigit()):
            return True
    return False


def _packed(page: str, entries: Entries) -> Iterator[Difference]:
    """Entries that the page opens otherwise than they were made."""
    found = _PACK.search(page)
    if found and entries.is_known and found[1] == entries.packed:
        return
    own, opened = entries.own, derivation_pack.unpacked(found[1]) if found else {}
    for figure_id in dict.fromkeys([*own, *opened]):
        if opened.get(figure_id, "") != derivation_pack.lined(own.get(figure_id, "")):
            held, made = _values(opened.get(figure_id, "")), _values(own.get(figure_id, ""))
            yield Difference(figure_id, held, made, f"{figure_id}: the page opens another entry than was made of the figures ({held}, not {made})")


def _values(entry: str) -> str:
    return ", ".join(sorted(value for _, value in gate.values(entry))) or "nothing"


def _listed(how: str, written: str) -> Iterator[Difference]:
    """Figures that the page of how they were made prints otherwise than the entries."""
    if gate.elements(how) != gate.elements(written):
        shown, made = dict(gate.values(how)), dict(gate.values(written))
        yield from gate.against("", list(shown.items()), made)


def _chart_files(page: str, language: str, contents: Mapping[str, str], known: Mapping[str, Fact]) -> Iterator[Difference]:
    """Cells of the charts' files that hold anything else than the table on the page, with the value of each figure in full."""
    for chart, inner in _CHART.findall(page):
        if table := _TABLE.search(inner):
            place = chart_files.name(chart, language)
            yield from _of_table(table[0], contents.get(place, ""), known, place)


def _of_table(table: str, file: str, known: Mapping[str, Fact], place: str) -> Iterator[Difference]:
    expected = [[_cell(cell.partition(">")[2], known) for cell in _CELL.split(row)[1:]] for row in table.split("<tr")[1:]]
    written = [list(map(without_guard, row)) for row in csv.reader(io.StringIO(file))]
    if list(map(len, written)) != list(map(len, expected)):
        yield Difference("", str(len(written)), str(len(expected)), "not the rows and columns of its chart's table", place)
        return
    for cell, (figure_id, value) in zip(chain.from_iterable(written), chain.from_iterable(expected), strict=True):
        if cell != without_guard(value):
            yield Difference(figure_id, cell, value, f"{figure_id or 'a cell'} is {cell}, the figures have {value}", place)


def _cell(cell: str, known: Mapping[str, Fact]) -> tuple[str, str]:
    """The figure of a cell and its value in full; the cell's text where it shows none, several, or only how sharp one is."""
    figures = gate.printed(cell)
    attributes = figures[0][0] if len(figures) == 1 else {}
    figure_id = attributes.get("data-figure", "")
    if figure_id in known and not attributes.get("data-format", "").endswith("range"):
        return figure_id, known[figure_id].raw
    return "", unescape(_TAG.sub("", cell)).strip()


def of_charts(outputs: Iterable[NotebookNode], known: Mapping[str, Fact]) -> Iterator[Difference]:
    """Rows that charts draw and that lead to a figure, but hold anything else than its value; of a whole line, where none of its rows does."""
    for output in outputs:
        for name, table in output.data[MIMETYPE].get("datasets", {}).items():
            place = f"chart {output.metadata[MIMETYPE].get('id') or name}"
            of_rows = ((str(row["link"]), [row]) for row in table if row.get("link"))
            of_lines = ((line, table) for line in dict.fromkeys(str(row["allowed_link"]) for row in table if row.get("allowed_link")))
            found = (_drawn(linked.partition(" ")[0], rows, known, place) for linked, rows in chain(of_rows, of_lines))
            yield from filter(None, found)


def _drawn(figure_id: str, rows: Sequence[Mapping[str, Any]], known: Mapping[str, Fact], place: str) -> Difference | None:
    fact = known.get(figure_id)
    held = [cell for row in rows for cell in row.values() if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    if fact is not None and fact.value in held:
        return None
    drawn, expected = ", ".join(map(repr, held)), fact.raw if fact else "no such figure"
    return Difference(figure_id, drawn, expected, f"{figure_id}: drawn from {drawn}, the figures have {expected}", place)


def of_languages(pages: Mapping[str, str]) -> list[Difference]:
    """Figures that not every language prints, or not with the same value; `pages` has the page of each language."""
    printed = {language: gate.values(page) for language, page in pages.items()}
    every = set().union(*printed.values())
    return [
        Difference(figure_id, "", value, f"{figure_id} ({value}) is printed in {_among(printed, figure_id, value)} and not here", f"{language}.html")
        for language, held in printed.items()
        for figure_id, value in sorted(every - held)[:_TOLD]
    ]


def _among(printed: Mapping[str, set[tuple[str, str]]], figure_id: str, value: str) -> str:
    return ", ".join(language for language, held in printed.items() if (figure_id, value) in held)


def as_json(found: Sequence[Difference]) -> str:
    """Differences as a text that findings are read from, a line each."""
    rows = ({"file": one.file, "figure": one.figure, "found": one.found, "expected": one.expected, "told": one.told} for one in found)
    return "".join(f"{json.dumps(row, ensure_ascii=False, sort_keys=True)}\n" for row in rows)
