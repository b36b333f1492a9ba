"""The schema that editors complete from: that it is the shipped file, follows the code, and knows what great_expectations knows."""

import copy
import json

import jsonschema
import pytest
from great_expectations.expectations.registry import get_expectation_impl

from greening import expectations
from greening.paths import HOME
from greening.suite_checks import schema
from greening.suite_checks.kinds import argument_names, kinds
from greening.suites import NOT_SUITES
from greening.tables import submission_tables

SHIPPED = HOME / "expectations"
FILES = sorted(path for path in SHIPPED.glob("*.json") if path.name not in NOT_SUITES)

#: What great_expectations keeps of an expectation beside its arguments, or takes from elsewhere.
_NOT_ARGUMENTS = {
    *("id", "meta", "notes", "rendered_content", "windows", "description", "severity", "batch_id", "catch_exceptions", "result_format"),
    *("condition_parser", "library_metadata"),
}
#: Expectations that ask a database.
_OF_DATABASES = {"expect_query_results_to_match_comparison", "expect_table_row_count_to_equal_other_table", "unexpected_rows_expectation"}


def content(file: str) -> dict:
    return json.loads((SHIPPED / file).read_text(encoding="utf-8"))


def test_the_shipped_schema_is_the_one_that_the_code_writes():
    assert (SHIPPED / "schema.json").read_text(encoding="utf-8") == schema.as_text(), "write it again: see docs/suites.md"


def test_the_schema_is_a_schema_of_draft_7():
    assert schema.whole()["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema.whole())


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_the_shipped_files_follow_the_schema_and_name_it(file):
    jsonschema.validate(content(file.name), content("schema.json"))
    assert content(file.name)["$schema"] == "./schema.json"


def test_there_is_every_kind_of_expectation_that_works_on_tables():
    like = {name for name in expectations.types() if "like_pattern" in name}
    assert set(kinds()) == set(expectations.types()) - _OF_DATABASES - like


@pytest.mark.parametrize("name", sorted(kinds()))
def test_the_arguments_are_those_that_great_expectations_takes(name):
    fields = get_expectation_impl(name).__fields__
    assert set(kinds()[name].arguments) == set(fields) - _NOT_ARGUMENTS
    assert {one for one, field in fields.items() if field.required} - _NOT_ARGUMENTS <= {
        one for one, argument in kinds()[name].arguments.items() if argument.is_required
    }
    assert kinds()[name].judges_rows == expectations.judges_rows(name)
    assert set(kinds()[name].arguments) <= set(argument_names())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("type",), "expect_column_values_to_be_betwen"),
        (("kwargs", "column"), "electricity_mwh"),
        (("kwargs", "min_value"), True),
        (("kwargs", "value_set"), [1]),
        (("meta", "level"), "error"),
        (("meta", "column"), "water_m3"),
        (("meta", "ownr"), "x"),
        (("meta", "message"), ""),
        (("notes",), "x"),
    ],
)
def test_an_editor_marks_what_is_wrong(path, value):
    suite = copy.deepcopy(content("electricity.json"))
    part = suite["expectations"][2]
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    assert not jsonschema.Draft7Validator(content("schema.json")).is_valid(suite)


def test_every_column_of_every_table_can_be_completed():
    definitions = content("schema.json")["definitions"]
    assert all(set(table.columns) <= set(definitions[f"columns.{name}"]["enum"]) for name, table in submission_tables().items())
