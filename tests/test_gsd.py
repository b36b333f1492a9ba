import math

import pandas as pd
import pytest

from greening import gsd, reference

USUAL = {"organization": "BODY", "source": "electricity", "quality": "metered", "factor_rung": "exact", "factor_id": "grid.KEN.2023"}


def errors(*rows: dict[str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame([USUAL | {"tier": "", "filled_by": ""} | row for row in rows], dtype="str")
    return pd.DataFrame(gsd.errors(frame))


def whole(**row: str | None) -> float:
    return float(errors(row)["uncertainty_gsd"].iloc[0])


def group(**row: str | None) -> str:
    return str(errors(row)["error_group"].iloc[0])


def test_ratios_combine_by_the_squares_of_their_logarithms() -> None:
    activity, factor = (1.05, 1.2), (1.05, 1.1)
    found = errors({"quality": "estimated", "factor_rung": "earlier"}).iloc[0]
    assert found["factor_gsd"] == pytest.approx(math.exp(math.sqrt(sum(math.log(ratio) ** 2 for ratio in factor)) / 2))
    assert found["uncertainty_gsd"] == pytest.approx(math.exp(math.sqrt(sum(math.log(ratio) ** 2 for ratio in (*activity, *factor))) / 2))


def test_the_squared_logarithms_of_activity_and_factor_add_up_to_the_whole() -> None:
    found = errors(*({"quality": quality, "factor_rung": rung} for quality in ("metered", "proxy", None) for rung in ("exact", "region", "proxy")))
    activity = (found["uncertainty_gsd"].map(math.log) ** 2 - found["factor_gsd"].map(math.log) ** 2).round(12)
    assert activity.tolist() == pytest.approx([activity[0]] * 3 + [activity[3]] * 3 + [activity[6]] * 3)
    assert 0 < activity[0] < activity[6] < activity[3]


def test_a_worse_quality_and_a_farther_factor_are_less_certain() -> None:
    assert whole(quality="metered") < whole(quality="estimated") < whole(quality="proxy")
    assert whole(factor_rung="exact") < whole(factor_rung="earlier") < whole(factor_rung="region") < whole(factor_rung="proxy")


def test_a_missing_quality_is_taken_as_fair() -> None:
    assert whole(quality=None) == whole(quality="estimated")


def test_a_default_that_holds_everywhere_is_as_sure_for_fuels_as_an_exact_one() -> None:
    assert whole(source="heating_fuel", factor_rung="world") == whole(source="heating_fuel", factor_rung="exact")
    assert whole(source="vehicle_fuel", factor_rung="proxy") < whole(source="vehicle_fuel", factor_rung="exact") * 1.01
    assert whole(factor_rung="world") > whole(factor_rung="exact")
    assert 1.1 < whole(source="flight", factor_rung="world") < whole(source="flight", factor_rung="proxy")


def test_a_better_told_flight_is_more_certain() -> None:
    tiers = ["airport_pair_cabin", "city_pair", "airport_pair", "average_of_others"]
    found = [whole(source="flight", factor_rung="world", factor_id="icao_style.world.economy", tier=tier) for tier in tiers]
    assert found == sorted(set(found))


def test_biofuels_of_which_only_methane_counts_are_less_certain_than_diesel() -> None:
    fuels = {"source": "cooking_fuel", "factor_rung": "world"}
    assert whole(**fuels, factor_id="ipcc2006.stationary.wood.AR5") > 1.5 > whole(**fuels, factor_id="ipcc2006.stationary.diesel.AR5")
    assert whole(**fuels, factor_id="desnz_2024.fuel.biodiesel") > 1.5 > whole(**fuels, factor_id="desnz_2024.fuel.diesel")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"factor_id": "grid.KEN.2023"}, "grid.KEN"),
        ({"factor_id": "grid.KEN.2019.certificates"}, "grid.KEN"),
        ({"source": "heat", "factor_id": "grid.KEN.2023.chiller"}, "cooling.chiller_cop"),
        ({"source": "heating_fuel", "factor_id": "ipcc2006.stationary.diesel.AR5"}, "fuel.diesel"),
        ({"source": "vehicle_fuel", "factor_id": "ipcc2006.road.diesel.AR6+biodiesel@20.0"}, "fuel.diesel"),
        ({"source": "chartered_air", "factor_id": "ipcc2006.aviation.jet_fuel.AR5", "factor_rung": "world"}, "fuel.jet_fuel"),
        ({"source": "chartered_air", "factor_id": "ipcc2006.aviation.jet_fuel.AR5", "factor_rung": "proxy"}, "chartered_air.fuel_estimate"),
        ({"source": "refrigerant", "factor_id": "gwp100.AR5.HFC-32", "factor_rung": "world"}, "gwp.HFC-32"),
        ({"source": "refrigerant", "factor_id": "gwp100.AR5.HFC-32", "factor_rung": "proxy"}, "refrigerant.leak_rate"),
        ({"source": "flight", "factor_id": "icao_style.long_haul.business"}, "flight.icao_style"),
        ({"source": "flight", "factor_id": "desnz_2024.flight.long_haul.business"}, "flight.desnz"),
        ({"source": "flight", "factor_id": "desnz_2023.flight_rf.short_haul.economy"}, "flight.desnz"),
        ({"source": "vehicle_fuel", "factor_id": "desnz_2024.fuel.diesel"}, "desnz.fuel.diesel"),
        ({"source": "vehicle_fuel", "factor_id": "desnz_2023.fuel.diesel+biodiesel@20.0"}, "desnz.fuel.diesel"),
        ({"source": "flight", "factor_id": "own"}, "flight.own_result"),
        ({"source": "rail", "factor_id": "desnz_2024.rail"}, "desnz.rail"),
        ({"source": "water", "factor_id": "defra_2010_water.water.supply"}, "defra_water.water.supply"),
        ({"source": "electricity", "factor_id": "own"}, "own.electricity.BODY"),
        ({"source": "electricity", "filled_by": "per_m2"}, "filled.per_m2.electricity.BODY"),
        ({"source": "electricity", "quality": "carried_forward"}, "filled.carried_forward.electricity.BODY"),
        ({"source": "electricity", "filled_by": "system_proxy"}, "filled.system_proxy.electricity"),
    ],
)
def test_rows_that_share_a_factor_or_a_parameter_share_a_group(row: dict[str, str], expected: str) -> None:
    assert group(**row) == expected


def test_own_factors_of_two_bodies_err_apart() -> None:
    assert group(factor_id="own") != group(factor_id="own", organization="OTHER")


def test_the_precision_of_a_filled_quantity_is_of_its_method_and_shared() -> None:
    found = errors({"quality": "proxy", "filled_by": "per_m2"}, {"quality": "proxy"})
    assert found["uncertainty_gsd"][0] == found["uncertainty_gsd"][1]
    assert found["factor_gsd"][0] > found["factor_gsd"][1]


def test_the_mean_of_others_errs_with_the_flights_that_it_is_of() -> None:
    flight = {"source": "flight", "factor_rung": "world"}
    means = flight | {"factor_id": "mean_of_own_trips", "factor_rung": "proxy", "quality": "proxy"}
    priced = [flight | {"factor_id": f"icao_style.{band}.economy"} for band in ("domestic", "long_haul")]
    own = flight | {"factor_id": "own", "factor_rung": "own"}
    assert errors(*priced, own, means)["error_group"].tolist() == ["flight.icao_style"] * 2 + ["flight.own_result"] + ["flight.icao_style"]
    assert group(**means) == "flight.mean_of_others"


def test_a_column_may_be_one_value_for_all_lines() -> None:
    frame = pd.DataFrame([USUAL], dtype="str")
    lines = {"organization": frame["organization"], "quality": frame["quality"]} | {
        name: USUAL[name] for name in ("source", "factor_rung", "factor_id")
    }
    assert pd.DataFrame(gsd.errors(lines)).equals(errors({}))


def test_lines_keep_their_order_and_index() -> None:
    rows = [{"factor_rung": rung} for rung in ("exact", "proxy", "exact", "region")]
    found = errors(*rows)
    assert found["factor_gsd"].tolist() == [errors(row)["factor_gsd"].iloc[0] for row in rows]


def test_every_ratio_is_at_least_one_and_stands_once() -> None:
    table = reference.load("uncertainty")
    assert (table["ratio_95"] >= 1).all()
    assert not table.duplicated(["part", "indicator", "source", "level"]).any()
    assert set(table["part"]) == {"activity", "factor"}
    assert set(table["indicator"]) == set(gsd.LEVELS)
