"""Earlier years beside this one, and what changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from greening import notes, published, tables, uncertainty
from greening.figures import basis, derivation, rules
from greening.figures.base_year import DEFINITIONS as BASE_YEAR, RESTATED, base_year, total_of
from greening.figures.book import Book, Record
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import AS_RESTATED, PUBLISHED, ROWS, Quantity, from_row
from greening.figures.selection import Filter

#: Figures that are carried along for every earlier year, with their units.
CARRIED = {
    "ghg.total": "t CO2e",
    "ghg.per_capita": "t/person",
    "personnel.total": "persons",
    **{f"ghg.bucket.{bucket}.share": "share" for bucket in ("air_travel", "facilities", "other_travel", "unspecified")},
    "waste.per_capita": "kg/person",
    "water.per_capita": "m3/person",
    "energy.renewable.share": "share",
    "energy.renewable.own.share": "share",
}


def _earlier(figure_id: str) -> Rule:
    """A rule that gives a figure for every earlier year: as restated here, as restated in a later year, else as it was."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found = {**as_it_was(book, figure_id), **_restated_before(book, figure_id), **_restated_here(book, figure_id)}
        return {(str(year),): found[year] for year in sorted(found)}

    return _rule


def _rows(book: Book, names: Sequence[str]) -> Sequence[Record]:
    """The numbers of earlier years under the names, in the columns of `figures`."""
    found = book.rows("earlier", {"figure_id": list(names)})
    numbers = found.having(~found.is_missing("value") & (found.numbers("year") < book.inputs.year))
    return numbers.records(list(tables.products()["figures"].columns))


def as_it_was(book: Book, figure_id: str) -> dict[int, Quantity]:
    """The figure of every earlier year as it was made then."""
    # Of several rows of a year the last counts.
    return {row["year"]: _copy(row) for row in _rows(book, [figure_id])}


def _copy(row: Record, table: str = "") -> Quantity:
    wanted = {"figure_id": row["figure_id"], "year": row["year"]}
    made = {"product": "earlier", "filter": wanted, "column": "value", "operation": "single"} | ({"table": table} if table else {})
    origin = PUBLISHED if published.is_quoted(str(row["derivation"])) else ROWS
    return replace(from_row(row), derivation=made, origin=origin)


def _restated_before(book: Book, figure_id: str) -> dict[int, Quantity]:
    """Values that a submission between then and now restated; the latest counts."""
    names = [name for name in book.products["earlier"].column("figure_id").values if name.startswith(f"{figure_id}@")]
    rows = sorted(_rows(book, names), key=itemgetter("year"))
    marked = [row for row in rows if json.loads(row["derivation"]).get("table") == RESTATED]
    return {int(row["figure_id"].partition("@")[2]): _copy(row, RESTATED) for row in marked}


def _restated_here(book: Book, figure_id: str) -> dict[int, Quantity]:
    return {row["year"]: _restated(book, row) for row in basis.restatements(book) if row["figure"] == figure_id}


def _restated(book: Book, row: Record) -> Quantity:
    wanted: Filter = {"table": RESTATED, "organization": book.inputs.organization, "row_id": row["row_id"]}
    made = derivation.of_rows("activities", book.rows("activities", wanted), wanted, "new_value", "single", 1.0, book.inputs.files)
    value = float(str(row["new_value"]))
    values = {"old": float(str(row["old_value"])), "new": value, "reason": row["reason"]}
    dated = {"date": f"{row['date']:%Y-%m-%d}"} if row["date"] else {}
    note = notes.message("note.restated.dated" if dated else "note.restated", **dated, **values)
    return Quantity(
        value, interval=uncertainty.exact(value), precision="exact", derivation={**made, "table": RESTATED}, note=note, method=AS_RESTATED
    )


def _change_on_previous(figure_id: str) -> Rule:
    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found = rules.change(book, figure_id, f"{figure_id}@{book.inputs.year - 1}")
        return {(): found} if found else {}

    return _rule


def _change_on_base(book: Book) -> Mapping[Names, Quantity]:
    year = base_year(book)
    found = rules.change(book, "ghg.total", total_of(book, year)) if year and year < book.inputs.year else None
    return {(): found} if found else {}


def _base_year_of_change(book: Book) -> Mapping[Names, Quantity]:
    change, year = book.known("ghg.change.base_year"), base_year(book)
    if change is None or year is None:
        return {}
    return {(): Quantity(float(year), derivation={"formula": "year of the figure", "operation": "year", "figures": [total_of(book, year)]})}


def _breaks(book: Book) -> Mapping[Names, Quantity]:
    """Why the series of emissions broke in earlier years: as said then, and as this submission's coverage rows say."""
    covered = [(row["from_year"], row["note"]) for row in basis.coverage_notes(book)]
    return _remembered(book, "ghg.break", covered, "ghg.break of the year, and coverage from it")


def _personnel_breaks(book: Book) -> Mapping[Names, Quantity]:
    """Why the series of personnel broke in earlier years, as said then."""
    return _remembered(book, "personnel.break", (), "personnel.break of the year")


def _remembered(book: Book, figure_id: str, more: Iterable[tuple[int, str]], formula: str) -> Mapping[Names, Quantity]:
    then = book.rows("earlier", {"figure_id": figure_id}).records(["year", "text"])
    said = [*((row["year"], row["text"]) for row in then), *more]
    years = sorted({int(year) for year, _ in said if year < book.inputs.year})
    reasons = {year: [str(text) for told, text in said if told == year] for year in years}
    made = {"formula": formula, "figures": []}
    return {(str(year),): basis.text_of(reasons[year], made)[()] for year in years}


DEFINITIONS = (
    *(Definition(f"{figure_id}@<year>", unit, "the figure of an earlier year", _earlier(figure_id)) for figure_id, unit in CARRIED.items()),
    *BASE_YEAR,
    Definition("ghg.change.previous_year", "share", "the total divided by that of the year before, less 1", _change_on_previous("ghg.total")),
    Definition(
        "ghg.per_capita.change.previous_year",
        "share",
        "emissions per person divided by those of the year before, less 1",
        _change_on_previous("ghg.per_capita"),
    ),
    Definition("ghg.change.base_year", "share", "the total divided by that of the base year, less 1", _change_on_base),
    Definition("ghg.change.base_year.from", "year", "the base year: that of the goal, else 2010, else the first with a total", _base_year_of_change),
    Definition("ghg.break@<year>", "text", "why the series of emissions breaks in an earlier year", _breaks),
    Definition("personnel.break@<year>", "text", "why the series of personnel breaks in an earlier year", _personnel_breaks),
)
