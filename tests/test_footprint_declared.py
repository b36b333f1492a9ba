import pandas as pd
from worked.frames import activities

from greening.footprint.compute import footprint


def lines(**submitted: list[dict[str, object]]) -> pd.DataFrame:
    return footprint(activities(**submitted), "AR5", "icao_style")


def test_optional_emissions_never_enter_the_total() -> None:
    found = lines(optional=[{"activity": "hotel", "emissions_tco2e": 12.5, "reference": "Hotel survey"}]).iloc[0]
    assert (found["emissions_tco2e"], found["source"], found["bucket"]) == (12.5, "hotel", "unspecified")
    assert (found["in_total"], found["outside_reason"], found["reference"]) == (False, "optional", "Hotel survey")


def test_inventory_lines_are_as_given() -> None:
    row = {
        "bucket": "facilities",
        "source": "heating",
        "scope": 1,
        "basis": "market",
        "emissions_tco2e": 1_700_000.0,
        "gwp_set": "AR4",
        "precision": "rounded",
        "reference": "Report, page 3",
    }
    found = lines(inventory=[row]).iloc[0]
    assert {column: found[column] for column in row} == row
    assert found["in_total"]


def test_an_inventory_line_declared_outside_and_one_carried_forward() -> None:
    base = {"bucket": "unspecified", "emissions_tco2e": 1.0, "reference": "x"}
    found = lines(inventory=[{**base, "in_total": False}, {**base, "carried_from_year": 2019}])
    assert found["in_total"].to_list() == [False, True]
    assert found["outside_reason"].to_list() == ["declared", ""]
    assert found["quality"].to_list()[1] == "carried_forward"
    assert found["method"].to_list()[1] == "carried forward from 2019"
