"""What the report says of goals, their budgets, and years that stand apart."""

import pandas as pd
import pytest
from made_report import activities, quantity, report, text, word

from greening import tables
from greening.narrative import air_travel, noted, targets, trend


def shown(*figures, rows=(), **submitted):
    """The section on goals as a reader sees it, for the goal G with these figures and columns of its row of 2022."""
    fixed = [quantity("target.G.target_year", 2030.0, "year"), quantity("target.G.baseline_year", 2010.0, "year")]
    change = [] if any(row["figure_id"] == "target.G.change_pct" for row in figures) else [quantity("target.G.change_pct", -0.45, "share")]
    row = {"goal_id": "G", "year": 2022, "metric": "ghg.total", "unit": "t CO2e", "target_year": 2030, **dict(rows)}
    made = report(*figures, *fixed, *change, targets=tables.stack("targets", [pd.DataFrame([row])]), activities=activities(**submitted))
    return text(targets.targets(made).html)


BEHIND = [
    word("target.G.status", "behind"),
    quantity("target.G.actual", 1.4e6, precision="rounded"),
    quantity("target.G.allowed", 1.241e6, low=1.2045e6, high=1.2775e6, interval_kind="rounding"),
]
STEP = {"low": -67_812.5, "high": -48_437.5, "interval_kind": "rounding"}


def budget(left, state, **more):
    bounds = more.pop("bounds", {})
    return [
        quantity("target.G.budget.total", 27_667_500.0),
        quantity("target.G.budget.used", 22_987_301.0),
        quantity("target.G.budget.left", left, **bounds),
        word("target.G.budget.state", state),
        *(quantity(f"target.G.budget.{name}", value, "year" if name == "zero_year" else "t CO2e") for name, value in more.items()),
    ]


def test_what_is_needed_is_said_for_three_ways_to_the_goal():
    needs = [
        quantity("target.G.needed_per_year", -58_125.0, **STEP),
        quantity("target.G.needed_next_year.front_loaded", -108_984.375, low=-127_148.4, high=-90_820.3, interval_kind="rounding"),
        quantity("target.G.needed_rate", -0.0492, "share"),
    ]
    said = shown(*BEHIND, *needs)
    assert "it has to change by about −58,100 t" in said
    assert "A front-loaded path from here on asks for about −109,000 t" in said and "in 2023 alone." in said
    assert "At a constant rate that is −4.9 % a year." in said


def test_who_is_there_only_has_to_stay():
    there = [word("target.G.status", "on_path"), quantity("target.G.actual", 50.0), quantity("target.G.allowed", 73.0)]
    said = shown(*there, quantity("target.G.needed_per_year", 0.625, low=0.5, high=0.7, interval_kind="statistical_95"))
    assert "It is where the goal for 2030 wants it" in said and "every year from here on" not in said


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ((-0.229, -0.121), "Since 2010 it has fallen by 18 % (12 to 23 %); the path asks for a change of −27 % by now."),
        ((0.01, 0.3), "Since 2010 it has risen by 18 % (1 to 30 %)"),
        ((-0.229, 0.1), "Whether it has fallen or risen since 2010 cannot be told:"),
    ],
)
def test_a_change_is_only_called_a_fall_where_its_whole_interval_is(bounds, said):
    value = 0.1765 if bounds[0] > 0 else -0.1765
    interval = dict(zip(("low", "high"), bounds, strict=True))
    change = quantity("target.G.change", value, "share", interval_kind="statistical_95", **interval)
    assert said in shown(*BEHIND, change, quantity("target.G.allowed_change", -0.27, "share"))


@pytest.mark.parametrize("state", ["given", "as_reported", "restated", "recalculated", "below_threshold", "unchanged", "no_rows"])
def test_it_is_said_what_the_baseline_is(state):
    assert "baseline" in shown(*BEHIND, word("target.G.baseline_state", state), quantity("target.G.baseline", 1.7e6, precision="rounded"))


def test_the_budget_is_told_with_its_filled_years_and_the_path_that_makes_good():
    bounds = {"high": 7_798_949.0, "interval_kind": "rounding", "precision": "nearly"}
    figures = budget(4_680_199.0, "unclear", bounds=bounds, steeper_per_year=-182_850.0, zero_year=2030.0)
    filled = quantity("target.G.budget.interpolated_years", 2.0, "count")
    said = shown(*BEHIND, *figures, filled, rows={"budget_interpolated": "2011, 2021"})
    assert "All years from 2010 to 2030 together are allowed 27.7 Mt" in said
    assert "Up to 2022, 23.0 Mt" in said
    assert "2 years without a figure are filled in for this sum alone, on the line between their neighbours: 2011, 2021." in said
    assert "As the figures stand 4.68 Mt" in said and "(less than 7.8" in said and "do not tell whether anything is" in said
    assert "it has to change by −183,000 t" in said and "nothing at all may be emitted from 2030 on" in said
    assert "These sums are indicative" in said


def test_exact_sums_are_not_called_indicative_and_who_keeps_within_needs_no_other_path():
    said = shown(*BEHIND, *budget(4_680_199.0, "left"))
    assert "4.68 Mt of CO₂ equivalent is left." in said or "is left." in said
    assert "The steady yearly change named above stays within it." in said
    assert "indicative" not in said and "filled in" not in said


@pytest.mark.parametrize(("state", "said"), [("spent", "No path can make good for it"), ("unclear", "As the figures stand, no path could make good")])
def test_a_spent_budget_says_that_no_path_makes_good(state, said):
    told = shown(*BEHIND, *budget(-1_000_000.0, state))
    assert said in told and "more than the whole budget" in told and "−1" not in told


def test_a_goal_that_no_body_adopted_has_no_budget():
    assert "budget" not in shown(word("target.G.status", "not_adopted"), *budget(1.0, "left"))


def test_a_constant_rate_to_zero_says_why_it_cannot_be_judged():
    said = shown(word("target.G.status", "inconclusive"), quantity("target.G.baseline", 100.0), quantity("target.G.target_value", 0.0))
    assert "no constant rate leads from" in said


def test_the_method_is_said_where_a_goal_is_judged():
    assert "How a goal is judged" in shown(*BEHIND, rows={"allowed_value": 1.241e6})
    assert "How a goal is judged" not in shown(word("target.G.status", "no_baseline"))


def test_a_shared_goal_says_whose_it_is_and_that_it_is_not_verified():
    row = {"goal_id": "STRATEGY-GHG", "framework": "strategy", "verified": False, "adopted_by": "Board", "adopted_date": "2020-01-01"}
    own = {"year": 2022, "metric": "ghg.total", "unit": "t CO2e", "target_year": 2030}
    made = report(word("target.STRATEGY-GHG.status", "no_baseline"), targets=tables.stack("targets", [pd.DataFrame([row | own])]))
    said = text(targets.targets(made).html)
    assert "Lower emissions in step with 1.5 °C: a shared goal of the Strategy" in said
    assert "adopted by Board on 1 January 2020." in said and "not verified" in said


def test_goals_without_a_number_are_told_in_words():
    adoptions = [{"goal_id": name, "adopted_by": "Board", "row_id": name} for name in ("UNSCAP-7", "UNSCAP-8", "STRATEGY-WASTE", "UNSCAP-3")]
    made = report(activities=activities(adoptions=adoptions, stories=[{"section": "UNSCAP-7", "text": "It pays."}]))
    said = text(targets.targets(made).html)
    assert "UNSCAP-7" in said and "told under good practice" in said
    assert "UNSCAP-8" in said and "nothing was submitted on it" in said
    assert "The level to reach is not known" in said and "UNSCAP-3" not in said


def test_a_member_of_a_group_adopts_for_itself_alone():
    adoptions = [{"goal_id": "UNSCAP-7", "adopted_by": "Board", "organization": "MEMBER"}]
    assert "UNSCAP-7" not in text(targets.targets(report(activities=activities(adoptions=adoptions))).html)


def test_the_chart_of_a_path_says_what_it_shows_and_marks_the_pandemic():
    years = {2019: 2e6, 2020: 1.5e6, 2021: None, 2022: 1.4e6}
    rows = [
        {"goal_id": "G", "year": year, "metric": "ghg.total", "unit": "t CO2e", "allowed_value": 1.3e6, "actual_value": value, "target_year": 2022}
        for year, value in years.items()
    ]
    panel = targets.targets(report(*BEHIND, targets=tables.stack("targets", [pd.DataFrame(rows)]))).panels[0]
    assert panel.chart.title == "Greenhouse gas emissions behind its path: 1.4 Mt in 2022, 1.24 Mt allowed (G)"
    drawn = [row for row in panel.chart.spec["datasets"]["table"] if row["is_noted"]]
    assert [(row["year"], row["note"]) for row in drawn] == [(2020, "pandemic"), (2021, "")]
    assert "2020 (pandemic)" in text(panel.table) and "2019 (pandemic)" not in text(panel.table)


def test_a_trend_that_crosses_the_pandemic_says_so_and_another_does_not():
    totals = [quantity("ghg.total", 1.4e6), quantity("ghg.total@2019", 2e6)]
    section = trend.trend(report(*totals))
    assert "2020 and 2021: years of the COVID-19 pandemic" in text(section.html)
    after = trend.trend(report(quantity("ghg.total", 1.0), quantity("ghg.total@2022", 1.0)))
    assert "pandemic" not in text(trend.trend(report(quantity("ghg.total", 1.4e6))).html)
    assert "2022 and" not in text(after.html)


def test_only_years_inside_a_series_are_named():
    assert noted.among([2019, 2022]) == [2020, 2021]
    assert noted.among([2021, 2024]) == [2021]
    assert noted.among([2022, 2024]) == noted.among([]) == []


def test_both_shares_of_missions_come_with_what_they_are_shares_of():
    shares = [
        quantity("ghg.air.staff_and_consultant.share_of_flights_without_home_leave", 0.70, "share"),
        quantity("ghg.air.staff_and_consultant.share_of_total", 0.35, "share"),
    ]
    whole = [quantity("ghg.air.without_home_leave", 500.0), quantity("ghg.total", 1000.0)]
    said = text(air_travel.air_travel(report(*shares, *whole)).html)
    assert "caused 70 % of the emissions of all flights but home leave, which were 500 t" in said
    assert "They caused 35 % of all emissions, which were 1,000 t" in said
    alone = text(air_travel.air_travel(report(*shares)).html)
    assert "70 % of all flights but home leave" in alone and "35 % of all emissions" in alone


def test_several_goals_stand_in_one_table_first_and_a_single_one_in_none():
    own = {"year": 2022, "metric": "ghg.total", "unit": "t CO2e", "target_year": 2030}
    rows = [{"goal_id": name, **own} for name in ("A", "B")]
    figures = [
        word("target.A.status", "behind"),
        quantity("target.A.actual", 14.0),
        quantity("target.A.allowed", 12.0),
        word("target.B.status", "no_baseline"),
    ]
    figures += [quantity(f"target.{name}.target_year", 2030.0, "year") for name in ("A", "B")]
    both = text(targets.targets(report(*figures, targets=tables.stack("targets", [pd.DataFrame(rows)]))).html)
    assert "Greenhouse gas emissions by 2030 (A)behind14.0 t12.0 t" in both.replace(" of CO₂ equivalent", "")
    assert "All goals at a glance" not in text(targets.targets(report(*figures, targets=tables.stack("targets", [pd.DataFrame(rows[:1])]))).html)
