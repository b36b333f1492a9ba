"""The suites of data stewards: that the shipped ones are sound, and that every fault of one is told."""

import json
from pathlib import Path

import pytest

from greening import suites
from greening.errors import SuiteError
from greening.paths import HOME
from greening.tables import submission_tables
from greening.views import catalogue
from greening.views.rows import typed_without_rows

SHIPPED = HOME / "expectations"
FILES = sorted(path for path in SHIPPED.glob("*.json") if path.name not in suites.NOT_SUITES)
RULE = {
    "type": "expect_column_values_to_be_between",
    "kwargs": {"column": "water_m3", "min_value": 0},
    "meta": {"rule": "negative", "level": "reject", "message": "{value} at {location_id}", "reason": "why"},
}


def rule(meta: dict | None = None, **changes) -> dict:
    return RULE | changes | {"meta": RULE["meta"] | (meta or {})}


def folder(tmp_path: Path, *rules: dict, file: str = "water.json") -> str:
    content = {"name": file.removesuffix(".json"), "expectations": list(rules)}
    (tmp_path / file).write_text(json.dumps(content, indent=2), encoding="utf-8")
    return str(tmp_path)


def test_the_shipped_suites_are_sound():
    assert suites.faults(str(SHIPPED)) == []


def test_there_is_a_suite_for_every_table_and_view():
    assert sorted(suites.load(str(SHIPPED))) == sorted(catalogue.names())


def test_no_shipped_rule_holds_a_publication():
    levels = {rule.level for suite in suites.load(str(SHIPPED)).values() for rule in suite.rules}
    assert levels == {"reject", "warn"}


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_every_expectation_of_a_shipped_file_is_loaded_and_says_what_was_expected(file):
    declared = json.loads(file.read_text(encoding="utf-8"))["expectations"]
    loaded = suites.load(str(SHIPPED))[file.stem].rules
    assert [rule.rule for rule in loaded] == [entry["meta"]["rule"] for entry in declared]
    assert all(rule.expected and rule.column for rule in loaded)


def test_every_helper_column_and_view_is_explained():
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    helpers = {column for name in submission_tables() for column in set(catalogue.sample(name)) - set(typed_without_rows(name))}
    views = [name for name in catalogue.names() if name not in submission_tables()]
    places = set(typed_without_rows("locations")) | set(typed_without_rows("air_travel")) | set(typed_without_rows("chartered_transport"))
    columns = {column for name in views for column in catalogue.sample(name) if column not in places}
    assert [word for word in sorted(helpers | columns | set(views)) if f"`{word}`" not in text] == []


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (
            rule(type="expect_column_values_to_be_betwen"),
            "there is no expectation expect_column_values_to_be_betwen. Did you mean expect_column_values_to_be_between?",
        ),
        (rule(kwargs={"column": "water_m4", "min_value": 0}), "there is no column water_m4. Did you mean water_m3?"),
        (rule(kwargs={"column": "water_m3", "minimum_value": 0, "max_value": 1}), "minimum_value means nothing in kwargs. Did you mean min_value?"),
        (rule(kwargs={"min_value": 0}), "kwargs has no column"),
        (rule(kwargs={"column": "water_m3"}), "it can never fail: it has neither min_value nor max_value"),
        (
            rule(type="expect_column_values_to_be_in_set", kwargs={"column": "start_date", "value_set": ["2024-01-01"]}),
            "start_date holds dates, which are never found in a list",
        ),
        (rule(kwargs={"column": "water_m3", "min_value": "0"}), "0 is a text in quotation marks, and the bound is about numbers"),
        (rule(kwargs={"column": "water_m3", "min_value": 5, "max_value": 1}), "nothing can be met: min_value 5 is above max_value 1"),
        (rule(kwargs={"column": "water_m3", "min_value": 5, "max_value": 5, "strict_min": True}), "nothing can be met: both bounds are 5"),
        (rule(kwargs={"column": "source", "min_value": 5}), "source holds text, which has no bounds"),
        (rule(kwargs={"column": "start_date", "min_value": 5}), "start_date holds dates, and the bound 5 is no date"),
        (rule(kwargs={"column": "water_m3", "min_value": 0, "mostly": 0}), "it can never fail: mostly is 0"),
        (rule(kwargs={"column": "water_m3", "min_value": 0, "mostly": 95}), "mostly must be 1 or less, and is 95"),
        (
            rule(kwargs={"column": "water_m3", "min_value": 0, "strict_min": "yes"}),
            'strict_min must be true or false without quotation marks, and is the text "yes"',
        ),
        (rule(type="expect_column_values_to_be_in_set", kwargs={"column": "source", "value_set": []}), "value_set is empty"),
        (rule(type="expect_column_values_to_be_in_set", kwargs={"column": "source", "value_set": ["rian"]}), "Did you mean rain?"),
        (rule(type="expect_column_values_to_be_in_set", kwargs={"column": "source", "value_set": ["rain", "rain"]}), 'value_set names "rain" twice'),
        (
            rule(type="expect_column_values_to_be_in_set", kwargs={"column": "water_m3", "value_set": ["1"]}),
            'water_m3 holds numbers, and "1" is none',
        ),
        (
            rule(type="expect_column_values_to_be_in_set", kwargs={"column": "is_repeat", "value_set": [0]}),
            "is_repeat holds yes or no, and 0 is none",
        ),
        (
            rule(type="expect_column_values_to_match_regex", kwargs={"column": "source", "regex": "(rain"}),
            "the regular expression (rain cannot be read",
        ),
        (rule(type="expect_column_values_to_match_regex", kwargs={"column": "source", "regex": ".*"}), "the regular expression .* fits every text"),
        (
            rule(type="expect_column_values_to_match_regex", kwargs={"column": "water_m3", "regex": "1"}),
            "water_m3 holds numbers, and expect_column_values_to_match_regex is about text",
        ),
        (
            rule(type="expect_column_pair_values_to_be_equal", kwargs={"column_A": "source", "column_B": "water_m3"}),
            "source holds text and water_m3 numbers: they cannot be compared",
        ),
        (rule({"level": "rejct"}), "the level rejct is not one of reject, hold, warn. Did you mean reject?"),
        (rule({"message": " "}), "message says nothing"),
        (rule({"reason": ""}), "reason says nothing"),
        (rule({"reson": "why"}), "reson means nothing in meta. Did you mean reason?"),
        (rule({"since_year": "2024"}), "since_year must be a whole number without quotation marks"),
        (rule({"message": "{watr_m3}"}), "the message speaks of {watr_m3}, which is not there. Did you mean water_m3?"),
        (rule({"message": "{value"}), "the message cannot be filled in"),
        (rule({"message": "{value:abc}"}), "the message cannot be filled in: {value:abc} is no way to write a number"),
        (rule({"column": "location"}), "meta names the column location, which is not there. Did you mean location_id?"),
        (rule(kwargs={"column": "water_m3", "min_value": 0, "row_condition": "source =="}), "the row_condition 'source ==' cannot be used"),
        (
            rule(kwargs={"column": "water_m3", "min_value": 0, "row_condition": "sorce == 'rain'"}),
            "name 'sorce' is not defined. Did you mean source?",
        ),
        (rule(kwargs={"column": "water_m3", "min_value": 0, "row_condition": "water_m3 + 1"}), "it is neither true nor false for a row"),
        (rule(kwargs={"column": "water_m3", "min_value": 0, "row_condition": "source > 5"}), "the row_condition 'source > 5' cannot be used"),
        (rule(kwargs={"column": "water_m3", "min_value": 0, "row_condition": "source == 'rian'"}), "Did you mean rain?"),
        (rule(type="expect_column_sum_to_be_between"), "judges the whole and no row, so it cannot reject"),
        (rule(meta={"rule": ""}), "rule says nothing"),
        (
            rule(type="expect_column_values_to_be_betwen", kwargs={"column": "water_m3", "min_value": 5, "max_value": 1}),
            "nothing can be met: min_value 5 is above max_value 1",
        ),
        (rule(type="expect_water_to_be_right", kwargs={"column": "water_m3", "min_value": 5, "max_value": 1}), "nothing can be met: min_value 5"),
        (rule(kwargs={"column": "water_m3", "min_valu": 5, "max_value": 1}), "nothing can be met: min_value 5 is above max_value 1"),
        (rule(type="expect_column_values_to_be_inset", kwargs={"column": "source", "value_set": ["rian"]}), "Did you mean rain?"),
        (rule(type="expect_column_sum_to_be_betwen"), "judges the whole and no row, so it cannot reject"),
        (rule(kwargs={"column": "start_date", "min_value": "20240101"}), "start_date holds dates, and the bound 20240101 is no date"),
        (rule(type="expect_table_row_count_to_be_between", kwargs={"min_value": -1}), "it can never fail: a count is never below 0"),
        (
            rule(type="expect_column_value_lengths_to_be_between", kwargs={"column": "source", "max_value": -1}),
            "nothing can be met: a length is never below 0",
        ),
        (
            rule(
                type="expect_column_quantile_values_to_be_between",
                kwargs={"column": "water_m3", "quantile_ranges": {"quantiles": [0.5], "value_ranges": [[3, 1]]}},
            ),
            "nothing can be met: 3 is above 1",
        ),
        (rule({"message": "{location_id:.0f}"}), "the message cannot be filled in: {location_id:.0f} is no way to write a text"),
        (rule({"message": "{value:d}"}), "the message cannot be filled in: {value:d} is no way to write a number"),
        (rule({"message": "{value!x}"}), "the message cannot be filled in: write {value} without !x"),
        (rule({"message": "{valeu}"}), "the message speaks of {valeu}, which is not there. Did you mean value?"),
        *(
            (rule(kwargs={"column": "water_m3", "min_value": 0, "row_condition": condition}), told)
            for condition, told in (
                ('source = "rain"', "two signs ask whether things are equal: =="),
                ("water_m3 => 3", "write >=, <= or !="),
                ("source == \u201crain\u201d", "write straight quotation marks"),
                ("water_m3 > 3 AND water_m3 < 5", "write and, or, not, in"),
                ("(water_m3 > 3", "it is no whole question"),
                (" ", "it is empty"),
                ("source == rain", 'A word that a cell holds stands in quotation marks: "rain"'),
                ("location_is_known == true", "Write True"),
                ("source is None", "write source.isna()"),
                ('location_is_known == "true"', 'it holds yes or no, and "true" is a text: write True or False'),
                ("location_id == 7", "it holds text, and 7 is none"),
            )
        ),
        (rule(kwarg={}), "kwarg means nothing here. Did you mean kwargs?"),
        ({"type": "x"}, "it has no meta"),
        ("text", 'it must be an object in braces, and is the text "text"'),
    ],
)
def test_every_fault_of_a_rule_is_told_with_its_line(tmp_path, entry, told):
    place = folder(tmp_path, rule(meta={"rule": "sound"}), entry)
    found = suites.faults(place)
    assert any(told in fault for fault in found), found
    # The second rule begins after the first, in a file of one line a part.
    lines = (tmp_path / "water.json").read_text(encoding="utf-8").splitlines()
    second = [number for number, line in enumerate(lines, start=1) if line.startswith("    {") or line == '    "text"'][1]
    assert all(second <= int(fault.removeprefix(f"{place}/water.json:").split(":")[0]) <= len(lines) for fault in found), found
    assert all(": rule " in fault for fault in found)


@pytest.mark.parametrize(
    "condition", ['water_m3.to_csv("{}") == 1', '@pd.io.common.os.mkdir("{}")', "water_m3.__class__ == 1", "water_m3 > @water_m3"]
)
def test_a_condition_only_asks_and_does_nothing_else(tmp_path, condition):
    made = tmp_path / "made"
    place = folder(tmp_path, rule(kwargs={"column": "water_m3", "min_value": 0, "row_condition": condition.format(made)}))
    found = suites.faults(place)
    assert len(found) == 1 and "cannot be used" in found[0], found
    assert not made.exists()


def test_the_line_is_that_of_the_part_that_is_wrong(tmp_path):
    place = folder(tmp_path, rule(meta={"rule": "sound"}), rule(meta={"rule": "other", "level": "rejct"}))
    lines = (tmp_path / "water.json").read_text(encoding="utf-8").splitlines()
    line = lines.index('        "level": "rejct",') + 1
    assert [fault.split(": ")[0] for fault in suites.faults(place)] == [f"{place}/water.json:{line}"]


def test_faults_of_all_files_are_told_at_once(tmp_path):
    folder(tmp_path, rule(), rule(), file="water.json")
    folder(tmp_path, rule(), file="watr.json")
    (tmp_path / "heat.json").write_text('{\n  "name": "heat",\n  "expectations": [{},]\n}', encoding="utf-8")
    (tmp_path / "fuels.json").write_text('{"name": "fuel", "expectations": []}', encoding="utf-8")
    (tmp_path / "waste.json").write_text("[]", encoding="utf-8")
    found = "\n".join(suites.faults(str(tmp_path)))
    for told in (
        "heat.json:3: not JSON: a comma too many: nothing follows it",
        "fuels.json:1: the name fuel is not known. Did you mean fuels?",
        "waste.json:1: it must be an object in braces, and is a list",
        "rule negative: the rule negative is there more than once",
        "watr is no submission table and no view. Did you mean water?",
    ):
        assert told in found
    with pytest.raises(SuiteError) as refused:
        suites.load(str(tmp_path))
    assert len(str(refused.value).splitlines()) == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{\n "name": "heat",\n "name": "water",\n "expectations": []}', ":3: name is said twice, in line 2 and here"),
        ('{"name": "water", "expectations": [],\n}', ":1: not JSON: a comma too many"),
        ('{"name": "water"\n "expectations": []}', ":2: not JSON: a comma or a closing bracket is missing before this place (column 2)"),
        ('{"name": "water",\n "expectations": [NaN]}', ":2: not JSON: NaN is no number"),
        ("", ":1: the file is empty"),
        (" \n\n", ":1: the file is empty"),
        ('{"name": water}', "or is a text without double quotation marks (column 10)"),
        ('{"name": "water}', "a text has no closing quotation mark"),
        ("\ufeff[]", ":1: it must be an object"),
    ],
)
def test_a_file_that_is_not_written_as_json_is_told_with_its_line(tmp_path, text, told):
    (tmp_path / "water.json").write_text(text, encoding="utf-8")
    found = suites.faults(str(tmp_path))
    assert len(found) == 1 or "must be" in told
    assert any(told in fault for fault in found), found


def test_a_file_in_another_encoding_and_one_that_only_looks_like_a_suite_are_told(tmp_path):
    folder(tmp_path, rule())
    (tmp_path / "heat.json").write_bytes('{\n"name": "Zürich"}'.encode("latin-1"))
    (tmp_path / "waste.JSON").write_text("{}", encoding="utf-8")
    (tmp_path / "electricity (copy).json").write_text((tmp_path / "water.json").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "fuels.json").mkdir()
    found = "\n".join(suites.faults(str(tmp_path)))
    for told in (
        "heat.json:2: the file is not in UTF-8",
        "waste.JSON: this is no suite",
        "electricity (copy).json:1: electricity (copy) is no submission table and no view. Did you mean electricity?",
        "fuels.json: this is no suite",
    ):
        assert told in found


def test_a_folder_without_suites_is_told(tmp_path):
    assert "there are no suites" in suites.faults(str(tmp_path / "nowhere"))[0]


def test_a_rule_judges_only_the_years_from_which_it_holds(tmp_path):
    place = folder(tmp_path, rule({"rule": "always"}), rule({"rule": "later", "since_year": 2024}))
    loaded = suites.load(place)
    names = {year: [one.rule for one in suites.of_year(loaded, year)["water"].rules] for year in (2008, 2023, 2024)}
    assert names == {2008: ["always"], 2023: ["always"], 2024: ["always", "later"]}


def test_every_shipped_rule_says_who_answers_for_it_and_since_when():
    every = [rule for suite in suites.load(str(SHIPPED)).values() for rule in suite.rules]
    assert len(every) > 200
    assert all(rule.owner and rule.since_year == 2008 for rule in every)
