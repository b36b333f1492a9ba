"""The suites of data stewards: that the shipped ones are sound, and that every fault of one is told."""

import json
from pathlib import Path

import jsonschema
import pytest

from greening import expectations, suites
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
    (tmp_path / file).write_text(json.dumps({"name": file.removesuffix(".json"), "expectations": list(rules)}), encoding="utf-8")
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


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_the_shipped_files_follow_the_schema_that_editors_complete_from(file):
    schema = json.loads((SHIPPED / "schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(file.read_text(encoding="utf-8")), schema)


def test_the_schema_knows_only_expectations_that_there_are():
    schema = json.loads((SHIPPED / "schema.json").read_text(encoding="utf-8"))
    assert set(schema["$defs"]["rule"]["properties"]["type"]["enum"]) <= set(expectations.types())


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
        (rule(type="expect_column_values_to_be_betwen"), "Did you mean expect_column_values_to_be_between?"),
        (rule(kwargs={"column": "water_m4", "min_value": 0}), "there is no column water_m4. Did you mean water_m3?"),
        (rule(kwargs={"column": "water_m3", "minimum": 0}), "the arguments are not right: minimum; extra fields not permitted"),
        (rule(kwargs={"min_value": 0}), "field required"),
        (rule({"level": "rejct"}), "the level rejct is not one of reject, hold, warn. Did you mean reject?"),
        (rule({"message": " "}), "meta has no message"),
        (rule({"reason": ""}), "meta has no reason"),
        (rule({"message": "{watr_m3}"}), "the message speaks of {watr_m3}, which is not there. Did you mean water_m3?"),
        (rule({"message": "{value"}), "the message cannot be filled in"),
        (rule({"column": "location"}), "meta names the column location, which is not there. Did you mean location_id?"),
        (rule(kwargs={"column": "water_m3", "min_value": 0, "row_condition": "source =="}), "the row_condition 'source ==' cannot be used"),
        (rule(kwargs={"column": "water_m3", "min_value": 0, "row_condition": "sorce == 'rain'"}), "name 'sorce' is not defined"),
        (rule(type="expect_column_sum_to_be_between"), "judges the whole and no row, so it cannot reject"),
        (rule(meta={"rule": ""}), "meta has no rule"),
        ({"type": "x"}, "meta has no rule"),
        ("text", "an expectation is an object"),
    ],
)
def test_every_fault_of_a_rule_is_told_with_its_place(tmp_path, entry, told):
    found = suites.faults(folder(tmp_path, rule(meta={"rule": "sound"}), entry))
    assert any(told in fault for fault in found), found
    assert all(fault.startswith("water.json, expectation 2 (rule ") for fault in found)


def test_faults_of_all_files_are_told_at_once(tmp_path):
    folder(tmp_path, rule(), rule(), file="water.json")
    folder(tmp_path, rule(), file="watr.json")
    (tmp_path / "heat.json").write_text('{\n  "name": "heat",\n  "expectations": [,]\n}', encoding="utf-8")
    (tmp_path / "fuels.json").write_text('{"name": "fuel", "expectations": []}', encoding="utf-8")
    (tmp_path / "waste.json").write_text("[]", encoding="utf-8")
    (tmp_path / "waivers.json").write_text('[{"organization": "BODY", "who": "x"}]', encoding="utf-8")
    found = suites.faults(str(tmp_path))
    assert [fault.split(":")[0] for fault in found if "waiver" not in fault] == [
        "heat.json, line 3, column 20",
        "fuels.json",
        "waste.json",
        "water.json",
        "watr.json",
    ]
    assert "the rule negative is there more than once" in "\n".join(found)
    assert "watr is no submission table and no view. Did you mean water?" in "\n".join(found)
    assert "waivers.json, waiver 1: it has who, which means nothing here" in found
    with pytest.raises(SuiteError) as refused:
        suites.load(str(tmp_path))
    assert len(str(refused.value).splitlines()) == 5


def test_a_folder_without_suites_is_told(tmp_path):
    assert "there are no suites" in suites.faults(str(tmp_path / "nowhere"))[0]


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        ("expect_column_values_to_be_between", {"column": "water_m3", "min_value": 5, "max_value": 1}),
        ("expect_column_values_to_be_between", {"column": "source", "min_value": 5}),
        ("expect_column_values_to_match_regex", {"column": "source", "regex": "(rain"}),
        ("expect_column_values_to_not_be_null", {"column": "source", "row_condition": "water_m3 + 1"}),
    ],
)
def test_a_rule_that_fails_on_any_row_is_told_before_there_is_one(tmp_path, kind, kwargs):
    found = suites.faults(folder(tmp_path, rule(type=kind, kwargs=kwargs)))
    assert len(found) == 1
    assert found[0].startswith("water.json, expectation 1 (rule negative): ")
