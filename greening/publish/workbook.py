"""A workbook of plain sheets, written as the few parts that a spreadsheet needs; the same cells give the same bytes.

Office Open XML (ECMA-376): texts stand in their cells and are never taken for formulas. A library for workbooks takes longer to load
than this takes to write.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from xml.sax.saxutils import escape, quoteattr

#: A text, a number, or nothing.
Cell = str | int | float | None

#: The moment that every part is dated; zip archives know nothing earlier.
_DATED = (1980, 1, 1, 0, 0, 0)
#: XML knows one end of a line.
_LINE_END = re.compile("\r\n?")
#: Signs that XML cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: Cells as they are, and the bold cells of a head.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
#: The first row and the first column stay in sight.
_VIEW = (
    '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
    "</sheetView></sheetViews>"
)
#: Width of a column, in signs.
_NARROWEST, _WIDEST = 8, 60
#: What a spreadsheet can hold: signs of a cell, and rows of a sheet.
LONGEST, MOST_ROWS = 32_767, 1_048_576
#: Signs that cannot stand in a part as they are.
_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Rows that are put together before they are packed: a sheet of hundreds of thousands is never whole in memory.
_AT_ONCE = 500


def workbook(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """A workbook of sheets by name, each with its rows; the first row is the head, which stays in sight with the first column.

    Of a text that is longer than a spreadsheet can hold its beginning is kept, and of a sheet its first rows.
    """
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": _relationships([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(sheets),
        "xl/_rels/workbook.xml.rels": _relationships(
            [*((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers), ("rId0", "styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            _put(archive, name, [part])
        for number, rows in zip(numbers, sheets.values(), strict=True):
            _put(archive, f"xl/worksheets/sheet{number}.xml", _sheet(rows))
    return buffer.getvalue()


def _put(archive: zipfile.ZipFile, name: str, parts: Iterable[str]) -> None:
    """Write an entry piece by piece, dated as every other."""
    entry = zipfile.ZipInfo(name, _DATED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # The system that wrote an entry is part of it.
    entry.create_system = 3
    with archive.open(entry, "w") as file:
        for part in chain([_START], parts):
            file.write(part.encode())


def _content_types(numbers: Sequence[int]) -> str:
    sheets = "".join(f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>' for number in numbers)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/>{sheets}</Types>'
    )


def _relationships(listed: Sequence[tuple[str, str, str]]) -> str:
    entries = "".join(f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in listed)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _book(sheets: Iterable[str]) -> str:
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(sheets, start=1))
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _sheet(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The parts of a sheet in their order."""
    left = islice(rows, MOST_ROWS)
    head = next(left, ())
    widths = "".join(f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>' for place, width in enumerate(_widths(head), start=1))
    columns = f"<cols>{widths}</cols>" if widths else ""
    yield f'<worksheet xmlns="{_MAIN}">{_VIEW}{columns}<sheetData>'
    lines = (f'<row r="{line}">{"".join(_cells(row, line))}</row>' for line, row in enumerate(chain([head] if head else [], left), start=1))
    while part := "".join(islice(lines, _AT_ONCE)):
        yield part
    yield "</sheetData></worksheet>"


def _widths(head: Sequence[Cell]) -> list[int]:
    return [min(max(_NARROWEST, len(str(name)) + 2), _WIDEST) for name in head]


def _cells(row: Sequence[Cell], line: int) -> Iterator[str]:
    style = ' s="1"' if line == 1 else ""
    for name, cell in zip(_names(len(row)), row, strict=True):
        if isinstance(cell, str):
            text = cell[:LONGEST]
            if _SPECIAL.search(text):
                text = escape(_FORBIDDEN.sub("", _LINE_END.sub("\n", text)))
            yield f'<c r="{name}{line}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else ""
        elif cell is not None:
            yield f'<c r="{name}{line}"{style}><v>{cell!r}</v></c>'


@lru_cache(maxsize=100)
def _names(count: int) -> tuple[str, ...]:
    """The names of the first columns."""
    return tuple(map(_letters, range(count)))


def _letters(place: int) -> str:
    """The name of a column by its place: A, B, … Z, AA, …"""
    first, last = divmod(place, 26)
    return f"{_letters(first - 1) if first else ''}{chr(ord('A') + last)}"
