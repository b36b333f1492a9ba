"""Validating whole submissions: one folder a kind of fault, each with exactly its finding; levels, waivers and the account of rows."""

import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from greening import checks, expectations, suites, tables
from greening.errors import SubmissionError, SuiteError
from greening.expectations import Expectation
from greening.judged import Asked, judge_together
from greening.paths import HOME, processed
from greening.submission.loading import Submission, load
from greening.validation import check, outcome, validate
from greening.views import catalogue
from greening.views.rows import Known
from greening.waiver_file import COLUMNS

SHIPPED = str(HOME / "expectations")
FAULTS = Path(__file__).parent / "submissions"
TOLD = ["table", "source_file", "sheet", "source_row", "column", "rule", "level", "value", "rows"]


#: What every waiver of these tests says beside what it waives.
DECIDED = {"reason": "new body", "decided_by": "Chief of facilities", "decided_on": "2025-01-15", "expires_on": "2025-06-30"}


@cache
def judged() -> TemporaryDirectory[str]:
    """A copy of each fault's folder, all judged at once as a run judges them: test_judged compares that with what each finds alone."""
    copies = TemporaryDirectory()
    for fault in sorted(path.name for path in FAULTS.iterdir() if path.is_dir()):
        shutil.copytree(FAULTS / fault, Path(copies.name) / fault)
    judge_together([Asked(2024, "BODY", str(folder)) for folder in sorted(Path(copies.name).iterdir())], SHIPPED)
    return copies


@cache
def validated(fault: str) -> tuple[Submission, pd.DataFrame, pd.DataFrame]:
    """The submission of a fault's folder, its activities and its findings; last year's is validated first where there is one."""
    data = f"{judged().name}/{fault}"
    before = validate(load(2023, "BODY", data), SHIPPED, None)[0] if Path(data, "raw", "2023").is_dir() else None
    submission = load(2024, "BODY", data)
    return submission, *validate(submission, SHIPPED, before, kept=processed(data, 2024, "BODY"))


def raw_folder(tmp_path: Path, **files: str) -> str:
    home = tmp_path / "raw" / "2024" / "BODY"
    home.mkdir(parents=True)
    for name, text in ({"profile": "organization,name,country\nBODY,An invented body,CHE\n"} | files).items():
        (home / f"{name}.csv").write_text(text, encoding="utf-8")
    return str(tmp_path)


def findings_of(tmp_path: Path, rules: str = SHIPPED, **files: str) -> pd.DataFrame:
    return validate(load(2024, "BODY", raw_folder(tmp_path, **files)), rules, None)[1]


def rules_with(tmp_path: Path, level: str, *waivers: dict) -> str:
    """The shipped suites, of which the rule missing_topic has this level, and these waivers."""
    home = tmp_path / "expectations"
    shutil.copytree(SHIPPED, home)
    suite = json.loads((home / "completeness.json").read_text(encoding="utf-8"))
    suite["expectations"] = [entry for entry in suite["expectations"] if entry["meta"]["rule"] == "missing_topic"]
    suite["expectations"][0]["meta"]["level"] = level
    (home / "completeness.json").write_text(json.dumps(suite), encoding="utf-8")
    cells = [",".join(str((DECIDED | waiver).get(name, "")) for name in COLUMNS) for waiver in waivers]
    (home / "waivers.csv").write_text("\n".join([",".join(COLUMNS), *cells, ""]), encoding="utf-8")
    return str(home)


@pytest.mark.parametrize("fault", sorted(path.name for path in FAULTS.iterdir() if path.is_dir()))
def test_each_fault_gives_exactly_its_finding(fault):
    submission, activities, found = validated(fault)
    wanted = pd.read_csv(FAULTS / fault / "finding.csv", dtype="str", keep_default_na=False)
    told = found[TOLD].astype("str").where(found[TOLD].notna(), "")
    assert sorted(told.values.tolist()) == sorted(wanted[TOLD].values.tolist())
    assert outcome(found) == (wanted["outcome"].iloc[0] if len(wanted) else "ok")
    assert submission.raw_rows == len(activities) + found["rows"].sum()


@pytest.mark.parametrize("fault", sorted(path.name for path in FAULTS.iterdir() if path.is_dir()))
def test_every_finding_says_what_was_expected_in_a_sentence(fault):
    found = validated(fault)[2]
    assert found["message"].str.fullmatch(r"[^{}]{20,}[.?]", flags=16).all()
    assert found["expected"].notna().all()
    assert set(found["organization"]) <= {"BODY"}
    assert set(found["year"]) <= {2024}


def test_there_is_a_folder_for_every_rule_that_makes_an_organization_fail():
    told = pd.concat([pd.read_csv(fault / "finding.csv", dtype="str") for fault in FAULTS.iterdir() if fault.is_dir()])
    assert set(told.loc[told["outcome"] == "failed", "rule"]) - {"unknown_country"} == checks.FILE_FAULTS


def test_products_have_the_declared_columns():
    _, activities, found = validated("none")
    assert list(activities) == list(tables.products()["activities"].columns)
    assert list(found) == list(tables.products()["checks"].columns)
    assert sorted(activities["table"].unique()) == ["coverage", "locations", "profile", "stories"]
    assert activities.loc[activities["table"] == "locations", "country"].tolist() == ["CHE"]


def test_a_row_with_several_faults_is_dropped_once_and_tells_all(tmp_path):
    stock = "location_id,source,water_m3,start_date,end_date\nHQ,rain,-5,2020-01-01,2020-12-31\nHQ,sea,-5,,\n"
    found = findings_of(tmp_path, water=stock, locations="location_id,country,tenure\nHQ,CHE,owned\n")
    at_water = found[(found["table"] == "water") & found["source_row"].notna()]
    assert at_water.groupby("source_row")["rule"].agg(sorted).tolist() == [
        ["negative_quantity", "period_outside_year"],
        ["negative_quantity", "unknown_choice"],
    ]
    assert at_water.groupby("source_row")["rows"].sum().tolist() == [1, 1]


def test_flights_can_only_be_priced_by_flights_that_are_kept(tmp_path):
    flights = "origin,destination,purpose,trips\nGVA,GVA,staff_mission,1\n,,staff_mission,4\n"
    found = findings_of(tmp_path, air_travel=flights)
    assert found.loc[found["level"] == "reject", ["source_row", "rule"]].values.tolist() == [[2, "flight_to_itself"], [3, "nothing_to_price_by"]]


def test_rows_that_could_not_be_used_are_not_said_to_be_missing(tmp_path):
    stock = "location_id,source,water_m3\nHQ,rain,-5\nHQ,rain,-6\n"
    found = findings_of(tmp_path, water=stock, locations="location_id,country,tenure\nHQ,Kenya,owned\n")
    told = found[(found["table"] == "water") & found["source_row"].isna()]
    assert told[["rule", "level"]].values.tolist() == [["no_usable_row", "warn"]]
    assert told["message"].iloc[0].startswith("2 rows were handed in, but none could be used, so nothing covers water")
    assert "water" not in set(found.loc[found["rule"] == "missing_topic", "value"])


def test_a_rejected_row_is_nowhere_said_to_be_kept(tmp_path):
    stock = "location_id,source,water_m3,source_protected\nHQ,rain,-5,maybe\nHQ,rain,5,maybe\n"
    found = findings_of(tmp_path, water=stock, locations="location_id,country,tenure\nHQ,CHE,owned\n")
    cell = found[found["column"] == "source_protected"].sort_values("source_row")["message"].tolist()
    assert ["row kept" in message for message in cell] == [False, True]
    assert cell[0] and cell[1].startswith(cell[0])


def test_a_place_whose_people_are_rejected_is_told(tmp_path):
    places = "location_id,country,tenure\nHQ,CHE,owned\nNBO,KEN,owned\n"
    found = findings_of(
        tmp_path,
        locations=places,
        personnel="location_id,headcount\nHQ,5\nNBO,5 people\n",
        water="location_id,source,water_m3\nHQ,rain,50\nNBO,rain,50\n",
    )
    told = found[found["rule"] == "nobody_but_activity"]
    assert told["value"].tolist() == ["NBO"]
    assert "its rows in personnel could not be used" in told["message"].iloc[0]


def test_computed_numbers_are_rounded_and_cells_are_not(tmp_path):
    places = "location_id,country,tenure,floor_area_m2\nHQ,CHE,owned,1100\n"
    found = findings_of(tmp_path, locations=places, electricity="location_id,electricity_kwh\nHQ,1000\n", personnel="headcount\n-0.123456789\n")
    intensity = found[found["column"] == "kwh_per_m2"].iloc[0]
    assert intensity["value"] == "0.91"
    assert " 1 kWh/m2" in intensity["message"]
    assert found.loc[found["rule"] == "negative_headcount", "value"].tolist() == ["-0.123456789"]


def test_a_small_number_is_not_told_as_zero(tmp_path):
    places = "location_id,country,tenure,floor_area_m2\nHQ,CHE,owned,1000\n"
    found = findings_of(tmp_path, locations=places, electricity="location_id,electricity_kwh\nHQ,14\n")
    assert "HQ uses 0.014 kWh/m2" in found.loc[found["column"] == "kwh_per_m2", "message"].iloc[0]


def test_a_suite_is_looked_through_where_it_is_used(tmp_path):
    rules = rules_with(tmp_path, "warn")
    heat = Path(rules) / "heat.json"
    heat.write_text(heat.read_text(encoding="utf-8").replace('"heat_kwh"', '"heat_kwatt"'), encoding="utf-8")
    assert findings_of(tmp_path / "a", rules)["rule"].unique().tolist() == ["missing_topic"]
    for other in set(Path(rules).glob("*.json")) - {heat}:
        shutil.move(other, tmp_path / other.name)
    assert any("there is no column heat_kwatt" in fault for fault in suites.faults(rules))
    for other in tmp_path.glob("*.json"):
        shutil.move(other, rules)
    with pytest.raises(SuiteError, match="there is no column heat_kwatt"):
        findings_of(tmp_path / "b", rules, heat="location_id,heat_kwh\nHQ,5\n", locations="location_id,country\nHQ,CHE\n")


def test_a_period_that_crosses_the_year_is_no_fault(tmp_path):
    stock = "location_id,source,water_m3,start_date,end_date\nHQ,rain,5,2023-12-15,2024-01-15\n"
    found = findings_of(tmp_path, water=stock, locations="location_id,country,tenure\nHQ,CHE,owned\n")
    assert found["rule"].unique().tolist() == ["missing_topic"]


def test_a_steward_may_hold_a_publication_and_a_waiver_lifts_it(tmp_path):
    waiver = {"organization": "BODY", "year": 2024, "rule": "missing_topic"}
    held = findings_of(tmp_path / "a", rules_with(tmp_path / "a", "hold"))
    lifted = findings_of(tmp_path / "b", rules_with(tmp_path / "b", "hold", waiver))
    partly = findings_of(tmp_path / "c", rules_with(tmp_path / "c", "hold", waiver | {"table": "waste"}))
    assert [outcome(found) for found in (held, lifted, partly)] == ["held", "ok", "held"]
    assert partly.loc[partly["waived_by"].notna(), "table"].tolist() == ["waste"]
    assert partly.loc[partly["table"] == "waste", ["waived_by", "waived_reason", "waived_until"]].values.tolist() == [
        ["Chief of facilities", "new body", "2025-06-30"]
    ]
    assert len(held) == len(lifted) == 7


def test_a_waiver_may_name_a_row_and_one_that_names_nothing_is_told(tmp_path):
    waiver = {"organization": "BODY", "year": 2024, "rule": "missing_tenure"}
    rules = rules_with(tmp_path, "warn", waiver | {"rows": "b"}, waiver | {"rows": "c"}, waiver | {"organization": "OTHER"})
    found = findings_of(tmp_path, rules, locations="row_id,location_id,country\na,HQ,CHE\nb,ANNEX,CHE\n")
    tenure = found[found["rule"] == "missing_tenure"]
    assert tenure["waived_by"].fillna("").tolist() == ["", "Chief of facilities"]
    assert found.loc[found["rule"] == "unused_waiver", ["level", "value"]].values.tolist() == [["warn", "missing_tenure"]]


def test_a_folder_whose_name_is_no_code_fails(tmp_path):
    home = tmp_path / "raw" / "2024" / "A B"
    home.mkdir(parents=True)
    (home / "profile.csv").write_text("organization,name,country\nA B,An invented body,CHE\n", encoding="utf-8")
    found = load(2024, "A B", str(tmp_path)).findings
    assert found[["rule", "level", "value"]].values.tolist() == [["wrong_folder", "hold", "A B"]]
    assert outcome(found.assign(waived_by=None)) == "failed"


def test_a_goal_of_two_paths_and_a_figure_in_another_unit_are_rejected(tmp_path):
    goals = "goal_id,metric,target_year,change_pct\nA,ghg.total,2030,-45\nA,ghg.total,2040,-60\n"
    found = findings_of(tmp_path, goals=goals, published="figure,value,unit,reference\nghg.total,5,kg CO2e,x\n")
    told = found[found["level"] == "reject"]
    assert told["rule"].tolist() == ["repeated_goal", "repeated_goal", "unexpected_unit"]
    assert "ghg.total is given in kg CO2e, but t CO2e is expected." in told["message"].iloc[2]


def test_no_waiver_makes_an_unreadable_file_readable():
    found = validated("empty_file")[2].assign(waived_by="Chief of facilities")
    assert outcome(found) == "failed"


def test_a_check_gives_each_organization_its_own_findings_from_one_frame():
    frame = (
        catalogue.sample("spending")
        .reindex(range(2))
        .assign(organization=["A", "B"], data_year=2024, table="spending", faulty="", currency=["usd", "USD"])
    )
    frame = frame.assign(source_file="spending.csv", source_row=[2, 2], amount=[5.0, -5.0])
    suite = suites.load(SHIPPED)["spending"]
    found = check(frame, suite)
    assert found[["organization", "rule", "value"]].values.tolist() == [["B", "negative_amount", "-5"], ["A", "currency_code", "usd"]]
    pd.testing.assert_frame_equal(found, check(frame, suite))
    pd.testing.assert_frame_equal(check(frame[frame["organization"] == "A"], suite), found[found["organization"] == "A"].reset_index(drop=True))


def test_a_rule_on_the_whole_is_one_finding_without_a_row():
    meta = {"rule": "much", "level": "warn", "message": "The sum is {value} for {organization}.", "reason": "x"}
    rule = suites.Rule(Expectation("expect_column_sum_to_be_between", {"column": "amount", "max_value": 5}), **meta, expected="5", column="amount")
    frame = catalogue.sample("spending").reindex(range(2)).assign(organization="A", data_year=2024, table="spending", amount=[5.0, 6.0])
    found = check(frame, suites.Suite("spending", (rule,)))
    assert found[["message", "value"]].values.tolist() == [["The sum is 11 for A.", "11.0"]]
    assert found["source_row"].isna().all()


def test_a_rule_that_cannot_be_evaluated_is_a_fault_of_the_suite():
    frame = pd.DataFrame({"name": ["a"], "_": [1]})
    broken = Expectation("expect_column_values_to_be_between", {"column": "name", "min_value": 5}, "x.json, expectation 1 (rule broken)")
    with pytest.raises(SuiteError, match="rule broken"):
        expectations.unmet(frame, [Expectation("expect_column_values_to_not_be_null", {"column": "name"}), broken])


def test_an_expectation_that_great_expectations_drops_is_a_fault_of_the_suite():
    misspelt = Expectation("expect_column_values_to_be_betwen", {"column": "name"}, "x.json, expectation 1")
    with pytest.raises(SuiteError, match="took 0 of 1"):
        expectations.unmet(pd.DataFrame({"name": ["a"]}), [misspelt])


def test_a_lost_row_stops_the_stage(tmp_path):
    given = load(2024, "BODY", raw_folder(tmp_path))
    with pytest.raises(SubmissionError, match="2 rows were handed in, but 1 are validated and 0 dropped"):
        validate(Submission(given.organization, given.year, given.tables, given.findings, given.files, raw_rows=2), SHIPPED, None)


def test_rows_of_a_table_about_the_whole_need_no_place():
    assert Known({}, organization="BODY", year=2024).about_all(pd.DataFrame(), {"topic": "str"}).empty
