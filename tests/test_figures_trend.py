"""Earlier years and changes."""

import pandas as pd
import pytest
from figure_frames import figures, inputs, inventory, published, values

from greening import notes, tables
from greening.figures.evaluate import evaluate
from greening.locale import catalogue

RESTATED = {"table": "restatements", "year": 2020, "figure": "ghg.total", "old_value": 100.0, "new_value": 120.0, "reason": "A site was left out"}


def of_year(year, rows, earlier=()):
    return evaluate(inputs(rows, year=year, earlier=tables.stack("figures", list(earlier))))


def test_the_system_series_from_2010_to_2022():
    """1.4 against 1.7 Mt, both rounded: 12 to 23 % below."""
    base = of_year(2010, [inventory(1_700_000.0, "rounded"), published("ghg.per_capita", 8.3), published("ghg.per_capita", 8.2)])
    found = figures(inputs([inventory(1_400_000.0, "rounded")], earlier=base))
    change = found.loc["ghg.change.base_year"]
    assert (round(change["value"], 3), round(change["low"], 3), round(change["high"], 3)) == (-0.176, -0.229, -0.121)
    assert (change["interval_kind"], pd.isna(change["note"])) == ("rounding", True)
    assert found.loc["ghg.change.base_year.from", "value"] == 2010
    assert found.loc["ghg.base_year.recalculated", "text"] == "no"
    copied = found.loc["ghg.total@2010"]
    assert (copied["value"], copied["low"], copied["precision"]) == (1_700_000, 1_650_000, "rounded")
    assert '"value": 8.2' in found.loc["ghg.per_capita@2010", "alternatives"]


def test_a_change_whose_interval_holds_zero_is_not_distinguishable():
    found = figures(inputs([inventory(2_000_000.0, "rounded")], earlier=of_year(2021, [inventory(1_900_000.0, "rounded")])))
    change = found.loc["ghg.change.previous_year"]
    assert change["note"] == "not distinguishable"
    assert change["low"] < 0 < change["high"]


def test_a_published_change_is_used_only_where_rows_cannot_rebuild_it():
    rows = [inventory(90.0), published("ghg.change.previous_year", -0.12)]
    assert values(inputs(rows))["ghg.change.previous_year"] == -0.12
    rebuilt = values(inputs(rows, earlier=of_year(2021, [inventory(100.0)])))
    assert rebuilt["ghg.change.previous_year"] == pytest.approx(-0.1)


def test_a_minimum_can_only_be_said_to_have_changed_by_more_than():
    """The UN system's 2014 was printed as more than 2.0 Mt, after 1.7 Mt in 2013."""
    change = figures(inputs([inventory(2e6, "more_than")], earlier=of_year(2021, [inventory(1.7e6, "rounded")]))).loc["ghg.change.previous_year"]
    assert change["low"] == pytest.approx(2.0 / 1.75 - 1)
    assert (pd.isna(change["high"]), change["precision"]) == (True, "more_than")


def goal(year):
    return {"table": "goals", "goal_id": "G", "metric": "ghg.total", "baseline_year": year, "target_year": 2030, "change_pct": -45.0}


def test_the_base_year_is_the_goals_else_2010_else_the_first():
    years = [of_year(year, [inventory(100.0 + year - 2008)]) for year in (2008, 2010, 2015)]
    assert values(inputs([inventory(50.0), goal(2015)], earlier=tables.stack("figures", years)))["ghg.change.base_year.from"] == 2015
    assert values(inputs([inventory(50.0)], earlier=tables.stack("figures", years)))["ghg.change.base_year.from"] == 2010
    assert values(inputs([inventory(50.0)], earlier=tables.stack("figures", years[::2])))["ghg.change.base_year.from"] == 2008


def test_there_is_no_change_on_a_base_year_without_a_figure():
    found = values(inputs([inventory(50.0), goal(2018)], earlier=of_year(2020, [inventory(60.0)])))
    assert "ghg.change.base_year" not in found
    assert "ghg.change.base_year.from" not in found


def test_a_restatement_replaces_the_figure_and_keeps_the_old_value():
    row = figures(inputs([RESTATED | {"date": pd.Timestamp(2022, 3, 1)}], earlier=of_year(2020, [inventory(100.0)]))).loc["ghg.total@2020"]
    assert (row["value"], row["low"], row["high"]) == (120, 120, 120)
    assert notes.told(catalogue("en"), row["note"]) == "restated on 1 March 2022 from 100 to 120: A site was left out"


def test_a_restatement_is_remembered_and_recalculates_the_base_year():
    first = of_year(2020, [inventory(100.0)])
    second = of_year(2021, [inventory(90.0), RESTATED], [first])
    found = values(inputs([inventory(60.0)], earlier=tables.stack("figures", [first, second])))
    assert (found["ghg.total@2020"], found["ghg.change.base_year"]) == (120, -0.5)
    assert found["ghg.base_year.recalculated"] == "yes"


def test_only_earlier_years_are_carried():
    later = of_year(2023, [inventory(1.0)])
    assert not [name for name in values(inputs([inventory(50.0)], earlier=later)) if "@" in name]
