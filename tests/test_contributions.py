"""Where the uncertainty of the total comes from."""

import numpy as np
import pandas as pd
import pytest
from figure_frames import figures, footprint, inputs, inventory, values
from made_report import quantity, report, text

from greening import contributions, propagation, uncertainty
from greening.narrative.greenhouse_gas import greenhouse_gas

GRID = {"source": "electricity", "error_group": "grid.KEN", "emissions_tco2e": 60.0, "uncertainty_gsd": 1.05, "factor_gsd": 1.04}
AIR = {
    "source": "flight",
    "bucket": "air_travel",
    "error_group": "flight.icao_style",
    "emissions_tco2e": 40.0,
    "uncertainty_gsd": 1.2,
    "factor_gsd": 1.15,
}
DIESEL = {"source": "heating_fuel", "error_group": "fuel.diesel", "emissions_tco2e": 10.0, "uncertainty_gsd": 1.04, "factor_gsd": 1.03}
ROWS = [GRID, GRID | {"error_group": "grid.CHE", "emissions_tco2e": 6.0}, AIR, AIR, DIESEL, DIESEL | {"source": "vehicle_fuel"}]


def product(rows=ROWS) -> pd.DataFrame:
    frame = footprint(rows)
    return contributions.product("BODY", 2022, frame, propagation.Errors.of(frame), np.arange(len(frame)))


def test_the_sources_add_up_to_the_whole_variance_and_the_groups_to_their_source():
    made = product()
    sources = made[made["level"] == "source"]
    assert sources["share_of_variance"].sum() == pytest.approx(1)
    groups = made[made["level"] == "error_group"].groupby("source", sort=True)["share_of_variance"].sum()
    assert groups.to_dict() == pytest.approx(dict(zip(sources["source"], sources["share_of_variance"], strict=True)))
    assert sources.set_index("source")["share_of_variance"].idxmax() == "flight"
    assert sources["emissions_tco2e"].sum() == pytest.approx(166.0)


def test_a_source_has_the_interval_of_its_own_rows():
    made = product()
    row = made[(made["level"] == "source") & (made["source"] == "flight")].iloc[0]
    found = propagation.emissions(footprint([AIR, AIR]))
    assert (row["low"], row["high"]) == pytest.approx((found.low, found.high))


def test_the_total_stands_there_by_both_approaches():
    made = product()
    total = made[made["level"] == "total"].set_index("approach")
    one = propagation.emissions(footprint(ROWS))
    assert (total.loc[1, "low"], total.loc[1, "high"]) == pytest.approx((one.low, one.high))
    assert total.loc[2, "low"] == pytest.approx(one.low, rel=0.02)
    assert total["share_of_variance"].tolist() == pytest.approx([1.0, 1.0])
    assert 0 < total.loc[1, "own_share"] < 1


def test_only_the_largest_groups_of_a_source_are_told():
    rows = [GRID | {"error_group": f"grid.{number}", "emissions_tco2e": float(number)} for number in range(1, 16)]
    made = product(rows)
    told = made.loc[made["level"] == "error_group", "error_group"]
    assert sorted(told) == sorted(f"grid.{number}" for number in range(6, 16))


def test_quoted_rows_and_rows_outside_the_total_are_left_out():
    rows = [AIR, AIR | {"precision": "rounded"}, AIR | {"in_total": False}]
    made = inputs(footprint=footprint(rows)).uncertainty
    assert made.loc[made["level"] == "source", "rows"].tolist() == [1]
    assert inputs([inventory(1_400_000.0, "rounded")]).uncertainty.empty


def test_the_contributions_are_figures():
    made = values(inputs(footprint=footprint(ROWS)), "uncertainty.")
    shares = {name: value for name, value in made.items() if name.startswith("uncertainty.source.")}
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["uncertainty.source.flight.share"] > 0.7
    assert 0 < made["uncertainty.own.share"] < 1


def test_the_total_by_approach_2_is_the_total_with_another_interval():
    made = figures(inputs(footprint=footprint(ROWS)))
    one, two = made.loc["ghg.total"], made.loc["ghg.total.approach2"]
    assert two["value"] == one["value"]
    assert two["interval_kind"] == uncertainty.STATISTICAL
    assert (two["low"], two["high"]) == (pytest.approx(one["low"], rel=0.02), pytest.approx(one["high"], rel=0.02))


def test_an_asymmetric_total_has_the_interval_of_approach_2():
    sure = GRID | {"uncertainty_gsd": 1.03, "factor_gsd": 1.03, "emissions_tco2e": 100.0}
    wide = DIESEL | {"uncertainty_gsd": 3.0, "factor_gsd": 3.0}
    made = figures(inputs(footprint=footprint([sure, wide])))
    one, two = made.loc["ghg.total"], made.loc["ghg.total.approach2"]
    assert (one["low"], one["high"]) == (two["low"], two["high"])
    assert one["low"] > 95
    assert "Approach 2" in one["derivation"]
    assert "Approach 2" not in made.loc["ghg.bucket.facilities", "derivation"]
    assert made.loc["ghg.bucket.facilities", "low"] < 85


def test_the_report_says_where_the_uncertainty_comes_from():
    shares = {"flight": 0.9, "electricity": 0.08, "rail": 0.015, "taxi": 0.005}
    rows = [quantity(f"uncertainty.source.{source}.share", share, "share") for source, share in shares.items()]
    bounds = {"low": 90.0, "high": 110.0, "interval_kind": "statistical_95"}
    totals = [quantity("ghg.total", 100.0, **bounds), quantity("ghg.total.approach2", 100.0, **bounds)]
    shown = text(greenhouse_gas(report(*rows, *totals, quantity("uncertainty.own.share", 0.05, "share"))).html)
    assert "from these sources (parts of the variance): Flights 90 %, Electricity 8 %, Rail 2 %." in shown
    assert "Of the variance, 5 % is of quantities alone" in shown
    assert "Drawn 10,000 times instead" in shown


def test_one_source_that_has_nearly_all_is_named_alone():
    rows = [quantity(f"uncertainty.source.{source}.share", share, "share") for source, share in (("flight", 0.995), ("rail", 0.005))]
    assert "from one source (part of the variance): Flights 100 %." in text(greenhouse_gas(report(*rows)).html)


def test_nothing_is_said_of_one_source_alone_or_of_none():
    assert "variance" not in text(greenhouse_gas(report(quantity("ghg.total", 100.0))).html)
    assert "sources" not in text(greenhouse_gas(report(quantity("uncertainty.source.flight.share", 1.0, "share"))).html)
