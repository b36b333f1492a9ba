"""An export of another program becomes a table of a submission: read, mapped, settled row by row, checked as a submission is, and written."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping as Pairs
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from upath import UPath

from greening import codes, paths, spelling
from greening.collecting import bills, columns, foreign, icao_results, mapping_reader, tickets
from greening.collecting.fields import Field, Fields, of_table, read
from greening.collecting.foreign import Export
from greening.collecting.ledger import LEFT_OUT, REFUSED, USED, Ledger
from greening.collecting.mapping import BILLED, Mapping
from greening.errors import CallError
from greening.structure.casting import cast
from greening.submission.loading import Submission, load, table_of_file
from greening.tables import submission_tables

_SETTLED_BY: Pairs[str, Callable[[Fields, Ledger, Mapping], None]] = {
    "tickets": tickets.settle,
    "icao": icao_results.settle,
    "bills": bills.settle,
    "table": columns.settle,
}


@dataclass(frozen=True)
class Imported:
    """What an export became: its rows and their fates, the words that no table of values knows, and where the table was written, if it was."""

    organization: str
    year: int
    export: Export
    mapping: Mapping
    ledger: Ledger
    fields: Fields
    written: UPath | None = None

    @property
    def table(self) -> str:
        """The table of the submission."""
        return self.mapping.table

    @property
    def is_whole(self) -> bool:
        """Whether no row was refused."""
        return not self.ledger.counts()[REFUSED]

    @property
    def unmapped_columns(self) -> list[str]:
        """Columns of the export that nothing reads and that nobody declared as left out."""
        known = {*self.mapping.sources, *self.mapping.ignore, *self.export.personal}
        return [name for name in self.export.header if name and name not in known]

    @property
    def unmapped_words(self) -> Counter[tuple[str, str, str, str]]:
        """Words that no table of values knows, in rows used or refused, with how many rows: field, column, word and what is taken instead."""
        counted = (USED, REFUSED)
        return Counter(word for row, words in self.fields.unmapped.items() if self.ledger.fates[row][0] in counted for word in words)

    @property
    def columns(self) -> list[str]:
        """The columns of the table that any row fills, in the order of the table."""
        filled = {name for made in self.ledger.made for name in made.cells}
        return [name for name in ("row_id", *submission_tables()[self.table].columns) if name in filled]


def fields_of(kind: str, table: str) -> Pairs[str, Field]:
    """What an import asks of an export."""
    fixed = {"tickets": tickets.FIELDS, "icao": icao_results.FIELDS}
    return fixed[kind] if kind in fixed else bills.fields_of(table) if kind == "bills" else of_table(table)


def import_file(
    kind: str, file: str | Path, chosen: str | Path, *, year: int, organization: str, data: str | UPath, out: str | None = None, is_dry: bool = False
) -> Imported:
    """Make a table of an organization's submission of an export, by a mapping file, and write it where `out` says.

    Raises CallError for a wrong call (nothing is written over a file that exists), GreeningError where the export cannot be read.
    """
    codes.refuse_odd([organization])
    target = None if is_dry and not out else _target(out)
    mapping = mapping_reader.read(chosen, kind, _known(kind))
    if target is not None:
        _refuse_name(target, mapping.table)
    export = foreign.read(file, mapping)
    ledger = Ledger()
    _drop(export, mapping, ledger)
    fields = read(export, mapping, fields_of(kind, mapping.table), ledger.open_rows(export.rows))
    _SETTLED_BY[kind](fields, ledger, mapping)
    _check(export, mapping.table, ledger, load(year, organization, data), load(year - 1, organization, data))
    found = Imported(organization, year, export, mapping, ledger, fields)
    if is_dry or target is None:
        return found
    try:
        paths.write_bytes(target, content(found))
    except OSError as error:
        raise CallError(f"{out} cannot be written: {error.strerror or error}; name a place that you may write to") from None
    return replace(found, written=target)


def _known(kind: str) -> dict[str, tuple[str, ...]]:
    """The fields that a mapping file of a kind may fill; those of a table for each table."""
    if kind == "table":
        return {table: tuple(of_table(table)) for table in submission_tables()}
    if kind == "bills":
        return {kind: tuple(dict.fromkeys(name for table in BILLED for name in bills.fields_of(table)))}
    return {kind: tuple(fields_of(kind, ""))}


def content(found: Imported) -> bytes:
    """The table as a CSV file of a submission."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, found.columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(made.cells for made in found.ledger.made)
    return text.getvalue().encode("utf-8")


def _target(out: str | None) -> UPath:
    if not out:
        raise CallError("say where the table is to be written with --out FILE, or look first with --dry-run")
    path = paths.root(out)
    if not path.exists():
        return path
    if path.is_dir():
        raise CallError(f"{out} is a folder; name a file in it, such as {out.rstrip('/')}/air_travel_agency.csv")
    free = next(name for number in range(2, 1000) if not (path.parent / (name := f"{path.stem}_{number}{path.suffix}")).exists())
    raise CallError(f"{out} exists already, and an import never writes over a file. Give another name, such as {path.parent / free}")


def _refuse_name(target: UPath, table: str) -> None:
    if target.suffix.casefold() != ".csv" or table_of_file(target.stem) != table:
        named = f"{table}_{spelling.plain(target.stem).removeprefix(table).strip('_') or 'import'}.csv"
        raise CallError(f"{target.name} would not be read as {table}; a file of a submission is named for its table, such as {named}")


def _drop(export: Export, mapping: Mapping, ledger: Ledger) -> None:
    ledger.settle(sorted(export.ragged), REFUSED, "more cells than the header has columns, so they cannot be told apart")
    for rule in mapping.drop_rows:
        for row, cells in export.rows.items():
            has_word = " ".join(cells[rule.column].split()).casefold() in rule.values
            if has_word != rule.keeps:
                ledger.settle([row], LEFT_OUT, rule.why)


def _check(export: Export, table: str, ledger: Ledger, submission: Submission, last: Submission) -> None:
    """Hold the rows that were made against what a submission may hold; what it would reject is refused here."""
    if submission_tables()[table].kind == "activity":
        _check_days(table, submission.year, ledger)
        _check_quantities(table, ledger)
    _check_places(export, ledger, submission, last)
    _check_cells(export, table, ledger, submission)
    _tell_repeats(table, ledger, submission)


def _check_days(table: str, year: int, ledger: Ledger) -> None:
    known = submission_tables()[table].columns
    day = next((name for name in ("departure_date", "date") if name in known), "")
    for made in ledger.made:
        first, last = (made.cells.get(name, "")[:4] for name in ((day, day) if day else ("start_date", "end_date")))
        if first > str(year) or "" < last < str(year):
            ledger.take_back(made, LEFT_OUT, f"of {first if first > str(year) else last}, so it belongs to that year's submission")


def _check_quantities(table: str, ledger: Ledger) -> None:
    measured = [name for name, column in submission_tables()[table].columns.items() if column.type == "number" and column.unit]
    for made in ledger.made:
        below = [name for name in measured if made.cells.get(name, "").startswith("-")]
        if below:
            ledger.take_back(made, REFUSED, f"{below[0]} is {made.cells[below[0]]}, below zero; is it a credit note? Then import it as bills")


def _check_places(export: Export, ledger: Ledger, submission: Submission, last: Submission) -> None:
    used = [made for made in ledger.made if made.cells.get("location_id")]
    rows = submission.tables.get("locations", last.tables.get("locations"))
    if not used:
        return
    if rows is None:
        ledger.notes.append(f"The locations of {submission.organization} are not known yet, so location_id was not held against them.")
        return
    known = sorted(set(rows["location_id"]))
    for made in used:
        place = made.cells["location_id"]
        if place not in known:
            names = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
            why = f"location_id {export.told(place)} is none of {submission.organization}'s locations ({names}); mend `values` or add the location"
            ledger.take_back(made, REFUSED, why)


def _tell_repeats(table: str, ledger: Ledger, submission: Submission) -> None:
    """Say so where most rows stand in the submission already: an export that is imported twice counts twice."""
    there = submission.tables.get(table)
    if there is None or not ledger.made:
        return
    names = [name for name in submission_tables()[table].columns if name != "trip_id"]
    known = set(zip(*(there[name] for name in names), strict=True))
    repeated = sum(tuple(made.cells.get(name, "") for name in names) in known for made in ledger.made)
    if repeated * 2 >= len(ledger.made):
        files = ", ".join(sorted(set(there["source_file"])))
        ledger.notes.append(f"{repeated} of {len(ledger.made)} rows stand in the submission already ({files}). Were they imported before?")


def _check_cells(export: Export, table: str, ledger: Ledger, submission: Submission) -> None:
    """Read every cell as a run will; a made row is known by the row of the export that it begins with."""
    if not ledger.made:
        return
    names = ("row_id", *submission_tables()[table].columns)
    text = pd.DataFrame([[made.cells.get(name, "") for name in names] for made in ledger.made], columns=list(names), dtype="str")
    text = text.assign(source_file=export.file, sheet="", source_row=[made.sources[0] for made in ledger.made])
    typed = cast(Submission(submission.organization, submission.year, {table: text}, submission.findings.head(0), {}))
    for row, level, message in zip(typed.findings["source_row"], typed.findings["level"], typed.findings["message"], strict=True):
        if level == "reject" and row in ledger.by_first:
            ledger.take_back(ledger.by_first[row], REFUSED, message)
        elif level != "reject":
            ledger.notes.append(f"Row {row}: {message}")
