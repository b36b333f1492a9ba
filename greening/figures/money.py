"""Money: what was needed, budgeted and spent, by budget line and source of funds, and the rates of exchange of sums across currencies."""

from collections.abc import Iterator, Mapping
from typing import Any

from greening.figures import derivation, rules
from greening.figures.accounts import REJECTED
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.names import part_of_name
from greening.figures.selection import Filter
from greening.money.exchange import is_code
from greening.money.ledger import AMOUNT, RATE

#: Needs and the budget for them.
_REQUIRED, _BUDGETED = "required", "budgeted"


def _named(column: str, value: Any) -> str:
    """A value as a part of a figure's name: budget lines are free text."""
    return part_of_name(str(value)) if column == "budget_line" else str(value)


def _split(*columns: str) -> Rule:
    """A rule that adds up the amounts of each set of values of the columns; an amount without a currency code is in no sum."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found: dict[Names, Quantity] = {}
        for values in book.rows("activities", {"table": "spending", **own(book)}).combinations(columns):
            if is_code(values[-1]):
                wanted = {"table": "spending", **own(book), **dict(zip(columns, values, strict=True))}
                names = tuple(_named(column, value) for column, value in zip(columns, values, strict=True))
                measured = book.measure("activities", wanted, "amount")
                found |= {names: measured} if measured else {}
        return found

    return _rule


def own(book: Book) -> Filter:
    """The filter of rows that the organization submitted itself: a group's report does not add up its members' money."""
    return {"organization": book.inputs.organization}


def _converted(book: Book) -> Mapping[Names, Quantity]:
    """Sums across currencies of purposes that have several, where every amount of a stage has a rate in force on its day; else none."""
    found: dict[Names, Quantity] = {}
    for purpose, stage in book.rows("money", {"entry": AMOUNT}).combinations(["purpose", "stage"]):
        whole: Filter = {"entry": AMOUNT, "purpose": purpose, "fault": [None]}
        wanted: Filter = {**whole, "stage": stage}
        rows = book.rows("money", wanted)
        if len(book.rows("money", whole).distinct("currency")) > 1 and len(rows) and not rows.is_missing("converted_currency").any():
            measured = book.measure("money", wanted, "converted")
            found |= {(purpose, stage, rows.distinct("converted_currency")[0]): measured} if measured else {}
    return found


def _unfunded(book: Book) -> Mapping[Names, Quantity]:
    """What was required less what was budgeted, for each purpose; where there are several currencies, of the sums across them."""
    found: dict[Names, Quantity] = {}
    for purpose in book.rows("money", {"entry": AMOUNT}).distinct("purpose"):
        pattern = f"spending.{purpose}" if _is_of_one_currency(book, purpose) else f"spending.total.{purpose}"
        for currency in _both(book, pattern):
            difference = rules.difference(book, *(f"{pattern}.{stage}.{currency}" for stage in (_REQUIRED, _BUDGETED)))
            found |= {(purpose, currency): difference} if difference else {}
    return found


def _both(book: Book, start: str) -> list[str]:
    """The currencies of which there are both needs and a budget."""
    names = [set(_last(book, f"{start}.{stage}.")) for stage in (_REQUIRED, _BUDGETED)]
    return sorted(names[0] & names[1])


def _last(book: Book, start: str) -> Iterator[str]:
    return (name.removeprefix(start) for name in book.figures if name.startswith(start) and "." not in name.removeprefix(start))


def _is_of_one_currency(book: Book, purpose: str, **wanted: Any) -> bool:
    stages: Filter = {"entry": AMOUNT, "purpose": purpose, "stage": [_REQUIRED, _BUDGETED], "fault": [None], **wanted}
    return len(book.rows("money", stages).distinct("currency")) == 1


def _unfunded_lines(book: Book) -> Mapping[Names, Quantity]:
    """The same for each budget line whose needs and budget are in one currency."""
    found: dict[Names, Quantity] = {}
    for purpose, line in book.rows("money", {"entry": AMOUNT}).combinations(["purpose", "budget_line"]):
        start = f"spending.line.{purpose}.{part_of_name(line)}"
        currencies = _both(book, start)
        if len(currencies) == 1 and _is_of_one_currency(book, purpose, budget_line=line):
            difference = rules.difference(book, *(f"{start}.{stage}.{currencies[0]}" for stage in (_REQUIRED, _BUDGETED)))
            found |= {(purpose, part_of_name(line), currencies[0]): difference} if difference else {}
    return found


def _rejected(book: Book) -> Mapping[Names, Quantity]:
    """Rows of spending that could not be used, such as an amount without a currency; nothing where there are none."""
    found = book.measure("checks", {**REJECTED, "table": "spending"}, "rows", "dropped rows")
    return {(): found} if found and found.value else {}


def _rates(book: Book) -> Mapping[Names, Quantity]:
    used = book.rows("money", {"entry": RATE}).combinations(["day", "currency"])
    quoted = {(day, currency): book.measure("money", {"entry": RATE, "day": day, "currency": currency}, "amount", "single") for day, currency in used}
    return {names: quote for names, quote in quoted.items() if quote}


def _first_days(book: Book) -> Mapping[Names, Quantity]:
    """The first day of each rate that an amount was converted by."""
    used = book.rows("money", {"entry": RATE}).combinations(["day", "currency"])
    days = {(day, currency): text_of(book, {"entry": RATE, "day": day, "currency": currency}, "day") for day, currency in used}
    return {names: day for names, day in days.items() if day}


def _currency(book: Book) -> Mapping[Names, Quantity]:
    """The currency of sums across currencies; nothing where there are none."""
    currencies = book.rows("money", {"entry": AMOUNT}).distinct("converted_currency")
    if not currencies or not any(name.startswith("spending.total.") for name in book.figures):
        return {}
    found = text_of(book, {"entry": AMOUNT, "converted_currency": currencies}, "converted_currency")
    return {(): found} if found else {}


def text_of(book: Book, wanted: Filter, column: str) -> Quantity | None:
    """The text in a column of the first row of the product `money` that a filter selects; None where there is none."""
    rows = book.rows("money", wanted)
    text = next((text for text in rows.values(column) if text), "")
    return Quantity(text=text, derivation=derivation.of_rows("money", rows, wanted, column, "single", 1.0, book.inputs.files)) if text else None


_SUMS = "sum of amounts of the year"
DEFINITIONS = (
    Definition(
        "spending.<purpose>.<stage>.<currency>",
        "<currency>",
        f"{_SUMS} by purpose, stage and currency",
        _split("purpose", "stage", "currency"),
    ),
    Definition(
        "spending.line.<purpose>.<line>.<stage>.<currency>",
        "<currency>",
        f"{_SUMS} by purpose, budget line, stage and currency",
        _split("purpose", "budget_line", "stage", "currency"),
    ),
    Definition(
        "spending.funding.<purpose>.<source>.<stage>.<currency>",
        "<currency>",
        f"{_SUMS} by purpose, funding source, stage and currency",
        _split("purpose", "funding_source", "stage", "currency"),
    ),
    Definition(
        "spending.total.<purpose>.<stage>.<currency>",
        "<currency>",
        "sum across the currencies of a purpose, each amount by the operational rates in force on its day; absent where one amount has no rate",
        _converted,
    ),
    Definition("unfunded.<purpose>.<currency>", "<currency>", "required less budgeted; below zero where the budget is larger", _unfunded),
    Definition("unfunded.line.<purpose>.<line>.<currency>", "<currency>", "required less budgeted, of one budget line", _unfunded_lines),
    Definition("spending.rejected", "count", "rows of spending that could not be used and are in no sum", _rejected),
    Definition("exchange.rate.<day>.<currency>", "<currency>/USD", "operational rate of exchange in force from that day on, as submitted", _rates),
    Definition("exchange.first_day.<day>.<currency>", "text", "first day of a rate of exchange, as submitted", _first_days),
    Definition("exchange.currency", "text", "currency of the sums across currencies: that of most amounts, among equals USD", _currency),
)
