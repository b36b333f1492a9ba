"""What actions cost beside what they bring, and actions that cost nothing told apart from those that are funded."""

from collections.abc import Callable, Mapping

from greening.figures import derivation, rules
from greening.figures.book import Book, Record
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.money import own
from greening.figures.names import part_of_name
from greening.money.exchange import is_code

#: Statuses of actions that are counted by what they cost: what was given up costs nothing and brings nothing.
_ON_RECORD = ("planned", "under_way", "done")


def _actions(book: Book) -> list[Record]:
    """The organization's own actions whose action_id names one alone."""
    rows = book.own("actions")
    names = [row["action_id"] for row in rows]
    return [row for row in rows if names.count(row["action_id"]) == 1]


def _measured(book: Book, row: Record, column: str, scale: float = 1.0) -> Quantity | None:
    wanted = {"table": "actions", **own(book), "action_id": row["action_id"]}
    return book.measure("activities", wanted, column, "single", scale)


def _of_actions(column: str) -> Rule:
    """A rule that gives an amount of each action; one without a currency code has none."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        priced = [row for row in _actions(book) if row[column] is not None and is_code(row["currency"])]
        found = {(part_of_name(row["action_id"]), row["currency"]): _measured(book, row, column) for row in priced}
        return {names: amount for names, amount in found.items() if amount}

    return _rule


def _expected(book: Book) -> Mapping[Names, Quantity]:
    found = {(part_of_name(row["action_id"]),): _measured(book, row, "expected_tco2e_per_year") for row in _actions(book)}
    return {names: effect for names, effect in found.items() if effect}


def _spent(book: Book) -> Mapping[Names, Quantity]:
    """What was spent this year on each action, by currency."""
    found: dict[Names, Quantity] = {}
    for action_id, currency in book.rows("activities", {"table": "spending", "stage": "spent", **own(book)}).combinations(["action_id", "currency"]):
        wanted = {"table": "spending", **own(book), "stage": "spent", "action_id": action_id, "currency": currency}
        measured = book.measure("activities", wanted, "amount") if is_code(currency) else None
        found |= {(part_of_name(action_id), currency): measured} if measured else {}
    return found


def _per_tonne(book: Book) -> Mapping[Names, Quantity]:
    """The cost of each action that costs something and cuts emissions, divided by the cut of one year."""
    found: dict[Names, Quantity] = {}
    for row in _actions(book):
        if (row["cost"] or 0.0) > 0 and (row["expected_tco2e_per_year"] or 0.0) < 0 and is_code(row["currency"]):
            cut = _measured(book, row, "expected_tco2e_per_year", -1.0)
            name = part_of_name(row["action_id"])
            ratio = rules.divide(book, f"action.{name}.{row['currency']}.cost", cut) if cut else None
            found |= {(name, row["currency"]): ratio} if ratio else {}
    return found


def _payback(book: Book) -> Mapping[Names, Quantity]:
    """The cost of each action divided by what it saves a year."""
    found: dict[Names, Quantity] = {}
    for row in _actions(book):
        if (row["cost"] or 0.0) > 0 and (row["saving_per_year"] or 0.0) > 0 and is_code(row["currency"]):
            name = part_of_name(row["action_id"])
            terms = (f"action.{name}.{row['currency']}.{column}" for column in ("cost", "saving_per_year"))
            ratio = rules.divide(book, *terms)
            found |= {(name,): ratio} if ratio else {}
    return found


#: Actions by whether they cost anything, and how the class of one is told.
_CLASSES: Mapping[str, Callable[[Record], bool]] = {
    "zero_cost": lambda row: row["cost"] == 0,
    "funded": lambda row: row["cost"] is not None and row["cost"] > 0,
    "cost_unknown": lambda row: row["cost"] is None,
}


def _by_cost(column: str, operation: str) -> Rule:
    """A rule that counts or adds up the actions of each class, without those that were stopped; absent where there are no actions."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        known = [row for row in book.own("actions") if row["status"] in _ON_RECORD]
        found: dict[Names, Quantity] = {}
        for name, belongs in _CLASSES.items() if known else ():
            wanted = {"table": "actions", **own(book), "row_id": [row["row_id"] for row in known if belongs(row)]}
            nothing = Quantity(0.0, derivation=derivation.of_rows("activities", book.rows("activities", wanted), wanted, column, "count", 1.0, {}))
            measured = book.measure("activities", wanted, column, operation) or (nothing if operation == "count" else None)
            found |= {(name,): measured} if measured else {}
        return found

    return _rule


DEFINITIONS = (
    Definition("action.<action_id>.<currency>.cost", "<currency>", "cost of an action, as submitted", _of_actions("cost")),
    Definition(
        "action.<action_id>.<currency>.saving_per_year", "<currency>", "what an action saves a year, as submitted", _of_actions("saving_per_year")
    ),
    Definition("action.<action_id>.expected", "t CO2e/year", "expected yearly effect of an action, as submitted, negative for a cut", _expected),
    Definition("action.<action_id>.<currency>.spent", "<currency>", "sum of what was spent on an action this year", _spent),
    Definition(
        "action.<action_id>.<currency>.cost_per_tonne", "<currency>/t", "cost of an action divided by its expected cut of one year", _per_tonne
    ),
    Definition("action.<action_id>.payback", "years", "cost of an action divided by what it saves a year", _payback),
    Definition(
        "actions.cost.<class>",
        "count",
        "number of actions that cost nothing, that cost something, and of unknown cost, without stopped ones",
        _by_cost("row_id", "count"),
    ),
    Definition(
        "actions.cost.<class>.expected",
        "t CO2e/year",
        "sum of the expected yearly effect of these actions",
        _by_cost("expected_tco2e_per_year", "sum"),
    ),
)
