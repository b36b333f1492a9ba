"""Whether a row_condition can be evaluated, and whether what it compares a column with is something that the column can hold."""

import ast
import itertools
from collections.abc import Iterator
from typing import Any

import pandas as pd

from greening.spelling import offer
from greening.suite_checks.columns import choices, filled, held
from greening.views import catalogue


def faults(name: str, condition: str) -> list[str]:
    """What is wrong with a row_condition for the table or view of this name, in words."""
    # A condition is Python of its own making to pandas: whatever it raises, the condition is at fault.
    try:
        answers = [rows.eval(condition) for rows in (catalogue.sample(name), filled(name))]
        is_yes_or_no = all(isinstance(answer, pd.Series) and answer.dtype.kind == "b" for answer in answers)
    except Exception as error:
        return [f"the row_condition {condition!r} cannot be used: {_told(error, name)}"]
    if not is_yes_or_no:
        return [f"the row_condition {condition!r} cannot be used: it is neither true nor false for a row"]
    return list(_never_held(name, condition))


def met(rows: pd.DataFrame, condition: str) -> "pd.Series[bool]":
    """Which rows meet a row_condition that can be used; all of them where there is none."""
    if not condition:
        return pd.Series(True, index=rows.index)
    answer: Any = rows.eval(condition)
    return pd.Series(answer.fillna(False).astype(bool))


def _told(error: Exception, name: str) -> str:
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    missing = getattr(error, "name", None) or (said.split("'")[1] if said.startswith("name '") else "")
    return f"{said}.{offer(str(missing), list(held(name)))}" if missing else f"{type(error).__name__}: {said}"


def _never_held(name: str, condition: str) -> Iterator[str]:
    """Words that the condition compares a column with though the column can never hold them."""
    for column, word in compared(condition):
        known = choices(name, column)
        if known and isinstance(word, str) and word not in known:
            yield f'the row_condition asks for {column} "{word}": it is one of {", ".join(known)}.{offer(word, known)}'


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
