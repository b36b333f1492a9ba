"""Another edition of the reference tables: those of a folder, or the yearly factors held at one year; checked before anything is computed."""

import csv
import io
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from upath import UPath

from greening import paths, reference, spelling
from greening.errors import CallError

#: Tables with a factor for each year: the columns that name a factor, and those that hold values of a year.
YEARLY: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "activity_factors": (("key",), ("value",)),
    "fuel_factors_desnz": (("fuel", "unit"), ("value",)),
    "grid_factors": (("region",), ("kgco2e_per_kwh", "renewables_share_pct")),
}
#: Column of the year in these tables.
_YEAR = "year"
#: So many faults of a table are told.
_TOLD = 5

#: A row of a table as text by column.
Row = Mapping[str, str]


@dataclass(frozen=True)
class Edition:
    """Tables to lay over the shipped ones, as CSV by name, and how they differ from them in words."""

    tables: Mapping[str, bytes]
    differences: tuple[str, ...]


def shipped() -> dict[str, Path]:
    """The shipped reference tables by name."""
    folder = paths.HOME / "greening" / "reference" / "tables"
    return {path.stem: path for path in sorted(folder.glob("*.csv"))}


def years() -> list[int]:
    """The years of which there are yearly factors, ascending."""
    return sorted({int(row[_YEAR]) for name in YEARLY for row in _rows(shipped()[name].read_bytes())})


def of_year(year: int) -> Edition:
    """The yearly factors held at one year: each key keeps its factor of that year, else of the nearest before, else of the nearest after."""
    tables, told = {}, []
    for name, (keys, values) in YEARLY.items():
        rows = list(_rows(shipped()[name].read_bytes()))
        held = [row for value in values for row in _held(rows, keys, value, values, year)]
        tables[name] = _as_csv(held, list(rows[0]))
        told.append(f"{name}: of {len(rows):,} rows the {len(held):,} of {year}, or nearest to it")
    return Edition(tables, tuple(told))


def _held(rows: Sequence[Row], keys: Sequence[str], value: str, values: Sequence[str], year: int) -> Iterator[Row]:
    """For each key the row that holds a value at the year, without the other values, which may be held from another row."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        if row[value] and (key not in found or _is_nearer(int(row[_YEAR]), int(found[key][_YEAR]), year)):
            found[key] = row
    for row in found.values():
        yield {name: "" if name in values and name != value else cell for name, cell in row.items()}


def _is_nearer(one: int, other: int, year: int) -> bool:
    """Whether a factor of one year goes before that of another: before the year the later one, after it the earlier one, before first."""
    if (one <= year) != (other <= year):
        return one <= year
    return one > other if one <= year else one < other


def of_folder(folder: str) -> Edition:
    """The tables of a folder (`<table>.csv`, and `sources.yml` for sources that are not shipped), each in the place of the shipped one.

    Raises CallError, naming every fault with file and row, where a table is not known, lacks a column, holds a cell that is no number where
    numbers stand, or names a source that no one knows.
    """
    known = shipped()
    files = _files(folder, known)
    sources = {*reference.sources(), *_own_sources(folder)}
    faults = [fault for name, content in files.items() for fault in _faults(name, content, known[name].read_bytes(), sources)]
    if faults:
        more = f", and {len(faults) - _TOLD} more" if len(faults) > _TOLD else ""
        raise CallError(f"{folder} cannot be laid over the shipped tables: {'; '.join(faults[:_TOLD])}{more}. Mend that, and compare again")
    return Edition(files, tuple(_difference(name, content, known[name].read_bytes()) for name, content in files.items()))


def _files(folder: str, known: Collection[str]) -> dict[str, bytes]:
    """The tables of a folder by name."""
    found = sorted((path for path in paths.root(folder).iterdir() if path.suffix == ".csv"), key=lambda path: path.name)
    if not found:
        raise CallError(f"{folder} holds no reference table; put in those that differ, of {', '.join(f'{name}.csv' for name in known)}")
    unknown = [f"{path.name} is no reference table.{spelling.offer(path.stem, known)}" for path in found if path.stem not in known]
    if unknown:
        raise CallError(f"{' '.join(unknown)} There are {', '.join(known)}")
    return {path.stem: _utf_8(path) for path in found}


def _utf_8(path: UPath) -> bytes:
    """The content of a table without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig").encode("utf-8")
    except UnicodeDecodeError:
        raise CallError(f"{path} is not in UTF-8; save it as UTF-8") from None


def _own_sources(folder: str) -> Mapping[str, object]:
    path = paths.root(folder) / "sources.yml"
    if not path.exists():
        return {}
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CallError(f"sources.yml of {folder} cannot be read: {error}; mend that line") from None
    return found if isinstance(found, dict) else {}


def _faults(name: str, content: bytes, shipped_content: bytes, sources: Collection[str]) -> Iterator[str]:
    """What is wrong with a table, in words."""
    before, now = list(_rows(shipped_content)), list(_rows(content))
    if not now:
        yield f"{name}.csv has no rows"
        return
    if missing := [column for column in before[0] if column not in now[0]]:
        yield f"{name}.csv lacks {', '.join(missing)}"
        return
    numeric = _numeric(before)
    for number, row in enumerate(now, start=2):
        yield from (f"{name}.csv row {number}{fault}" for fault in _row_faults(row, numeric, sources))


def _numeric(rows: Sequence[Row]) -> list[str]:
    """The columns that hold nothing but numbers."""
    return [column for column in rows[0] if all(_is_number(row[column]) for row in rows)]


def _row_faults(row: Row, numeric: Sequence[str], sources: Collection[str]) -> Iterator[str]:
    """What is wrong with a row, to follow its number."""
    # The reader of the csv module puts cells without a head under None, and None into cells that are not there.
    if None in row or None in row.values():
        yield " has another number of cells than its head"
        return
    yield from (f": {column} is {row[column]}, no number" for column in numeric if not _is_number(row[column]))
    source = row.get("source_id", "")
    if source and source not in sources:
        yield f": no source {source}.{spelling.offer(source, sources)}"


def _is_number(cell: str) -> bool:
    """Whether a cell is empty or a number."""
    try:
        return not cell or math.isfinite(float(cell))
    except ValueError:
        return False


def _difference(name: str, content: bytes, shipped_content: bytes) -> str:
    columns = list(next(_rows(shipped_content)))
    now, before = (Counter(tuple(row[column] for column in columns) for row in _rows(table)) for table in (content, shipped_content))
    new, gone = (now - before).total(), (before - now).total()
    return f"{name}: {new:,} rows that are not shipped, {gone:,} shipped rows that are gone" if new or gone else f"{name}: as shipped"


def _rows(content: bytes) -> Iterator[Row]:
    return csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))


def _as_csv(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
