"""On what basis figures stand, and breaks of the series."""

import pandas as pd
import pytest
from figure_frames import footprint, inputs, inventory, values

from greening import tables
from greening.figures.evaluate import evaluate

PROFILE = {"table": "profile", "scope2_basis": "location", "refrigerant_rule": "all", "consolidation": "operational"}


def earlier(rows, **products):
    return evaluate(inputs(rows, year=2021, **products))


def test_bases_are_texts():
    lines = footprint([{"emissions_tco2e": 1.0, "gwp_set": "AR5"}, {"emissions_tco2e": 1.0, "gwp_set": "AR4"}])
    rows = [PROFILE, {"table": "personnel", "headcount": 1.0, "definition": "All contracts"}]
    found = values(inputs(rows, footprint=lines), "basis.")
    assert found == {
        "basis.scope2": "location",
        "basis.refrigerants": "all",
        "basis.gwp_set": "AR4; AR5",
        "basis.consolidation": "operational",
        "basis.personnel": "All contracts",
    }


def test_the_citation_of_a_count_is_no_definition():
    rows = [{"table": "personnel", "headcount": 1.0, "definition": "As published: https://example.org/2017"}]
    assert not values(inputs(rows), "basis.")


def test_a_changed_basis_breaks_the_series():
    before = earlier([PROFILE])
    rows = [PROFILE | {"scope2_basis": "market", "refrigerant_rule": "kyoto"}]
    found = values(inputs(rows, earlier=before))["ghg.break"]
    assert found == "scope 2 basis: location before, market now; refrigerants that count: all before, kyoto now"


def test_the_same_basis_does_not_break_the_series():
    assert "ghg.break" not in values(inputs([PROFILE], earlier=earlier([PROFILE])))


def since(year):
    """Figures of a first year of the series."""
    return evaluate(inputs([inventory(1.0)], year=year))


def test_coverage_from_this_year_breaks_it_and_from_another_year_that_one():
    note = {"table": "coverage", "topic": "ghg", "status": "reported", "note": "Field missions improved their data"}
    rows = [note | {"from_year": 2022}, note | {"from_year": 2014, "note": "Home leave added"}, note | {"from_year": 2022, "topic": "waste"}]
    found = values(inputs(rows, earlier=since(2010)), "ghg.break")
    assert found == {"ghg.break": "Field missions improved their data", "ghg.break@2014": "Home leave added"}


def test_a_break_is_remembered_in_later_years():
    """Field missions improved their facilities data in 2014 (UN system)."""
    rows = [{"table": "coverage", "topic": "ghg", "from_year": 2014, "note": "Field data improved"}]
    then = evaluate(inputs(rows, year=2014, earlier=since(2010)))
    assert values(inputs(earlier=then), "ghg.break") == {"ghg.break@2014": "Field data improved"}


def test_a_restatement_is_a_break():
    row = {"table": "restatements", "year": 2020, "figure": "ghg.total", "old_value": 9.0, "new_value": 10.0, "reason": "A site was left out"}
    assert values(inputs([row]))["ghg.break"] == "Total emissions of 2020 restated: A site was left out"


@pytest.mark.parametrize("from_year", [2021, 2019])
def test_coverage_since_the_first_year_of_the_series_is_no_break(from_year):
    rows = [{"table": "coverage", "topic": "ghg", "from_year": from_year, "note": "All six offices, as since 2021"}]
    assert not values(inputs(rows, earlier=since(2021)), "ghg.break")


def test_coverage_after_the_baseline_of_a_goal_is_a_break():
    goal = {"table": "goals", "goal_id": "G", "metric": "ghg.total", "baseline_year": 2019, "baseline_value": 5.0, "target_year": 2030}
    rows = [{"table": "coverage", "topic": "ghg", "from_year": year, "note": f"since {year}"} for year in (2019, 2021)]
    assert values(inputs([goal, *rows], earlier=since(2021)), "ghg.break") == {"ghg.break@2021": "since 2021"}


def test_a_restatement_of_personnel_breaks_the_series_of_personnel_only_and_is_remembered():
    row = {"table": "restatements", "year": 2020, "figure": "personnel.total", "old_value": 9.0, "new_value": 10.0, "reason": "Consultants added"}
    then = evaluate(inputs([row], year=2021))
    assert then.set_index("figure_id")["text"].get("personnel.break") == "Personnel of 2020 restated: Consultants added"
    found = values(inputs(earlier=then))
    assert found["personnel.break@2021"] == "Personnel of 2020 restated: Consultants added"
    assert not [name for name in found if name.startswith("ghg.break")]


def test_a_changed_definition_of_personnel_breaks_the_series_of_personnel_only():
    before = earlier([{"table": "personnel", "headcount": 1.0, "definition": "Staff"}])
    found = values(inputs([{"table": "personnel", "headcount": 1.0, "definition": "All contracts"}], earlier=before))
    assert found["personnel.break"] == "definition of personnel: Staff before, All contracts now"
    assert "ghg.break" not in found


def test_a_restatement_of_water_breaks_neither_series():
    row = {"table": "restatements", "year": 2020, "figure": "water.total", "old_value": 9.0, "new_value": 10.0, "reason": "A meter was left out"}
    assert not [name for name in values(inputs([row])) if ".break" in name]


def test_bases_of_members_are_not_the_groups():
    assert not values(inputs([PROFILE | {"organization": "MEMBER"}]), "basis.")
    assert tables.rows(pd.DataFrame(inputs([PROFILE]).activities), "profile")["scope2_basis"].tolist() == ["location"]
