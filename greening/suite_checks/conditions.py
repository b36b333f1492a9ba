"""Whether a row_condition can be evaluated, and whether what it compares a column with is something that the column can hold."""

import ast
import itertools
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from greening.spelling import offer
from greening.suite_checks.columns import IN_WORDS, choices, filled, held
from greening.views import catalogue

#: What may be asked of a column behind a dot. All else could do more than ask: write a file, for instance.
_ASKED = (
    *("str", "dt", "isna", "notna", "isnull", "notnull", "isin", "between", "abs", "round", "fillna", "year", "month", "day"),
    *("startswith", "endswith", "contains", "match", "fullmatch", "len", "lower", "upper", "strip", "isdigit", "isnumeric", "isalpha"),
)

#: Slips that keep a condition from being read, and what to write instead.
_SLIPS = (
    ("[\u201c\u201d\u2018\u2019\u00ab\u00bb]", 'write straight quotation marks, as in source == "rain"'),
    ("=>|=<|\u2265|\u2264|\u2260|<>", "write >=, <= or !="),
    ("(?<![<>=!])=(?!=)", "two signs ask whether things are equal: =="),
    (r"\b(?:AND|OR|NOT|IN)\b|&&|\|\|", "write and, or, not, in"),
    ("@|;|`", "only columns, constants and comparisons may stand in it"),
)
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')


def faults(name: str, condition: str) -> list[str]:
    """What is wrong with a row_condition for the table or view of this name, in words."""
    if unfit := _unfit(condition):
        return [f"the row_condition {condition!r} cannot be used: {unfit}"]
    # A condition is Python of its own making to pandas: whatever it raises, the condition is at fault.
    try:
        answers = [rows.eval(condition) for rows in (catalogue.sample(name), filled(name))]
        is_yes_or_no = all(isinstance(answer, pd.Series) and answer.dtype.kind == "b" for answer in answers)
    except Exception as error:
        return [f"the row_condition {condition!r} cannot be used: {_told(error, name)}"]
    if not is_yes_or_no:
        return [f"the row_condition {condition!r} cannot be used: it is neither true nor false for a row"]
    return list(_never_held(name, condition))


def _unfit(condition: str) -> str:
    """Why a condition must not be evaluated at all; empty where it may be."""
    if not condition.strip():
        return "it is empty: take it out where the rule is about every row"
    try:
        nodes = list(ast.walk(ast.parse(condition.strip(), mode="eval")))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _slip(condition)
    if any(isinstance(node, ast.Is | ast.IsNot) for node in nodes):
        return "write source.isna() or source.notna() to ask whether a cell is empty"
    strange = [node.attr for node in nodes if isinstance(node, ast.Attribute) and node.attr not in _ASKED]
    return f"nothing called {strange[0]} may be asked of a column.{offer(strange[0], _ASKED)}" if strange else ""


def _slip(condition: str) -> str:
    """What keeps a condition from being read, in words."""
    unquoted = _QUOTED.sub("", condition)
    told = next((words for slip, words in _SLIPS if re.search(slip, unquoted)), "")
    return told or "it is no whole question: a word, a bracket or a quotation mark is missing, or one is too many"


def met(rows: pd.DataFrame, condition: str) -> "pd.Series[bool]":
    """Which rows meet a row_condition that can be used; all of them where there is none."""
    if not condition:
        return pd.Series(True, index=rows.index)
    answer: Any = rows.eval(condition)
    return pd.Series(answer.fillna(False).astype(bool))


def _told(error: Exception, name: str) -> str:
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    missing = str(getattr(error, "name", None) or (said.split("'")[1] if said.startswith("name '") else ""))
    if missing.casefold() in ("true", "false", "yes", "no"):
        return f"{said}. Write {'True' if missing.casefold() in ('true', 'yes') else 'False'}"
    if missing.casefold() in ("null", "nan", "na", "missing"):
        return f"{said}. Write source.isna() to ask whether a cell is empty"
    if any(missing in choices(name, column) for column in held(name)):
        return f'{said}. A word that a cell holds stands in quotation marks: "{missing}"'
    return f"{said}.{offer(missing, list(held(name)))}" if missing else f"{type(error).__name__}: {said}"


def _never_held(name: str, condition: str) -> Iterator[str]:
    """What the condition compares a column with though the column can never hold it."""
    for column, value in compared(condition):
        known, holds = choices(name, column), held(name).get(column, "")
        if known and isinstance(value, str) and value not in known:
            yield f'the row_condition asks for {column} "{value}": it is one of {", ".join(known)}.{offer(value, known)}'
        elif _is_of_another_kind(holds, value):
            shown = f'"{value}" is a text' if isinstance(value, str) else f"{value} is none"
            write = ": write True or False, without quotation marks" if holds == "yes_no" else ""
            yield f"the row_condition compares {column} with what it never holds: it holds {IN_WORDS[holds]}, and {shown}{write}"


def _is_of_another_kind(holds: str, value: Any) -> bool:
    if holds in ("number", "yes_no"):
        return isinstance(value, str)
    return holds == "text" and isinstance(value, int | float)


def compared(condition: str) -> list[tuple[str, Any]]:
    """The columns of a condition, each with a constant that it is compared with; none where the condition is no plain Python."""
    try:
        tree = ast.parse(condition.strip(), mode="eval")
    except SyntaxError:
        return []
    found: list[tuple[str, Any]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for one, other in itertools.pairwise(sides):
                found += [
                    (left.id, value) for left, right in ((one, other), (other, one)) if isinstance(left, ast.Name) for value in _constants(right)
                ]
    return found


def _constants(node: ast.expr) -> list[Any]:
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return [-node.operand.value] if isinstance(node.operand.value, int | float) else []
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return [value for element in node.elts for value in _constants(element)]
    return []
