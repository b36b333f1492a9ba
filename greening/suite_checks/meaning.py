"""Whether what a rule says can be meant: its columns, bounds, values, expressions, condition and message, each by itself."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from string import Formatter
from typing import Any, TypeAlias

from greening.spelling import nearest, offer
from greening.suite_checks import bounds, conditions
from greening.suite_checks.columns import IN_WORDS, choices, held
from greening.suite_checks.faults import Fault, Path, rule_called
from greening.suite_checks.kinds import kinds

#: What is wrong, after the place inside the rule.
Told: TypeAlias = Iterator[tuple[Path, str]]

_COLUMN_ARGUMENTS = ("column", "column_A", "column_B", "column_list", "column_set")

#: Expectations of numbers only.
_OF_NUMBERS = (
    "expect_column_sum_to_be_between",
    "expect_column_mean_to_be_between",
    "expect_column_median_to_be_between",
    "expect_column_stdev_to_be_between",
    "expect_column_quantile_values_to_be_between",
    "expect_column_value_z_scores_to_be_less_than",
    "expect_column_values_to_not_be_outliers",
    "expect_multicolumn_sum_to_equal",
)
_OF_TEXT = re.compile(r"regex|strftime|parseable|json_schema|value_lengths")

#: A word so like a known one is that word with a slip of the pen; 0 to 1, as difflib's ratio counts.
_A_SLIP = 0.9

#: The forms in which a message may write a cell, something to try them on by what the column holds, and what that is in words.
_FORM = re.compile(r"[<>=^+\-, ]?\d{0,3},?(\.\d{1,2})?[a-zA-Z%]?")
_FOR_FORMS: Mapping[str, Any] = {"text": "a", "yes_no": True}
_A_CELL: Mapping[str, str] = {"": "a number", "number": "a number", "text": "a text", "yes_no": "yes or no", "date": "a date"}

#: Regular expressions that fit every text.
_FITS_ALL = ("", "^", "$", "^$|.*", ".*", "^.*", ".*$", "^.*$", "(?s).*", r"[\s\S]*", r"^[\s\S]*$")


def of_rule(name: str, file: str, position: int, entry: Any) -> list[Fault]:
    """What is wrong with the meaning of one rule for the table or view of this name; of parts whose structure is wrong, nothing is said."""
    if not isinstance(entry, Mapping):
        return []
    kind = _as_meant(str(entry.get("type", "")), kinds())
    kwargs, meta = _arguments(kind, _mapping(entry.get("kwargs"))), _mapping(entry.get("meta"))
    found = [
        *_meta(name, meta, _value_holds(name, kind, kwargs, meta)),
        *_columns(name, kwargs),
        *_condition(name, kwargs),
        *(_level(kind, meta) if kind in kinds() else ()),
        *_kind_of_column(name, kind, kwargs),
        *(bounds.faults(name, kind, kwargs) if isinstance(entry.get("kwargs"), Mapping) else ()),
        *_values(name, kwargs),
        *_expressions(kwargs),
    ]
    return [Fault(file, ("expectations", position, *path), text, rule_called(entry)) for path, text in found]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _as_meant(word: str, known: Collection[str]) -> str:
    """A word that is a slip of the pen away from a known one as that, so that what else is wrong is told with it; others as they are."""
    found = "" if word in known else nearest(word, known)
    return found if found and SequenceMatcher(None, word, found).ratio() >= _A_SLIP else word


def _arguments(kind: str, kwargs: Mapping[str, Any]) -> Mapping[str, Any]:
    taken = kinds()[kind].arguments if kind in kinds() else {}
    return {_as_meant(name, [one for one in taken if one == name or one not in kwargs]): value for name, value in kwargs.items()}


def _value_holds(name: str, kind: str, kwargs: Mapping[str, Any], meta: Mapping[str, Any]) -> str:
    """What {value} of a message holds: as the column that the rule points to does or, of a rule on several columns, nothing, as text."""
    column = meta.get("column", kwargs.get("column", kwargs.get("column_A")))
    is_of_rows = kind in kinds() and kinds()[kind].judges_rows
    return held(name).get(str(column), "") if is_of_rows and column else "text" if is_of_rows else ""


def _meta(name: str, meta: Mapping[str, Any], value_holds: str) -> Told:
    known = list(held(name))
    column, message = meta.get("column"), meta.get("message")
    if isinstance(column, str) and column not in known:
        yield ("meta", "column"), f"meta names the column {column}, which is not there.{offer(column, known)}"
    if isinstance(message, str):
        holds = {**held(name), "value": value_holds}
        yield from ((("meta", "message"), text) for text in _message(message, holds))


def _message(message: str, holds: Mapping[str, str]) -> Iterator[str]:
    try:
        fields = [(field, form, way) for _, field, form, way in Formatter().parse(message) if field is not None]
    except ValueError as error:
        yield f"the message cannot be filled in: {error}"
        return
    for field, form, way in fields:
        if field not in holds:
            yield f"the message speaks of {{{field}}}, which is not there.{offer(field, holds)}"
        elif way:
            yield f"the message cannot be filled in: write {{{field}}} without !{way}"
        elif form and not _can_be_written(holds[field], form):
            yield f"the message cannot be filled in: {{{field}:{form}}} is no way to write {_A_CELL[holds[field]]}"


def _can_be_written(holds: str, form: str) -> bool:
    """Whether a cell of a column can be written in a form; where it is not known what the column holds, whether a number can."""
    try:
        return bool(_FORM.fullmatch(form)) and (holds == "date" or bool(format(_FOR_FORMS.get(holds, 1.5), form)))
    except ValueError:
        return False


def _columns(name: str, kwargs: Mapping[str, Any]) -> Told:
    known = list(held(name))
    for argument in _COLUMN_ARGUMENTS:
        value = kwargs.get(argument)
        for place, column in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(column, str) and column not in known:
                path: Path = ("kwargs", argument) if place is None else ("kwargs", argument, place)
                yield path, f"there is no column {column}.{offer(column, known)}"
    if kwargs.get("column_A") is not None and kwargs.get("column_A") == kwargs.get("column_B"):
        yield ("kwargs", "column_B"), f"{kwargs['column_A']} is compared with itself"


def _level(kind: str, meta: Mapping[str, Any]) -> Told:
    if meta.get("level") == "reject" and not kinds()[kind].judges_rows:
        yield ("meta", "level"), f"{kind} judges the whole and no row, so it cannot reject: use hold or warn"


def _condition(name: str, kwargs: Mapping[str, Any]) -> Told:
    condition = kwargs.get("row_condition")
    if isinstance(condition, str):
        yield from ((("kwargs", "row_condition"), text) for text in conditions.faults(name, condition))


def _kind_of_column(name: str, kind: str, kwargs: Mapping[str, Any]) -> Told:
    """Expectations of numbers or of text on columns that hold something else, and pairs that cannot be compared."""
    columns, column = held(name), kwargs.get("column")
    holds = columns.get(str(column), "")
    wanted = "text" if _OF_TEXT.search(kind) else "number" if kind in _OF_NUMBERS else holds
    if holds != wanted and holds:
        yield ("kwargs", "column"), f"{column} holds {IN_WORDS[holds]}, and {kind} is about {IN_WORDS[wanted]}"
    pair = [str(kwargs.get("column_A")), str(kwargs.get("column_B"))]
    both = [columns.get(one, "") for one in pair]
    if all(both) and both[0] != both[1]:
        yield ("kwargs", "column_B"), f"{pair[0]} holds {IN_WORDS[both[0]]} and {pair[1]} {IN_WORDS[both[1]]}: they cannot be compared"


def _values(name: str, kwargs: Mapping[str, Any]) -> Told:
    column, values = kwargs.get("column"), kwargs.get("value_set")
    if not isinstance(column, str) or not isinstance(values, list) or column not in held(name):
        return
    known, holds = choices(name, column), held(name)[column]
    if holds == "date":
        yield ("kwargs", "value_set"), f"{column} holds dates, which are never found in a list: give the days as min_value and max_value instead"
        return
    for place, value in enumerate(values):
        if told := _value_fault(column, holds, known, value):
            yield ("kwargs", "value_set", place), told
        elif any(_is_same(value, other) for other in values[:place]):
            yield ("kwargs", "value_set", place), f"value_set names {_written(value)} twice"


def _value_fault(column: str, holds: str, known: Sequence[str], value: Any) -> str:
    """Why a column can never hold a value; empty where it can."""
    if not _is_held(holds, value):
        return f"{column} holds {IN_WORDS[holds]}, and {_written(value)} is none"
    if known and value not in known:
        return f"{column} can never be {_written(value)}: it is one of {', '.join(known)}.{offer(str(value), known)}"
    return ""


def _is_held(holds: str, value: Any) -> bool:
    if holds == "yes_no":
        return isinstance(value, bool)
    if holds == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def _is_same(value: Any, other: Any) -> bool:
    return isinstance(value, bool) == isinstance(other, bool) and bool(value == other)


def _written(value: Any) -> str:
    words = {True: "true", False: "false", None: "null"}
    return words[value] if isinstance(value, bool) or value is None else f'"{value}"' if isinstance(value, str) else str(value)


def _expressions(kwargs: Mapping[str, Any]) -> Told:
    given = kwargs.get("regex_list")
    one = [(("kwargs", "regex"), kwargs["regex"])] if isinstance(kwargs.get("regex"), str) else []
    listed = [(("kwargs", "regex_list", place), text) for place, text in enumerate(given)] if isinstance(given, list) else []
    for path, text in [*one, *listed]:
        if isinstance(text, str):
            yield from ((path, told) for told in _expression(text))
    if isinstance(kwargs.get("mostly"), int | float) and kwargs["mostly"] == 0:
        yield ("kwargs", "mostly"), "it can never fail: mostly is 0, so no row need meet it"


def _expression(text: str) -> Iterator[str]:
    try:
        re.compile(text)
    except re.error as error:
        yield f"the regular expression {text} cannot be read: {error}"
        return
    if text in _FITS_ALL:
        yield f"the regular expression {text} fits every text"
