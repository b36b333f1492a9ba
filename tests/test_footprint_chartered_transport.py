import pandas as pd
import pytest
from worked.frames import activities

from greening.footprint.compute import footprint


def lines(*cells: dict[str, object], **others: list[dict[str, object]]) -> pd.DataFrame:
    base = {"mode": "air", "control": "long_term", "payload": "passenger"}
    return footprint(activities(chartered_transport=[{**base, **cell} for cell in cells], **others), "AR5", "icao_style")


@pytest.mark.parametrize(("control", "scope"), [("owned", 1), ("long_term", 1), ("ad_hoc", 3)])
def test_scope_follows_control(control: str, scope: int) -> None:
    assert lines({"control": control, "fuel_l": 10.0})["scope"].to_list() == [scope]


@pytest.mark.parametrize(
    ("mode", "payload", "bucket"),
    [
        ("air", "passenger", "air_travel"),
        ("air", "mixed", "air_travel"),
        ("air", "cargo", "air_travel"),
        ("sea", "passenger", "other_travel"),
        ("road", "mixed", "other_travel"),
    ],
)
def test_aircraft_are_air_travel_whatever_they_carry(mode: str, payload: str, bucket: str) -> None:
    found = lines({"mode": mode, "payload": payload, "fuel_l": 10.0}).iloc[0]
    assert (found["bucket"], found["source"]) == (bucket, f"chartered_{mode}")


def test_fuel_goes_before_route_and_route_before_hours() -> None:
    route = {"aircraft_type": "A320", "origin": "GVA", "destination": "NBO"}
    found = lines(
        {"fuel_l": 1000.0, "flight_hours": 2.0, **route},
        {"flight_hours": 2.0, **route},
        {"flight_hours": 2.0},
        {"fuel_l": 900.0, "flight_hours": 3.0},
    )
    assert [text.partition(";")[0] for text in found["method"]] == [
        "fuel as given",
        "fuel of the aircraft type on the great circle, one flight one way",
        "own litres an hour",
        "fuel as given",
    ]


def test_hours_are_priced_by_the_own_litres_an_hour_of_the_type_else_of_the_mode() -> None:
    found = lines(
        {"aircraft_type": "DH8D", "fuel_l": 1000.0, "flight_hours": 1.0},
        {"aircraft_type": "B738", "fuel_l": 9000.0, "flight_hours": 3.0},
        {"aircraft_type": "DH8D", "flight_hours": 2.0},
        {"flight_hours": 2.0},
    )
    ratio = found["emissions_tco2e"] / found["emissions_tco2e"].iloc[0]
    assert ratio.to_list() == pytest.approx([1, 9, 2, 2 * 10 / 4])
    assert found["quality"].to_list()[2:] == ["proxy", "proxy"]
    assert found["parents"].to_list()[2].startswith("2 rows")


def test_hours_of_a_type_with_published_litres_are_priced_by_them_unless_the_body_has_its_own() -> None:
    """2006 IPCC Guidelines vol. 2 table 3.6.8: C-130E 2,956 l an hour."""
    found = lines({"aircraft_type": "C130", "flight_hours": 2.0}, {"fuel_l": 5912.0})
    assert found["emissions_tco2e"].iloc[0] == pytest.approx(found["emissions_tco2e"].iloc[1])
    assert found["method"].iloc[0].startswith("published litres an hour")
    assert (found["parents"].iloc[0], found["factor_rung"].iloc[0], found["quality"].iloc[0]) == ("", "proxy", "proxy")
    other = {"aircraft_type": "B738", "fuel_l": 3000.0, "flight_hours": 1.0}
    own = {"aircraft_type": "C130", "fuel_l": 2000.0, "flight_hours": 1.0}
    assert lines({"aircraft_type": "C130", "flight_hours": 1.0}, other)["method"].iloc[0].startswith("published")
    ratio = lines({"aircraft_type": "C130", "flight_hours": 1.0}, other, own)["emissions_tco2e"]
    assert ratio.iloc[0] == pytest.approx(ratio.iloc[2])


def test_out_and_back_to_one_place_is_no_route() -> None:
    found = lines({"aircraft_type": "A320", "origin": "GVA", "destination": "GVA"}).iloc[0]
    assert pd.isna(found["emissions_tco2e"]) and pd.isna(found["distance_km"])


def test_a_row_without_any_way_to_its_fuel_stays_without_emissions() -> None:
    found = lines({"mode": "sea", "flight_hours": 2.0}).iloc[0]
    assert pd.isna(found["emissions_tco2e"])
    assert found["method"].startswith("not priced")


def test_cargo_counts_whoever_controls_the_aircraft() -> None:
    found = lines({"payload": "cargo", "fuel_l": 10.0}, {"payload": "cargo", "control": "ad_hoc", "fuel_l": 10.0})
    assert found["in_total"].to_list() == [True, True]
    assert found["scope"].to_list() == [1, 3]


@pytest.mark.parametrize("treatment", ["optional", "excluded"])
def test_cargo_is_where_the_boundary_puts_it(treatment: str) -> None:
    boundary = [
        {"source": "chartered_transport", "treatment": "in", "reason": "Own control"},
        {"source": "chartered_transport", "purpose": "cargo", "treatment": treatment, "reason": "Relief goods"},
    ]
    cells = [{"payload": payload, "fuel_l": 10.0} for payload in ("cargo", "passenger", "mixed")]
    found = lines(*cells, boundary=boundary)
    assert found["in_total"].to_list() == [False, True, True]
    assert found["outside_reason"].to_list() == [treatment, "", ""]
    assert found["emissions_tco2e"].to_list() == [found["emissions_tco2e"].iloc[0]] * 3
    assert lines(*cells, boundary=boundary[:1])["in_total"].all()


def test_a_chartered_aircraft_is_priced_whole_and_never_by_the_seat() -> None:
    whole = lines({"aircraft_type": "A320", "origin": "GVA", "destination": "NBO"})
    seat = footprint(activities(air_travel=[{"origin": "GVA", "destination": "NBO", "purpose": "other"}]), "AR5", "icao_style")
    assert whole["emissions_tco2e"].item() > 50 * seat["emissions_tco2e"].item()
    assert (whole["source"].item(), seat["source"].item()) == ("chartered_air", "flight")


def test_marine_and_road_fuel_have_the_methane_of_their_category() -> None:
    sea, road = lines({"mode": "sea", "fuel_l": 1000.0}, {"mode": "road", "fuel_l": 1000.0})["ch4_kg"]
    assert (sea, road) == pytest.approx((0.03612 * 7, 0.03612 * 3.9))
