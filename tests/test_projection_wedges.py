"""Planned actions as wedges: which count, from when, and never more than there is."""

import datetime

import pandas as pd
import pytest
from figure_frames import activities, footprint, inputs
from hypothesis import given, strategies as st

from greening.projection.aims import Aim
from greening.projection.series import Point
from greening.projection.sources import Ledger, sources_of
from greening.projection.wedges import actions, in_year, share_of_year, wedges
from greening.uncertainty import Interval

TOTAL = Aim("G", "ghg.total", "t CO2e", 2030, 50.0, Interval(50, 50), 100.0, {})
START = Point(2022, 100.0, Interval(90, 110))
LINES = [
    {"source": "generator_fuel", "location_id": "A", "emissions_tco2e": 60.0},
    {"source": "electricity", "location_id": "A", "emissions_tco2e": 20.0},
    {"source": "flight", "bucket": "air_travel", "emissions_tco2e": 20.0, "table": "air_travel"},
]


def action(action_id="A1", expected=-10.0, due="2025-01-01", **more):
    date = {} if due is None else {"due_date": pd.Timestamp(due)}
    return (
        {"table": "actions", "action_id": action_id, "title": "x", "status": "planned", "goal_id": "G", "expected_tco2e_per_year": expected}
        | date
        | more
    )


def made(*rows, aim=TOTAL, lines=LINES, start=START):
    read = inputs(activities=activities(list(rows)), footprint=footprint(lines))
    return wedges(read, actions(read), aim, start)


def effects(found):
    return {wedge.action_id: wedge.effect for wedge in found.counted}


@pytest.mark.parametrize(
    ("day", "share"),
    [((2025, 1, 1), 1.0), ((2025, 12, 31), 1 / 365), ((2024, 12, 31), 1.0), ((2026, 1, 1), 0.0), ((2025, 7, 2), 183 / 365)],
)
def test_the_first_year_counts_by_days(day, share):
    assert share_of_year(datetime.date(*day), 2025) == share
    assert share_of_year(datetime.date(2024, 7, 1), 2024) == 184 / 366


def test_a_cut_counts_from_its_due_date_and_in_full_afterwards():
    found = made(action(due="2024-09-30"))
    by_year = {year: {wedge.action_id: change for wedge, change in in_year(found.counted, year, 100.0)} for year in (2023, 2024, 2025)}
    assert by_year[2023] == {"A1": 0.0}
    assert by_year[2024]["A1"] == pytest.approx(-10 * 93 / 366)
    assert by_year[2025] == {"A1": -10.0}


def test_without_a_due_date_the_start_counts_less_what_the_figure_has_of_it():
    found = made(action(due=None, start_date=pd.Timestamp(2022, 7, 2), status="under_way"))
    assert [change for _, change in in_year(found.counted, 2025, 100.0)] == pytest.approx([-10 * 182 / 365])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (action(expected=None), "no_tonnes"),
        (action(due=None), "no_effect_date"),
        (action(due="2022-12-30"), "effect_overdue"),
        (action(due=None, start_date=pd.Timestamp(2022, 1, 1)), "effect_in_figures"),
        (action(aspect="refrigerants"), "effect_no_emissions"),
        (action(aspect="generators", location_ids="B C"), "effect_no_emissions"),
    ],
)
def test_what_does_not_count_is_named_with_its_reason(row, why):
    found = made(row)
    assert (found.counted, found.not_counted) == ((), {"A1": why})


def test_what_is_due_on_the_last_day_of_the_year_is_not_overdue():
    assert effects(made(action(due="2022-12-31"))) == {"A1": -10.0}


def test_an_effect_of_zero_is_an_effect():
    found = made(action(expected=0.0))
    assert (effects(found), found.not_counted) == ({"A1": 0.0}, {})


def test_done_and_stopped_actions_have_no_wedge_and_need_no_reason():
    found = made(action("A1", status="done"), action("A2", status="stopped"))
    assert (found.counted, found.not_counted) == ((), {})


def test_an_action_id_that_stands_twice_does_not_count():
    assert made(action(), action(expected=-3.0)).not_counted == {"A1": "effect_repeated"}
    assert not made(action("A.1"), action("A:1")).not_counted


def test_two_actions_never_cut_the_same_tonne():
    """Generators at A emit 60 t: the first takes 50 of them, and 10 are left for the second."""
    first = action("Z", -50.0, "2024-01-01", aspect="generators", location_ids="A")
    second = action("B", -30.0, "2025-01-01", aspect="generators")
    assert effects(made(second, first)) == {"Z": -50.0, "B": pytest.approx(-10.0)}
    third = made(first, second, action("C", -1.0, "2026-01-01", aspect="generators"))
    assert third.not_counted == {"C": "effect_no_emissions"}


def test_an_action_of_another_goal_counts_for_the_total_where_it_gives_tonnes():
    found = made(action("A1", goal_id="OTHER"), action("A2", expected=None, goal_id="OTHER"), action("A3", expected=None, goal_id=None))
    assert effects(found) == {"A1": -10.0}
    assert found.not_counted == {"A3": "no_tonnes"}


def test_for_a_part_of_the_total_the_aspect_tells():
    air = Aim("AIR", "ghg.bucket.air_travel", "t CO2e", 2030, 10.0, Interval(10, 10), 20.0, {})
    found = made(action("A1", aspect="flights"), action("A2", aspect="generators"), action("A3", -30.0, aspect="odd", goal_id="AIR"), aim=air)
    assert effects(found) == {"A1": -10.0, "A3": -10.0}


def test_a_goal_per_person_names_its_actions_and_counts_none():
    person = Aim("G", "ghg.per_capita", "t/person", 2030, 1.0, Interval(1, 1), 2.0, {})
    assert made(action(), action("A2", goal_id="OTHER"), aim=person).not_counted == {"A1": "effect_per_person"}


def test_the_actions_of_a_member_are_its_own():
    assert made(action(organization="MEMBER")) == made()


def test_what_adds_emissions_is_not_limited_by_what_there_is():
    assert effects(made(action(expected=500.0))) == {"A1": 500.0}


def test_where_rows_name_no_source_the_whole_is_the_limit():
    unknown = [{"source": "inventory", "table": "inventory", "emissions_tco2e": 100.0}]
    assert effects(made(action(expected=-250.0, aspect="flights", location_ids="B"), lines=unknown)) == {"A1": -100.0}
    published = Aim("G", "ghg.total.market", "t CO2e", 2030, 50.0, Interval(50, 50), 100.0, {})
    assert effects(made(action(expected=-250.0), aim=published)) == {"A1": -100.0}


def test_all_cuts_together_do_not_go_below_nothing():
    found = made(action("A1", -60.0, aspect="generators"), action("A2", -20.0, aspect="electricity"))
    changes = [change for _, change in in_year(found.counted, 2030, 40.0)]
    assert changes == pytest.approx([-30.0, -10.0])


def test_aspects_are_found_however_they_are_written():
    assert sources_of(" Air travel ") == sources_of("air-travel") == sources_of("flights") != frozenset()
    assert sources_of("beauty") == frozenset()


PLACES = st.sampled_from(["", "A", "B"])
CELLS = st.dictionaries(st.tuples(st.sampled_from(["", "flight", "generator_fuel", "electricity"]), PLACES), st.floats(0.1, 1e4), min_size=1)
ASKED = st.lists(st.tuples(st.sampled_from(["", "flights", "energy", "generators"]), PLACES, st.floats(0, 1e5)), max_size=8)


@given(CELLS, ASKED)
def test_a_ledger_never_gives_more_than_there_is(cells, asked):
    ledger = Ledger(cells)
    taken = [ledger.take(aspect, [place] if place else [], wanted) for aspect, place, wanted in asked]
    assert all(0 <= got <= wanted * (1 + 1e-9) for got, (_, _, wanted) in zip(taken, asked, strict=True))
    assert sum(taken) <= sum(cells.values()) * (1 + 1e-9)
