"""Rules that can never fail or be met, that contradict each other or stand twice: told without any data."""

import pytest

from greening import expectations, suites
from greening.paths import HOME
from greening.stewarding import rule_pairs, witnesses

BETWEEN, IN_SET = "expect_column_values_to_be_between", "expect_column_values_to_be_in_set"
NOT_IN, NULL, NOT_NULL = "expect_column_values_to_not_be_in_set", "expect_column_values_to_be_null", "expect_column_values_to_not_be_null"


def told(*rules: tuple[str, dict]) -> list[str]:
    """What is told of rules of water, named a, b and so on."""
    meta = {"level": "warn", "message": "m", "reason": "r"}
    entries = [{"type": kind, "kwargs": kwargs, "meta": meta | {"rule": name}} for name, (kind, kwargs) in zip("abc", rules, strict=False)]
    content = {"name": "water", "expectations": entries}
    assert suites.file_faults("water.json", content, by_rule=True) == []
    return [f"{fault.rule}: {fault.text}" for fault in rule_pairs.faults("water", suites.sound_rules("water.json", content, []))]


def test_nothing_is_told_of_the_shipped_suites():
    shipped = suites.load(HOME / "expectations")
    assert [fault for name, suite in shipped.items() for fault in rule_pairs.faults(name, dict(enumerate(suite.rules)))] == []


@pytest.mark.parametrize(
    ("kind", "kwargs", "text"),
    [
        (NOT_NULL, {"column": "water_m3"}, "it can never fail: a row without water_m3 is refused before any rule judges it"),
        (
            BETWEEN,
            {"column": "water_m3", "min_value": 0, "row_condition": "water_m3 > 0"},
            "it can never fail: every water_m3 that it judges meets it",
        ),
        (BETWEEN, {"column": "water_m3", "max_value": 9, "row_condition": "water_m3 >= 10"}, "it fails at every row that it judges"),
        (BETWEEN, {"column": "water_m3", "max_value": 9, "row_condition": "water_m3 > 10 and water_m3 < 5"}, "no row can meet its row_condition"),
        (
            BETWEEN,
            {"column": "water_m3", "max_value": 9, "row_condition": 'source == "rain" and source == "tanker"'},
            "no row can meet its row_condition",
        ),
        (BETWEEN, {"column": "water_m3", "max_value": 9, "row_condition": "water_m3.isna()"}, "so it judges nothing"),
        (BETWEEN, {"column": "start_date", "min_value": "2020-01-01", "row_condition": 'start_date > "2021-01-01"'}, "it can never fail"),
        (IN_SET, {"column": "is_repeat", "value_set": [True, False]}, "it can never fail"),
        (
            NOT_IN,
            {"column": "source", "value_set": ["municipal", "groundwater", "surface", "rain", "tanker", "bottled", "recycled"]},
            "it fails at every row",
        ),
        (IN_SET, {"column": "source", "value_set": ["rain"], "row_condition": 'source != "rain"'}, "it fails at every row that it judges"),
        (NULL, {"column": "end_date", "row_condition": "end_date.notna()"}, "it fails at every row that it judges"),
        (
            "expect_column_values_to_match_regex",
            {"column": "source", "regex": "a", "row_condition": "water_m3 < 1 and water_m3 > 2"},
            "judges nothing",
        ),
    ],
)
def test_a_rule_that_can_never_fail_or_never_be_met_is_told(kind, kwargs, text):
    found = told((kind, kwargs))
    assert len(found) == 1
    assert text in found[0]


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        (BETWEEN, {"column": "water_m3", "min_value": 0}),
        (BETWEEN, {"column": "water_m3", "min_value": 1, "row_condition": "water_m3 > 0"}),
        (BETWEEN, {"column": "water_m3", "min_value": 5, "max_value": 5}),
        (BETWEEN, {"column": "water_m3", "min_value": 5, "strict_min": True, "row_condition": "water_m3 >= 5"}),
        (IN_SET, {"column": "source", "value_set": ["rain"]}),
        (NULL, {"column": "end_date"}),
        # What compares columns with each other, or asks for a part of a text, is more than rows can be made for.
        (BETWEEN, {"column": "water_m3", "min_value": 0, "row_condition": 'source.str.startswith("x")'}),
        (BETWEEN, {"column": "days_in_year", "min_value": 0, "row_condition": "water_m3 > days_in_year"}),
        (BETWEEN, {"column": "water_m3", "min_value": 0, "mostly": 0.5, "row_condition": "water_m3 > 0"}),
    ],
)
def test_a_rule_that_rows_can_meet_and_fail_is_not_told(kind, kwargs):
    assert told((kind, kwargs)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((BETWEEN, {"column": "water_m3", "max_value": 5}), (BETWEEN, {"column": "water_m3", "min_value": 6})),
        ((BETWEEN, {"column": "water_m3", "max_value": 5}), (BETWEEN, {"column": "water_m3", "min_value": 5, "strict_min": True})),
        ((BETWEEN, {"column": "water_m3", "max_value": 5}), (BETWEEN, {"column": "water_m3", "min_value": 6, "row_condition": 'source == "rain"'})),
        ((IN_SET, {"column": "source", "value_set": ["rain"]}), (IN_SET, {"column": "source", "value_set": ["tanker"]})),
        ((IN_SET, {"column": "source", "value_set": ["rain"]}), (NOT_IN, {"column": "source", "value_set": ["rain"]})),
        ((NULL, {"column": "end_date"}), (NOT_NULL, {"column": "end_date"})),
        (
            (NULL, {"column": "end_date", "row_condition": "water_m3 > 5"}),
            (NOT_NULL, {"column": "end_date", "row_condition": "water_m3 > 10"}),
        ),
        ((BETWEEN, {"column": "start_date", "max_value": "2020-01-01"}), (BETWEEN, {"column": "start_date", "min_value": "2020-01-02"})),
    ],
)
def test_two_rules_that_no_value_can_meet_together_are_told(one, other):
    found = told(one, other)
    assert len(found) == 1
    assert found[0].startswith(f"b: it contradicts the rule a: no {one[1]['column']} can meet both")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((BETWEEN, {"column": "water_m3", "max_value": 5}), (BETWEEN, {"column": "water_m3", "min_value": 5})),
        (
            (BETWEEN, {"column": "water_m3", "max_value": 5, "row_condition": 'source == "rain"'}),
            (BETWEEN, {"column": "water_m3", "min_value": 6, "row_condition": 'source != "rain"'}),
        ),
        (
            (NULL, {"column": "end_date", "row_condition": "water_m3 > 5"}),
            (NOT_NULL, {"column": "end_date", "row_condition": "water_m3 <= 5"}),
        ),
        ((NULL, {"column": "end_date"}), (BETWEEN, {"column": "end_date", "min_value": "2020-01-01"})),
    ],
)
def test_two_rules_that_some_value_meets_together_are_not_told(one, other):
    assert told(one, other) == []


@pytest.mark.parametrize(
    "again",
    [
        {"column": "water_m3", "min_value": 5},
        {"min_value": 5.0, "column": "water_m3"},
        {"column": "water_m3", "min_value": 5, "max_value": None, "strict_min": False, "mostly": 1},
    ],
)
def test_the_same_rule_under_another_name_is_told(again):
    assert told((BETWEEN, {"column": "water_m3", "min_value": 5}), (BETWEEN, again)) == [
        "b: it is the rule a under another name: same type, same arguments"
    ]


def test_sets_in_another_order_are_the_same_and_other_bounds_are_not():
    one, other = {"column": "source", "value_set": ["rain", "tanker"]}, {"column": "source", "value_set": ["tanker", "rain"]}
    assert len(told((IN_SET, one), (IN_SET, other))) == 1
    assert told((BETWEEN, {"column": "water_m3", "min_value": 5}), (BETWEEN, {"column": "water_m3", "min_value": 6})) == []


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        (BETWEEN, {"column": "water_m3", "min_value": 1, "max_value": 5}),
        (BETWEEN, {"column": "water_m3", "min_value": 1, "max_value": 5, "strict_min": True, "strict_max": True}),
        (BETWEEN, {"column": "start_date", "min_value": "2020-01-01", "max_value": "2020-02-01"}),
        (BETWEEN, {"column": "water_m3", "max_value": 5, "row_condition": 'source == "rain" and days_in_year > 3'}),
        (IN_SET, {"column": "source", "value_set": ["rain", "tanker"]}),
        (IN_SET, {"column": "is_repeat", "value_set": [False]}),
        (NOT_IN, {"column": "days_in_year", "value_set": [0, 5]}),
        (NULL, {"column": "end_date", "row_condition": "source_protected"}),
        (NOT_NULL, {"column": "end_date", "row_condition": "start_date.notna() and not is_repeat"}),
    ],
)
def test_rows_fail_here_where_great_expectations_fails_them(kind, kwargs):
    rule = suites.rule_of({"type": kind, "kwargs": kwargs, "meta": {"rule": "a", "level": "warn", "message": "m", "reason": "r"}})
    rows = witnesses.rows("water", [rule])
    failed = rows.index[witnesses.judged(rows, rule) & ~witnesses.met(rows, rule)].tolist()
    (unmet,) = expectations.unmet(rows, [rule.expectation])
    assert sorted(unmet.positions) == failed
    assert 0 < len(failed) < len(rows)
