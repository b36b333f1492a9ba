"""Extracts: one for each audience, from the same figures."""

import pandas as pd
from made_report import activities, quantity, report, text, word

from greening import tables
from greening.documents import html
from greening.documents.extracts import extracts

FIGURES = [
    quantity("ghg.total", 90.0, low=80.0, high=100.0, interval_kind="statistical_95"),
    quantity("ghg.bucket.air_travel.share", 0.5, "share"),
    quantity("ghg.air.purpose.staff_mission.share", 0.4, "share"),
    quantity("procurement.sustainable_tenders_share", 0.3, "share"),
]


def shown(audience: str, *rows, **products) -> str:
    read = report(*FIGURES, *rows, **products)
    (document,) = [one for one in extracts(read) if one.name == f"extract-{audience}"]
    return text(html.page(document, read, ["en"], {}).partition("<main")[2])


def test_every_audience_has_one_and_each_says_the_same_total():
    audiences = [document.name.removeprefix("extract-") for document in extracts(report(*FIGURES))]
    assert audiences == ["secretary-general", "steering-group", "staff", "public"]
    assert all("90.0 t" in shown(audience) and "80.0 to 100 t" in shown(audience) for audience in audiences)


def test_the_three_dimensions_have_what_belongs_to_them():
    said = shown("secretary-general", quantity("personnel.total", 7.0, "persons"))
    environment, social, economic = (said.index(name) for name in ("Environmental dimension", "Social dimension", "Economic dimension"))
    assert environment < said.index("90.0 t") < social < said.index("Personnel") < economic
    assert "Sustainable Development Goals" not in said


def test_actions_stand_with_the_targets_that_they_serve():
    rows = activities(
        actions=[
            {"action_id": "A", "title": "Solar roof", "sdg_targets": "7.2", "status": "done"},
            {"action_id": "B", "title": "Untagged", "status": "done"},
        ]
    )
    said = shown("secretary-general", activities=rows)
    assert "Solar roof" in said and "7.2" in said and "Untagged" not in said


def test_what_is_late_is_what_was_due_by_the_end_of_the_data_year_and_is_open():
    days = {name: pd.Timestamp(day) for name, day in (("in", "2022-12-31"), ("after", "2023-01-01"))}
    actions = [
        {"action_id": "A", "title": "Late", "status": "under_way", "due_date": days["in"]},
        {"action_id": "B", "title": "Later", "status": "planned", "due_date": days["after"]},
        {"action_id": "C", "title": "Finished", "status": "done", "due_date": days["in"]},
    ]
    milestones = [
        {"action_id": "A", "title": "Step", "due_date": days["in"]},
        {"action_id": "A", "title": "Stone", "due_date": days["in"], "done_date": days["in"]},
        {"action_id": "A", "title": "Afterwards", "due_date": days["in"], "done_date": days["after"]},
        {"action_id": "Nobody's", "title": "Orphan", "due_date": days["in"]},
    ]
    said = shown("steering-group", activities=activities(actions=actions, milestones=milestones))
    assert "Late" in said and "Step" in said and "Later" not in said and "Finished" not in said and "Stone" not in said
    assert "Afterwards" in said and "Orphan" not in said
    assert "No action and no milestone" in shown("steering-group")


def test_only_aspects_of_high_significance_weigh_most():
    rows = activities(
        aspects=[
            {"aspect": "energy", "significance": "high", "reason": "Old boilers"},
            {"aspect": "paper", "significance": "low", "reason": "Little"},
        ]
    )
    said = shown("steering-group", activities=rows)
    assert "Old boilers" in said and "Little" not in said


def test_staff_read_what_is_done_and_not_what_was_stopped():
    rows = activities(
        actions=[{"action_id": "A", "title": "Trains", "status": "under_way"}, {"action_id": "B", "title": "Dropped", "status": "stopped"}]
    )
    said = shown("staff", activities=rows)
    assert "Trains" in said and "Dropped" not in said and "40 %" in said


def test_an_extract_says_where_it_is_from_and_how_it_is_known():
    said = shown("public", quantity("locations.total", 3.0, "count"), word("basis.scope2", "location"))
    assert "From the environmental progress report of BODY" in said and "3 locations" in said


def test_a_body_without_a_total_has_none():
    assert list(extracts(report())) == []


def test_a_group_does_not_say_that_nothing_is_late_since_its_members_act():
    members = tables.stack("members", [pd.DataFrame([{"member": "ONE", "name": "First", "status": "updated", "data_year": 2022}])])
    said = shown("steering-group", quantity("actions.total", 2.0, "count"), quantity("actions.overdue", 1.0, "count"), members=members)
    assert "No action and no milestone" not in said


def test_rejected_rows_are_spoken_of_only_where_there_are_any():
    counted = [quantity("rows.raw", 10.0, "count")]
    assert "could not be used" not in shown("steering-group", quantity("rows.rejected", 0.0, "count"), *counted)
    assert "2 of 10 rows could not be used" in shown("steering-group", quantity("rows.rejected", 2.0, "count"), *counted)
