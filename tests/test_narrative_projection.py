"""The section on where the plan leads: what it says of a plan, of exemptions, and of caps and levies."""

import dataclasses

import pandas as pd
import pytest
from figure_frames import activities, footprint, inputs
from made_report import figures, quantity, report, text

from greening import locale, paths, tables, targets
from greening.figures import projection_as_figures, targets_as_figures
from greening.narrative.projection import projection
from greening.projection import plans

GOAL = {
    "table": "goals", "goal_id": "G", "metric": "ghg.total", "baseline_year": 2015, "baseline_value": 100.0, "target_year": 2030,
    "change_pct": -45.0, "path": "linear", "adopted_by": "Governing body",
}  # fmt: skip
ACTION = {
    "table": "actions", "action_id": "A1", "title": "Heat pump", "status": "planned", "goal_id": "G", "expected_tco2e_per_year": -30.0,
    "due_date": pd.Timestamp(2025, 1, 1),
}  # fmt: skip
FALLING = {year: 100 * 0.98 ** (year - 2015) for year in (2015, 2016, 2017, 2018, 2019, 2020, 2022)}


@pytest.fixture
def shown(tmp_path):
    """The section of a body with these rows and totals."""

    def _shown(rows, series, *more, half=0.0):
        named = [("ghg.total" if year == 2022 else f"ghg.total@{year}", value) for year, value in series.items()]
        bounds = [{"low": value - half, "high": value + half, "interval_kind": "statistical_95"} if half else {} for _, value in named]
        known = figures(*(quantity(name, value, **bound) for (name, value), bound in zip(named, bounds, strict=True)), *more)
        read = inputs(activities=activities(rows), footprint=footprint([{"source": "heating_fuel", "emissions_tco2e": 90.0}]))
        on_paths = targets.evaluate(tables.rows(read.activities, "goals"), known, tables.empty("figures"), 2022)
        plan = plans.evaluate(read, known, on_paths)
        made = projection_as_figures.add(targets_as_figures.add(known, on_paths), plan)
        folder = paths.root(tmp_path)
        tables.write("projection", plan, folder)
        told = report(targets=on_paths, activities=read.activities)
        return projection(dataclasses.replace(told, figures=made, folder=folder))

    return _shown


def test_a_plan_that_misses_says_so_plainly_and_by_how_much(shown):
    section = shown([GOAL, ACTION], {2022: 90.0})
    said = text(section.html)
    assert "The plan alone misses the goal: with all actions that count it leads to 60.0 t in 2030, against 55.0 t to reach. 5.00 t" in said
    assert "1 planned action counts, and changes emissions by \u221230.0 t in 2030." in said
    assert "Fewer than four usual years are known" in said
    assert "Nor does the middle of its band come to the level by 2050" in said
    assert "Heat pump (A1)1 January 2025\u221230\u221230.0 t" in said
    assert len(section.panels) == 1 and "does not come to the level" in section.panels[0].chart.title


def test_a_goal_that_asks_for_more_leaves_nothing_to_cut(shown):
    said = text(shown([GOAL | {"change_pct": 30.0}, ACTION], {2022: 90.0}).html)
    assert "The plan alone misses the goal" in said and "The gap to the level is \u221270.0 t" in said
    assert "left to cut" not in said


def test_actions_and_measures_whose_names_differ_in_a_sign_are_all_shown(shown):
    measure = {"table": "travel_measures", "kind": "cap", "purpose": "staff_mission", "change_pct": -5.0}
    rows = [table | {"action_id": name} for table in (ACTION, measure) for name in ("A.1", "A-1")]
    said = text(shown([GOAL, *rows], {2022: 90.0}).html)
    assert "2 planned actions count" in said
    assert "A.1Staff missions" in said and "A-1Staff missions" in said


def test_a_plan_that_is_enough_and_one_that_cannot_be_told(shown):
    enough = ACTION | {"expected_tco2e_per_year": -40.0}
    assert "The plan reaches the goal" in text(shown([GOAL, enough], {2022: 90.0}).html)
    unclear = text(shown([GOAL, ACTION], {2022: 90.0}, half=10.0).html)
    assert "It cannot be told whether the plan alone reaches the goal" in unclear
    assert "misses" not in unclear.split("How to read")[0]


def test_without_actions_it_speaks_of_business_as_usual(shown):
    said = text(shown([GOAL], FALLING).html)
    assert "No planned action counts towards this goal, and business as usual alone misses it" in said
    assert "the trend of 6 years (2015\u20132019, 2022)" in said
    assert "Left out of the trend: 2020, years of the pandemic" in said
    assert "The trend is \u22122.0 % a year" in said


def test_what_does_not_count_is_named_with_its_reason(shown):
    said = text(shown([GOAL, ACTION | {"expected_tco2e_per_year": None}], {2022: 90.0}).html)
    assert "Planned and running actions that do not count" in said
    assert "Heat pump (A1)no effect in tonnes was given" in said


def test_rounded_years_are_indicative(shown):
    rounded = [quantity(f"ghg.total@{year}", 1.0e2, precision="rounded", low=95.0, high=105.0, interval_kind="rounding") for year in (2016, 2017)]
    assert "indicative only" in text(shown([GOAL], {2015: 100.0, 2022: 90.0}, *rounded).html)
    assert "indicative" not in text(shown([GOAL], FALLING).html)


def test_exemptions_are_told_with_and_without(shown):
    exempted = {"table": "exemptions", "goal_id": "G", "activity": "evacuation", "reason": "r", "emissions_tco2e": 12.0}
    said = text(shown([GOAL, ACTION, exempted], {2022: 90.0}).html)
    assert "Exempted from this goal: 12.0 t, or 13 % of the emissions that it counts." in said
    assert "the level to reach in 2030 would change by +5.40 t." in said
    assert "The result would then be another: the plan reaches the goal." in said
    assert "Allowed if the exempted are left out" in text(shown([GOAL, ACTION, exempted], {2022: 90.0}).panels[0].table)


def test_a_level_that_is_merely_held_is_not_drawn(shown):
    assert shown([GOAL], {2022: 90.0}).panels == ()
    assert len(shown([GOAL], FALLING).panels) == 1


def test_measures_are_what_ifs_beside_the_plan(shown):
    cap = {"table": "travel_measures", "action_id": "C", "kind": "cap", "title": "Cap", "purpose": "staff_mission", "change_pct": -50.0}
    levy = {"table": "travel_measures", "action_id": "L", "kind": "levy", "value": 40.0, "basis": "per_tco2e"}
    said = text(shown([GOAL, ACTION, cap, levy], {2022: 90.0}, quantity("ghg.air.purpose.staff_mission", 20.0)).html)
    assert "These measures are considered and not planned" in said
    assert "Cap (C)Staff missions20.0 t\u221250 %\u221210.0 t" in said
    assert "Lall flightsno change of emissions was expectedno currency was given" in said
    assert "60.0 t in 2030" in said


def test_a_body_without_goals_or_measures_says_that_there_is_nothing(shown):
    section = shown([], {2022: 90.0})
    assert "No goal" in text(section.html) or "not reported" in text(section.html).lower()
    assert section.panels == ()


def test_goals_of_another_kind_are_not_projected(shown):
    section = shown([GOAL | {"metric": "waste.total", "baseline_value": 3.0}], {2022: 90.0}, quantity("waste.total", 3.0, "kg"))
    assert "No adopted goal on emissions" in text(section.html)


@pytest.mark.parametrize("kind", ["plan", "usual", "held"])
@pytest.mark.parametrize("verdict", ["plan_misses", "plan_reaches", "plan_unclear"])
def test_every_verdict_has_a_sentence_and_a_title(kind, verdict):
    words = locale.catalogue("en")
    assert (
        words.has(f"projection.{kind}.{verdict}")
        and words.has(f"chart.projection.{'plan' if kind == 'plan' else 'usual'}.{verdict}")
        and words.has(f"term.{verdict}")
    )


def test_every_code_has_words():
    words = locale.catalogue("en")
    sources = "".join(path.read_text(encoding="utf-8") for path in (paths.HOME / "greening" / "projection").glob("*.py"))
    codes = [
        *("no_tonnes", "no_effect_date", "effect_overdue", "effect_in_figures", "effect_per_person", "effect_repeated", "effect_no_emissions"),
        *("exempted_no_people", "exempted_no_baseline", "exempted_too_much", "exempted_repeated"),
        *("measure_no_change", "measure_odd_change", "measure_no_emissions", "measure_odd_rate", "measure_no_currency", "measure_no_fares"),
        *("measure_no_basis", "measure_odd_fares"),
    ]
    assert all(f'"{code}"' in sources and words.has(f"term.{code}") for code in codes)


def test_many_actions_share_an_area_in_the_chart(shown):
    many = [ACTION | {"action_id": f"A{number}", "expected_tco2e_per_year": -float(number)} for number in range(1, 10)]
    section = shown([GOAL, *many], {2022: 90.0})
    rows = section.panels[0].chart.spec["datasets"]["table"]
    areas = {row["part"]: row for row in rows if row["kind"] == "wedge" and row["year"] == 2030}
    assert set(areas) == {"A9", "A8", "A7", "A6", "A5", "other actions"}
    assert areas["other actions"]["high"] - areas["other actions"]["low"] == pytest.approx(1 + 2 + 3 + 4)
    assert min(row["low"] for row in areas.values()) == pytest.approx(90 - 45)
    assert text(section.html).count("Heat pump (A") == 9
