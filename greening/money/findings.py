"""What only stage 3 can see of money, as rows of `findings`: savings that do not exist or do not suffice, and amounts that no rate converts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from greening.money import exchange, savings
from greening.money.ledger import Accounts
from greening.money.savings import Record, Saving, Use

#: What is wrong with a use of a saving, as a sentence.
_FAULTS: Mapping[str, str] = {
    savings.UNKNOWN: "{action} is paid for by the savings of {saving}, which is not in actions. No balance can be given.",
    savings.ITSELF: "{action} is said to be paid for by its own savings. No balance can be given.",
    savings.NOT_DONE: "{action} is paid for by the savings of {saving}, which is not done and has saved nothing yet. No balance can be given.",
    savings.NO_AMOUNT: "{action} is paid for by the savings of {saving}, of which no saving_per_year with a currency is given. There is no balance.",
    savings.REPEATED: "{action} is paid for by the savings of {saving}, which stands in actions more than once. No balance can be given.",
    savings.NOT_NAMED: "Money was spent from savings, but no action says from whose: the action {action} names no funded_from_action_id.",
    savings.NO_COST: "{action} is paid for by the savings of {saving}, but neither its cost nor what was spent is known. No balance can be given.",
    savings.NO_RATE: "What {action} took of the savings of {saving} is in another currency, and no rate of exchange is given for the day.",
}
_ABOUT: Mapping[str, str] = {
    savings.NOT_NAMED: "an action_id whose action names the saving",
    savings.NO_COST: "a cost, or a row of spending",
    savings.NO_RATE: "a row of exchange_rates on or before the day",
}


def findings(accounts: Accounts) -> list[dict[str, Any]]:
    """The findings on savings, on costs without a currency and on money for what is said to cost nothing; none where nothing is wrong."""
    return [*_uses(accounts), *_overdrawn(accounts), *_costs(accounts), *_free_of_charge(accounts)]


def _uses(accounts: Accounts) -> Iterator[dict[str, Any]]:
    for use in dict.fromkeys(accounts.savings.faults):
        message = _FAULTS[use.fault].format(action=use.action_id or "(empty)", saving=use.saving_id)
        expected = _ABOUT.get(use.fault, "the action_id of a finished action with a saving")
        # What was handed in with an earlier year was found then.
        if use.year == accounts.year:
            yield _finding(accounts, _row_of(accounts, use), use.fault, _column(use), use.saving_id or use.action_id, expected, message)


def _column(use: Use) -> str:
    return {savings.NO_COST: "cost", savings.NO_RATE: "currency"}.get(
        use.fault, "action_id" if use.fault == savings.NOT_NAMED else "funded_from_action_id"
    )


def _row_of(accounts: Accounts, use: Use) -> tuple[str, Record]:
    """The row that a use is from: of spending, else of actions."""
    table = "spending" if use.basis == savings.SPENT else "actions"
    return table, _at(accounts.of(table), use.place)


def _at(rows: Iterable[Record], place: savings.Place) -> Record:
    return next(row for row in rows if (row["source_file"], row["source_row"], row["row_id"]) == place)


def _overdrawn(accounts: Accounts) -> Iterator[dict[str, Any]]:
    for saving in accounts.savings.savings:
        if saving.fault == savings.OVERDRAWN:
            row = _at(accounts.of("actions"), saving.place)
            yield _finding(
                accounts, ("actions", row), savings.OVERDRAWN, "saving_per_year", saving.action_id, "uses no larger than the saving", _told(saving)
            )


def _told(saving: Saving) -> str:
    users = ", ".join(dict.fromkeys(use.action_id for use in saving.uses if use.amount))
    return (
        f"The action {saving.action_id} has saved {saving.saved:,.0f} {saving.currency} since {saving.since.isoformat()}, "
        f"but {users} took {saving.used:,.0f} of it. No balance can be given."
    )


def _costs(accounts: Accounts) -> Iterator[dict[str, Any]]:
    for row in accounts.of("actions"):
        column = next((name for name in ("cost", "saving_per_year") if row[name]), "")
        if column and not exchange.is_code(row["currency"]):
            message = (
                f"The action {row['action_id']} gives {column} {row[column]:,.10g} without a currency; it is left out of what actions cost and save."
            )
            yield _finding(
                accounts, ("actions", row), "amount_without_currency", column, f"{row[column]:.10g}", "an ISO 4217 code such as USD", message
            )


def _free_of_charge(accounts: Accounts) -> Iterator[dict[str, Any]]:
    """Money spent on actions that are said to cost nothing."""
    free = {row["action_id"] for row in accounts.of("actions") if row["cost"] == 0}
    for row in accounts.of("spending"):
        if row["action_id"] in free and row["stage"] == "spent" and row["amount"]:
            message = (
                f"{row['amount']:,.10g} {row['currency']} was spent on the action {row['action_id']}, of which actions says that it costs nothing."
            )
            yield _finding(
                accounts, ("spending", row), "spent_without_cost", "action_id", row["action_id"], "a cost in actions, or another action", message
            )


def _finding(accounts: Accounts, place: tuple[str, Record], rule: str, column: str, value: str, expected: str, message: str) -> dict[str, Any]:
    table, row = place
    told = {"table": table, "column": column, "rule": rule, "level": "warn", "value": value, "expected": expected, "message": message, "rows": 0}
    return {name: row[name] for name in ("organization", "source_file", "sheet", "source_row")} | told | {"year": accounts.year}
