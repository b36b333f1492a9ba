"""Figures of places and of reporting lines."""

import json

import pandas as pd
import pytest
from figure_frames import activities, figures, footprint, indicators, inputs, values
from hypothesis import given, settings, strategies as st

from greening import tables
from greening.figures import derivation


def place(code, line=None, **columns):
    return {"table": "locations", "location_id": code, "country": "CHE", "reporting_line": line, **columns}


def emitted(code, tonnes, **columns):
    return {"location_id": code, "emissions_tco2e": tonnes, "source": "heating_fuel", "gas": "CO2e", **columns}


def test_what_a_place_emits_has_and_uses():
    rows = [
        place("GVA", floor_area_m2=100.0),
        place("NBO"),
        {"table": "personnel", "location_id": "GVA", "category": "staff", "headcount": 4.0, "covers": "all"},
        {"table": "personnel", "location_id": "GVA", "category": "dependant", "headcount": 6.0, "covers": "waste water"},
    ]
    emissions = footprint([emitted("GVA", 8.0), emitted("GVA", 2.0, bucket="air_travel"), emitted("GVA", 99.0, in_total=False), emitted("NBO", 1.0)])
    used = indicators(
        [{"location_id": "GVA", "indicator_id": "waste.total", "value": 30.0}, {"location_id": "GVA", "indicator_id": "water.total", "value": 5.0}]
    )
    found = values(inputs(rows, footprint=emissions, indicators=used), "location.GVA.")
    assert found == {
        "location.GVA.ghg.total": 10.0,
        "location.GVA.personnel": 10.0,
        "location.GVA.floor_area": 100.0,
        # Ten tonnes by the four people whom greenhouse gas figures cover.
        "location.GVA.ghg.per_capita": 2.5,
        # Eight tonnes of the building by the same four.
        "location.GVA.ghg.facilities.per_capita": 2.0,
        # Eight tonnes of the building by its area.
        "location.GVA.ghg.per_m2": 80.0,
        "location.GVA.waste": 30.0,
        "location.GVA.water": 5.0,
    }


def test_a_place_of_which_nothing_is_known_has_no_zero():
    assert values(inputs([place("GVA")]), "location.") == {}


def test_a_group_has_no_figures_of_its_members_places():
    rows = activities([place("ONE/GVA")], organization="ONE")
    members = pd.DataFrame({"member": ["ONE"], "status": ["updated"], "emissions_tco2e": [5.0]})
    found = values(
        inputs(activities=rows, members=tables.stack("members", [members]), footprint=footprint([emitted("ONE/GVA", 5.0)], organization="ONE")),
        "location.",
    )
    assert found == {}


def test_reporting_lines_and_the_rest_add_up_to_the_total():
    rows = [place("A", "Mission support"), place("B", "Mission support"), place("C", "Political affairs"), place("D")]
    emissions = footprint([emitted("A", 1.0), emitted("B", 2.0), emitted("C", 4.0), emitted("D", 8.0), emitted(None, 16.0)])
    found = values(inputs(rows, footprint=emissions), "ghg.")
    lines = {name: value for name, value in found.items() if "reporting_line" in name}
    assert sorted(lines.values()) == [3.0, 4.0, 24.0]
    assert found["ghg.without_reporting_line"] == 24.0
    assert sum(lines.values()) == found["ghg.total"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["A", "B", "C", None]), st.floats(0.1, 1000)), min_size=1, max_size=12))
def test_lines_and_rest_are_the_total_whatever_emits_where(emitting):
    rows = [place("A", "North"), place("B", "South"), place("C")]
    found = values(inputs(rows, footprint=footprint([emitted(code, tonnes) for code, tonnes in emitting])), "ghg.")
    lines = [value for name, value in found.items() if "reporting_line" in name]
    if any(code in ("A", "B") for code, _ in emitting):
        assert sum(lines) == pytest.approx(found["ghg.total"], abs=1e-6)
    else:
        assert lines == []


def test_in_a_group_missions_report_through_their_department_and_offices_through_their_entity():
    one = activities([place("ONE/M", "Field support", kind="field_mission"), place("ONE/H", "Headquarters", kind="headquarters")], organization="ONE")
    two = activities([place("TWO/M", "Field support", kind="special_political_mission")], organization="TWO")
    emissions = pd.concat(
        [
            footprint([emitted("ONE/M", 3.0), emitted("ONE/H", 5.0)], organization="ONE"),
            footprint([emitted("TWO/M", 4.0)], organization="TWO"),
        ],
        ignore_index=True,
    )
    members = tables.stack("members", [pd.DataFrame({"member": ["ONE", "TWO"], "status": "updated", "emissions_tco2e": [8.0, 4.0]})])
    found = values(inputs(activities=pd.concat([one, two], ignore_index=True), members=members, footprint=emissions), "ghg.")
    (line,) = (name for name in found if name.startswith("ghg.reporting_line."))
    assert found[line] == 7.0
    assert found["ghg.without_reporting_line"] == 5.0


def test_reviews_that_are_overdue_are_counted_where_some_place_dates_them():
    rows = [
        place("A"),
        place("B"),
        {"table": "management", "question_id": "ems.plan", "location_id": "A", "answer": "yes", "date": pd.Timestamp("2020-02-01")},
    ]
    found = values(inputs(rows), "locations.review.")
    assert found == {"locations.review.overdue.plan": 1, "locations.review.not_known.plan": 1}
    assert values(inputs(rows), "location.A.") == {"location.A.review.plan.due": "2021-02-01"}


def test_aspects_kinds_and_statuses_are_counted():
    rows = [
        place("A", kind="headquarters"),
        place("B", kind="field_mission"),
        {"table": "aspects", "location_id": "A", "aspect": "energy", "significance": "high"},
        {"table": "management", "question_id": "ems.status", "location_id": "A", "answer": "met"},
    ]
    found = values(inputs(rows))
    assert (found["aspects.high"], found["aspects.medium"]) == (1, 0)
    assert (found["locations.kind.headquarters"], found["locations.ems.met"]) == (1, 1)


def test_every_figure_of_places_can_be_made_again_from_its_derivation():
    rows = [
        place("A", "North", floor_area_m2=50.0),
        {"table": "personnel", "location_id": "A", "headcount": 4.0, "covers": "all"},
        {"table": "management", "question_id": "ems.plan", "location_id": "A", "answer": "yes", "date": pd.Timestamp("2020-02-01")},
        {"table": "management", "question_id": "ems.policy", "location_id": "A", "answer": "yes"},
    ]
    inputs_given = inputs(rows, footprint=footprint([emitted("A", 4.0), emitted(None, 1.0)]))
    made = figures(inputs_given)
    products = inputs_given.products.frames | {"figures": made.reset_index(drop=True)}
    made = made[made["figure_id"].str.startswith(("location.", "locations.", "ghg.reporting_line", "ghg.without"))]
    assert len(made) > 10
    for row in made.to_dict("records"):
        told = json.loads(row["derivation"])
        if pd.isna(row["text"]):
            assert derivation.recompute(told, products) == pytest.approx(row["value"])
        else:
            assert derivation.recompute_text(told, products) == row["text"]
