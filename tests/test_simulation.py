"""The simulation of large cycles gives what can be worked out by hand where that is possible, and the same for the same seed."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from benchmarks import simulation
from benchmarks.costs import Costs, read
from benchmarks.simulation import Plan, simulate

COST = Costs(
    unit_s=2.0,
    parts={"validate": 1.0, "narrative": 1.0},
    group_s=3.0,
    member_s=0.0,
    plan_s=0.01,
    start_s=5.0,
    plan_kib=10.0,
    stored_bytes=1000,
    stored_files=5,
    requests=50.0,
    plan_requests=10.0,
    measured_units=10,
    measured_workers=2,
    measured_s=20.0,
    measured_cpu_s=40.0,
    machine="",
    date="",
)


@pytest.fixture
def even(monkeypatch):
    """Units that all take as long, handed out in no time."""
    monkeypatch.setattr(simulation, "_SPREAD", 0.0)
    monkeypatch.setattr(simulation, "_HAND_OUT_S", 0.0)


def test_one_worker_does_one_unit_after_another(even):
    found = simulate(Plan(10, 1, members=10, losses_an_hour=0.0), COST)
    assert found.seconds == pytest.approx(10 * 0.01 + 5 + 10 * 2 + 3)
    assert found.busy == pytest.approx(25 / found.seconds)


def test_workers_share_the_units(even):
    found = simulate(Plan(10, 5, members=10, losses_an_hour=0.0), COST)
    assert found.seconds == pytest.approx(0.1 + 5 + 2 * 2 + 3)


def test_groups_of_groups_come_one_level_after_the_other(even):
    found = simulate(Plan(1000, 1000, members=10, losses_an_hour=0.0), COST)
    assert found.groups_s == pytest.approx(3 * 3)


def test_a_late_store_costs_the_workers_and_the_caller(even):
    near = simulate(Plan(10, 1, losses_an_hour=0.0), COST)
    far = simulate(Plan(10, 1, losses_an_hour=0.0, request_s=0.1), COST)
    # Ten requests a unit while planning, forty while working, and one a member for the group.
    assert far.seconds - near.seconds == pytest.approx(10 * 0.1 * (10 + 40 + 1))


def test_the_caller_hands_out_no_faster_than_it_can(even, monkeypatch):
    monkeypatch.setattr(simulation, "_HAND_OUT_S", 1.0)
    found = simulate(Plan(100, 100, losses_an_hour=0.0), COST)
    assert found.seconds == pytest.approx(100 * 0.01 + 100 + 2 + 3)


def test_lost_workers_cost_time_and_no_units(even):
    found = simulate(Plan(1000, 10, losses_an_hour=100.0), COST)
    assert found.repeated > 0
    assert found.seconds > simulate(Plan(1000, 10, losses_an_hour=0.0), COST).seconds


def test_shards_run_side_by_side(even):
    whole, shared = simulate(Plan(1000, 10, losses_an_hour=0.0), COST), simulate(Plan(1000, 10, shards=10, losses_an_hour=0.0), COST)
    assert shared.planning_s == pytest.approx(whole.planning_s / 10)
    assert shared.caller_gb == pytest.approx(whole.caller_gb / 10)
    assert shared.stored_gb == whole.stored_gb


@given(st.integers(1, 300), st.integers(1, 50), st.integers(0, 5))
def test_the_same_seed_gives_the_same_and_work_is_never_lost(units, workers, seed):
    plan = Plan(units, workers, seed=seed)
    found = simulate(plan, COST)
    assert found == simulate(plan, COST)
    assert found.seconds >= found.cpu_hours * 3600 / (workers + 1) - 1e-6
    assert 0 < found.busy <= 1


def test_the_check_fails_where_the_simulation_is_wrong():
    simulated, measured = simulation.check(replace(COST, measured_s=1000.0))
    assert abs(simulated / measured - 1) > simulation.WITHIN


def test_the_page_tells_what_was_measured_and_simulated_last():
    text = simulation.SCALE.read_text(encoding="utf-8")
    assert simulation.document(text, read()) == text
    assert simulation.document(text, COST) != text


def test_the_costs_that_were_measured_make_a_table():
    lines = simulation.table(read()).splitlines()
    assert len(lines) == 2 + len(simulation.SCENES)
    assert len({line.count("|") for line in lines}) == 1
