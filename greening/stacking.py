"""Which expectations come to the same when the rows of several organizations stand in one frame, and which columns they read.

Only what is known to judge each row by itself counts; whatever is not known is judged for each organization alone.
"""

import ast
from collections.abc import Collection, Iterator, Sequence

from greening.expectations import Expectation

#: The column that tells the frames of a stack apart.
FRAME = "_frame"

#: Expectations that judge each row by itself. What compares rows (increasing, z-scores) or looks at a dtype is not among them.
_BY_ROW = frozenset(
    {
        "expect_column_value_lengths_to_be_between",
        "expect_column_value_lengths_to_equal",
        "expect_column_values_to_be_between",
        "expect_column_values_to_be_in_set",
        "expect_column_values_to_be_null",
        "expect_column_values_to_match_regex",
        "expect_column_values_to_match_regex_list",
        "expect_column_values_to_not_be_in_set",
        "expect_column_values_to_not_be_null",
        "expect_column_values_to_not_match_regex",
        "expect_column_values_to_not_match_regex_list",
        "expect_column_pair_values_a_to_be_greater_than_b",
        "expect_column_pair_values_to_be_equal",
        "expect_multicolumn_sum_to_equal",
        "expect_select_column_values_to_be_unique_within_record",
    }
)
_UNIQUE = "expect_column_values_to_be_unique"
_COMPOUND_UNIQUE = "expect_compound_columns_to_be_unique"

#: Arguments that name the columns which such an expectation reads.
_COLUMN_ARGUMENTS = ("column", "column_A", "column_B", "column_list")

#: What a row_condition may be made of, so that it looks at one row at a time.
_PLAIN_NODES = (
    *(ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Invert, ast.USub, ast.Load, ast.Constant),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE),
    *(ast.BinOp, ast.BitAnd, ast.BitOr, ast.Add, ast.Sub, ast.Mult, ast.Div),
)
_TEXT_TESTS = ("startswith", "endswith", "contains", "match", "fullmatch")
_MISSING_TESTS = ("isna", "notna", "isnull", "notnull")


def stacked(one: Expectation, columns: Collection[str]) -> Expectation | None:
    """The expectation to hold against a stack of frames with these columns and FRAME; None where each frame must be judged alone.

    That a value stands once becomes that it stands once in its frame.
    """
    if one.kwargs.get("mostly", 1) != 1 or not _condition_is_by_row(one, columns):
        return None
    if one.type in _BY_ROW:
        return one
    rest = {name: value for name, value in one.kwargs.items() if name not in ("column", "column_list", "mostly")}
    if one.type == _UNIQUE:
        within = {"column_list": [one.kwargs["column"], FRAME], "ignore_row_if": "any_value_is_missing"}
        return Expectation(_COMPOUND_UNIQUE, rest | within, one.place)
    # Where all values are missing a row is passed over by default; FRAME never is.
    if one.type == _COMPOUND_UNIQUE and one.kwargs.get("ignore_row_if") in ("never", "any_value_is_missing"):
        return Expectation(_COMPOUND_UNIQUE, rest | {"column_list": [*one.kwargs["column_list"], FRAME]}, one.place)
    return None


def columns_read(wanted: Sequence[Expectation], columns: Sequence[str]) -> list[str]:
    """Those of the columns that the expectations read, in their order; all where one of them may read any."""
    if not all(_names_its_columns(one, columns) for one in wanted):
        return list(columns)
    read = {name for one in wanted for name in (*_arguments(one), *_names(_parsed(one)))}
    return [name for name in columns if name in read]


def _names_its_columns(one: Expectation, columns: Collection[str]) -> bool:
    return one.type in (*_BY_ROW, _UNIQUE, _COMPOUND_UNIQUE) and _condition_is_by_row(one, columns)


def _arguments(one: Expectation) -> Iterator[str]:
    for argument in _COLUMN_ARGUMENTS:
        value = one.kwargs.get(argument, [])
        yield from value if isinstance(value, list) else [value]


def _condition_is_by_row(one: Expectation, columns: Collection[str]) -> bool:
    tree = _parsed(one)
    return tree is not None and _is_by_row(tree) and _names(tree) <= set(columns)


def _parsed(one: Expectation) -> ast.AST | None:
    """The row_condition as a syntax tree, `True` where there is none; None where it is not an expression of Python."""
    condition = one.kwargs.get("row_condition", "True")
    try:
        return ast.parse(condition, mode="eval") if isinstance(condition, str) else None
    except (SyntaxError, ValueError):
        return None


def _names(tree: ast.AST | None) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} if tree else set()


def _is_by_row(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return True
    if isinstance(node, ast.Call):
        return _is_test_of_a_column(node)
    if isinstance(node, ast.Compare) and any(isinstance(test, ast.In | ast.NotIn) for test in node.ops):
        # A column on the right would be searched as a whole.
        return len(node.ops) == 1 and _is_by_row(node.left) and _is_constants(node.comparators[0])
    return isinstance(node, _PLAIN_NODES) and all(_is_by_row(part) for part in ast.iter_child_nodes(node))


def _is_test_of_a_column(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Attribute(value=ast.Name(), attr="str"), attr=test) if test in _TEXT_TESTS:
            return not call.keywords and all(isinstance(argument, ast.Constant) for argument in call.args)
        case ast.Attribute(value=ast.Name(), attr=test) if test in _MISSING_TESTS:
            return not call.keywords and not call.args
    return False


def _is_constants(node: ast.AST) -> bool:
    return isinstance(node, ast.List | ast.Tuple) and all(isinstance(element, ast.Constant) for element in node.elts)
