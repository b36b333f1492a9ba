"""Bad input on actions, places and groups: each fault is a finding, and nothing is made up for it."""

import pytest
from ems_report import TABLES, read

ACTIONS = (
    "action_id,title,goal_id,aspect,location_ids,kind,feasibility,status,start_date,due_date,check_date,check_result,sdg_targets\n"
    "B1,Nowhere,NO-GOAL,energy,GVA XXX,feng shui,quite,planned,2024-01-01,2025-01-01,2023-01-01,,SDG7 2.4\n"
)
EXPECTED = {
    "actions": {
        "unknown_goal",
        "unknown_location",
        "unknown_kind_of_measure",
        "feasibility_without_grade",
        "not_an_sdg_target",
        "sdg_target_beyond_the_list",
        "check_before_start",
        "check_without_result",
    },
    "milestones": {"unknown_action"},
    "aspects": {"review_date_missing"},
    "locations": {"unknown_reporter", "reporter_without_premises", "mission_without_reporting_line"},
    "groups": {"unknown_location", "end_before_start"},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    locations = TABLES["locations"].replace("EXAMPLE-FIELD", "NO-SUCH-BODY").replace("Field support", "").replace("NBO-COMPLEX", "")
    return read(
        tmp_path_factory.mktemp("faults"),
        actions=ACTIONS,
        locations=locations,
        milestones="action_id,title,due_date\nNO-ACTION,Tender,2024-01-01\n",
        aspects="location_id,aspect,significance\nGVA,energy,high\n",
        groups="title,location_id,start_date,end_date\nTeam,NOWHERE,,\nCommittee,GVA,2024-01-01,2023-01-01\n",
    )


@pytest.mark.parametrize("table", EXPECTED)
def test_each_fault_is_told(made, table):
    found = made.findings[made.findings["table"] == table]
    assert EXPECTED[table] <= set(found["rule"])
    assert not found["message"].str.contains("{", regex=False).any()


def test_only_the_row_of_a_group_at_an_unknown_place_is_left_out(made):
    assert set(made.findings.loc[made.findings["level"] == "reject", "table"]) == {"groups"}
    assert [row["title"] for row in made.rows("groups")] == ["Committee"]


def test_what_has_no_grade_has_no_rank_and_unknown_places_are_not_kept(made):
    (measure,) = made.product("measures")
    assert (measure["location_ids"], measure["category"], measure["sdg_targets"]) == ("GVA", "other", "2.4")
    assert not made.has("action.B1.rank") and not made.has("action.B1.priority")
    assert made.value("actions.unranked") == 1


def test_use_of_a_place_whose_reporter_nobody_knows_counts(made):
    assert made.value("location.DSK.ghg.total") > 0
    assert not made.has("ghg.reported_by_other.total")


def test_use_that_another_body_reports_is_told(tmp_path):
    found = read(tmp_path).findings
    assert "reporter_without_premises" not in set(found["rule"])
    (message,) = found.loc[found["rule"] == "reported_elsewhere", "message"]
    assert "EXAMPLE-FIELD is said to report the premises DSK, yet use of it was handed in (rows: 1)" in message
