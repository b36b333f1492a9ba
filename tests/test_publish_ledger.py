"""The ledger adds up the rows of a figure and names their factors."""

from typing import Any

import pandas as pd
import pytest
from made_report import activities, report

from greening import tables
from greening.publish.ledger import Ledger


def footprint(*rows: dict[str, Any]) -> pd.DataFrame:
    return tables.stack("footprint", [pd.DataFrame([{"organization": "BODY", "year": 2022, **row} for row in rows])])


def test_rows_are_added_up_by_table_place_and_source_the_largest_first():
    frame = footprint(
        {"table": "fuels", "source": "heating_fuel", "location_id": "L1", "emissions_tco2e": 1.0},
        {"table": "fuels", "source": "heating_fuel", "location_id": "L1", "emissions_tco2e": 2.0},
        {"table": "waste", "source": "waste", "emissions_tco2e": 5.0},
        {"table": "waste", "source": "waste", "location_id": "L1"},
    )
    made = report(footprint=frame, activities=activities(locations=[{"location_id": "L1", "name": "Main building"}]))
    added, has_journeys = Ledger(made).added({})
    assert [(*row.name, row.rows, row.tonnes) for row in added] == [
        ("waste", made.text("how.no_place"), "waste", 1, 5.0),
        ("fuels", "Main building", "heating_fuel", 2, 3.0),
        ("waste", "Main building", "waste", 1, 0.0),
    ]
    assert not has_journeys


def test_few_journeys_are_told_together():
    trips = [
        {
            "table": "air_travel",
            "source": "flight",
            "purpose": purpose,
            "cabin": "economy",
            "emissions_tco2e": 1.0,
            "source_file": "t.csv",
            "source_row": row,
        }
        for row, purpose in enumerate(["staff_mission"] * 7 + ["home_leave", "medical_evacuation"], 2)
    ]
    made = report(
        footprint=footprint(*trips), activities=activities(air_travel=[{"source_file": "t.csv", "source_row": row} for row in range(2, 11)])
    )
    added, has_journeys = Ledger(made).added({"table": "air_travel"})
    assert has_journeys
    assert {row.name[2]: row.rows for row in added} in ({"flight": 7, "other": 2}, {"other": 9})
    assert not any(term in row.name[1] for row in added for term in (made.term("home_leave"), made.term("medical_evacuation")))


@pytest.mark.parametrize(("product", "names"), [("footprint", ["f1"]), ("indicators", ["f1", "f2"])])
def test_factors_are_those_of_the_rows_each_use_once(product: str, names: list[str]):
    frame = footprint(
        {"table": "fuels", "factor_id": "f1", "factor_value": 2.0, "factor_year": 2020, "factor_rung": "exact"},
        {"table": "fuels", "factor_id": "f1", "factor_value": 1.0, "factor_year": 2020, "factor_rung": "exact"},
        {"table": "fuels", "factor_id": "f1", "factor_value": 1.0, "factor_year": 2020, "factor_rung": "exact"},
        {"table": "waste", "factor_id": "f2"},
    )
    used = Ledger(report(footprint=frame)).factors({"product": product, "filter": {"table": "fuels"}})
    assert sorted(used) == names
    assert [row[1] for row in used["f1"]] == [1.0, 2.0]
