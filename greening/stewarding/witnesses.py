"""Rows that show whether rules can be met or not: made from the values at which the rules change their mind.

For each column that rules and their conditions name, the values are those that they compare it with, those beside and between these, the words
that it can hold, and an empty cell; a row is made for every combination. Where no such row is judged by a rule, or meets it, or fails it,
none ever will. That holds only for rules and conditions that compare columns with constants, so nothing is said of others.
"""

import ast
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise, product
from math import prod
from typing import Any

import pandas as pd

from greening.suite_checks import conditions
from greening.suite_checks.columns import choices, held
from greening.suite_checks.conditions import compared
from greening.suite_checks.kinds import Expectation
from greening.suites import Rule
from greening.views import catalogue

_BETWEEN = "expect_column_values_to_be_between"
_IN, _NOT_IN = "expect_column_values_to_be_in_set", "expect_column_values_to_not_be_in_set"
_NULL, _NOT_NULL = "expect_column_values_to_be_null", "expect_column_values_to_not_be_null"

#: What a condition may be made of: columns, constants, comparisons of the two, and, or, not, and whether a cell is empty.
_PLAIN = (
    *(ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Invert, ast.USub, ast.Load, ast.Constant, ast.Name),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.List, ast.Tuple),
    *(ast.BinOp, ast.BitAnd, ast.BitOr, ast.Call, ast.Attribute),
)
_MISSING_TESTS = ("isna", "notna", "isnull", "notnull")

#: More rows than these are not made: what so many columns come to is not looked at.
_MOST_ROWS = 20_000


def is_plain(rule: Rule) -> bool:
    """Whether rows can be made that show all there is to the rule."""
    kwargs = rule.expectation.kwargs
    if rule.expectation.type not in (_BETWEEN, _IN, _NOT_IN, _NULL, _NOT_NULL) or kwargs.get("mostly", 1) != 1:
        return False
    return condition_is_plain(kwargs.get("row_condition", ""))


def condition_is_plain(condition: str) -> bool:
    """Whether a condition compares columns with constants and nothing else; an empty one does."""
    if not condition:
        return True
    try:
        tree = ast.parse(condition.strip(), mode="eval")
    except SyntaxError:
        return False
    nodes = list(ast.walk(tree))
    # An attribute is there only to ask whether a cell is empty.
    has_calls_alone = sum(isinstance(node, ast.Call) for node in nodes) == sum(isinstance(node, ast.Attribute) for node in nodes)
    return has_calls_alone and all(_is_plain_node(node) for node in nodes)


def _is_plain_node(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return _tests_missing(node)
    return _is_with_constant(node) if isinstance(node, ast.Compare) else isinstance(node, _PLAIN)


def _tests_missing(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in _MISSING_TESTS and isinstance(call.func.value, ast.Name) and not call.args


def _is_with_constant(node: ast.Compare) -> bool:
    names = [one for side in (node.left, *node.comparators) for one in ast.walk(side) if isinstance(one, ast.Name)]
    return len(names) == 1


def rows(name: str, rules: Sequence[Rule]) -> pd.DataFrame | None:
    """A row of the table or view for every combination of values that matters to the rules; None where there would be too many."""
    named = dict.fromkeys(column for rule in rules for column in _columns(rule))
    values = {column: _values(name, column, rules) for column in named}
    if prod(len(some) for some in values.values()) > _MOST_ROWS:
        return None
    made = list(zip(*product(*values.values()), strict=True))
    dtypes = catalogue.sample(name).dtypes
    return pd.DataFrame({column: pd.Series(cells, dtype=dtypes[column]) for column, cells in zip(values, made, strict=True)})


def rows_of_condition(name: str, condition: str) -> pd.DataFrame | None:
    """The same for a plain condition alone."""
    named = [node.id for node in ast.walk(ast.parse(condition.strip(), mode="eval")) if isinstance(node, ast.Name)]
    kwargs = {"column": named[0], "row_condition": condition}
    return rows(name, [Rule(Expectation(_NOT_NULL, kwargs), "", "", "", "", "", named[0])]) if named else None


def judged(frame: pd.DataFrame, rule: Rule) -> pd.Series:
    """Which rows the rule judges: those of its condition whose cell says something, or all of them where it is about empty cells."""
    meant = conditions.met(frame, rule.expectation.kwargs.get("row_condition", ""))
    return meant if rule.expectation.type in (_NULL, _NOT_NULL) else meant & frame[rule.expectation.kwargs["column"]].notna()


def met(frame: pd.DataFrame, rule: Rule) -> pd.Series:
    """Which rows meet a plain rule, whatever its condition."""
    kwargs = rule.expectation.kwargs
    return pd.Series([_meets(cell, rule.expectation.type, kwargs) for cell in frame[kwargs["column"]]], index=frame.index, dtype=bool)


def _meets(cell: Any, kind: str, kwargs: Mapping[str, Any]) -> bool:
    if kind in (_NULL, _NOT_NULL) or pd.isna(cell):
        return bool(pd.isna(cell)) == (kind == _NULL)
    if kind in (_IN, _NOT_IN):
        return any(bool(cell == _comparable(cell, one)) for one in kwargs["value_set"]) == (kind == _IN)
    least, most = (_comparable(cell, kwargs.get(bound)) for bound in ("min_value", "max_value"))
    is_above = least is None or cell > least or (cell == least and not kwargs.get("strict_min"))
    return bool(is_above and _is_below(cell, most, strict=bool(kwargs.get("strict_max"))))


def _is_below(cell: Any, most: Any, *, strict: bool) -> bool:
    return most is None or bool(cell < most or (cell == most and not strict))


def _comparable(cell: Any, one: Any) -> Any:
    """A constant of a rule as it is held against a cell: dates are texts in suites."""
    return pd.Timestamp(one) if isinstance(one, str) and isinstance(cell, pd.Timestamp) else one


def _columns(rule: Rule) -> list[str]:
    condition = rule.expectation.kwargs.get("row_condition", "")
    named = [node.id for node in ast.walk(ast.parse(condition.strip(), mode="eval")) if isinstance(node, ast.Name)] if condition else []
    return [rule.expectation.kwargs["column"], *named]


def _values(name: str, column: str, rules: Iterable[Rule]) -> list[Any]:
    """The values of a column at which one of the rules changes its mind, those beside and between, and an empty cell."""
    constants = list(chain.from_iterable(_constants(rule, column) for rule in rules))
    sample = catalogue.sample(name)[column]
    empty = [] if sample.dtype == bool else [None]
    match held(name)[column]:
        case "yes_no":
            return [True, False, *empty]
        case "number":
            numbers = sorted({float(value) for value in _of_type(constants, int | float)})
            return [*_around(numbers, is_whole=sample.dtype.kind == "i"), *empty]
        case "date":
            return [*_days_around({pd.Timestamp(value) for value in _of_type(constants, str)}), *empty]
        case _:
            words = dict.fromkeys(_of_type(constants, str))
            return [*(choices(name, column) or (*words, "\N{WHITE SQUARE}")), *empty]


def _of_type(values: Iterable[Any], wanted: Any) -> list[Any]:
    return [value for value in values if isinstance(value, wanted)]


def _days_around(days: Iterable[pd.Timestamp]) -> list[pd.Timestamp]:
    """The days with the one before and the one after each; any one where there are none."""
    return sorted({day + pd.Timedelta(days=step) for day in days for step in (-1, 0, 1)}) or [pd.Timestamp("2024-06-30")]


def _constants(rule: Rule, column: str) -> list[Any]:
    kwargs = rule.expectation.kwargs
    own = [kwargs.get("min_value"), kwargs.get("max_value"), *kwargs.get("value_set", ())] if kwargs["column"] == column else []
    return [value for value in [*own, *(value for name, value in compared(kwargs.get("row_condition", "")) if name == column)] if value is not None]


def _around(numbers: Sequence[float], *, is_whole: bool) -> list[float]:
    """The numbers, one below and one above each, and one between neighbours."""
    if not numbers:
        return [0.0, 1.0]
    between = [] if is_whole else [(one + other) / 2 for one, other in pairwise(numbers)]
    return sorted({step for number in numbers for step in (number - 1, number, number + 1)} | set(between))
