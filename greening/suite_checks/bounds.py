"""Whether the bounds of a rule can be meant: that the column has such bounds, that they are not crossed, and that something can miss them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from greening.suite_checks.columns import IN_WORDS, held
from greening.suite_checks.faults import Path
from greening.suite_checks.kinds import kinds

#: Expectations whose bounds are of what the column holds.
_OF_VALUES = ("expect_column_values_to_be_between", "expect_column_min_to_be_between", "expect_column_max_to_be_between")

#: What is never below zero, by the expectation that bounds it.
_NEVER_BELOW_ZERO: Mapping[str, str] = {
    "expect_column_value_lengths_to_be_between": "a length",
    "expect_column_stdev_to_be_between": "a standard deviation",
    "expect_column_unique_value_count_to_be_between": "a count",
    "expect_column_proportion_of_unique_values_to_be_between": "a share",
    "expect_column_proportion_of_non_null_values_to_be_between": "a share",
    "expect_table_row_count_to_be_between": "a count",
    "expect_table_column_count_to_be_between": "a count",
}


def faults(name: str, kind: str, kwargs: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """What is wrong with the bounds of a rule for the table or view of this name; of a kind that is not known, whether they are crossed."""
    if kind not in kinds():
        yield from _crossed(kwargs)
    elif "min_value" in kinds()[kind].arguments:
        yield from _of_bounds(name, kind, kwargs)
    else:
        yield from _of_quantiles(kwargs.get("quantile_ranges"))


def _of_bounds(name: str, kind: str, kwargs: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    column = kwargs.get("column")
    holds = held(name).get(str(column), "") if kind in _OF_VALUES else "number"
    wrong = {bound: text for bound in ("min_value", "max_value") if (text := _wrong(column, holds, kwargs.get(bound)))}
    yield from ((("kwargs", bound), text) for bound, text in wrong.items())
    if kwargs.get("min_value") is None and kwargs.get("max_value") is None:
        yield ("kwargs",), "it can never fail: it has neither min_value nor max_value"
    elif not wrong:
        yield from _crossed(kwargs)
        yield from _below_zero(_NEVER_BELOW_ZERO.get(kind, ""), kwargs)


def _wrong(column: Any, holds: str, value: Any) -> str:
    """What is wrong with a bound for a column that holds numbers, dates or what has no bounds; empty where nothing is."""
    if value is None or not holds or not isinstance(value, str | int | float):
        return ""
    if holds in ("text", "yes_no"):
        return f"{column} holds {IN_WORDS[holds]}, which has no bounds"
    if holds == "date":
        return "" if isinstance(value, str) and _is_day(value) else f"{column} holds dates, and the bound {value} is no date as 2024-12-31"
    return f"{value} is a text in quotation marks, and the bound is about numbers" if isinstance(value, str) else ""


def _crossed(kwargs: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    least: Any = kwargs.get("min_value")
    most: Any = kwargs.get("max_value")
    if not ((isinstance(least, str) and isinstance(most, str)) or (_is_number(least) and _is_number(most))):
        return
    if least > most:
        yield ("kwargs", "min_value"), f"nothing can be met: min_value {least} is above max_value {most}"
    elif least == most and (kwargs.get("strict_min") or kwargs.get("strict_max")):
        yield ("kwargs", "min_value"), f"nothing can be met: both bounds are {least}, and one of them is not allowed itself"


def _below_zero(what: str, kwargs: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Bounds that nothing meets, or everything, since what they bound is never below zero; empty where it may be."""
    least: Any = kwargs.get("min_value")
    most: Any = kwargs.get("max_value")
    if what and _is_number(most) and _is_under(most, itself=bool(kwargs.get("strict_max"))):
        yield ("kwargs", "max_value"), f"nothing can be met: {what} is never below 0"
    elif what and most is None and _is_number(least) and _is_under(least, itself=not kwargs.get("strict_min")):
        yield ("kwargs", "min_value"), f"it can never fail: {what} is never below 0"


def _is_under(bound: float, *, itself: bool) -> bool:
    """Whether a bound lies below zero, or is that itself where it counts."""
    return bound < 0 or (bound == 0 and itself)


def _of_quantiles(ranges: Any) -> Iterator[tuple[Path, str]]:
    pairs = ranges.get("value_ranges") if isinstance(ranges, Mapping) else None
    for place, pair in enumerate(pairs if isinstance(pairs, list) else []):
        if isinstance(pair, list) and len(pair) == 2 and all(map(_is_number, pair)) and pair[0] > pair[1]:
            yield ("kwargs", "quantile_ranges", "value_ranges", place), f"nothing can be met: {pair[0]} is above {pair[1]}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_day(text: str) -> bool:
    # Python also reads forms such as 20241231, which others take for a number.
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
