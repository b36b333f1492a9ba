"""Goals on their path."""

import math

import pandas as pd
import pytest
from figure_frames import activities

from greening import tables, targets
from greening.goals import applied

GOAL = {
    **{"table": "goals", "goal_id": "G", "metric": "ghg.total", "baseline_year": 2010, "target_year": 2030, "change_pct": -45.0, "path": "linear"},
    "adopted_by": "Board",
}


def figure(value, year, low=None, high=None, figure_id="ghg.total"):
    low, high = value if low is None else low, value if high is None else high
    row = {"figure_id": figure_id, "organization": "BODY", "year": year, "value": value, "low": low, "high": high, "unit": "t CO2e"}
    return tables.stack("figures", [pd.DataFrame([row])])


def evaluated(set_goals, now, earlier=(), year=2022):
    rows = applied(activities(set_goals if isinstance(set_goals, list) else [set_goals], year=year))
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


@pytest.mark.parametrize("given", [None, 100.0])
def test_a_goal_whose_base_year_is_still_to_come_has_a_row_of_this_year_and_no_verdict(given):
    row = evaluated(GOAL | {"baseline_year": 2025, "baseline_value": given}, figure(90.0, 2022)).loc[2022]
    assert (row["status"], row["baseline_state"], row["target_year"]) == ("no_baseline", "missing", 2030)
    assert math.isnan(row["allowed_value"]) and pd.isna(row["budget_state"])


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


@pytest.mark.parametrize("date", [None, pd.Timestamp(2012, 1, 1)])
def test_a_goal_of_the_body_is_judged_where_nobody_is_said_to_have_adopted_it(date):
    found = evaluated(GOAL | {"adopted_by": None, "adopted_date": date}, figure(50.0, 2022), [figure(100.0, 2010)])
    assert (found.loc[2022, "status"], found["adopted_by"].isna().all()) == ("on_path", True)


def test_a_goal_of_which_only_a_later_day_is_known_is_not_judged_yet():
    later = GOAL | {"adopted_by": None, "adopted_date": pd.Timestamp(2023, 1, 1)}
    assert evaluated(later, figure(50.0, 2022), [figure(100.0, 2010)]).loc[2022, "status"] == "not_adopted"


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


def change(value, low, high):
    """The figure of how far the metric of the goal has changed since its baseline year."""
    return figure(value, 2022, low, high, figure_id="target.G.change")


def test_what_both_years_share_is_set_off_in_the_status():
    """Both totals are known to 20 % only, and the change to 2 points: -30 % is below the -27 % that the path allows in 2022."""
    base, now = figure(100.0, 2010, 80.0, 120.0), figure(70.0, 2022, 56.0, 84.0)
    alone = evaluated(GOAL, now, [base]).loc[2022]
    assert (alone["status"], alone["distinguishable"]) == ("inconclusive", False)
    row = evaluated(GOAL, tables.stack("figures", [now, change(-0.30, -0.32, -0.28)]), [base]).loc[2022]
    assert (row["status"], row["distinguishable"]) == ("on_path", True)
    assert row["allowed_change"] == pytest.approx(-0.27)
    # Between 5 and 1 points of a baseline of 80 to 120.
    assert (row["gap_low"], row["gap_high"]) == pytest.approx((-120 * 0.05, -80 * 0.01))
    # Another 13 to 17 points until 2030 are left.
    assert (row["needed_per_year_low"], row["needed_per_year_high"]) == pytest.approx((-120 * 0.17 / 8, -80 * 0.13 / 8))


def test_a_change_whose_interval_holds_what_the_path_allows_is_inconclusive():
    base, now = figure(100.0, 2010, 80.0, 120.0), figure(70.0, 2022, 56.0, 84.0)
    row = evaluated(GOAL, tables.stack("figures", [now, change(-0.30, -0.34, -0.26)]), [base]).loc[2022]
    assert (row["status"], row["distinguishable"]) == ("inconclusive", False)


def test_the_change_does_not_judge_a_level():
    level = GOAL | {"change_pct": math.nan, "target_value": 55.0}
    row = evaluated(level, tables.stack("figures", [figure(70.0, 2022, 56.0, 84.0), change(-0.30, -0.32, -0.28)]), [figure(100.0, 2010, 80.0, 120.0)])
    assert (row.loc[2022, "status"], pd.isna(row.loc[2022, "allowed_change"])) == ("inconclusive", True)


def test_what_a_front_loaded_path_and_a_constant_rate_ask():
    """Eight years from 1.4 to 0.935 Mt: front-loaded 1 - (7/8)^2 of it in the next year; at a constant rate 0.667857^(1/8) - 1."""
    row = evaluated(GOAL, figure(1.4e6, 2022, 1.35e6, 1.45e6), [figure(1.7e6, 2010, 1.65e6, 1.75e6)]).loc[2022]
    assert row["needed_next_year_front_loaded"] == pytest.approx(-465_000 * 0.234375)
    # From 907,500 less 1,450,000 to 962,500 less 1,350,000.
    bounds = (-542_500 * 0.234375, -387_500 * 0.234375)
    assert (row["needed_next_year_front_loaded_low"], row["needed_next_year_front_loaded_high"]) == pytest.approx(bounds)
    assert row["needed_rate"] == pytest.approx(-0.0492, abs=5e-5)
    assert (row["needed_rate_low"], row["needed_rate_high"]) == pytest.approx(((907.5 / 1450) ** 0.125 - 1, (962.5 / 1350) ** 0.125 - 1))


def test_the_last_year_asks_for_no_more():
    row = evaluated(GOAL, figure(50.0, 2030), [figure(100.0, 2010)], year=2030).loc[2030]
    assert row[["needed_next_year_front_loaded", "needed_rate"]].isna().all()


#: The totals of the UN system as they were published: value, lowest and highest value that would have been printed so.
SYSTEM = {
    2010: (1.7e6, 1.65e6, 1.75e6), 2012: (1_751_534.0, 1_751_534.0, 1_751_534.0), 2013: (1.7e6, 1.65e6, 1.75e6), 2014: (2e6, 2e6, math.nan),
    2015: (2e6, 1.5e6, 2.5e6), 2016: (1.9e6, 1.85e6, 1.95e6), 2017: (1.86e6, 1.855e6, 1.865e6), 2018: (2e6, 1.5e6, 2.5e6), 2019: (2e6, 1e6, 3e6),
    2020: (1.5e6, 1.4e6, 1.6e6),
}  # fmt: skip


def test_the_budget_of_the_un_system_from_2010_to_2030():
    """21 years between 1.7 and 0.935 Mt allow 27.6675 Mt; 22.987301 Mt are used up to 2022, of which 2011 and 2021 are filled in (1.725767, 1.45)."""
    earlier = [figure(value, year, low, high) for year, (value, low, high) in SYSTEM.items()]
    row = evaluated(GOAL, figure(1.4e6, 2022, 1.35e6, 1.45e6), earlier).loc[2022]
    assert row["budget_total"] == pytest.approx(21 * (1_700_000 + 935_000) / 2) == pytest.approx(27_667_500)
    assert (row["budget_total_low"], row["budget_total_high"]) == pytest.approx((21 * (1.65e6 + 907_500) / 2, 21 * (1.75e6 + 962_500) / 2))
    assert row["budget_used"] == pytest.approx(22_987_301)
    assert row["budget_left"] == pytest.approx(27_667_500 - 22_987_301) == pytest.approx(4_680_199)
    assert (row["budget_interpolated_years"], row["budget_interpolated"]) == (2, "2011, 2021")
    # 2014 was more than 2.0 Mt: no lower bound for what is left, and the steeper path may have to be any steeper.
    assert pd.isna(row["budget_used_high"]) and pd.isna(row["budget_left_low"]) and pd.isna(row["budget_steeper_per_year_low"])
    used_low = 1_700_767 + 1_751_534 + 1.65e6 + 2e6 + 1.5e6 + 1.85e6 + 1.855e6 + 1.5e6 + 1e6 + 1.4e6 + 1.375e6 + 1.35e6
    assert row["budget_left_high"] == pytest.approx(21 * (1.75e6 + 962_500) / 2 - 1.75e6 - used_low) == pytest.approx(7_798_949)
    assert row["budget_state"] == "unclear"
    # Seven years above zero: 7 x 1.4 - 28 c = 4.680199, so that c is 0.18285 Mt and 2030 has nothing.
    assert row["budget_steeper_per_year"] == pytest.approx(-(9_800_000 - 4_680_199) / 28)
    assert (row["needed_per_year"], row["budget_zero_year"]) == (pytest.approx(-58_125), 2030)
    # The sum of the gaps is what the years known were over the path; the two filled in add 64,017 and 170,750 t.
    assert row["budget_overshoot"] + 64_017 + 170_750 == pytest.approx(22_987_301 - sum(1.7e6 - 38_250 * step for step in range(13)))


@pytest.mark.parametrize("extra", [{"change_pct": 20.0}, {"metric": "ghg.per_capita"}])
def test_what_is_to_rise_or_no_quantity_has_no_budget(extra):
    per_head = {"figure_id": "ghg.per_capita"}
    unit = tables.stack("figures", [figure(3.0, 2022, **per_head), figure(50.0, 2022)])
    unit["unit"] = unit["unit"].mask(unit["figure_id"] == "ghg.per_capita", "t/person")
    found = evaluated(GOAL | extra, unit, [figure(100.0, 2010), figure(4.0, 2010, **per_head)])
    assert pd.isna(found.loc[2022, "budget_total"]) and pd.notna(found.loc[2022, "status"])


def test_the_baseline_says_what_it_is():
    known = [figure(100.0, 2010)]
    assert evaluated(GOAL, figure(50.0, 2022), known).loc[2022, "baseline_state"] == "as_reported"
    assert evaluated(GOAL | {"baseline_value": 90.0}, figure(50.0, 2022), known).loc[2022, "baseline_state"] == "given"
    assert evaluated(GOAL, figure(50.0, 2022)).loc[2022, "baseline_state"] == "missing"


def test_a_recalculated_base_year_is_the_baseline():
    state = figure(math.nan, 2022, figure_id="ghg.base_year.recalculation")
    state["text"] = "recalculated"
    now = [figure(50.0, 2022), figure(100.0, 2022, figure_id="ghg.total@2010"), figure(120.0, 2022, figure_id="ghg.total.recalculated@2010")]
    base = figure(2010.0, 2022, figure_id="ghg.change.base_year.from")
    row = evaluated(GOAL, tables.stack("figures", [*now, state, base]), [figure(100.0, 2010)]).loc[2022]
    assert (row["baseline_value"], row["baseline_state"]) == (120, "recalculated")
    # Of a goal with another base year nothing was computed again.
    other = evaluated(GOAL | {"baseline_year": 2015}, tables.stack("figures", [*now, state, base]), [figure(100.0, 2015)]).loc[2022]
    assert (other["baseline_value"], other["baseline_state"]) == (100, "as_reported")


def test_an_adopted_goal_goes_by_its_steps_and_says_whose_it_is():
    adoption = {"table": "adoptions", "goal_id": "UNSCAP-1", "adopted_by": "Board", "adopted_date": pd.Timestamp(2020, 1, 1), "path": "linear"}
    found = evaluated(adoption, figure(80.0, 2022), [figure(100.0, 2010)])
    row = found[found["goal_id"] == "UNSCAP-1"].loc[2022]
    # 25 % in 15 years: 20 % in twelve.
    assert (row["allowed_value"], row["status"]) == (pytest.approx(80), "on_path")
    assert (row["framework"], row["verified"], row["adopted_by"], row["adopted_date"]) == ("unscap", True, "Board", "2020-01-01")
    assert set(found["goal_id"]) == {"UNSCAP-1", "UNSCAP-1-PER-CAPITA"}


def test_a_duty_of_every_year_is_missed_in_the_first_year_without():
    adoption = {"table": "adoptions", "goal_id": "UNSCAP-6", "adopted_by": "Board", "path": "linear"}
    status = {share: evaluated(adoption, figure(share, 2022, figure_id="offsets.share")).loc[2022, "status"] for share in (0.99, 1.0, 1.2)}
    assert status == {0.99: "behind", 1.0: "on_path", 1.2: "on_path"}


def test_an_adopted_goal_without_its_base_year_is_not_judged():
    adoption = {"table": "adoptions", "goal_id": "UNSCAP-2", "adopted_by": "Board", "path": "linear"}
    found = evaluated(adoption, figure(1.0, 2022, figure_id="energy.electricity.per_capita"))
    assert (found.loc[2022, "status"], found.loc[2022, "baseline_state"]) == ("no_baseline", "missing")
