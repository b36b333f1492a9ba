"""The ledger of savings: what finished actions have saved, which other actions that paid for, and what is left.

A saving is counted from the day on which its action is known to have been done: the day of a check that was made of it as a finished action, else the
last day of the first year whose submission has it as done. What a saving paid for is what was spent from savings on the actions that name it; an
action that runs or is done and of which no such spending was handed in takes its cost. A saving that does not exist, or that is smaller than what it
paid for, has no balance: it is said why instead.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from greening.money.exchange import Rates, is_code

#: A submitted row: its columns, None where a cell is empty; `data_year` is that of its submission.
Record = Mapping[str, Any]
DAYS_IN_YEAR = 365
#: What may speak against a funding, or against a balance.
UNKNOWN, ITSELF, NOT_DONE, NO_AMOUNT = "unknown_saving", "saving_funds_itself", "saving_not_done", "saving_without_amount"
OVERDRAWN, NO_COST, NO_RATE, NOT_NAMED, REPEATED = "saving_overdrawn", "use_without_amount", "use_without_rate", "saving_not_named", "repeated_action"
#: What a use was taken from.
SPENT, COST, PLANNED = "spent", "cost", "planned"
#: Statuses of an action that money goes to.
RUNNING = ("under_way", "done")


class Place(NamedTuple):
    """Where a row was handed in."""

    source_file: str | None
    source_row: int | None
    row_id: str | None


class Use(NamedTuple):
    """Money of a saving that an action took: in the saving's currency, None where it is not known, with what speaks against it.

    The basis is spent (a row of spending), cost or planned (a row of actions).
    """

    saving_id: str
    action_id: str
    year: int
    amount: float | None
    basis: str
    fault: str
    place: Place


@dataclass(frozen=True)
class Saving:
    """One action that saves money: what it saves, since when, and what became of it; `fault` says why there is no balance."""

    action_id: str
    per_year: float
    currency: str
    since: date
    years: float
    uses: tuple[Use, ...]
    place: Place
    fault: str = ""

    @property
    def saved(self) -> float:
        """What it has saved by the end of the data year."""
        return self.per_year * self.years

    @property
    def used(self) -> float:
        """What other actions took of it, as far as it is known."""
        return sum(use.amount or 0.0 for use in self.uses)


@dataclass(frozen=True)
class Ledger:
    """Savings with their uses, and the uses that no saving answers for."""

    savings: tuple[Saving, ...]
    faults: tuple[Use, ...]


class _Facts(NamedTuple):
    """What a submission of any year says, by action."""

    actions: Mapping[str, Record]
    since: Mapping[str, date]
    rates: Rates
    year: int
    repeated: frozenset[str]


def ledger(year: int, actions: Sequence[Record], spending: Sequence[Record], rates: Rates) -> Ledger:
    """The savings as they stand on 31 December of a year; actions and spending are those of this year's submission and of earlier ones."""
    own = [row for row in actions if row["data_year"] == year]
    facts = _Facts({row["action_id"]: row for row in own}, _done_since(actions, year), rates, year, _repeated(own))
    uses = _uses(facts, spending)
    savings = [_saving(facts, name, [use for use in uses if use.saving_id == name]) for name in facts.actions if _saves(facts, name)]
    return Ledger(tuple(savings), tuple(use for use in uses if use.fault))


def _repeated(actions: Iterable[Record]) -> frozenset[str]:
    counted = Counter(row["action_id"] for row in actions)
    return frozenset(action_id for action_id, count in counted.items() if count > 1)


def _done_since(actions: Iterable[Record], year: int) -> dict[str, date]:
    """The first day on which each action that is done this year is known to have been done."""
    by_action: dict[str, list[Record]] = defaultdict(list)
    for row in sorted(actions, key=lambda row: int(row["data_year"])):
        by_action[row["action_id"]].append(row)
    found: dict[str, date] = {}
    for action_id, rows in by_action.items():
        last_open_year = max((int(row["data_year"]) for row in rows if row["status"] != "done"), default=0)
        done = [row for row in rows if row["data_year"] > last_open_year]
        if done and done[-1]["data_year"] == year:
            found[action_id] = _known_done(done[0], last_open_year)
    return found


def _known_done(row: Record, last_open_year: int) -> date:
    """The day of the check of a finished action, where it is later than the last year in which it was not done; else the end of the year."""
    end = date(int(row["data_year"]), 12, 31)
    checked = row["check_date"].date() if row["check_date"] is not None else end
    return checked if last_open_year < checked.year and checked <= end else end


def _saves(facts: _Facts, action_id: str) -> bool:
    row = facts.actions[action_id]
    return action_id not in facts.repeated and action_id in facts.since and (row["saving_per_year"] or 0.0) > 0 and is_code(row["currency"])


def _uses(facts: _Facts, spending: Iterable[Record]) -> list[Use]:
    """What was taken of savings: what was spent from them, and the cost of running actions of which nothing was handed in."""
    made: list[Use] = []
    told: set[str] = set()
    for row in spending:
        if row["funding_source"] == "savings" and row["stage"] == "spent":
            told.add(row["action_id"])
            made.append(_spent(facts, row))
    for action_id, row in facts.actions.items():
        saving_id = row["funded_from_action_id"]
        if saving_id and action_id not in told:
            made.append(_cost(facts, row))
    return made


def _spent(facts: _Facts, row: Record) -> Use:
    action = facts.actions.get(row["action_id"], {})
    saving_id = action.get("funded_from_action_id") or ""
    day = row["date"].date() if row["date"] is not None else date(int(row["data_year"]), 12, 31)
    fault = _fault(facts, saving_id, row["action_id"]) if saving_id else NOT_NAMED
    amount = None if fault else _converted(facts, saving_id, row["amount"], row["currency"], day)
    told = fault or ("" if amount is not None else NO_RATE)
    return Use(saving_id, row["action_id"] or "", int(row["data_year"]), amount, SPENT, told, _place(row))


def _place(row: Record) -> Place:
    return Place(*(row.get(name) for name in Place._fields))


def _cost(facts: _Facts, row: Record) -> Use:
    saving_id, action_id = row["funded_from_action_id"], row["action_id"]
    is_running = row["status"] in RUNNING
    amount: float | None = 0.0
    fault = _fault(facts, saving_id, action_id, is_planned=not is_running)
    if is_running and not fault:
        is_known = row["cost"] is not None and is_code(row["currency"])
        amount = _converted(facts, saving_id, row["cost"], row["currency"], date(facts.year, 12, 31)) if is_known else None
        fault = "" if amount is not None else NO_RATE if is_known else NO_COST
    return Use(saving_id, action_id, facts.year, None if fault else amount, COST if is_running else PLANNED, fault, _place(row))


def _fault(facts: _Facts, saving_id: str, action_id: str, *, is_planned: bool = False) -> str:
    """Why a saving cannot pay for an action; empty where it can. Of a planned action it is enough that the saving is planned too."""
    saving = facts.actions.get(saving_id)
    if saving is None:
        return UNKNOWN
    if saving_id == action_id:
        return ITSELF
    if saving_id in facts.repeated:
        return REPEATED
    if not saving["saving_per_year"] or not is_code(saving["currency"]):
        return NO_AMOUNT
    return "" if saving_id in facts.since or (is_planned and saving["status"] != "stopped") else NOT_DONE


def _converted(facts: _Facts, saving_id: str, amount: float, currency: str, day: date) -> float | None:
    rate = facts.rates.between(currency, facts.actions[saving_id]["currency"], day) if is_code(currency) else None
    return amount * rate.factor if rate else None


def _saving(facts: _Facts, action_id: str, uses: Sequence[Use]) -> Saving:
    row, since = facts.actions[action_id], facts.since[action_id]
    years = (date(facts.year, 12, 31) - since).days / DAYS_IN_YEAR
    made = Saving(action_id, float(row["saving_per_year"]), row["currency"], since, years, tuple(uses), _place(row))
    unknown = next((use.fault for use in uses if use.fault), "")
    return replace(made, fault=unknown or (OVERDRAWN if made.used > made.saved else ""))
