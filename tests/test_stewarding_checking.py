"""expectations check: everything at once, what past cycles say, and how it ends."""

import json
import sys

import pytest
from click.testing import CliRunner

import pipeline
from greening.paths import HOME
from greening.stewarding import checking

META = {"level": "warn", "message": "m", "reason": "r", "owner": "Steward", "since_year": 2008}
PROFILE = "organization,name,country\n{code},A body,CHE\n"


def suite(tmp_path, *rules, name="water"):
    entries = [{"type": kind, "kwargs": kwargs, "meta": META | {"rule": rule} | meta} for rule, kind, kwargs, meta in rules]
    folder = tmp_path / "expectations"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps({"name": name, "expectations": entries}, indent=2), encoding="utf-8")
    return str(folder)


def handed_in(tmp_path, *bodies, year=2024):
    for code, quantities in bodies:
        folder = tmp_path / "data" / "raw" / str(year) / code
        folder.mkdir(parents=True)
        (folder / "profile.csv").write_text(PROFILE.format(code=code), encoding="utf-8")
        (folder / "locations.csv").write_text("location_id,country,tenure\nHQ,CHE,owned\n", encoding="utf-8")
        rows = "".join(f"HQ,rain,{quantity}\n" for quantity in quantities)
        (folder / "water.csv").write_text(f"location_id,source,water_m3\n{rows}", encoding="utf-8")
    return str(tmp_path / "data")


def between(rule, **kwargs):
    return (rule, "expect_column_values_to_be_between", {"column": "water_m3"} | kwargs, {})


def test_the_shipped_suites_are_sound_without_great_expectations(monkeypatch):
    monkeypatch.setitem(sys.modules, "greening.expectations", None)
    checked = checking.check(HOME / "expectations")
    assert (checked.faults, checked.notes) == ((), ())
    assert checked.rules > 200
    assert checking.in_words(checked) == f"every suite is sound: {checked.suites} suites, {checked.rules} rules"


def test_a_rule_that_fails_at_every_row_of_the_past_is_told_with_its_line(tmp_path):
    place = suite(tmp_path, between("above", min_value=100), between("some", min_value=4))
    data = handed_in(tmp_path, ("A", range(1, 8)), ("B", range(1, 8)))
    checked = checking.check(place, data)
    line = (tmp_path / "expectations" / "water.json").read_text(encoding="utf-8").splitlines().index("    {") + 1
    assert checked.faults == (f"{place}/water.json:{line}: rule above: it always fails: 14 rows in 2 submissions of past cycles, and none meets it",)
    assert checked.past == ", which judged 28 rows, each rule by itself, in 2 past submissions"


def test_a_few_rows_and_rules_that_judged_nothing_are_notes(tmp_path):
    place = suite(tmp_path, between("above", min_value=100), between("tankers", min_value=1, row_condition='source == "tanker"'))
    checked = checking.check(place, handed_in(tmp_path, ("A", [1, 2])))
    assert checked.faults == ()
    assert checked.notes[0] == "water.above fails at all that it judged, but that is only 2 rows in 1 submission"
    assert checked.notes[1] == "1 of 2 rules judged no row of the past, so it says nothing of them: water.tankers"


def test_a_rule_judges_no_rows_of_years_before_it_began(tmp_path):
    place = suite(tmp_path, ("later", "expect_column_values_to_be_between", {"column": "water_m3", "min_value": 100}, {"since_year": 2025}))
    checked = checking.check(place, handed_in(tmp_path, ("A", range(20))))
    assert checked.faults == ()
    assert checked.past == ", which judged 0 rows, each rule by itself, in 1 past submission"


def test_a_submission_that_cannot_be_read_hides_no_other(tmp_path):
    place = suite(tmp_path, between("above", min_value=2))
    data = handed_in(tmp_path, ("A", range(20)))
    (tmp_path / "data" / "raw" / "2024" / "BROKEN").mkdir()
    (tmp_path / "data" / "raw" / "2024" / "BROKEN" / "submission.xlsx").write_bytes(b"no workbook")
    checked = checking.check(place, data)
    assert checked.faults == ()
    assert checked.past == ", which judged 20 rows, each rule by itself, in 2 past submissions"


def test_without_past_submissions_nothing_is_said_of_them(tmp_path):
    place = suite(tmp_path, between("above", min_value=2))
    assert checking.in_words(checking.check(place, tmp_path / "nowhere")) == "every suite is sound: 1 suite, 1 rule"


def test_what_is_wrong_with_one_rule_hides_nothing_that_is_wrong_with_others(tmp_path):
    misspelt = ("misspelt", "expect_column_values_to_be_betwen", {"column": "water_m3", "min_value": 0}, {})
    twice, against = between("twice", min_value=1), between("against", max_value=0)
    place = suite(tmp_path, misspelt, between("one", min_value=1), twice, against, between("above", min_value=100))
    found = checking.check(place, handed_in(tmp_path, ("A", range(2, 20)))).faults
    told = {fault.split(": rule ")[1].split(":")[0] for fault in found}
    assert told == {"misspelt", "twice", "against", "above"}


def test_a_rule_of_which_little_is_known_is_tried(tmp_path):
    quantiles = {"column": "water_m3", "quantile_ranges": {"quantile": [0.5]}}
    place = suite(tmp_path, ("odd", "expect_column_quantile_values_to_be_between", quantiles, {}))
    (fault,) = checking.check(place).faults
    assert "rule odd: it cannot be evaluated: " in fault


def test_other_files_and_what_rules_leave_open_are_notes(tmp_path):
    place = suite(tmp_path, ("a", "expect_column_values_to_be_between", {"column": "water_m3", "min_value": 1}, {"owner": "Steward"}))
    content = json.loads((tmp_path / "expectations" / "water.json").read_text(encoding="utf-8"))
    del content["expectations"][0]["meta"]["owner"], content["expectations"][0]["meta"]["since_year"]
    (tmp_path / "expectations" / "water.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "expectations" / "rules.xlsx").write_bytes(b"x")
    assert checking.check(place).notes == (
        f"rules.xlsx in {place} is no suite and is not read",
        "1 rule without owner (the role that answers for it): water.a",
        "1 rule without since_year (the first data year that it judges): water.a",
    )


@pytest.mark.parametrize("level", ["warn", "wran"])
def test_the_command_ends_with_1_where_there_is_a_fault(tmp_path, level):
    place = suite(tmp_path, ("a", "expect_column_values_to_be_between", {"column": "water_m3", "min_value": 1}, {"level": level}))
    result = CliRunner().invoke(pipeline.main, ["expectations", "check", "--without-data", "--expectations", place])
    assert result.exit_code == int(level != "warn")
    last = result.output.splitlines()[-1]
    assert last == ("every suite is sound: 1 suite, 1 rule" if level == "warn" else "1 fault: mend it and check again")
