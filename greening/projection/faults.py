"""What only a plan can show to be wrong: actions that cut more than their source emits, and exemptions of more than there is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from greening import checks
from greening.figures.inputs import Inputs
from greening.projection.series import plain_rows

#: The facts of the product `projection` that are faults, each with its text where it has one: the table, the column and the name of the rule.
_FAULTS: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("cut_off", ""): ("actions", "expected_tco2e_per_year", "effect_beyond_source"),
    ("not_counted", "effect_no_emissions"): ("actions", "expected_tco2e_per_year", "effect_without_source"),
    ("exempted_not_counted", "exempted_too_much"): ("exemptions", "emissions_tco2e", "exempted_beyond_emissions"),
}
_MESSAGES = {
    "effect_beyond_source": "The action {item} is expected to cut more than its source emits at its places; the plan leaves out what is beyond.",
    "effect_without_source": "The action {item} cuts emissions of a source of which its places report none, so it does not count in the plan.",
    "exempted_beyond_emissions": "What is exempted from the goal {goal_id} ({item}) is together more than is emitted, so its effect is not shown.",
}
_EXPECTED = {
    "effect_beyond_source": "no more than the source emits",
    "effect_without_source": "an aspect and places that emit",
    "exempted_beyond_emissions": "no more than the goal's emissions",
}
#: Where a submitted row stands.
_PLACE = ("source_file", "sheet", "source_row")
#: A row of `projection`.
Row = Mapping[str, Any]


def faults(given: Inputs, projection: pd.DataFrame) -> pd.DataFrame:
    """Findings in the columns of `checks`, level warn: one for each submitted row that the product says to be beyond what is emitted."""
    facts = projection["fact"].tolist()
    wanted = {fact for fact, _ in _FAULTS}
    places = [place for place, fact in enumerate(facts) if fact in wanted]
    if not places:
        return checks.none()
    rows = plain_rows(projection, ("goal_id", "item", "fact", "text"), places)
    return checks.frame(_findings(given, rows), given.organization, given.year)


def _findings(given: Inputs, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Each fault once, though an action may count for several goals."""
    told: set[tuple[str, str]] = set()
    for row in rows:
        found = _FAULTS.get((row["fact"], row["text"] if isinstance(row["text"], str) else ""))
        if found and (found[2], row["item"]) not in told:
            told.add((found[2], row["item"]))
            yield from _at_rows(given, row, *found)


def _at_rows(given: Inputs, row: Row, table: str, column: str, rule: str) -> Iterator[dict[str, Any]]:
    """The finding at each submitted row of the action, or of the exempted activity."""
    of_row = {"action_id": row["item"]} if table == "actions" else {"activity": row["item"], "goal_id": row["goal_id"]}
    wanted = {"table": table, "organization": given.organization, **of_row}
    for place in given.products.rows("activities", wanted).records([*_PLACE, column]):
        details = {"table": table, "column": column, "value": f"{place.pop(column):g}", "expected": _EXPECTED[rule], **place}
        yield checks.finding(rule, "warn", _MESSAGES[rule].format(item=row["item"], goal_id=row["goal_id"]), **details)
