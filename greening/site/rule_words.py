"""A rule of a suite in plain words: what is expected, and of which rows, in the language of the page."""

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from greening.locale import SOURCE, Catalogue
from greening.narrative import elements
from greening.suite_checks.kinds import kinds
from greening.tables import Column, submission_tables

Entry = Mapping[str, Any]

#: Expectations on one value of a whole column, by the message that names that value.
_OF_ALL = {
    "expect_column_sum_to_be_between": "sum",
    "expect_column_mean_to_be_between": "mean",
    "expect_column_median_to_be_between": "median",
    "expect_column_min_to_be_between": "least",
    "expect_column_max_to_be_between": "greatest",
    "expect_table_row_count_to_be_between": "rows",
}
_SETS = {"expect_column_values_to_be_in_set": "one_of", "expect_column_values_to_not_be_in_set": "none_of"}
_WHOLE = {
    "expect_column_values_to_not_be_null": "filled",
    "expect_column_values_to_be_null": "empty",
    "expect_column_values_to_be_unique": "once",
    "expect_compound_columns_to_be_unique": "once_together",
}
_PATTERNS = {"expect_column_values_to_match_regex": "like", "expect_column_values_to_not_match_regex": "unlike"}
#: Of two columns: what is said of numbers, and of days, each without and with those that are equal.
_PAIRS = {
    "expect_column_pair_values_a_to_be_greater_than_b": ("more", "least", "after", "not_before"),
    "expect_column_pair_values_to_be_equal": ("same",) * 4,
}
_COMPARED = {ast.Eq: "equal", ast.NotEq: "other", ast.Gt: "more", ast.GtE: "least", ast.Lt: "less", ast.LtE: "most"}
_TESTS = {"startswith": "begins", "endswith": "ends", "contains": "contains", "isna": "empty", "notna": "filled"}
_PLACE = re.compile(r"\{(\w+)(?:[:!][^}]*)?\}")


def sentence(entry: Entry, words: Catalogue, suite: str = "") -> Markup:
    """What the rule of a suite expects, of which columns and rows; what no message says is told as great_expectations names it, in English.

    A column that was worked out beside those of the table is passed over for the column that the rule points to, and for what it says it expects.
    """
    kwargs, meta = entry.get("kwargs", {}), entry["meta"]
    declared = submission_tables()[suite].columns if suite in submission_tables() else {}
    if declared and kwargs.get("column") and kwargs["column"] not in declared and meta.get("expected"):
        said, named = elements.spoken(words, str(meta["expected"])), code(str(meta.get("column") or kwargs["column"]))
    else:
        said = _expected(entry, words, declared) or elements.spoken(words, _about(str(entry["type"])))
        named = _columns(kwargs)
    told = words.markup("join.named", {"a": named, "b": said}.__getitem__) if named else said
    parts = [told, *_condition(kwargs, words), *_share(kwargs, words)]
    return elements.joined([words.shown(parts), Markup(escape(words.text("rules.stop")))])


def message(text: str, words: Catalogue) -> Markup:
    """The message of a rule as it is told, its places by the names of what fills them; marked as English where no one has translated it."""
    said = words.said(text)
    shown = Markup("").join(_VAR % part if number % 2 else escape(part) for number, part in enumerate(_PLACE.split(said)))
    return shown if words.speaks(text) else Markup('<span lang="{}" dir="ltr">{}</span>').format(SOURCE, shown)


_VAR = Markup("<var>%s</var>")


def code(name: str) -> Markup:
    """A name as the suites and submissions have it, from left to right in every language."""
    return Markup('<code dir="ltr">{}</code>').format(name)


def _columns(kwargs: Entry) -> Markup:
    named = kwargs.get("column") or kwargs.get("column_A") or kwargs.get("column_list") or kwargs.get("column_set") or []
    columns = [named] if isinstance(named, str) else list(named)
    return Markup(" + ").join(code(str(column)) for column in columns)


def _about(kind: str) -> str:
    known = kinds()
    return known[kind].about if kind in known else kind


def _expected(entry: Entry, words: Catalogue, declared: Mapping[str, Column]) -> Markup:
    kind, kwargs = str(entry["type"]), entry.get("kwargs", {})
    if kind in _SETS:
        return _of_set(kind, kwargs, entry["meta"], words)
    if kind in _WHOLE:
        return escape(words.text(f"rules.says.{_WHOLE[kind]}"))
    if kind in _PATTERNS:
        return words.markup(f"rules.says.{_PATTERNS[kind]}", lambda _: code(str(kwargs["regex"])))
    if kind in _PAIRS:
        return _of_pair(kind, kwargs, words, declared)
    return _of_bounds(kind, kwargs, words)


def _of_pair(kind: str, kwargs: Entry, words: Catalogue, declared: Mapping[str, Column]) -> Markup:
    """One column beside another: of days before and after, else more and less."""
    other = str(kwargs["column_B"])
    is_day = other in declared and declared[other].type == "date"
    said = _PAIRS[kind][2 * is_day + bool(kwargs.get("or_equal"))]
    return words.markup(f"rules.says.{said}", lambda _: code(other))


def _of_bounds(kind: str, kwargs: Entry, words: Catalogue) -> Markup:
    bounds = _bounds(kwargs, words)
    if kind in _OF_ALL and bounds:
        return words.markup("join.named", {"a": escape(words.text(f"rules.of_all.{_OF_ALL[kind]}")), "b": bounds}.__getitem__)
    return bounds if kind == "expect_column_values_to_be_between" else Markup("")


def _of_set(kind: str, kwargs: Entry, meta: Entry, words: Catalogue) -> Markup:
    values = kwargs.get("value_set") or []
    if all(isinstance(value, bool) for value in values) and meta.get("expected"):
        # A column that says yes or no was worked out: what is expected of the rows behind it stands in the rule itself.
        return elements.spoken(words, str(meta["expected"]))
    return words.markup(f"rules.says.{_SETS[kind]}", lambda _: words.shown([_value(value, words) for value in values]))


def _bounds(kwargs: Entry, words: Catalogue) -> Markup:
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    said = []
    if low is not None:
        said.append(words.markup(f"rules.says.{'more' if kwargs.get('strict_min') else 'least'}", lambda _: _value(low, words)))
    if high is not None:
        said.append(words.markup(f"rules.says.{'less' if kwargs.get('strict_max') else 'most'}", lambda _: _value(high, words)))
    return words.shown(said)


def _value(value: Any, words: Catalogue) -> Markup:
    if isinstance(value, bool):
        return escape(words.text(f"rules.value.{'yes' if value else 'no'}"))
    if isinstance(value, int | float):
        return escape(words.signed(f"{value:,.12g}" if isinstance(value, float) else f"{value:,}"))
    return code(str(value))


def _share(kwargs: Entry, words: Catalogue) -> list[Markup]:
    mostly = kwargs.get("mostly", 1)
    is_share = isinstance(mostly, int | float) and 0 < mostly < 1
    return [escape(words.text("rules.says.mostly", share=words.percent(mostly)))] if is_share else []


def _condition(kwargs: Entry, words: Catalogue) -> list[Markup]:
    """For which rows the rule is; a condition that cannot be put into words stands as it is."""
    given = kwargs.get("row_condition")
    if not given:
        return []
    try:
        told = _told(ast.parse(str(given).strip(), mode="eval").body, words)
    except (SyntaxError, ValueError, KeyError, IndexError, AttributeError):
        told = code(str(given))
    return [words.markup("rules.where", lambda _: told)]


def _told(node: ast.AST, words: Catalogue) -> Markup:
    """A part of a condition in words; raises KeyError or AttributeError where there are none for it."""
    if isinstance(node, ast.BoolOp):
        joint = "rules.and" if isinstance(node.op, ast.And) else "rules.or"
        told = [_told(one, words) for one in node.values]
        return _joined(joint, told, words)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        if isinstance(node.operand, ast.Name):
            return _said("equal", code(node.operand.id), _value(False, words), words)
        return words.markup("rules.not", lambda _: _told(node.operand, words))
    if isinstance(node, ast.Name):
        return _said("equal", code(node.id), _value(True, words), words)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _comparison(node, words)
    return _test(node, words)


def _comparison(node: ast.Compare, words: Catalogue) -> Markup:
    left, right = node.left, node.comparators[0]
    if ast.dump(left) == ast.dump(right) and isinstance(left, ast.Name):
        # What is missing equals nothing, itself included.
        return _said("filled", code(left.id), Markup(""), words)
    if isinstance(node.ops[0], ast.In | ast.NotIn):
        values = [_value(one, words) for one in ast.literal_eval(right)]
        return _said("one_of" if isinstance(node.ops[0], ast.In) else "none_of", _side(left, words), words.shown(values), words)
    return _said(_COMPARED[type(node.ops[0])], _side(left, words), _side(right, words), words)


def _test(node: ast.AST, words: Catalogue) -> Markup:
    """A test such as `metric.str.startswith("ghg.")` or `reported_by.notna()`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        raise KeyError("no words")
    owner = node.func.value
    name = owner.value if isinstance(owner, ast.Attribute) else owner
    if not isinstance(name, ast.Name):
        raise KeyError("no words")
    argument = _value(ast.literal_eval(node.args[0]), words) if node.args else Markup("")
    return _said(_TESTS[node.func.attr], code(name.id), argument, words)


def _side(node: ast.AST, words: Catalogue) -> Markup:
    if isinstance(node, ast.Name):
        return code(node.id)
    value = ast.literal_eval(node)
    return code(value) if isinstance(value, str) else _value(value, words)


def _said(test: str, column: Markup, other: Markup, words: Catalogue) -> Markup:
    return words.markup(f"rules.if.{test}", {"a": column, "b": other}.__getitem__)


def _joined(joint: str, told: Sequence[Markup], words: Catalogue) -> Markup:
    whole = told[0]
    for one in told[1:]:
        whole = words.markup(joint, {"a": whole, "b": one}.__getitem__)
    return whole
