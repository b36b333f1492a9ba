"""expectations/waivers.csv: findings that someone with the authority to do so has accepted, as a spreadsheet keeps them; read without pandas.

Every fault of the file is told at once, with its line and the remedy.
"""

import csv
import io
import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from upath import UPath

from greening import paths
from greening.errors import SuiteError
from greening.guarded_cells import unguarded
from greening.json_files import read_json
from greening.spelling import offer

NAME = "waivers.csv"
#: The form that the file had before.
FORMER = "waivers.json"
COLUMNS = ("organization", "year", "table", "rule", "rows", "file", "reason", "decided_by", "decided_on", "expires_on")
#: What every line must say; the others may be left empty or out.
_MUST_SAY = ("organization", "rule", "reason", "decided_by", "decided_on", "expires_on")
#: What two lines must not share: they would be one waiver twice.
_SCOPE = ("organization", "year", "table", "rule", "rows", "file")

_SPAN = r"\d+(?:\s*(?:-|–|to)\s*\d+)?"
_SPANS = re.compile(rf"{_SPAN}(?:\s*;\s*{_SPAN})*")
#: What spreadsheets make of a range such as 3-5: 05-Mar, Mar-40, 03/05/2025.
_DATE_OF_A_RANGE = re.compile(r"\d{1,2}-[A-Za-z]{3,4}|[A-Za-z]{3,4}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


@dataclass(frozen=True)
class Waiver:
    """One line: what is waived of whom (rows as written, empty for all; year None for every one), why, who decided, and until when."""

    organization: str
    rule: str
    reason: str
    decided_by: str
    decided_on: date
    expires_on: date
    year: int | None = None
    table: str = ""
    rows: str = ""
    file: str = ""
    line: int = 0

    def is_for(self, organization: str, year: int) -> bool:
        """Whether it speaks of this organization and data year, expired or not."""
        return self.organization == organization and self.year in (None, year)

    def holds_in(self, year: int) -> bool:
        """Whether it has not expired for a data year: that must end on or before the day of expiry. No clock is asked."""
        return date(year, 12, 31) <= self.expires_on

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The first and last row of each range that it names; none where it names a row_id, or no row."""
        if not _SPANS.fullmatch(self.rows):
            return []
        ends = [[int(number) for number in re.findall(r"\d+", span)] for span in self.rows.split(";")]
        return [(numbers[0], numbers[-1]) for numbers in ends]


@dataclass(frozen=True)
class Read:
    """The waivers of the file that can be read, every fault of it that shows without the suites, and its lines as they stand, by number."""

    waivers: tuple[Waiver, ...] = ()
    faults: tuple[str, ...] = ()
    lines: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


def read(expectations: str | UPath) -> Read:
    """The waivers of the folder of suites; none where it has no such file."""
    path = place(expectations)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Read(faults=_former(expectations))
    return _read(content, expectations)


def _read(content: bytes, expectations: str | UPath) -> Read:
    shown, former = _shown(expectations, NAME), _former(expectations)
    try:
        lines = list(_lines(content))
    except _OpenQuoteError as error:
        return Read(faults=(*former, f'{shown}:{error}: a quotation mark (") opens a cell and does not close it; close it, or take it out'))
    except (csv.Error, UnicodeDecodeError) as error:
        return Read(faults=(*former, f"{shown}: it cannot be read ({error}); save it again as CSV UTF-8"))
    found = _read_lines(lines)
    return replace(found, faults=(*former, *(f"{shown}:{fault}" for fault in found.faults)))


def _shown(expectations: str | UPath, name: str) -> str:
    return f"{expectations}".rstrip("/") + f"/{name}"


def faults(expectations: str | UPath, data: str | UPath = "") -> list[str]:
    """Every fault of the file, with its line: organizations that are neither registered nor under data, unknown tables and rules included."""
    return _all_faults(read(expectations), expectations, data)


def examined(content: bytes, expectations: str | UPath, data: str | UPath = "") -> tuple[Read, list[str]]:
    """What the file would hold with this content, and every fault of it then."""
    found = _read(content, expectations)
    return found, _all_faults(found, expectations, data)


def _all_faults(found: Read, expectations: str | UPath, data: str | UPath) -> list[str]:
    shown = _shown(expectations, NAME)
    if not found.lines:
        return list(found.faults)
    # Loaded here: most runs waive nothing, and declarations and sources take a quarter of a second.
    from greening.waiver_names import Known

    known = Known(expectations, data)
    unknown = [f"{shown}:{number}: {fault}" for number, line in found.lines.items() for fault in known.faults(line)]
    return sorted([*found.faults, *unknown], key=_line_of)


def keys(expectations: str | UPath) -> dict[str, str]:
    """A key over what is waived of each organization and year (`CODE@YEAR`, `CODE@` for every year); other lines and their order change nothing."""
    texts: dict[str, list[str]] = {}
    for one in read(expectations).waivers:
        told = [one.rule, one.table, one.rows, one.file, one.reason, one.decided_by, one.decided_on.isoformat(), one.expires_on.isoformat()]
        texts.setdefault(f"{one.organization}@{one.year or ''}", []).append(json.dumps(told))
    return {name: sha256("\n".join(told).encode("utf-8")).hexdigest() for name, told in texts.items()}


def past(expectations: str | UPath, today: date) -> list[Waiver]:
    """The waivers whose day of expiry is before a day: who keeps them decides anew, or takes them out."""
    return [waiver for waiver in read(expectations).waivers if waiver.expires_on < today]


def place(expectations: str | UPath) -> UPath:
    """Where the file lies."""
    return paths.root(str(expectations)) / NAME


def separator(text: str) -> str:
    """What stands between the cells of a file: a comma, or what spreadsheets of other countries write."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def decoded(content: bytes) -> str:
    """The text of a file as spreadsheets save it: UTF-8 with or without its mark, UTF-16 with it, else the letters of Windows."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


class _OpenQuoteError(ValueError):
    """A line whose quotation marks do not pair; the message is its number."""


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The filled lines, each with its number in the file."""
    text = decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield before + 1, [unguarded(cell) for cell in cells]
            before = reader.line_num
    except csv.Error as error:
        raise _OpenQuoteError(before + 1) from error


def _former(expectations: str | UPath) -> tuple[str, ...]:
    path = paths.root(str(expectations)) / FORMER
    if not path.exists():
        return ()
    shown = _shown(expectations, FORMER)
    try:
        is_empty = read_json(path) == []
    except SuiteError:
        is_empty = False
    if is_empty:
        return (f"{shown}: waivers are kept in {NAME} now, and this file is empty: delete it",)
    carry = "row_id under rows, waived_by under decided_by, the days decided_on and expires_on beside them, the others as they are"
    return (f"{shown}: waivers are kept in {NAME} now. Write each of these as a line there ({carry}), then delete this file",)


def _read_lines(lines: list[tuple[int, list[str]]]) -> Read:
    if not lines:
        return Read(faults=(f"1: it has no header; the first line is: {','.join(COLUMNS)}",))
    number, header = lines[0]
    names = [name.casefold() for name in header]
    wrong = [f"{number}: {fault}" for fault in _header_faults(names)]
    if wrong:
        return Read(faults=tuple(wrong))
    waivers, found, rows = [], [], {}
    for line, cells in lines[1:]:
        faults_here = [f"it has {len(cells)} cells, but the header has {len(names)}"] if any(cells[len(names) :]) else []
        row = rows[line] = dict.fromkeys(COLUMNS, "") | dict(zip(names, cells, strict=False))
        faults_here += _row_faults(row)
        found += [f"{line}: {fault}" for fault in faults_here]
        if not faults_here:
            waivers.append(_waiver(row, line))
    return Read(tuple(waivers), (*found, *_twice(waivers)), rows)


def _header_faults(names: list[str]) -> Iterator[str]:
    if not set(names) & set(COLUMNS):
        yield f"this is no header; the first line is: {','.join(COLUMNS)}"
        return
    yield from (f"there is no column {name}.{offer(name, COLUMNS)}" for name in names if name and name not in COLUMNS)
    yield from (f"the column {name} is there more than once" for name, count in Counter(names).items() if name and count > 1)
    for name in _MUST_SAY:
        if name not in names:
            yield f"the column {name} is missing; columns: {', '.join(COLUMNS)}"


def _row_faults(row: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{name} is empty" for name in _MUST_SAY if not row[name])
    if not re.fullmatch(r"(?:[12]\d{3})?", row["year"]):
        yield f"year is {row['year']}; write a data year such as 2024, or leave it empty for every year"
    yield from _day_faults(row)
    yield from _rows_faults(row["rows"])


def _day_faults(row: Mapping[str, str]) -> Iterator[str]:
    decided, expires = _day(row["decided_on"]), _day(row["expires_on"])
    for name, day in (("decided_on", decided), ("expires_on", expires)):
        if row[name] and day is None:
            yield f"{name} is {row[name]}; write the day as 2025-12-31"
    if decided and expires and decided > expires:
        yield f"it was decided on {decided}, after it expired on {expires}: give a later expires_on"


def _rows_faults(rows: str) -> Iterator[str]:
    if _DATE_OF_A_RANGE.fullmatch(rows):
        yield f"rows is {rows}, which looks like a day that a spreadsheet made of a range; write the range as 3 to 5"
    if _SPANS.fullmatch(rows):
        for span in rows.split(";"):
            first, *last = (int(number) for number in re.findall(r"\d+", span))
            if last and last[0] < first:
                yield f"rows {span.strip()} runs backwards; write {last[0]}-{first}"


def _day(written: str) -> date | None:
    """A day as 2024-12-31, or as spreadsheets write it where that has one reading; None where it is no day, or could be two."""
    try:
        if found := _DAY.fullmatch(written):
            first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
            if mark == "." or first > 12 or first == second:
                return date(year, second, first)
            return date(year, first, second) if second > 12 else None
        return date.fromisoformat(written)
    except ValueError:
        return None


def _waiver(row: Mapping[str, str], line: int) -> Waiver:
    decided, expires = _day(row["decided_on"]), _day(row["expires_on"])
    if decided is None or expires is None:
        raise SuiteError(f"{NAME}:{line}: it has no day")
    texts = {name: row[name] for name in ("organization", "rule", "reason", "decided_by", "table", "rows", "file")}
    return Waiver(**texts, decided_on=decided, expires_on=expires, year=int(row["year"]) if row["year"] else None, line=line)


def _twice(waivers: Collection[Waiver]) -> Iterator[str]:
    first: dict[tuple[object, ...], int] = {}
    for waiver in waivers:
        scope = tuple(getattr(waiver, name) for name in _SCOPE)
        if scope in first:
            yield f"{waiver.line}: it waives the same as line {first[scope]}; keep one of them"
        first.setdefault(scope, waiver.line)


def _line_of(fault: str) -> tuple[str, int]:
    found = re.match(r"(.*?\.csv):(\d+): ", fault)
    return (found[1], int(found[2])) if found else ("", 0)
