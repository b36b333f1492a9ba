"""The expectations of suites as Excel formulas: when a row of a sheet does not meet one. What Excel cannot say is None."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from greening.collecting.cell_formulas import Sheet

#: Formulas longer than this are refused by Excel.
LONGEST = 8000
_CLASSES = {"[A-Z]": (65, 90), "[a-z]": (97, 122), "[0-9]": (48, 57), r"\d": (48, 57)}
_PIECE = re.compile(r"(\[A-Z\]|\[a-z\]|\[0-9\]|\\d|[A-Za-z0-9/_-])(?:\{(\d+)\})?")
_WORDS = re.compile(r"(?:\(\?i\))?\^(?:\\s\*)?\(\?:([\w|. /-]+)\)(?:\\s\*)?\$")
_COMPARED = {ast.Eq: "=", ast.NotEq: "<>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


def broken(kind: str, arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    """When a row does not meet an expectation, by its type and arguments; None where no formula says it."""
    translate = _TRANSLATED.get(kind)
    formula = translate(arguments, sheet) if translate else None
    condition = arguments.get("row_condition")
    only = holds(str(condition), sheet) if formula and condition else None
    if formula is None or (condition and only is None):
        return None
    whole = f"IFERROR(AND({only},{formula}),FALSE)" if only else f"IFERROR({formula},FALSE)"
    return whole if len(whole) <= LONGEST else None


def holds(condition: str, sheet: Sheet) -> str | None:
    """A row_condition of a suite as a formula; None where it says more than comparisons, endings and the like."""
    try:
        return _said(ast.parse(condition, mode="eval").body, sheet)
    except SyntaxError:
        return None


def _said(node: ast.expr, sheet: Sheet) -> str | None:
    match node:
        case ast.BoolOp(op, values):
            return _joined(op, values, sheet)
        case ast.BinOp(left, ast.BitAnd() | ast.BitOr() as op, right):
            return _joined(op, [left, right], sheet)
        case ast.UnaryOp(ast.Not() | ast.Invert(), operand):
            said = _said(operand, sheet)
            return f"NOT({said})" if said else None
        case ast.Compare(ast.Name(name), [compared], [other]):
            return _compared(name, compared, other, sheet)
        case ast.Call(ast.Attribute(ast.Attribute(ast.Name(name), "str"), "endswith" | "startswith" as side), [ast.Constant(str(text))]):
            return _side(name, "RIGHT" if side == "endswith" else "LEFT", text, sheet)
    return None


def _side(name: str, side: str, text: str, sheet: Sheet) -> str | None:
    return f"{side}(TRIM({sheet.cell(name)}),{len(text)})={_literal(text)}" if name in sheet.table.columns else None


def _compared(name: str, compared: ast.cmpop, other: ast.expr, sheet: Sheet) -> str | None:
    if isinstance(other, ast.Name) and other.id == name and name in sheet.table.columns:
        # A cell equals itself unless it is empty.
        return {ast.Eq: sheet.filled(name), ast.NotEq: f"NOT({sheet.filled(name)})"}.get(type(compared))
    term = sheet.term(name)
    if not isinstance(other, ast.Constant) or type(compared) not in _COMPARED or term is None:
        return None
    return f"AND({term.known},{term.value}{_COMPARED[type(compared)]}{_literal(other.value)})"


def _joined(op: ast.boolop | ast.operator, parts: Sequence[ast.expr], sheet: Sheet) -> str | None:
    said = [_said(part, sheet) for part in parts]
    word = "AND" if isinstance(op, ast.And | ast.BitAnd) else "OR"
    return f"{word}({','.join(one for one in said if one)})" if all(said) else None


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value) if isinstance(value, str) else None
    if day:
        return f"DATE({int(day[1])},{int(day[2])},{int(day[3])})"
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else f"{value!r}"


def _between(arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    term = sheet.term(arguments["column"])
    if term is None or term.kind not in ("number", "date"):
        return None
    low, high = arguments.get("min_value"), arguments.get("max_value")
    sides = [
        *([f"{term.value}{'<=' if arguments.get('strict_min') else '<'}{_literal(low)}"] if low is not None else []),
        *([f"{term.value}{'>=' if arguments.get('strict_max') else '>'}{_literal(high)}"] if high is not None else []),
    ]
    return f"AND({term.known},OR({','.join(sides)}))" if sides else None


def _in_set(arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    term = sheet.term(arguments["column"])
    allowed = arguments.get("value_set") or []
    if term is None or not allowed or (term.kind == "truth" and not all(isinstance(one, bool) for one in allowed)):
        return None
    same = ",".join(f"{term.value}={_literal(one)}" for one in allowed)
    return f"AND({term.known},NOT(OR({same})))"


def _not_in_set(arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    within = _in_set(arguments, sheet)
    return within.replace("NOT(OR(", "(OR(", 1) if within else None


def _not_null(arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    name = arguments["column"]
    return f"AND({sheet.started()},NOT({sheet.filled(name)}))" if name in sheet.table.columns else None


def _null(arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    name = arguments["column"]
    return sheet.filled(name) if name in sheet.table.columns else None


def _unique(arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    name = arguments["column"]
    return f"AND({sheet.filled(name)},COUNTIF({sheet.rows(name)},{sheet.cell(name)})>1)" if name in sheet.table.columns else None


def _pair(arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    above, below = sheet.term(arguments["column_A"]), sheet.term(arguments["column_B"])
    if above is None or below is None or {above.kind, below.kind} - {"number", "date"}:
        return None
    return f"AND({above.known},{below.known},{above.value}{'<' if arguments.get('or_equal') else '<='}{below.value})"


def _equal(arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    one, other = sheet.term(arguments["column_A"]), sheet.term(arguments["column_B"])
    return f"AND({one.known},{other.known},{one.value}<>{other.value})" if one and other else None


def _length(arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    name = arguments["column"]
    if name not in sheet.table.columns or sheet.table.columns[name].type != "text":
        return None
    low, high = arguments.get("min_value", arguments.get("value", 0)), arguments.get("max_value", arguments.get("value", LONGEST))
    cell = f"LEN(TRIM({sheet.cell(name)}))"
    return f"AND({sheet.filled(name)},OR({cell}<{low or 0},{cell}>{LONGEST if high is None else high}))"


def _matches(arguments: Mapping[str, Any], sheet: Sheet) -> str | None:
    name, pattern = arguments["column"], str(arguments.get("regex", ""))
    if name not in sheet.table.columns or sheet.table.columns[name].type != "text":
        return None
    cell = f"TRIM({sheet.cell(name)})"
    fits = _one_of_words(pattern, cell) or _fixed_signs(pattern, cell)
    return f"AND({sheet.filled(name)},NOT({fits}))" if fits else None


def _one_of_words(pattern: str, cell: str) -> str | None:
    listed = _WORDS.fullmatch(pattern)
    if not listed:
        return None
    return f"OR({','.join(f'{cell}={_literal(word)}' for word in listed[1].replace(chr(92), '').split('|'))})"


def _fixed_signs(pattern: str, cell: str) -> str | None:
    """A pattern of a fixed number of signs, such as `^[A-Z]{3}$`, sign by sign."""
    inside = pattern.removeprefix("^").removesuffix("$")
    pieces = list(_PIECE.finditer(inside))
    if not (pattern.startswith("^") and pattern.endswith("$") and pieces and "".join(piece[0] for piece in pieces) == inside):
        return None
    signs = [piece[1] for piece in pieces for _ in range(int(piece[2] or 1))]
    tested = [_sign(sign, f"MID({cell},{place},1)") for place, sign in enumerate(signs, start=1)]
    return f"IFERROR(AND(LEN({cell})={len(signs)},{','.join(tested)}),FALSE)"


def _sign(sign: str, found: str) -> str:
    if sign in _CLASSES:
        first, last = _CLASSES[sign]
        return f"CODE({found})>={first},CODE({found})<={last}"
    return f"EXACT({found},{_literal(sign)})"


_TRANSLATED: Mapping[str, Callable[[Mapping[str, Any], Sheet], str | None]] = {
    "expect_column_values_to_be_between": _between,
    "expect_column_values_to_be_in_set": _in_set,
    "expect_column_values_to_not_be_in_set": _not_in_set,
    "expect_column_values_to_not_be_null": _not_null,
    "expect_column_values_to_be_null": _null,
    "expect_column_values_to_be_unique": _unique,
    "expect_column_values_to_match_regex": _matches,
    "expect_column_value_lengths_to_be_between": _length,
    "expect_column_value_lengths_to_equal": _length,
    "expect_column_pair_values_a_to_be_greater_than_b": _pair,
    "expect_column_pair_values_to_be_equal": _equal,
}
