"""Savings of finished actions: what they saved, what other actions took of it, and what is left."""

from collections.abc import Mapping

from greening.figures import derivation, rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.money import text_of
from greening.figures.names import part_of_name
from greening.figures.selection import Filter
from greening.money.ledger import SAVING, USE


def _of_savings(column: str, *, in_words: bool = False, needs_balance: bool = False, has_unit: bool = True) -> Rule:
    """A rule that gives a fact of each saving; a balance and what it rests on only where nothing speaks against them."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        found: dict[Names, Quantity] = {}
        for row in book.rows("money", {"entry": SAVING}).records(["saving_id", "currency", "fault"]):
            wanted: Filter = {"entry": SAVING, "saving_id": row["saving_id"]}
            made = text_of(book, wanted, column) if in_words else book.measure("money", wanted, column, "single")
            name = (part_of_name(row["saving_id"]), *([row["currency"]] if has_unit else []))
            found |= {name: made} if made and not (needs_balance and row["fault"]) else {}
        return found

    return _rule


def _used(book: Book) -> Mapping[Names, Quantity]:
    """What other actions took of each saving, where all of it is known; 0 where they took nothing."""
    found: dict[Names, Quantity] = {}
    for saving_id, currency in book.rows("money", {"entry": SAVING}).combinations(["saving_id", "currency"]):
        wanted: Filter = {"entry": USE, "saving_id": saving_id}
        rows = book.rows("money", wanted)
        none = derivation.of_rows("money", rows, wanted, "amount", "count", 1.0, book.inputs.files)
        if not rows.distinct("fault"):
            found[part_of_name(saving_id), currency] = book.measure("money", wanted, "amount") or Quantity(0.0, derivation=none)
    return found


def _balance(book: Book) -> Mapping[Names, Quantity]:
    """What each saving has saved less what was taken of it; none where it took more than it saved, or where not all is known."""
    found: dict[Names, Quantity] = {}
    for saving_id, currency in book.rows("money", {"entry": SAVING, "fault": [None]}).combinations(["saving_id", "currency"]):
        start = f"savings.{part_of_name(saving_id)}.{currency}"
        balance = rules.difference(book, f"{start}.saved", f"{start}.used")
        found |= {(part_of_name(saving_id), currency): balance} if balance else {}
    return found


DEFINITIONS = (
    Definition(
        "savings.<action_id>.since", "text", "day on which the action is known to have been done", _of_savings("day", in_words=True, has_unit=False)
    ),
    Definition(
        "savings.<action_id>.years", "years", "days from then to 31 December of the data year, divided by 365", _of_savings("years", has_unit=False)
    ),
    Definition("savings.<action_id>.<currency>.per_year", "<currency>", "what a finished action saves a year", _of_savings("per_year")),
    Definition(
        "savings.<action_id>.<currency>.saved", "<currency>", "saving a year times the years since the action was done", _of_savings("amount")
    ),
    Definition(
        "savings.<action_id>.<currency>.used",
        "<currency>",
        "spent from savings on the actions that name this one; their cost, where they run and no such spending was handed in",
        _used,
    ),
    Definition(
        "savings.<action_id>.<currency>.balance",
        "<currency>",
        "saved less used; absent where more was used than saved, or where not all is known",
        _balance,
    ),
    Definition("savings.<action_id>.fault", "text", "why a saving has no balance", _of_savings("fault", in_words=True, has_unit=False)),
)
