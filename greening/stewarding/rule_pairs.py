"""Rules that can never fail or never be met, rules that contradict each other, and rules that stand twice: told without any data.

A rule that no row can fail protects nothing, and two rules that no row can meet together reject everything that they are about.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from greening.stewarding import witnesses
from greening.suite_checks import conditions
from greening.suite_checks.columns import declared
from greening.suite_checks.faults import Fault, Path
from greening.suites import Rule

#: Arguments that come to the same as if they were not there.
_SAYS_NOTHING = (("mostly", 1), ("strict_min", False), ("strict_max", False), ("or_equal", False), ("match_on", "any"))


def faults(name: str, rules: Mapping[int, Rule]) -> list[Fault]:
    """What is wrong with sound rules of one suite, by their place in it, by themselves and with each other."""
    return [Fault(f"{name}.json", ("expectations", place, *path), text, rules[place].rule) for place, path, text in _told(name, rules)]


def _told(name: str, rules: Mapping[int, Rule]) -> Iterator[tuple[int, Path, str]]:
    for place, rule in rules.items():
        if text := _alone(name, rule):
            yield place, _part(rule), text
    for (_, one), (place, other) in combinations(rules.items(), 2):
        if _same(one) == _same(other):
            yield place, (), f"it is the rule {one.rule} under another name: same type, same arguments"
        elif _is_together(one, other) and (text := _together(name, one, other)):
            yield place, _part(other), text


def _part(rule: Rule) -> Path:
    return ("kwargs", "row_condition") if "row_condition" in rule.expectation.kwargs else ("kwargs",)


def _alone(name: str, rule: Rule) -> str:
    """Why a rule can never be met or never fail; empty where it can do both, or where that cannot be told."""
    column = rule.expectation.kwargs.get("column", "")
    one = declared(name, column)
    if rule.expectation.type == "expect_column_values_to_not_be_null" and one and one.required:
        return f"it can never fail: a row without {column} is refused before any rule judges it"
    if not witnesses.is_plain(rule):
        return _condition_alone(name, rule)
    rows = witnesses.rows(name, [rule])
    if rows is None:
        return ""
    judged = witnesses.judged(rows, rule)
    if not judged.any():
        return "it can never fail: no row can meet its row_condition, so it judges nothing"
    met = witnesses.met(rows, rule)[judged]
    if met.all():
        return f"it can never fail: every {column} that it judges meets it"
    return "" if met.any() else f"it fails at every row that it judges: no {column} can meet it"


def _condition_alone(name: str, rule: Rule) -> str:
    condition = rule.expectation.kwargs.get("row_condition", "")
    if not condition or not witnesses.condition_is_plain(condition):
        return ""
    rows = witnesses.rows_of_condition(name, condition)
    met = rows is None or bool(conditions.met(rows, condition).any())
    return "" if met else "it can never fail: no row can meet its row_condition, so it judges nothing"


def _is_together(one: Rule, other: Rule) -> bool:
    same_column = one.expectation.kwargs.get("column") == other.expectation.kwargs.get("column")
    return same_column and witnesses.is_plain(one) and witnesses.is_plain(other)


def _together(name: str, one: Rule, other: Rule) -> str:
    """Why two rules of one column contradict each other; empty where they do not."""
    rows = witnesses.rows(name, [one, other])
    if rows is None:
        return ""
    first, second = witnesses.judged(rows, one), witnesses.judged(rows, other)
    both = first & second
    met_one, met_other = witnesses.met(rows, one), witnesses.met(rows, other)
    if not both.any() or not (both & met_one).any() or not (both & met_other).any() or (both & met_one & met_other).any():
        return ""
    where = "" if both.equals(first) and both.equals(second) else " at the rows that both judge"
    return f"it contradicts the rule {one.rule}: no {one.expectation.kwargs['column']} can meet both{where}"


def _same(rule: Rule) -> str:
    return json.dumps([rule.expectation.type, _plain(rule.expectation.kwargs)], sort_keys=True)


def _plain(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as they are to great_expectations: without what says nothing, whole numbers as such, sets in one order."""
    said = {name: value for name, value in kwargs.items() if (name, value) not in _SAYS_NOTHING and value is not None}
    return {name: _ordered(name, value) for name, value in said.items()}


def _ordered(name: str, value: Any) -> Any:
    if name in ("value_set", "column_set", "regex_list"):
        return sorted((_number(one) for one in value), key=json.dumps)
    return " ".join(value.split()) if name == "row_condition" else _number(value)


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
