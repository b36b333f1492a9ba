"""Emissions: total, parts, and what stands beside them."""

import pytest
from figure_frames import figures, footprint, inputs, inventory, published, values

from greening import propagation

PROFILE = {"table": "profile", "scope2_basis": "location"}
LINES = [
    {"emissions_tco2e": 10.0, "source": "heating_fuel", "factor_boundary": "direct", "biogenic_co2_kg": 500.0},
    {"emissions_tco2e": 20.0, "source": "electricity", "scope": 2, "basis": "location", "factor_boundary": "lifecycle"},
    {"emissions_tco2e": 4.0, "source": "electricity", "scope": 2, "basis": "market"},
    {"emissions_tco2e": 70.0, "source": "flight", "scope": 3, "bucket": "air_travel"},
    {"emissions_tco2e": 1.0, "source": "flight", "scope": 3, "bucket": "air_travel", "in_total": False, "outside_reason": "third_party"},
    {"emissions_tco2e": 2.0, "source": "hotel", "scope": 3, "in_total": False, "outside_reason": "optional"},
    {"emissions_tco2e": 3.0, "source": "waste", "scope": 3, "in_total": False, "outside_reason": "waste_and_water"},
]


def found(profile=PROFILE):
    return values(inputs([profile], footprint=footprint(LINES)))


def test_the_total_counts_the_basis_of_the_profile():
    assert (found()["ghg.total"], found(PROFILE | {"scope2_basis": "market"})["ghg.total"]) == (100, 84)


def test_both_bases_stand_beside_the_total():
    made = found()
    assert (made["ghg.total.location"], made["ghg.total.market"]) == (100, 84)
    assert (made["ghg.scope.2"], made["ghg.scope.2.location"], made["ghg.scope.2.market"]) == (20, 20, 4)


def test_parts_add_up_to_the_total():
    made = found()
    for part in ("scope", "bucket", "source"):
        names = [name for name in made if name.startswith(f"ghg.{part}.") and name.count(".") == 2]
        assert sum(made[name] for name in names) == made["ghg.total"], part
    assert made["ghg.bucket.air_travel.share"] == 0.7


def test_what_is_outside_the_total_is_shown_apart():
    made = found()
    apart = [made[f"ghg.{name}"] for name in ("optional.total", "optional.hotel", "third_party.total", "waste_and_water.total")]
    assert apart == [2, 2, 1, 3]
    assert made["ghg.biogenic_co2"] == 0.5


def test_the_lifecycle_part_of_the_total_is_told():
    assert found()["ghg.boundary.lifecycle.share"] == 0.2


def test_what_the_factors_hold_is_told_beside_every_total():
    made = found()
    assert (made["ghg.boundary.lifecycle.share"], made["ghg.boundary.direct.share"], made["ghg.boundary.unstated.share"]) == (0.2, 0.1, 0.7)
    assert made["ghg.total.location.lifecycle.share"] == 0.2
    assert made["ghg.total.market.lifecycle.share"] == 0


def test_nothing_is_said_of_factors_that_nobody_describes():
    assert not [name for name in values(inputs([inventory(5.0)])) if name.startswith("ghg.boundary")]


def test_the_part_that_keeps_its_own_potentials_is_told():
    lines = [
        {"emissions_tco2e": 60.0, "co2_kg": 59_000.0},
        {"emissions_tco2e": 10.0, "table": "refrigerants", "gas": "HFC-32", "other_gas_kg": 15.0},
        {"emissions_tco2e": 30.0, "source": "electricity"},
    ]
    assert values(inputs(footprint=footprint(lines)))["ghg.gwp.fixed.share"] == 0.3
    assert values(inputs(footprint=footprint(lines[:2])))["ghg.gwp.fixed.share"] == 0


def test_emissions_per_head_without_field_missions():
    rows = [
        {"table": "locations", "location_id": "HQ", "kind": "headquarters"},
        {"table": "locations", "location_id": "CAMP", "kind": "field_mission"},
        {"table": "personnel", "headcount": 10.0, "location_id": "HQ"},
        {"table": "personnel", "headcount": 30.0, "location_id": "CAMP"},
    ]
    lines = [{"emissions_tco2e": tonnes, "location_id": place} for tonnes, place in ((20.0, "HQ"), (180.0, "CAMP"))]
    made = values(inputs(rows, footprint=footprint(lines)), "ghg.per_capita")
    assert made == {"ghg.per_capita": 5, "ghg.per_capita.excluding_field_missions": 2}
    lacking = [row | {"location_id": None} if row["table"] == "personnel" else row for row in rows]
    assert "ghg.per_capita.excluding_field_missions" not in values(inputs(lacking, footprint=footprint(lines)))


def test_unspecified_inventory_rebuilds_the_total_and_never_its_parts():
    rows = [inventory(1_400_000.0, "rounded"), published("ghg.bucket.air_travel.share", 0.38)]
    made = values(inputs(rows), "ghg.")
    assert made["ghg.total"] == 1_400_000
    assert made["ghg.bucket.air_travel.share"] == 0.38
    assert not [name for name in made if name.startswith(("ghg.scope", "ghg.source")) or name in ("ghg.bucket.air_travel", "ghg.bucket.unspecified")]


def test_an_unspecified_rest_is_shown_beside_known_buckets_that_are_partial():
    made = values(inputs([inventory(30.0), inventory(70.0, bucket="facilities")]), "ghg.bucket")
    assert made == {"ghg.bucket.unspecified": 30, "ghg.bucket.unspecified.share": 0.3}


def test_rows_with_a_bucket_go_before_published_shares_which_are_kept_as_alternatives():
    rows = [inventory(70.0, bucket="facilities"), inventory(30.0, bucket="air_travel"), published("ghg.bucket.air_travel.share", 0.29)]
    made = figures(inputs(rows)).loc["ghg.bucket.air_travel.share"]
    assert made["value"] == 0.3
    assert '"value": 0.29' in made["alternatives"]


def test_an_inventory_total_keeps_its_precision_bounds_and_note():
    made = figures(inputs([inventory(1_700_000.0, "rounded", note="54 entities")])).loc["ghg.total"]
    assert (made["low"], made["high"], made["interval_kind"]) == (1_650_000, 1_750_000, "rounding")
    assert (made["precision"], made["note"]) == ("rounded", "54 entities")


@pytest.mark.parametrize(("precision", "printed"), [("more_than", "more_than"), ("approx", "approx"), ("nearly", "nearly"), ("exact", "rounded")])
def test_a_sum_has_the_loosest_precision_of_its_rows(precision, printed):
    made = figures(inputs([inventory(10.0, precision), inventory(20.0, "rounded")])).loc["ghg.total"]
    assert made["precision"] == printed


def test_a_sum_with_computed_rows_has_no_printed_precision():
    made = figures(inputs([inventory(10.0, "rounded")], footprint=footprint([{"emissions_tco2e": 5.0}]))).loc["ghg.total"]
    assert made.isna()["precision"]


def test_the_part_that_rests_on_published_figures():
    rows = [inventory(25.0, bucket="air_travel")]
    assert values(inputs(rows, footprint=footprint([{"emissions_tco2e": 75.0}])))["ghg.published.share"] == 0.25
    assert values(inputs([published("ghg.total", 522.0)]))["ghg.published.share"] == 1


def test_the_interval_of_a_share_is_that_of_the_part_beside_the_rest():
    """The whole errs with its part: extremes of part and whole divided would be far wider."""
    lines = [{"bucket": "air_travel", "uncertainty_gsd": 1.2, "factor_id": "f"}, {"bucket": "facilities"}]
    row = figures(inputs(footprint=footprint([line | {"emissions_tco2e": 50.0} for line in lines]))).loc["ghg.bucket.facilities.share"]
    part = propagation.statistical(footprint([lines[0] | {"emissions_tco2e": 50.0}]))
    assert (row["low"], row["high"]) == pytest.approx((50 / (50 + part.high), 50 / (50 + part.low)))


@pytest.mark.parametrize(("totals", "is_one"), [([5.0], True), ([5.0, 6.0], False)])
def test_one_published_row_is_no_sum(totals, is_one):
    method = figures(inputs([inventory(total) for total in totals])).loc["ghg.total", "method"]
    assert (method == "as published") is is_one
