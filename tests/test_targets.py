"""Goals on their path."""

import math

import pandas as pd
import pytest
from figure_frames import activities

from greening import tables, targets

GOAL = {"table": "goals", "goal_id": "G", "metric": "ghg.total", "baseline_year": 2010, "target_year": 2030, "change_pct": -45.0, "path": "linear"}


def figure(value, year, low=None, high=None, figure_id="ghg.total"):
    low, high = value if low is None else low, value if high is None else high
    row = {"figure_id": figure_id, "organization": "BODY", "year": year, "value": value, "low": low, "high": high, "unit": "t CO2e"}
    return tables.stack("figures", [pd.DataFrame([row])])


def evaluated(goals, now, earlier=(), year=2022):
    rows = tables.rows(activities(goals if isinstance(goals, list) else [goals], year=year), "goals")
    found = targets.evaluate(rows, now, tables.stack("figures", list(earlier)), year)
    return found.set_index("year")


def test_the_system_goal_of_2030_is_behind_in_2022():
    """1.4 Mt against 1.241 Mt allowed, both from figures rounded to 0.1 Mt (UN system, -45 % from 2010)."""
    base = figure(1.7e6, 2010, 1.65e6, 1.75e6)
    row = evaluated(GOAL, figure(1.4e6, 2022, 1.35e6, 1.45e6), [base]).loc[2022]
    assert row["allowed_value"] == pytest.approx(1_241_000)
    assert (row["allowed_low"], row["allowed_high"]) == pytest.approx((1_204_500, 1_277_500))
    assert (row["status"], row["distinguishable"], row["unit"]) == ("behind", True, "t CO2e")
    assert row["gap"] == pytest.approx(159_000)
    assert row["needed_per_year"] == pytest.approx((935_000 - 1_400_000) / 8)


def test_there_is_a_row_for_every_year_of_the_path_and_no_status_without_a_figure():
    found = evaluated(GOAL, figure(90.0, 2022), [figure(100.0, 2010)])
    assert found.index.tolist() == list(range(2010, 2031))
    assert found["status"].dropna().index.tolist() == [2010, 2022]
    assert found["budget_overshoot"].dropna().to_dict() == {2010: 0, 2022: pytest.approx(90 - 73)}


def test_intervals_that_overlap_are_inconclusive():
    row = evaluated(GOAL, figure(75.0, 2022, 70.0, 80.0), [figure(100.0, 2010)]).loc[2022]
    assert (row["status"], row["distinguishable"]) == ("inconclusive", False)


def test_an_open_figure_is_inconclusive_unless_it_is_above():
    base = [figure(100.0, 2010)]
    assert evaluated(GOAL, figure(60.0, 2022, 60.0, math.nan), base).loc[2022, "status"] == "inconclusive"
    assert evaluated(GOAL, figure(80.0, 2022, 80.0, math.nan), base).loc[2022, "status"] == "behind"


@pytest.mark.parametrize(("value", "status"), [(54.0, "met"), (55.0, "met"), (56.0, "missed")])
def test_a_goal_is_met_or_missed_only_at_its_target_year(value, status):
    found = evaluated(GOAL, figure(value, 2030), [figure(100.0, 2010), figure(40.0, 2020)], year=2030)
    assert found.loc[2030, "status"] == status
    assert found.loc[2020, "status"] == "on_path"
    assert pd.isna(found.loc[2030, "needed_per_year"])


def test_after_the_target_year_the_target_holds():
    found = evaluated(GOAL | {"target_year": 2015}, figure(50.0, 2022), [figure(100.0, 2010)])
    assert (found.loc[2022, "allowed_value"], found.loc[2022, "status"]) == (pytest.approx(55), "met")


def test_a_goal_without_a_baseline_is_never_met():
    found = evaluated(GOAL, figure(1.0, 2022))
    assert (found.loc[2022, "status"], found["allowed_value"].isna().all()) == ("no_baseline", True)
    assert pd.isna(found.loc[2022, "distinguishable"])
    assert found.index.tolist() == list(range(2010, 2031))


def test_no_constant_rate_leads_to_zero_and_the_known_baseline_is_not_called_missing():
    found = evaluated(GOAL | {"change_pct": -100.0, "path": "constant_rate"}, figure(60.0, 2022), [figure(100.0, 2010)])
    assert pd.isna(found.loc[2022, "allowed_value"]) and pd.isna(found.loc[2022, "distinguishable"])
    assert found["status"].dropna().to_dict() == {2010: "on_path", 2022: "inconclusive"}


def test_a_level_without_a_baseline_has_no_path_either():
    level = GOAL | {"change_pct": math.nan, "target_value": 0.8, "baseline_year": None}
    found = evaluated(level, figure(0.9, 2022))
    assert found.loc[2022, "status"] == "no_baseline"
    assert found.loc[2022, "needed_per_year"] == pytest.approx((0.8 - 0.9) / 8)


def test_a_rise_is_wanted_where_the_target_lies_above_the_baseline():
    level = GOAL | {"change_pct": math.nan, "target_value": 0.8}
    assert evaluated(level, figure(0.7, 2022), [figure(0.2, 2010)]).loc[2022, "status"] == "on_path"
    assert evaluated(level, figure(0.3, 2022), [figure(0.2, 2010)]).loc[2022, "status"] == "behind"


@pytest.mark.parametrize("extra", [{"adopted_date": pd.Timestamp(2023, 1, 1)}, {"adopted_by": "None"}, {"adopted_by": " not adopted "}])
def test_a_goal_that_is_not_adopted_is_not_judged(extra):
    found = evaluated(GOAL | extra, figure(50.0, 2022), [figure(100.0, 2010)])
    assert found.loc[2022, "status"] == "not_adopted"


def test_adoption_within_the_data_year_counts():
    found = evaluated(GOAL | {"adopted_date": pd.Timestamp(2022, 12, 31)}, figure(50.0, 2022), [figure(100.0, 2010)])
    assert found.loc[2022, "status"] == "on_path"


def test_a_given_baseline_is_exact_and_goes_before_the_figure():
    found = evaluated(GOAL | {"baseline_value": 200.0}, figure(150.0, 2022), [figure(100.0, 2010, 90.0, 110.0)])
    assert (found.loc[2010, "allowed_low"], found.loc[2010, "allowed_high"]) == (200, 200)
    # The figure of the baseline year is then compared with it like any other.
    assert found.loc[2010, "gap"] == -100


def test_a_restated_baseline_is_used():
    now = tables.stack("figures", [figure(50.0, 2022), figure(120.0, 2022, figure_id="ghg.total@2010")])
    assert evaluated(GOAL, now, [figure(100.0, 2010)]).loc[2010, "allowed_value"] == 120


def test_milestones_are_the_rows_of_one_goal():
    goal = GOAL | {"path": "milestones"}
    found = evaluated([goal, goal | {"target_year": 2025, "change_pct": -25.0}], figure(50.0, 2022), [figure(100.0, 2010)])
    assert found.loc[[2025, 2030], "allowed_value"].tolist() == pytest.approx([75, 55])
    assert found.loc[2027, "allowed_value"] == pytest.approx(67)
    assert set(found["target_year"]) == {2030}


def test_goals_of_members_are_not_the_groups():
    assert evaluated(GOAL | {"organization": "MEMBER"}, figure(50.0, 2022)).empty


def test_the_sum_of_the_gaps_has_the_bounds_of_the_years_and_counts_them():
    base = figure(100.0, 2010, 95.0, 105.0)
    found = evaluated(GOAL, figure(90.0, 2022, 85.0, 95.0), [base, figure(99.0, 2020, 98.0, 100.0)])
    row = found.loc[2022]
    # 2020 allows 77.5 (73.625 to 81.375), 2022 allows 73 (69.35 to 76.65); the base year is on the path exactly.
    bounds = (98 - 81.375 + 85 - 76.65, 100 - 73.625 + 95 - 69.35)
    assert (row["budget_overshoot_low"], row["budget_overshoot_high"]) == pytest.approx(bounds)
    assert bounds[0] < row["budget_overshoot"] < bounds[1]
    assert row["budget_years"] == 3
    assert (found.loc[2010, "budget_overshoot_low"], found.loc[2010, "budget_overshoot_high"]) == (0, 0)


def test_a_year_of_more_than_leaves_the_sum_of_the_gaps_open():
    row = evaluated(GOAL, figure(90.0, 2022), [figure(100.0, 2010), figure(99.0, 2020, 99.0, math.nan)]).loc[2022]
    assert row["budget_overshoot_low"] == pytest.approx(99 - 77.5 + 90 - 73)
    assert pd.isna(row["budget_overshoot_high"])


def test_what_is_needed_a_year_has_bounds_and_of_more_than_no_lower_one():
    base = figure(100.0, 2010, 95.0, 105.0)
    row = evaluated(GOAL, figure(90.0, 2022, 85.0, 95.0), [base]).loc[2022]
    assert (row["needed_per_year_low"], row["needed_per_year_high"]) == pytest.approx(((52.25 - 95) / 8, (57.75 - 85) / 8))
    open_above = evaluated(GOAL, figure(90.0, 2022, 90.0, math.nan), [base]).loc[2022]
    assert pd.isna(open_above["needed_per_year_low"])
    assert open_above["needed_per_year_high"] == pytest.approx((57.75 - 90) / 8)
