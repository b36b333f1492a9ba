"""Two submissions of one organization and year, row by row: what was added, removed and changed, and what each column adds up to."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import partial

from greening.collecting.listing import aligned
from greening.collecting.numbers import written
from greening.structure.cells import NUMBER
from greening.submission.loading import Submission
from greening.tables import Column, submission_tables

#: Types of columns that say what a row is about, rather than how much of it.
_NAMING = ("location", "airport", "country", "refrigerant", "date")
_NUMBER = re.compile(NUMBER)
#: How many changes of a table are shown of many; the CSV file has all.
_SHOWN = 20
ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Change:
    """A row that was added or removed, or one cell of a row that changed; `row` is what tells the row from others."""

    table: str
    change: str
    row: str
    column: str = ""
    before: str = ""
    after: str = ""
    place_before: str = ""
    place_after: str = ""


@dataclass(frozen=True)
class Total:
    """What a column of numbers adds up to before and after, and how many of its cells are filled."""

    table: str
    column: str
    before: Decimal
    after: Decimal
    filled_before: int
    filled_after: int


@dataclass
class Difference:
    """All changes between two submissions, and how many rows of each table they hold."""

    changes: list[Change] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)

    def counts(self, table: str = "") -> dict[str, int]:
        """How many rows were added, removed and changed."""
        found = {(one.change, one.place_before, one.place_after) for one in self.changes if table in ("", one.table)}
        counted = Counter(change for change, _, _ in found)
        return {change: counted[change] for change in (ADDED, REMOVED, CHANGED)}


@dataclass(frozen=True)
class _Row:
    place: str
    cells: Mapping[str, str]


def compare(before: Submission, after: Submission) -> Difference:
    """The difference between two submissions.

    Rows are matched by equal content, then by row_id, then by what names them (ids, places, dates and choices), then by their ids alone. Numbers
    are compared as numbers, so that 100 and 100.0 are the same; the order of rows and the names of files do not matter.
    """
    found = Difference()
    for name in submission_tables():
        old, new = _rows(before, name), _rows(after, name)
        if old or new:
            found.rows[name] = (len(old), len(new))
            found.changes += _changes(name, old, new)
            found.totals += _totals(name, old, new)
    return found


def as_text(found: Difference) -> str:
    """The difference in plain words: rows by table, totals that changed, then the changes themselves."""
    touched = [name for name in found.rows if any(found.counts(name).values())]
    if not touched:
        return "No row differs from the submission before."
    head = ["table", "rows before", "rows now", ADDED, REMOVED, CHANGED]
    parts = [aligned(head, [[name, *map(str, found.rows[name]), *map(str, found.counts(name).values())] for name in touched])]
    moved = [one for one in found.totals if (one.before, one.filled_before) != (one.after, one.filled_after)]
    if moved:
        lines = [[one.table, one.column, written(one.before), written(one.after), written(one.after - one.before)] for one in moved]
        parts.append(aligned(["table", "column", "sum before", "sum now", "difference"], lines))
    parts += ["\n".join(_told(found, name)) for name in touched]
    return "\n\n".join(parts)


def as_csv(found: Difference) -> str:
    """Every change as a row of a CSV file, for whoever filters and sorts."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*Change.__dataclass_fields__], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(cell) for name, cell in asdict(one).items()} for one in found.changes)
    return text.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, as a text; numbers stay numbers."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.fullmatch(cell) else cell


def _told(found: Difference, table: str) -> Iterator[str]:
    changes = [one for one in found.changes if one.table == table]
    yield f"{table}:"
    for one in changes[:_SHOWN]:
        place = one.place_after or one.place_before
        what = f"{one.column} was {one.before or 'empty'}, now {one.after or 'empty'}" if one.change == CHANGED else one.change
        yield f"  {one.row} ({place}): {what}"
    if len(changes) > _SHOWN:
        yield f"  and {len(changes) - _SHOWN} more, all in the CSV file beside the receipt"


def _rows(submission: Submission, table: str) -> list[_Row]:
    frame = submission.tables.get(table)
    if frame is None:
        return []
    names = ("row_id", *submission_tables()[table].columns)
    cells = zip(*(frame[name].to_list() for name in names), strict=True)
    places = zip(frame["source_file"], frame["sheet"], frame["source_row"], strict=True)
    said = (f"{file}{f' sheet {sheet}' if sheet and sheet != table else ''} row {row}" for file, sheet, row in places)
    return [_Row(place, dict(zip(names, row, strict=True))) for place, row in zip(said, cells, strict=True)]


def _changes(table: str, old: list[_Row], new: list[_Row]) -> Iterator[Change]:
    columns = submission_tables()[table].columns
    # The first key is the whole content: what it pairs is the same.
    _, old, new = _matched(old, new, lambda row: tuple(_same(cell, columns.get(name)) for name, cell in row.cells.items()))
    naming = [name for name, column in columns.items() if _is_naming(name, column)]
    ids = [name for name in columns if name.endswith("_id")]
    for names in (["row_id"], naming, ids):
        pairs, old, new = _matched(old, new, partial(_named, names=names))
        for before, after in pairs:
            yield from _cells(table, before, after, columns)
    yield from (Change(table, REMOVED, _title(row, columns), place_before=row.place) for row in old)
    yield from (Change(table, ADDED, _title(row, columns), place_after=row.place) for row in new)


def _matched(old: Sequence[_Row], new: Sequence[_Row], key: Callable[[_Row], Hashable]) -> tuple[list[tuple[_Row, _Row]], list[_Row], list[_Row]]:
    """Rows with the same key, in their order, and those of both sides that are left; an empty key matches nothing."""
    waiting: dict[Hashable, list[_Row]] = defaultdict(list)
    for row in reversed(new):
        waiting[key(row)].append(row)
    pairs, left = [], []
    for row in old:
        name = key(row)
        if name and waiting.get(name):
            pairs.append((row, waiting[name].pop()))
        else:
            left.append(row)
    taken = {id(after) for _, after in pairs}
    return pairs, left, [row for row in new if id(row) not in taken]


def _cells(table: str, before: _Row, after: _Row, columns: Mapping[str, Column]) -> Iterator[Change]:
    for name, cell in before.cells.items():
        now, column = after.cells[name], columns.get(name)
        if _same(cell, column) != _same(now, column):
            yield Change(table, CHANGED, _title(after, columns), name, cell, now, before.place, after.place)


def _totals(table: str, old: Sequence[_Row], new: Sequence[_Row]) -> Iterator[Total]:
    for name, column in submission_tables()[table].columns.items():
        if column.type == "number" and not column.unit.startswith(("%", "kg CO2e/")):
            before, after = _numbers(old, name), _numbers(new, name)
            if before or after:
                yield Total(table, name, sum(before, Decimal(0)), sum(after, Decimal(0)), len(before), len(after))


def _numbers(rows: Sequence[_Row], name: str) -> list[Decimal]:
    return [Decimal(row.cells[name]) for row in rows if _NUMBER.fullmatch(row.cells[name])]


def _is_naming(name: str, column: Column) -> bool:
    has_word = column.type in _NAMING or bool(column.choices) or column.required or name.endswith("_id")
    return has_word and name != "quality" and column.type not in ("number", "integer", "boolean")


def _named(row: _Row, names: Sequence[str]) -> Hashable:
    """What names a row; empty where nothing does."""
    found = tuple(row.cells[name].casefold() for name in names)
    return found if any(found) else ""


def _same(cell: str, column: Column | None) -> str:
    is_number = column is not None and column.type in ("number", "integer") and _NUMBER.fullmatch(cell)
    return str(Decimal(cell).normalize()) if is_number else cell


def _title(row: _Row, columns: Mapping[str, Column]) -> str:
    """A row in a few words: its row_id, else what names it."""
    words = [row.cells[name] for name, column in columns.items() if row.cells[name] and _is_naming(name, column)]
    return row.cells["row_id"] or " ".join(words[:6]) or next(filter(None, row.cells.values()), "")
