"""Accounts of rows: every row handed in is kept or dropped by a finding, and every activity row is in a product."""

from collections.abc import Mapping

import pandas as pd

from greening import published, tables
from greening.errors import GreeningError
from greening.figures import derivation
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity, to_frame
from greening.figures.inputs import Inputs
from greening.figures.operations import ROW_KEY, dropped
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
    own = int((inputs.activities["organization"] == inputs.organization).sum())
    left = _dropped(inputs.checks)
    if inputs.raw_rows is None or inputs.raw_rows == own + left:
        return []
    return [f"{inputs.raw_rows} rows were read, {own} are validated and {left} rejected"]


def _dropped(checks: pd.DataFrame) -> int:
    return int(dropped(checks[checks["level"] == "reject"], "rows", {}))


def _both(inputs: Inputs) -> list[str]:
    """Rows that a finding drops and that are validated all the same."""
    place = ["organization", "table", "source_file", "sheet", "source_row"]
    rejected = inputs.checks.loc[(inputs.checks["level"] == "reject") & inputs.checks["source_row"].notna(), place]
    kept = inputs.activities[place].merge(rejected.drop_duplicates(), on=place, how="inner", validate="m:1")
    return [f"rejected and validated: {_names(kept)}"] if len(kept) else []


def _nowhere(inputs: Inputs) -> list[str]:
    made = pd.concat([inputs.footprint[ROW_KEY], inputs.indicators[ROW_KEY]]).drop_duplicates()
    submitted = inputs.activities.loc[inputs.activities["table"].isin(tables.activity_tables()), ROW_KEY]
    found = submitted.merge(made, on=ROW_KEY, how="left", indicator=True, validate="m:1")
    lost = found[found["_merge"] == "left_only"]
    return [f"in neither footprint nor indicators: {_names(lost)}"] if len(lost) else []


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
    figures = to_frame(book.figures.values(), book.inputs.organization, book.inputs.year)
    levels = pd.concat([book.inputs.checks["level"], published.disagreements(figures, book.inputs.activities)["level"]])
    return {
        (level,): Quantity(
            float((levels == level).sum()), derivation={"product": "findings", "filter": {"level": level}, "column": "level", "operation": "count"}
        )
        for level in LEVELS
    }


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
