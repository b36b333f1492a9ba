import pandas as pd
from worked.frames import activities

from greening import tables
from greening.footprint.compute import footprint

WASTE = tables.submission_tables()["waste"].columns
SOURCES = tables.submission_tables()["water"].columns["source"].choices


def lines(**submitted: list[dict[str, object]]) -> pd.DataFrame:
    return footprint(activities(profile={"country": "GBR"}, **submitted), "AR5", "icao_style")


def test_every_stream_and_treatment_is_priced_and_outside_the_total() -> None:
    cells = [
        {"stream": stream, "treatment": treatment, "waste_kg": 1000.0}
        for stream in WASTE["stream"].choices
        for treatment in WASTE["treatment"].choices
    ]
    found = lines(waste=cells)
    assert len(found) == len(cells)
    assert found["emissions_tco2e"].gt(0).all()
    assert not found["in_total"].any()
    assert set(found["outside_reason"]) == {"waste_and_water"}
    assert set(found["scope"]) == {3}


def test_a_stand_in_says_so() -> None:
    found = lines(waste=[{"stream": "paper", "treatment": treatment, "waste_kg": 1.0} for treatment in ("landfill", "open_dump")])
    assert found["factor_rung"].to_list() == ["exact", "proxy"]
    assert "open dump" in found["method"].iloc[1]


def test_water_of_the_bodys_own_has_no_emissions() -> None:
    found = lines(water=[{"source": source, "water_m3": 100.0} for source in SOURCES])
    priced = dict(zip(SOURCES, found["emissions_tco2e"] > 0, strict=True))
    assert {source for source, has in priced.items() if has} == {"municipal", "tanker", "bottled"}
    assert found["emissions_tco2e"].notna().all()


def test_wastewater_is_priced_by_treatment_and_a_proxy_off_the_mains() -> None:
    found = lines(wastewater=[{"treatment": treatment, "wastewater_m3": 10.0} for treatment in ("municipal", "septic")])
    assert found["factor_rung"].to_list() == ["exact", "proxy"]
    assert not found["in_total"].any()
