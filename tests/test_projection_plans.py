"""The product `projection`: the plan of a goal, whether it is enough, and what exemptions change."""

import math

import pandas as pd
import pytest
from figure_frames import activities, footprint, inputs
from hypothesis import given, strategies as st
from made_report import figures, quantity

from greening import tables, targets
from greening.figures import projection_as_figures
from greening.figures.derivation import recompute, recompute_text
from greening.figures.names import part_of_name
from greening.projection import plans
from greening.projection.aims import Aim, aims
from greening.uncertainty import Interval

GOAL = {
    "table": "goals", "goal_id": "G", "metric": "ghg.total", "baseline_year": 2015, "baseline_value": 100.0, "target_year": 2030,
    "change_pct": -45.0, "path": "linear", "adopted_by": "Governing body",
}  # fmt: skip
#: Falls by 2 % a year up to 2022.
FALLING = {year: 100 * 0.98 ** (year - 2015) for year in (2015, 2016, 2017, 2018, 2019, 2022)}
LEVEL = {2022: 90.0}
ACTION = {
    "table": "actions", "action_id": "A1", "title": "x", "status": "planned", "goal_id": "G", "expected_tco2e_per_year": -30.0,
    "due_date": pd.Timestamp(2025, 1, 1),
}  # fmt: skip


def products(rows, series, half=0.0, **more):
    """Figures, plan and inputs of a body with these rows, whose total had these values."""
    bounds = {year: {"low": value - half, "high": value + half, "interval_kind": "statistical_95"} if half else {} for year, value in series.items()}
    named = {year: "ghg.total" if year == 2022 else f"ghg.total@{year}" for year in series}
    found = figures(*(quantity(named[year], value, **bounds[year]) for year, value in series.items()), *more.get("figures", ()))
    read = inputs(activities=activities(rows), footprint=footprint([{"source": "heating_fuel", "emissions_tco2e": series.get(2022, 1.0)}]))
    on_paths = targets.evaluate(tables.rows(read.activities, "goals"), found, tables.empty("figures"), 2022)
    plan = plans.evaluate(read, found, on_paths)
    return found, plan, read


def facts(rows, series=LEVEL, half=0.0, **more):
    """Value or text of each fact; a year or an item stands behind it."""
    _, plan, _ = products(rows, series, half, **more)
    keys = [(row["fact"], *(row[name] for name in ("item", "year") if pd.notna(row[name]))) for row in plan.to_dict("records")]
    texts = [row["value"] if math.isfinite(row["value"]) else row["text"] for row in plan.to_dict("records")]
    return {key[0] if len(key) == 1 else key: text for key, text in zip(keys, texts, strict=True)}


def test_a_held_level_and_an_action_in_numbers():
    """From 90 t with a cut of 30 t from 2025: 60 t in 2030 against 55, so that 5 t are left."""
    found = facts([GOAL, ACTION])
    assert [found["business_as_usual", year] for year in (2023, 2030)] == [90, 90]
    assert [found["plan", year] for year in (2023, 2024, 2025, 2030)] == [90, 90, 60, 60]
    assert (found["remaining_gap"], found["gap_as_usual"], found["wedges"], found["verdict"]) == pytest.approx((5, 35, -30, "plan_misses"))
    assert (found["form"], found["followed_to"], "reached_in" in found) == ("trend_flat", 2050, False)


def test_business_as_usual_follows_the_trend():
    found = facts([GOAL], FALLING)
    assert found["business_as_usual", 2030] == pytest.approx(100 * 0.98**15)
    assert (found["form"], found["fitted_years"], found["fitted_count"]) == ("trend_exponential", "2015\u20132019, 2022", 6)
    assert found["trend"] == pytest.approx(-0.02)
    # 0.98 ^ 30 = 0.545 is the first power at or under 0.55.
    assert (found["verdict"], found["reached_in"]) == ("plan_misses", 2045)


def test_a_plan_that_is_enough():
    found = facts([GOAL, ACTION | {"expected_tco2e_per_year": -40.0}])
    assert (found["verdict"], found["verdict_as_usual"], found["reached_in"]) == ("plan_reaches", "plan_misses", 2025)


def test_an_interval_that_holds_the_level_tells_nothing():
    assert facts([GOAL, ACTION], half=10.0)["verdict"] == "plan_unclear"
    assert facts([GOAL, ACTION], half=4.0)["verdict"] == "plan_misses"
    assert facts([GOAL, ACTION | {"expected_tco2e_per_year": -45.0}], half=10.0)["verdict"] == "plan_reaches"


FALLS = Aim("G", "ghg.total", "t CO2e", 2030, 55.0, Interval(54, 56), 100.0, {}, Interval(98, 102), 0.55)


@pytest.mark.parametrize(
    ("plan", "verdict"),
    [
        ((40, 54), "plan_reaches"),
        ((40, 55), "plan_unclear"),
        ((57, 90), "plan_misses"),
        ((40, math.inf), "plan_unclear"),
        ((60, math.inf), "plan_misses"),
    ],
)
def test_verdicts_by_the_bounds(plan, verdict):
    assert FALLS.outlook(FALLS.gap(Interval(*plan), None, None, 0.0)) == verdict


def test_what_both_years_share_is_set_off_in_the_gap():
    """A factor that errs by 2 % in both years: the figure is 60 % of the baseline for sure, 5 % of it above the level."""
    plan, changed, held = Interval(58.8, 61.2), Interval(-0.4, -0.4), Interval(1.0, 1.0)
    apart = FALLS.gap(plan, held, changed, 0.0)
    assert (apart.low, apart.high) == pytest.approx((4.9, 5.1))
    assert FALLS.gap(plan, None, changed, 0.0).low == pytest.approx(2.8)
    assert FALLS.gap(plan, held, changed, -5.0).high == pytest.approx(0.1)
    rising = FALLS.gap(Interval(55, 66), Interval(0.95, 1.05), changed, 0.0)
    assert (rising.low, rising.high) == pytest.approx((98 * 0.02, 102 * 0.08))


def test_a_goal_that_asks_for_more_is_judged_the_other_way_round():
    more = Aim("G", "ghg.biogenic_co2", "t CO2e", 2030, 55.0, Interval(55, 55), 10.0, {})
    assert [more.outlook(more.gap(Interval(*bounds), None, None, 0.0)) for bounds in ((60, 70), (40, 50))] == ["plan_reaches", "plan_misses"]
    assert (more.is_reached(60), more.is_reached(50)) == (True, False)


@pytest.mark.parametrize(
    "change",
    [{"metric": "waste.total"}, {"target_year": 2022}, {"adopted_by": "none"}, {"metric": "ghg.unknown"}],
    ids=["not on emissions", "over", "not adopted", "no figure"],
)
def test_goals_that_nothing_can_be_said_of_are_not_projected(change):
    _, plan, _ = products([GOAL | change, ACTION], LEVEL)
    assert plan.empty and list(plan.columns) == list(tables.products()["projection"].columns)


def test_a_level_without_a_baseline_is_still_a_level():
    found = facts([GOAL | {"baseline_year": None, "baseline_value": None, "change_pct": None, "target_value": 50.0}, ACTION])
    assert (found["remaining_gap"], found["verdict"]) == (10, "plan_misses")


def test_a_known_change_since_the_baseline_tells_what_intervals_alone_do_not():
    """90 t of 100, both 10 t up or down, yet surely ten percent less: held, 35 t are missing at least to the bounds of the baseline."""
    goal = {name: cell for name, cell in GOAL.items() if name != "baseline_value"}
    series = {2015: 100.0, 2022: 90.0}
    alone = facts([goal], series, 30.0)
    apart = facts([goal], series, 30.0, figures=[quantity("target.G.change", -0.1, "share", low=-0.101, high=-0.099, interval_kind="statistical_95")])
    assert (alone["verdict"], apart["verdict"]) == ("plan_unclear", "plan_misses")


def test_an_exemption_shifts_the_path_by_what_it_would_have_had_to_fall():
    """10 t of 100 exempted: the rest, 90, may be 49.5 in 2030, and 59.5 with the exempted: 4.5 more than 55."""
    exempted = {"table": "exemptions", "goal_id": "G", "activity": "evacuation", "reason": "r", "emissions_tco2e": 10.0}
    found = facts([GOAL, ACTION, exempted])
    assert (found["exempted"], found["exempted_share"]) == (10, pytest.approx(10 / 90))
    assert (found["exempted_target"], found["exempted_effect"]) == pytest.approx((59.5, 4.5))
    assert found["allowed_with_exemptions", 2030] == pytest.approx(59.5)
    assert found["exempted_verdict"] == "plan_misses"
    assert facts([GOAL, ACTION, exempted | {"emissions_tco2e": 12.0}])["exempted_verdict"] == "plan_reaches"


@pytest.mark.parametrize(("emissions", "why"), [(None, "no_tonnes"), (91.0, "exempted_too_much")])
def test_an_exemption_that_cannot_be_is_named(emissions, why):
    found = facts([GOAL, {"table": "exemptions", "goal_id": "G", "activity": "evacuation", "reason": "r", "emissions_tco2e": emissions}])
    assert found["exempted_not_counted", "evacuation"] == why
    assert "exempted" not in found and ("allowed_with_exemptions", 2030) not in found


def test_what_is_exempted_twice_is_not_counted_once_nor_twice():
    row = {"table": "exemptions", "goal_id": "G", "activity": "evacuation", "reason": "r", "emissions_tco2e": 10.0}
    found = facts([GOAL, row, row, row | {"activity": "security", "emissions_tco2e": 4.0}])
    assert found["exempted"] == 4
    assert found["exempted_not_counted", "evacuation"] == "exempted_repeated"


def test_exempted_tonnes_of_a_goal_per_person_are_divided_by_its_people():
    """90 t and 9 t per person are ten people, so that 5 t are 0.5 t per person."""
    goal = GOAL | {"metric": "ghg.per_capita", "baseline_value": 10.0}
    exempted = {"table": "exemptions", "goal_id": "G", "activity": "evacuation", "reason": "r", "emissions_tco2e": 5.0}
    more = [quantity("ghg.per_capita", 9.0, "t/person")]
    found = facts([goal, exempted], figures=more)
    assert (found["exempted"], found["exempted_effect"]) == (5, pytest.approx(0.5 * 0.45))
    assert facts([goal, exempted], {}, figures=more)["exempted_not_counted", "evacuation"] == "exempted_no_people"


def test_measures_stand_apart_from_the_plan():
    cap = {"table": "travel_measures", "action_id": "C", "kind": "cap", "change_pct": -50.0}
    flights = quantity("ghg.source.flight", 60.0)
    found = facts([GOAL, ACTION, cap], figures=[flights])
    assert (found["effect", "C"], found["plan", 2030]) == (-30, 60)
    alone = facts([cap], figures=[flights])
    assert alone == {("effect", "C"): -30, ("emissions", "C"): 60}


def test_nothing_is_made_of_nothing():
    assert products([], LEVEL)[1].empty
    assert list(aims(tables.empty("targets"), 2022)) == []


def test_years_in_words():
    assert plans.listed((2009, 2010, 2012, 2014, 2015, 2016)) == "2009\u20132010, 2012, 2014\u20132016"
    assert plans.listed(()) == ""


@given(st.floats(1, 1e6), st.floats(-1e6, 0), st.floats(0, 0.4))
def test_the_plan_lies_between_nothing_and_business_as_usual(level, expected, share):
    _, plan, _ = products([GOAL | {"baseline_value": level}, ACTION | {"expected_tco2e_per_year": expected}], {2022: level}, level * share)
    lines = plan[plan["fact"] == "plan"]
    assert (lines["value"] >= 0).all() and (lines["value"] <= level * (1 + 1e-9)).all()
    assert (lines["low"].fillna(lines["value"]) <= lines["value"] * (1 + 1e-9)).all()


def test_every_fact_is_a_figure_that_its_derivation_gives_again():
    exempted = {"table": "exemptions", "goal_id": "G", "activity": "air: evacuation", "reason": "r", "emissions_tco2e": 10.0}
    levy = {"table": "travel_measures", "action_id": "L.1", "kind": "levy", "value": 0.1, "basis": "share_of_fares", "fares": 50.0, "currency": "CHF"}
    found, plan, _ = products([GOAL, ACTION, ACTION | {"action_id": "A2", "expected_tco2e_per_year": None}, exempted, levy], FALLING, 2.0)
    made = projection_as_figures.add(found, plan)
    assert made["figure_id"].is_unique
    own = made[made["figure_id"].str.startswith(("projection.", "travel_measures."))]
    assert len(own) > 40
    for row in own.to_dict("records"):
        frames = {"projection": plan}
        again = recompute_text(row["derivation"], frames) if pd.notna(row["text"]) else recompute(row["derivation"], frames)
        assert again == (row["text"] if pd.notna(row["text"]) else row["value"]), row["figure_id"]
    by_id = own.set_index("figure_id")
    assert by_id.loc[f"travel_measures.{part_of_name('L.1')}.revenue", ["value", "unit"]].tolist() == [5.0, "CHF"]
    assert by_id.loc["projection.G.not_counted.A2", "text"] == "no_tonnes"
    assert by_id.loc["projection.G.wedge.A1", "value"] == pytest.approx(plan[(plan["fact"] == "wedge") & (plan["year"] == 2030)]["value"].iloc[0])
    plan_2030 = by_id.loc["projection.G.plan@2030"]
    assert (plan_2030["low"] < plan_2030["value"] < plan_2030["high"], plan_2030["interval_kind"]) == (True, "statistical_95")


def test_figures_without_a_projection_stay_as_they_are():
    found, _, _ = products([], LEVEL)
    pd.testing.assert_frame_equal(projection_as_figures.add(found, tables.empty("projection")), found)


def test_every_fact_of_the_product_has_a_definition_of_its_own():
    names = [fact.name for fact in projection_as_figures.FACTS]
    assert len(names) == len(set(names)) and all(fact.formula and fact.unit for fact in projection_as_figures.FACTS)
