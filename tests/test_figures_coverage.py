"""Coverage of each topic, and the change like for like."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from figure_frames import figures, footprint, inputs, values

from greening import notes
from greening.figures import derivation
from greening.figures.inputs import Inputs
from greening.locale import catalogue

YEAR = 2022
PLACES = [
    {"table": "locations", "location_id": "A", "name": "Alpha", "floor_area_m2": 100.0},
    {"table": "locations", "location_id": "B", "floor_area_m2": 300.0},
    {"table": "locations", "location_id": "C", "name": "Gamma"},
    {"table": "personnel", "location_id": "A", "headcount": 30.0},
    {"table": "personnel", "location_id": "B", "headcount": 10.0},
]


def line(location_id: str | None, emissions: float, table: str = "electricity", **columns: Any) -> dict[str, Any]:
    return {"location_id": location_id, "emissions_tco2e": emissions, "table": table, "source": table, **columns}


def of(lines: list[dict[str, Any]], rows: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return values(inputs([*PLACES, *(rows or [])], footprint=footprint(lines)), "coverage.")


def test_the_places_people_and_area_that_report_a_topic_are_a_part_of_all():
    found = of([line("A", 1.0), line("A", 2.0), line("B", 1.0, filled_by="per_m2", quality="estimated")])
    assert {name: found[f"coverage.electricity.{name}"] for name in ("expected", "reporting", "filled", "missing")} == {
        "expected": 3, "reporting": 1, "filled": 1, "missing": 1,
    }  # fmt: skip
    assert found["coverage.electricity.places.share"] == pytest.approx(1 / 3)
    assert found["coverage.electricity.people.share"] == pytest.approx(30 / 40)
    assert found["coverage.electricity.area.share"] == pytest.approx(100 / 400)
    assert found["coverage.ghg.reporting"] == 1
    assert not [name for name in found if name.startswith("coverage.water")]


def test_what_is_missing_is_named():
    found = figures(inputs(PLACES, footprint=footprint([line("A", 1.0)])))
    assert notes.told(catalogue("en"), found.loc["coverage.electricity.missing", "note"]) == "no rows of B and Gamma"


def test_own_months_make_no_place_less_reporting():
    found = of([line("A", 1.0), line("A", 0.1, filled_by="own_months", quality="estimated")])
    assert found["coverage.electricity.reporting"] == 1
    assert "coverage.electricity.filled" not in found


def test_a_place_without_the_topic_is_not_expected():
    said = [{"table": "coverage", "topic": "electricity", "status": status, "location_id": "B"} for status in ("not_occurring", "reported")]
    assert of([line("A", 1.0)], said[:1])["coverage.electricity.expected"] == 2
    assert of([line("A", 1.0)], said[1:])["coverage.electricity.expected"] == 3
    elsewhere = [{"table": "locations", "location_id": "D", "reported_by": "OTHER"}]
    assert of([line("A", 1.0)], elsewhere)["coverage.electricity.expected"] == 3


def test_a_place_that_was_closed_before_or_opened_after_the_year_is_not_expected():
    gone = {"table": "locations", "location_id": "D", "closed_date": pd.Timestamp(YEAR - 1, 12, 31)}
    later = {"table": "locations", "location_id": "E", "opened_date": pd.Timestamp(YEAR + 1, 1, 1)}
    within = {"table": "locations", "location_id": "F", "opened_date": pd.Timestamp(YEAR, 6, 1), "closed_date": pd.Timestamp(YEAR, 9, 1)}
    assert of([line("A", 1.0)], [gone, later, within])["coverage.electricity.expected"] == 4


def test_fuel_of_vehicles_does_not_cover_the_building():
    found = of([line("A", 1.0, "fuels", source="vehicle_fuel"), line("B", 1.0, "fuels", source="heating_fuel")])
    assert found["coverage.fuels.reporting"] == 1


def test_what_not_every_place_has_is_expected_only_where_it_is_declared_missing():
    assert of([line("A", 1.0, "heat")])["coverage.heat.expected"] == 1
    said = {"table": "coverage", "topic": "heat", "status": "not_reported", "location_id": "B"}
    found = of([line("A", 1.0, "heat")], [said])
    assert (found["coverage.heat.expected"], found["coverage.heat.missing"], found["coverage.heat.area.share"]) == (2, 1, 100 / 400)


def test_waste_and_water_are_expected_where_people_work():
    assert of([line("A", 1.0, "water")])["coverage.water.expected"] == 2


# --- like for like


def two_years(now: list[dict[str, Any]], before: list[dict[str, Any]], rows: list[dict[str, Any]] | None = None) -> Inputs:
    given = inputs([*PLACES, *(rows or [])], footprint=footprint(now))
    return replace(given, earlier_footprint=footprint(before, year=YEAR - 1))


def compared(now: list[dict[str, Any]], before: list[dict[str, Any]]) -> dict[str, Any]:
    found = values(two_years(now, before), "ghg.")
    return {
        name: found.get(f"ghg.{name}") for name in ("like_for_like", "like_for_like.previous_year", "like_for_like.places", "change.like_for_like")
    }


def test_only_places_of_both_years_are_compared():
    found = compared([line("A", 8.0), line("B", 5.0)], [line("A", 10.0), line("C", 7.0)])
    assert found == {
        "like_for_like": 8.0,
        "like_for_like.previous_year": 10.0,
        "like_for_like.places": 1,
        "change.like_for_like": pytest.approx(-0.2),
    }


def test_all_that_a_place_of_both_years_has_is_compared():
    found = compared([line("A", 8.0), line("A", 1.0, "heat")], [line("A", 10.0)])
    assert (found["like_for_like"], found["like_for_like.previous_year"]) == (9.0, 10.0)


def test_rows_without_a_place_are_compared_where_both_years_have_the_table():
    found = compared([line(None, 8.0, "air_travel"), line(None, 3.0, "ground_travel")], [line(None, 10.0, "air_travel")])
    assert (found["like_for_like"], found["like_for_like.previous_year"], found["like_for_like.places"]) == (8.0, 10.0, None)


def test_what_was_filled_in_either_year_is_not_compared():
    filled = {"filled_by": "per_m2", "quality": "estimated"}
    now = [line("A", 8.0), line("A", 2.0, "heat"), line("B", 5.0), line("B", 1.0, "heat")]
    before = [line("A", 10.0), line("A", 3.0, "heat", **filled), line("B", 6.0, **filled), line("B", 1.0, "heat")]
    found = compared(now, before)
    assert (found["like_for_like"], found["like_for_like.previous_year"]) == (9.0, 11.0)
    months = compared([line("A", 8.0), line("A", 1.0, filled_by="own_months", quality="estimated")], [line("A", 10.0)])
    assert months["like_for_like"] == 9.0


def test_rows_outside_the_total_and_of_other_years_are_not_compared():
    given = two_years([line("A", 8.0), line("A", 1.0, in_total=False)], [line("A", 10.0), line("A", 1.0, in_total=False)])
    older = pd.concat([given.earlier_footprint, footprint([line("A", 99.0)], year=YEAR - 2)], ignore_index=True)
    found = values(replace(given, earlier_footprint=older), "ghg.")
    assert found["ghg.change.like_for_like"] == pytest.approx(-0.2)


def test_without_a_year_before_nothing_is_compared():
    assert not [name for name in values(inputs(PLACES, footprint=footprint([line("A", 8.0)]))) if "like_for_like" in name]
    assert compared([line("A", 8.0)], [line("B", 10.0)])["change.like_for_like"] is None


def test_the_part_of_the_total_that_is_compared_stands_beside_the_change():
    found = values(two_years([line("A", 8.0), line("B", 2.0)], [line("A", 10.0)]), "ghg.like_for_like")
    assert found["ghg.like_for_like.share"] == pytest.approx(0.8)


def test_a_change_is_not_told_from_zero_where_the_interval_holds_it():
    uncertain = {"uncertainty_gsd": 1.5, "factor_gsd": 1.0}
    found = figures(two_years([line("A", 9.0, factor_id="f", **uncertain)], [line("A", 10.0, factor_id="f", **uncertain)]))
    changed = found.loc["ghg.change.like_for_like"]
    assert changed["low"] < changed["value"] < changed["high"]
    assert (changed["note"], changed["interval_kind"]) == ("not distinguishable", "statistical_95")


def test_every_figure_of_coverage_can_be_made_again_from_its_derivation():
    given = two_years([line("A", 8.0), line("B", 2.0, filled_by="per_m2", quality="estimated")], [line("A", 10.0)])
    found = figures(given)
    products = {name: getattr(given, name) for name in ("activities", "checks", "footprint", "indicators", "members", "earlier", "earlier_footprint")}
    mine = [name for name in found.index if name.startswith(("coverage.", "ghg.like_for_like", "ghg.change.like", "quality."))]
    assert len(mine) > 15
    for name in mine:
        assert derivation.recompute(found.loc[name, "derivation"], products | {"figures": found}) == found.loc[name, "value"], name


def test_order_of_rows_does_not_matter():
    lines = [line("A", 8.0), line("B", 2.0), line("C", 1.0, "heat"), line(None, 3.0, "air_travel")]
    before = [line("A", 9.0), line(None, 4.0, "air_travel")]
    one, other = (values(two_years(now, then), "ghg.like") for now, then in ((lines, before), (lines[::-1], before[::-1])))
    assert one == other
