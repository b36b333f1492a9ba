"""The product `money`: every amount of a body with its worth in one currency, the rates used, and the ledger of savings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from greening import tables
from greening.money import exchange, savings
from greening.money.exchange import Quote, Rates
from greening.money.savings import Ledger, Record, Use

#: Kinds of rows of the product.
AMOUNT, RATE, SAVING, USE = "amount", "rate", "saving", "use"
#: Why an amount is in no sum: its currency is no code of three capitals.
NO_CURRENCY = "currency_code"
_PLACE = ("organization", "source_file", "sheet", "source_row", "row_id")
#: Columns that the product is made from, by submission table.
COLUMNS: Mapping[str, Sequence[str]] = {
    "spending": (*_PLACE, "data_year", "purpose", "stage", "budget_line", "funding_source", "amount", "currency", "date", "action_id"),
    "actions": (
        *(*_PLACE, "data_year", "action_id", "title", "status", "cost", "saving_per_year", "currency"),
        *("funded_from_action_id", "check_date", "expected_tco2e_per_year"),
    ),
    "exchange_rates": (*_PLACE, "data_year", "currency", "date", "units_per_usd"),
}


@dataclass(frozen=True)
class Accounts:
    """What a body handed in on money: the rows of this year and of earlier years, each year's with its own `data_year`."""

    organization: str
    year: int
    rows: Mapping[str, Sequence[Record]]

    def of(self, table: str) -> list[Record]:
        """The rows of this year's submission."""
        return [row for row in self.rows[table] if row["data_year"] == self.year]

    @cached_property
    def rates(self) -> Rates:
        """The rates of all years."""
        return exchange.rates(self.rows["exchange_rates"])

    @cached_property
    def currency(self) -> str:
        """The currency of sums across currencies; empty where no amount has one."""
        return exchange.reporting_currency(row["currency"] for row in self.of("spending") if exchange.is_code(row["currency"]))

    @cached_property
    def savings(self) -> Ledger:
        """What finished actions saved, and what that paid for."""
        return savings.ledger(self.year, self.rows["actions"], self.rows["spending"], self.rates)


def product(accounts: Accounts) -> pd.DataFrame:
    """Rows of four kinds (`entry`): each amount of `spending`, each rate used for one, each saving, and each use of a saving."""
    amounts = [_amount(row, accounts) for row in accounts.of("spending")]
    rows = [*(row for row, _ in amounts), *_rates(quote for _, quotes in amounts for quote in quotes), *_savings(accounts.savings, accounts.year)]
    if not rows:
        return tables.empty("money")
    shared = {"organization": accounts.organization, "year": accounts.year}
    return tables.stack("money", [pd.DataFrame([{**row, **shared, "number": number} for number, row in enumerate(rows, start=1)])])


def _amount(row: Record, accounts: Accounts) -> tuple[dict[str, Any], Sequence[Quote]]:
    """An amount as a row, and the quotes that it was converted by."""
    is_known = exchange.is_code(row["currency"])
    day = row["date"].date() if row["date"] is not None else date(accounts.year, 12, 31)
    rate = accounts.rates.between(row["currency"], accounts.currency, day) if is_known else None
    kept = ("source_file", "source_row", "row_id", "purpose", "stage", "budget_line", "funding_source", "action_id", "amount", "currency")
    made = {name: row[name] for name in kept} | {"entry": AMOUNT, "day": day.isoformat(), "fault": "" if is_known else NO_CURRENCY}
    if rate is None:
        return made, ()
    worth = {"rate": rate.factor, "converted": row["amount"] * rate.factor, "converted_currency": accounts.currency, "is_old_rate": rate.is_old}
    return made | worth, rate.quotes


def _rates(quotes: Iterable[Quote]) -> Iterator[dict[str, Any]]:
    for quote in sorted(set(quotes), key=lambda quote: (quote.currency, quote.day)):
        yield {"entry": RATE, "currency": quote.currency, "day": quote.day.isoformat(), "amount": quote.units_per_usd}


def _savings(ledger: Ledger, year: int) -> Iterator[dict[str, Any]]:
    for saving in ledger.savings:
        own = {"action_id": saving.action_id, "saving_id": saving.action_id, "currency": saving.currency}
        known = {"day": saving.since.isoformat(), "years": saving.years, "per_year": saving.per_year, "amount": saving.saved, "fault": saving.fault}
        yield {"entry": SAVING, **saving.place._asdict(), **own, **known}
        yield from ({**_use(use, year), "currency": saving.currency} for use in saving.uses)
    known_savings = {saving.action_id for saving in ledger.savings}
    yield from (_use(use, year) for use in ledger.faults if use.saving_id not in known_savings)


def _use(use: Use, year: int) -> dict[str, Any]:
    # A file of an earlier year may have the name of one of this year's.
    place = use.place._asdict() if use.year == year else {}
    told = {"saving_id": use.saving_id, "action_id": use.action_id, "of_year": use.year, "amount": use.amount, "basis": use.basis, "fault": use.fault}
    return {"entry": USE, **place, **told}
