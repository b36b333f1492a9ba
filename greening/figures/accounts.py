"""Accounts of rows: every row handed in is kept or dropped by a finding, and every activity row is in a product."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from greening import published, tables
from greening.errors import GreeningError
from greening.figures import derivation
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Figure, Quantity, to_frame
from greening.figures.inputs import Inputs
from greening.figures.operations import dropped
from greening.figures.products import ROW_KEY
from greening.figures.selection import Filter

LEVELS = ("reject", "hold", "warn")
#: Rows of a group's members were rejected, if at all, in the member's own account.
REJECTED: Filter = {"level": "reject"}


def check(inputs: Inputs) -> None:
    """Raise GreeningError, naming up to five rows of each kind, where the rows do not add up.

    Raw rows = validated rows + rows dropped by reject findings (where the raw rows were counted); no dropped row is among the
    validated; every activity row is in footprint or indicators.
    """
    faults = [*_uncounted(inputs), *_both(inputs), *_nowhere(inputs)]
    if faults:
        raise GreeningError(f"the rows of {inputs.organization} {inputs.year} do not add up: {'; '.join(faults)}")


def _uncounted(inputs: Inputs) -> list[str]:
    if inputs.raw_rows is None:
        return []
    own = len(inputs.products.rows("activities", {"organization": inputs.organization}))
    left = int(dropped(inputs.products.rows("checks", REJECTED), "rows", inputs.products))
    return [] if inputs.raw_rows == own + left else [f"{inputs.raw_rows} rows were read, {own} are validated and {left} rejected"]


def _both(inputs: Inputs) -> list[str]:
    """Rows that a finding drops and that are validated all the same."""
    found = inputs.products.rows("checks", REJECTED)
    if not len(found):
        return []
    place = ["organization", "table", "source_file", "sheet", "source_row"]
    rejected = found.having(~found.is_missing("source_row")).table(place)
    kept = inputs.activities[place].merge(rejected.drop_duplicates(), on=place, how="inner", validate="m:1")
    return [f"rejected and validated: {_names(kept)}"] if len(kept) else []


def _nowhere(inputs: Inputs) -> list[str]:
    products = inputs.products
    submitted = products.rows("activities", {"table": tables.activity_tables()})
    made = np.concatenate([products.origins(products[name].rows) for name in ("footprint", "indicators")])
    lost = submitted.having(~np.isin(products.origins(submitted), made))
    return [f"in neither footprint nor indicators: {_names(lost.table(ROW_KEY))}"] if len(lost) else []


def _names(rows: pd.DataFrame) -> str:
    shown = [f"{file} row {row}" for file, row in zip(rows["source_file"].head(5), rows["source_row"].head(5), strict=True)]
    return ", ".join(shown) + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")


def _of_rows(product: str, wanted: Filter, operation: str) -> Rule:
    """A rule that counts; nothing found is a count of 0."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found = book.measure(product, wanted, "rows", operation)
        made = derivation.of_rows(product, book.rows(product, wanted), wanted, "rows", operation, 1.0, {})
        return {(): found or Quantity(0.0, derivation=made)}

    return _rule


def _combined(formula: str, first: str, second: str, sign: str) -> Rule:
    def _rule(book: Book) -> Mapping[Names, Quantity]:
        one, other = book.figures[first].quantity.value, book.figures[second].quantity.value
        made = derivation.of_terms(formula, [first, second], f"{first} {sign} {second}")
        return {(): Quantity(derivation.FORMULAS[formula](one, other), derivation=made)}

    return _rule


def _in_total(book: Book) -> Mapping[Names, Quantity]:
    return _of_rows("footprint", book.counted, "submitted rows")(book)


def _made(book: Book) -> Mapping[Names, Quantity]:
    """Activity rows that became rows of footprint or indicators."""
    return _of_rows("activities", {"table": tables.activity_tables()}, "submitted rows")(book)


def _findings(book: Book) -> Mapping[Names, Quantity]:
    """Findings by level: what validation found and what the figures of this book show."""
    quoted = book.rows("activities", {"table": "published"}).distinct("figure")
    rebuilt = [book.figures[figure_id] for figure_id in quoted if figure_id in book.figures]
    shown = [*(_levels_shown(book, rebuilt) if rebuilt else []), *book.inputs.found["level"]]
    return {(level,): _number_of(level, len(book.rows("checks", {"level": level})) + shown.count(level)) for level in LEVELS}


def _levels_shown(book: Book, rebuilt: Iterable[Figure]) -> list[str]:
    figures = to_frame(rebuilt, book.inputs.organization, book.inputs.year)
    return list(published.disagreements(figures, book.inputs.activities)["level"])


def _number_of(level: str, count: int) -> Quantity:
    return Quantity(float(count), derivation={"product": "findings", "filter": {"level": level}, "column": "level", "operation": "count"})


DEFINITIONS = (
    Definition("rows.validated", "count", "rows that passed validation", _of_rows("activities", {}, "count")),
    Definition("rows.rejected", "count", "rows dropped by reject findings, each once", _of_rows("checks", REJECTED, "dropped rows")),
    Definition("rows.raw", "count", "validated rows plus rejected rows", _combined("sum", "rows.validated", "rows.rejected", "+")),
    Definition("rows.footprint", "count", "submitted rows that became emissions", _of_rows("footprint", {}, "submitted rows")),
    Definition("rows.activity", "count", "rows of activity tables", _made),
    Definition(
        "rows.indicators_only",
        "count",
        "rows of activity tables that have quantities only",
        _combined("difference", "rows.activity", "rows.footprint", "-"),
    ),
    Definition("rows.in_total", "count", "submitted rows that count in the total", _in_total),
    Definition(
        "rows.outside_total",
        "count",
        "submitted rows with emissions outside the total",
        _combined("difference", "rows.footprint", "rows.in_total", "-"),
    ),
    Definition("findings.<level>", "count", "number of findings by level", _findings),
)
