"""Values that cannot be: each is a finding at its cell, and what could not be used without harm is left out."""

import pytest
from upath import UPath

from greening.paths import HOME
from greening.submission.loading import load
from greening.validation import validate

#: Table, column, value, the other cells of the row, and the level of the finding.
ABSURD = [
    ("electricity", "electricity_kwh", "300000000", {}, "warn"),
    ("electricity", "grid_factor_kgco2e_per_kwh", "420", {"electricity_kwh": "5"}, "reject"),
    ("electricity", "supplier_factor_kgco2e_per_kwh", "35", {"electricity_kwh": "6"}, "reject"),
    ("heat", "heat_kwh", "300000000", {}, "warn"),
    ("heat", "supplier_factor_kgco2e_per_kwh", "180", {"heat_kwh": "5"}, "reject"),
    ("fuels", "quantity", "90000", {"use": "generator", "fuel": "diesel", "unit": "t"}, "warn"),
    ("refrigerants", "quantity_kg", "30000", {"refrigerant": "R-410A"}, "warn"),
    ("air_travel", "distance_km", "30000", {"purpose": "staff_mission"}, "reject"),
    ("air_travel", "own_co2_kg", "450000", {"purpose": "staff_mission"}, "warn"),
    ("air_travel", "trips", "2000000", {"purpose": "staff_mission", "distance_km": "900"}, "warn"),
    ("chartered_transport", "fuel_l", "60000000", {"mode": "air", "control": "owned", "payload": "cargo"}, "warn"),
    ("chartered_transport", "flight_hours", "200000", {"mode": "air", "control": "owned", "payload": "cargo", "fuel_l": "5"}, "warn"),
    ("ground_travel", "distance_km", "30000000", {"mode": "rail"}, "warn"),
    ("ground_travel", "passengers", "200000", {"mode": "rail", "distance_km": "5"}, "warn"),
    ("ground_travel", "own_co2_kg", "6000000", {"mode": "rail", "distance_km": "6"}, "warn"),
    ("waste", "waste_kg", "60000000", {"stream": "mixed", "treatment": "landfill"}, "warn"),
    ("water", "water_m3", "6000000", {"source": "municipal"}, "warn"),
    ("wastewater", "wastewater_m3", "6000000", {"treatment": "municipal"}, "warn"),
]
PLACES = "location_id,country,tenure\nHQ,CHE,owned\n"
PROFILE = "organization,name,country\nBODY,An invented body,CHE\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The findings on rows that each hold one absurd value, by table and column."""
    data = tmp_path_factory.mktemp("absurd")
    home = data / "raw" / "2024" / "BODY"
    home.mkdir(parents=True)
    rows: dict[str, list[dict[str, str]]] = {}
    for table, column, value, beside, _ in ABSURD:
        rows.setdefault(table, []).append({"location_id": "HQ", column: value, **beside})
    for table, cells in rows.items():
        columns = list(dict.fromkeys(name for row in cells for name in row))
        lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in cells)]
        (home / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, text in {"locations": PLACES, "profile": PROFILE}.items():
        (home / f"{name}.csv").write_text(text, encoding="utf-8")
    activities, told = validate(load(2024, "BODY", str(UPath(data))), str(HOME / "expectations"), None)
    return activities, told[told["rule"].str.startswith("absurd_")]


@pytest.mark.parametrize(("table", "column", "value", "beside", "level"), ABSURD, ids=[f"{case[0]}.{case[1]}" for case in ABSURD])
def test_an_absurd_value_is_a_finding_at_its_cell(found, table, column, value, beside, level):
    activities, told = found
    here = told[told["table"].eq(table) & told["column"].eq(column) & told["value"].astype("float64").eq(float(value))]
    assert here["level"].tolist() == [level]
    number = [case[:3] for case in ABSURD if case[0] == table].index((table, column, value)) + 2
    assert here["source_row"].tolist() == [number]
    kept = set(activities.loc[activities["table"].eq(table), "source_row"])
    assert (number in kept) == (level == "warn")


def test_nothing_else_is_called_absurd(found):
    assert len(found[1]) == len(ABSURD)
