"""What may be judged on the rows of several organizations at once: the same as judged one by one, and what is not known is refused."""

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from greening import expectations, stacking, suites
from greening.errors import SuiteError
from greening.expectations import Expectation
from greening.judged import judge_stacked
from greening.paths import HOME
from greening.stacking import columns_read, stacked
from greening.suites import Rule, Suite
from greening.verdicts import question
from greening.views import catalogue

COLUMNS = ["text", "other", "number", "count", "flag", "day", "is_camp"]
TEXTS = st.none() | st.sampled_from(["", "a", "ab", "NaN", "hot", "x_share", "1"])
NUMBERS = st.none() | st.sampled_from([-1.0, 0.0, -0.0, 0.5, 3.0, 1e300])
CELLS = {
    "text": ("str", TEXTS),
    "other": ("str", TEXTS),
    "number": ("float64", NUMBERS),
    "count": ("Int64", st.none() | st.integers(-2, 3)),
    "flag": ("boolean", st.none() | st.booleans()),
    "day": ("datetime64[ms]", st.none() | st.sampled_from(["2024-01-01", "2024-02-29"])),
    "is_camp": ("bool", st.booleans()),
}
ARGUMENTS = {
    "expect_column_values_to_be_between": st.sampled_from([{"min_value": 0}, {"max_value": 1, "strict_max": True}, {"min_value": 1, "max_value": 0}]),
    "expect_column_values_to_be_in_set": st.sampled_from([{"value_set": ["a", "hot"]}, {"value_set": [True]}, {"value_set": [0, 0.5]}]),
    "expect_column_values_to_not_be_in_set": st.just({"value_set": ["a"]}),
    "expect_column_values_to_be_null": st.just({}),
    "expect_column_values_to_not_be_null": st.just({}),
    "expect_column_values_to_match_regex": st.just({"regex": "^a|1"}),
    "expect_column_values_to_match_regex_list": st.just({"regex_list": ["a", "b"], "match_on": "all"}),
    "expect_column_values_to_not_match_regex": st.just({"regex": "a"}),
    "expect_column_values_to_not_match_regex_list": st.just({"regex_list": ["a", "0"]}),
    "expect_column_value_lengths_to_be_between": st.just({"min_value": 2}),
    "expect_column_value_lengths_to_equal": st.just({"value": 1}),
    "expect_column_values_to_be_unique": st.just({}),
    # These look at other rows, and are judged alone.
    "expect_column_values_to_be_increasing": st.just({}),
    "expect_column_values_to_be_dateutil_parseable": st.just({}),
    "expect_column_sum_to_be_between": st.just({"max_value": 2}),
    "expect_column_unique_value_count_to_be_between": st.just({"max_value": 1}),
}
ON_PAIRS = {
    "expect_column_pair_values_a_to_be_greater_than_b": st.fixed_dictionaries(
        {"ignore_row_if": st.sampled_from(["both_values_are_missing", "either_value_is_missing", "neither"]), "or_equal": st.booleans()}
    ),
    "expect_column_pair_values_to_be_equal": st.just({}),
}
ON_LISTS = {
    "expect_compound_columns_to_be_unique": st.sampled_from(
        [{}, {"ignore_row_if": "never"}, {"ignore_row_if": "any_value_is_missing"}, {"ignore_row_if": "all_values_are_missing"}]
    ),
    "expect_select_column_values_to_be_unique_within_record": st.just({}),
    "expect_multicolumn_sum_to_equal": st.just({"sum_total": 3}),
}
CONDITIONS = st.sampled_from(
    [
        *("is_camp", 'not is_camp and text == "hot"', "number > 0", 'text.str.endswith("share")', "count.isna() or number + 1 < 2"),
        *("number > number.mean()", "text in other", 'text in ["a", "hot"]', "index > 0", "number > number.shift()"),
    ]
)
CONDITIONED = st.none() | CONDITIONS


@st.composite
def frames(draw) -> pd.DataFrame:
    size = draw(st.integers(1, 5))
    return pd.DataFrame({name: pd.Series(draw(st.lists(cells, min_size=size, max_size=size)), dtype=dtype) for name, (dtype, cells) in CELLS.items()})


@st.composite
def wanted(draw) -> Expectation:
    kind = draw(st.sampled_from([*ARGUMENTS, *ON_PAIRS, *ON_LISTS]))
    columns = draw(st.lists(st.sampled_from(COLUMNS), min_size=2, max_size=3, unique=True))
    if kind in ARGUMENTS:
        own = draw(ARGUMENTS[kind]) | {"column": columns[0]}
    elif kind in ON_PAIRS:
        own = draw(ON_PAIRS[kind]) | {"column_A": columns[0], "column_B": columns[1]}
    else:
        own = draw(ON_LISTS[kind]) | {"column_list": columns}
    condition, mostly = draw(CONDITIONED), draw(st.sampled_from([None, None, None, 1, 0.5]))
    more = ({"row_condition": condition} if condition else {}) | (
        {"mostly": mostly} if mostly is not None and "sum" not in kind and "count" not in kind else {}
    )
    return Expectation(kind, own | more, "a rule")


def suite_of(*rules: Expectation) -> Suite:
    return Suite("water", tuple(Rule(one, f"rule {place}", "warn", "", "", "", "") for place, one in enumerate(rules)))


def alone(frame: pd.DataFrame, rules: list[Expectation]) -> list | None:
    try:
        return expectations.unmet(frame, rules)
    except SuiteError:
        return None


@settings(max_examples=80, deadline=None)
@given(st.lists(frames(), min_size=2, max_size=4), st.lists(wanted(), min_size=1, max_size=3))
def test_judged_together_is_judged_alone(given_frames, rules):
    asked = [question(suite_of(*rules), frame) for frame in given_frames]
    assert judge_stacked(asked) == [alone(frame, rules) for frame in given_frames]


@pytest.mark.parametrize(
    "condition",
    [
        "is_camp",
        "not is_camp and text == 'hot'",
        "~is_camp & (number > -1)",
        "number / 2 + count >= 1",
        "text.str.contains('a')",
        "day.notna()",
        "text in ('a', 'b')",
    ],
)
def test_a_condition_on_one_row_at_a_time_may_be_stacked(condition):
    one = Expectation("expect_column_values_to_not_be_null", {"column": "text", "row_condition": condition})
    assert stacked(one, COLUMNS) == one


@pytest.mark.parametrize(
    "condition",
    [
        *("number > number.mean()", "number == number.max()", "number.shift() > 1", "number.rank() < 3", "text.duplicated()", "text in other"),
        *("text not in other", "number > @bound", "index > 1", "text == ['a']", "text.str.len() > 1", "text.str.contains(other)", "abs(number) > 1"),
        *("number[0] > 1", "(lambda: 1)()", "number if is_camp else count", "`text` == 'a'", "unknown == 1", "text.str.replace('a', 'b') == 'b'", ""),
    ],
)
def test_a_condition_that_may_see_other_rows_is_judged_alone_on_all_columns(condition):
    one = Expectation("expect_column_values_to_not_be_null", {"column": "text", "row_condition": condition})
    assert stacked(one, COLUMNS) is None
    assert columns_read([one], COLUMNS) == COLUMNS


@pytest.mark.parametrize("kind", sorted(set(expectations.types()) - stacking._BY_ROW))
def test_what_is_not_known_to_judge_row_by_row_is_judged_within_each_frame(kind):
    one = stacked(Expectation(kind, {"column": "text", "column_list": ["text", "other"]}), COLUMNS)
    assert one is None or one.kwargs == {"column_list": ["text", stacking.FRAME], "ignore_row_if": "any_value_is_missing"}


def test_what_is_judged_row_by_row_is_so_for_great_expectations_too():
    assert all(expectations.judges_rows(kind) for kind in stacking._BY_ROW)


@pytest.mark.parametrize("missing", ["never", "any_value_is_missing"])
def test_uniqueness_becomes_uniqueness_within_a_frame(missing):
    one = Expectation("expect_compound_columns_to_be_unique", {"column_list": ["text", "other"], "ignore_row_if": missing}, "here")
    within = stacked(one, COLUMNS)
    assert within == Expectation(one.type, {"column_list": ["text", "other", stacking.FRAME], "ignore_row_if": missing}, "here")


def test_a_share_of_rows_is_no_matter_of_one_row():
    assert stacked(Expectation("expect_column_values_to_not_be_null", {"column": "text", "mostly": 0.9}), COLUMNS) is None


def test_only_the_columns_that_rules_name_are_read_in_the_order_of_the_frame():
    rules = [
        Expectation("expect_column_values_to_be_unique", {"column": "number", "row_condition": "is_camp"}),
        Expectation("expect_column_pair_values_to_be_equal", {"column_A": "text", "column_B": "other"}),
    ]
    assert columns_read(rules, COLUMNS) == ["text", "other", "number", "is_camp"]
    assert columns_read([*rules, Expectation("expect_table_column_count_to_equal", {"value": 7})], COLUMNS) == COLUMNS


def test_all_of_the_shipped_rules_are_judged_together():
    rules = [(name, rule.expectation) for name, suite in suites.load(HOME / "expectations").items() for rule in suite.rules]
    assert [one.place for name, one in rules if stacked(one, list(catalogue.sample(name).columns)) is None] == []


def test_one_frame_that_cannot_be_judged_spoils_none_of_the_others():
    suite = suite_of(Expectation("expect_column_values_to_be_between", {"column": "x", "min_value": "2024-01-01"}))
    asked = [question(suite, pd.DataFrame({"x": pd.Series(values, dtype="float64")})) for values in ([1.0], [None], [None])]
    assert judge_stacked(asked) == [None, [], []]


def test_frames_whose_dtypes_differ_are_not_put_together():
    suite = suite_of(Expectation("expect_column_values_to_be_in_set", {"column": "x", "value_set": ["1"]}))
    frames_of = [pd.DataFrame({"x": values}) for values in ([1, 2], ["1", "2"], [1.0, 2.0], [True, False], ["1", "2"])]
    asked = [question(suite, frame) for frame in frames_of]
    assert [[one.positions for one in unmet] for unmet in judge_stacked(asked)] == [[(0, 1)], [(1,)], [(0, 1)], [(0, 1)], [(1,)]]


@pytest.mark.parametrize(
    "one",
    [
        Expectation("expect_column_values_to_be_unique", {"column": "x"}),
        Expectation("expect_compound_columns_to_be_unique", {"column_list": ["x", "y"], "ignore_row_if": "never"}),
        Expectation("expect_compound_columns_to_be_unique", {"column_list": ["x", "y"], "ignore_row_if": "any_value_is_missing"}),
        Expectation("expect_compound_columns_to_be_unique", {"column_list": ["x", "y"]}),
    ],
)
def test_what_stands_once_in_each_frame_is_no_repetition(one):
    given_frames = [pd.DataFrame({"x": pd.Series(cells, dtype="str"), "y": 1.0}) for cells in (["a", "b", None], ["b", "a", "b"], ["a", None, None])]
    told = judge_stacked([question(suite_of(one), frame) for frame in given_frames])
    assert told == [expectations.unmet(frame, [one]) for frame in given_frames]
    assert [unmet[0].positions for unmet in told[1:2]] == [(0, 2)]
    assert told[0] == []
