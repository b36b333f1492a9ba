"""Figures of what accounts for a change: they add up to it and can be made again from the products."""

import json
import math

import pytest
from figure_frames import figures, footprint, inputs, inventory, values

from greening.decomposition.readings import EFFECTS
from greening.figures import derivation, registry
from greening.figures.evaluate import evaluate

FUEL = {"source": "heating_fuel", "activity_unit": "GJ net", "factor_id": "ipcc2006.stationary.diesel.AR5", "location_id": "A"}
POWER = {"table": "electricity", "source": "electricity", "activity_unit": "kWh", "basis": "location", "scope": 2, "location_id": "A"}


def lines(fuel_gj, kwh, kg_per_kwh, year, more=()):
    rows = [
        FUEL | {"activity_value": fuel_gj, "emissions_tco2e": fuel_gj * 0.0745},
        POWER | {"activity_value": kwh, "emissions_tco2e": kwh * kg_per_kwh / 1000, "factor_id": f"grid.CHE.{year}"},
        *more,
    ]
    return footprint([row | {"uncertainty_gsd": 1.05, "factor_gsd": 1.03, "error_group": row["source"]} for row in rows], year=year)


def given(then_rows=(), now_rows=(), **now):
    before = lines(1000.0, 1e6, 0.5, 2021)
    earlier = evaluate(inputs(list(then_rows), year=2021, footprint=before))
    return inputs(list(now_rows), footprint=lines(900.0, 1e6, 0.4, 2022, **now), earlier=earlier, earlier_footprint=before)


def told(found, span):
    return {effect: found.get(f"ghg.change.{span}.{effect}", 0.0) for effect in EFFECTS}


def test_each_part_of_the_change_is_a_figure_and_they_add_up_to_it():
    found = values(given())
    for span in ("previous_year", "base_year"):
        assert told(found, span) == pytest.approx(dict.fromkeys(EFFECTS, 0.0) | {"activity": -7.45, "grid": -100.0})
        assert math.fsum(told(found, span).values()) == pytest.approx(found[f"ghg.change.{span}.tonnes"])
        shares = math.fsum(found.get(f"ghg.change.{span}.{effect}.share", 0.0) for effect in EFFECTS)
        assert shares == pytest.approx(found[f"ghg.change.{span}"])


def test_parts_of_the_report_have_their_own_and_add_up():
    found = values(given(), "ghg.change.previous_year.bucket.")
    assert found == pytest.approx(
        {"ghg.change.previous_year.bucket.facilities.activity": -7.45, "ghg.change.previous_year.bucket.facilities.grid": -100.0}
    )


def test_every_figure_is_made_again_from_its_derivation():
    one = given()
    made = evaluate(one)
    chosen = made[made["figure_id"].str.startswith(("ghg.change.", "ghg.base_year.")) & made["value"].notna()]
    products = dict(one.products.frames) | {"figures": made}
    again = [derivation.recompute(text, products) for text in chosen["derivation"]]
    assert again == chosen["value"].tolist()
    assert len(chosen) > 10


def test_what_rests_on_a_restated_total_is_unexplained():
    row = {"table": "restatements", "year": 2021, "figure": "ghg.total", "old_value": 574.5, "new_value": 600.0, "reason": "A site was left out"}
    found = values(given(now_rows=[row]))
    assert found["ghg.change.previous_year.unexplained"] == pytest.approx(574.5 - 600)
    assert math.fsum(told(found, "previous_year").values()) == pytest.approx(found["ghg.change.previous_year.tonnes"])


def test_between_published_totals_nothing_is_explained():
    earlier = evaluate(inputs([inventory(100.0)], year=2021))
    found = values(inputs([inventory(90.0)], earlier=earlier), "ghg.change.previous_year")
    assert found["ghg.change.previous_year.unexplained"] == found["ghg.change.previous_year.tonnes"] == pytest.approx(-10)
    assert not [name for name in found if ".activity" in name]


def test_an_effect_has_an_interval_and_says_where_it_holds_zero():
    found = figures(given())
    effect = found.loc["ghg.change.previous_year.activity"]
    assert effect["low"] < -7.45 < effect["high"]
    assert (effect["interval_kind"], effect["note"]) == ("statistical_95", "not distinguishable")
    same_factor = found.loc["ghg.change.previous_year.grid"]
    assert same_factor["high"] < 0


def test_without_an_earlier_year_there_is_no_change_to_account_for():
    assert not values(inputs(footprint=lines(1.0, 1.0, 0.5, 2022)), "ghg.change.")


def test_the_registry_knows_the_unit_of_each():
    assert registry.unit_of("ghg.change.previous_year.activity") == "t CO2e"
    assert registry.unit_of("ghg.change.base_year.grid.share") == "share"
    assert registry.unit_of("ghg.change.base_year.from") == "year"
    assert registry.unit_of("ghg.change.base_year.bucket.facilities.grid") == "t CO2e"
    assert registry.unit_of("ghg.total.recalculated@2021") == "t CO2e"


def test_a_place_that_came_is_coverage_in_its_part_of_the_report():
    new = FUEL | {"location_id": "B", "activity_value": 10.0, "emissions_tco2e": 0.745}
    made = figures(given(more=[new]))
    assert made.loc["ghg.change.previous_year.coverage", "value"] == pytest.approx(0.745)
    assert json.loads(made.loc["ghg.change.previous_year.coverage", "derivation"])["product"] == "changes"
