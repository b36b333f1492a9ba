"""Goals as figures."""

import json

import pandas as pd
import pytest
from figure_frames import figures, inputs, inventory, published

from greening import notes, tables, targets
from greening.figures.evaluate import evaluate
from greening.figures.targets_as_figures import PATH_FORMULAS, add
from greening.locale import catalogue

GOAL = {
    **{"table": "goals", "goal_id": "G", "metric": "ghg.total", "baseline_year": 2010, "target_year": 2030, "change_pct": -45.0, "path": "linear"},
    "adopted_by": "Board",
}


def made(rows, earlier=None):
    given = inputs(rows, earlier=tables.empty("figures") if earlier is None else earlier)
    found = evaluate(given)
    paths = targets.evaluate(tables.rows(given.activities, "goals"), found, given.earlier, 2022)
    return add(found, paths).set_index("figure_id")


BASE = evaluate(inputs([inventory(1_700_000.0, "rounded")], year=2010))
SYSTEM = [inventory(1_400_000.0, "rounded"), GOAL]


def test_the_system_goal_in_figures():
    found = made(SYSTEM, BASE)
    assert found.loc["target.G.status", "text"] == "behind"
    values = {name: found.loc[f"target.G.{name}", "value"] for name in ("allowed", "actual", "gap", "baseline", "target_year", "change_pct")}
    assert values == pytest.approx(
        {"allowed": 1_241_000, "actual": 1_400_000, "gap": 159_000, "baseline": 1_700_000, "target_year": 2030, "change_pct": -0.45}
    )
    assert (found.loc["target.G.allowed", "unit"], found.loc["target.G.change_pct", "unit"]) == ("t CO2e", "share")


def test_the_path_has_a_figure_for_every_year_and_actual_where_there_is_one():
    found = made(SYSTEM, BASE)
    assert [name for name in found.index if name.startswith("target.G.actual@")] == ["target.G.actual@2010", "target.G.actual@2022"]
    assert len([name for name in found.index if name.startswith("target.G.allowed@")]) == 21


def test_rounding_goes_along_the_path():
    found = made(SYSTEM, BASE)
    bounds = found[["low", "high", "interval_kind", "precision"]]
    assert bounds.loc["target.G.actual"].tolist() == [1_350_000, 1_450_000, "rounding", "rounded"]
    assert bounds.loc["target.G.baseline"].tolist() == [1_650_000, 1_750_000, "rounding", "rounded"]
    assert bounds.loc["target.G.allowed", ["low", "high"]].tolist() == pytest.approx([1_204_500, 1_277_500])
    assert bounds.loc["target.G.gap", ["low", "high"]].tolist() == pytest.approx([72_500, 245_500])
    assert bounds.loc["target.G.target_value", ["low", "high"]].tolist() == pytest.approx([907_500, 962_500])


def test_a_published_path_value_stands_where_there_is_no_baseline():
    """UNDP printed 52,184 t as the maximum of its path for 2022, and no baseline."""
    rows = [inventory(52_535.0), GOAL | {"baseline_year": 2018, "change_pct": -50.0}, published("target.G.allowed", 52_184.0, "exact")]
    found = made(rows)
    assert (found.loc["target.G.status", "text"], found.loc["target.G.allowed", "value"]) == ("no_baseline", 52_184)
    assert found.loc["target.G.change_pct", "value"] == -0.5
    assert "target.G.gap" not in found.index


def test_a_published_path_value_that_the_path_contradicts_is_counted_and_kept():
    found = made([*SYSTEM, published("target.G.allowed", 900_000.0, "exact")], BASE)
    assert found.loc["target.G.allowed", "value"] == pytest.approx(1_241_000)
    assert json.loads(found.loc["target.G.allowed", "alternatives"])[0]["value"] == 900_000
    assert found.loc["findings.warn", "value"] == 1


def test_without_goals_the_figures_stay_as_they_are():
    found = figures(inputs([inventory(1.0)])).reset_index(drop=True)
    pd.testing.assert_frame_equal(add(found, tables.empty("targets")), found)


def test_the_sum_of_the_gaps_has_bounds_and_names_the_years_that_it_lacks():
    rows = [inventory(1_400_000.0, "rounded"), GOAL | {"baseline_year": 2019}]
    before = pd.concat([evaluate(inputs([inventory(total, "rounded")], year=year)) for year, total in {2019: 1_700_000.0, 2021: 1_600_000.0}.items()])
    found = made(rows, before)
    row = found.loc["target.G.budget_overshoot"]
    assert row["low"] < row["value"] < row["high"]
    assert (row["interval_kind"], notes.told(catalogue("en"), row["note"])) == ("rounding", "without 2020, of which no figure is known")
    assert found.loc["target.G.budget_years", "value"] == 3
    needed = found.loc["target.G.needed_per_year"]
    assert needed["low"] < needed["value"] < needed["high"]


def test_of_more_than_the_need_has_an_upper_bound_only():
    found = made([inventory(1_400_000.0, "more_than"), GOAL], BASE)
    needed, overshoot = found.loc["target.G.needed_per_year"], found.loc["target.G.budget_overshoot"]
    assert (pd.isna(needed["low"]), needed["high"] > needed["value"], needed["precision"]) == (True, True, "nearly")
    assert (pd.isna(overshoot["high"]), overshoot["precision"]) == (True, "more_than")


@pytest.mark.parametrize("path", ["linear", "constant_rate", "front_loaded"])
def test_what_a_path_allows_says_by_which_formula(path):
    found = made([inventory(1_400_000.0, "rounded"), GOAL | {"path": path}], BASE)
    assert found.loc["target.G.allowed", "method"] == PATH_FORMULAS[path]
