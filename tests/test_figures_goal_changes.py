"""The change of a goal's metric since its baseline year."""

import pandas as pd
import pytest
from figure_frames import footprint, indicators, inputs, inventory

from greening import tables
from greening.figures.derivation import recompute
from greening.figures.evaluate import evaluate

GOAL = {"table": "goals", "goal_id": "G", "metric": "ghg.total", "baseline_year": 2010, "target_year": 2030, "change_pct": -45.0, "path": "linear"}
ROUGH = {"table": "fuels", "source": "heating_fuel", "factor_id": "f", "error_group": "f", "factor_gsd": 1.2, "uncertainty_gsd": 1.2}


def found(rows, earlier, name="target.G.change", **products):
    given = inputs(rows, earlier=earlier, **products)
    made = evaluate(given).set_index("figure_id", drop=False)
    return made.loc[name] if name in made.index else None, made, given


def test_the_change_of_the_total_of_the_un_system():
    earlier = evaluate(inputs([inventory(1_700_000.0, "rounded")], year=2010))
    row, _, _ = found([inventory(1_400_000.0, "rounded"), GOAL], earlier)
    assert row["value"] == pytest.approx(1.4 / 1.7 - 1)
    assert (row["low"], row["high"]) == pytest.approx((1.35 / 1.75 - 1, 1.45 / 1.65 - 1))


def test_what_both_years_share_is_set_off():
    """One factor, uncertain to a fifth, in both years: the total is uncertain, its change is not."""
    before, now = ([ROUGH | {"emissions_tco2e": tonnes}] for tonnes in (100.0, 90.0))
    then = inputs([], year=2010, footprint=footprint(before, year=2010))
    row, made, _ = found([GOAL], evaluate(then), footprint=footprint(now), earlier_footprint=then.footprint)
    total = made.loc["ghg.total"]
    assert total["low"] < 70 and total["high"] > 110
    assert (row["low"], row["high"]) == pytest.approx((-0.1, -0.1))


def test_a_metric_that_is_not_carried_along_is_read_from_its_own_year():
    earlier = tables.stack("figures", [pd.DataFrame([{"figure_id": "energy.heat", "year": 2010, "value": 50.0, "unit": "kWh", "derivation": "{}"}])])
    heat = {"table": "heat", "topic": "energy", "indicator_id": "energy.heat", "value": 40.0, "unit": "kWh", "in_total": True}
    row, made, _ = found([GOAL | {"metric": "energy.heat"}], earlier, indicators=indicators([heat]))
    assert row["value"] == pytest.approx(-0.2)
    assert recompute(row["derivation"], {"earlier": earlier, "figures": made.reset_index(drop=True)}) == pytest.approx(-0.2)


def test_an_adopted_goal_has_its_change_too():
    earlier = evaluate(inputs([inventory(100.0)], year=2010))
    adoption = {"table": "adoptions", "goal_id": "UNSCAP-1", "adopted_by": "Board"}
    row, _, _ = found([inventory(80.0), adoption], earlier, "target.UNSCAP-1.change")
    assert row["value"] == pytest.approx(-0.2)


@pytest.mark.parametrize(
    "extra", [{"baseline_value": 5.0}, {"baseline_year": None}, {"baseline_year": 2011}, {"baseline_year": 2022}, {"metric": "x"}]
)
def test_without_the_figure_of_an_earlier_year_there_is_no_change(extra):
    earlier = evaluate(inputs([inventory(100.0)], year=2010))
    row, _, _ = found([inventory(80.0), GOAL | extra], earlier)
    assert row is None
