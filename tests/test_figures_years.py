"""The inputs of figures with earlier years beside them."""

import json

import pandas as pd
import pytest
from figure_frames import activities

from greening import paths, tables
from greening.figures import years
from greening.figures.evaluate import evaluate
from greening.footprint.compute import footprint

LEAK = {"table": "refrigerants", "refrigerant": "R-134a", "quantity_kg": 10.0, "basis": "leaked", "year_share": 1.0, "location_id": "A"}
PROFILE = {"table": "profile", "country": "CHE", "scope2_basis": "location", "refrigerant_rule": "all"}


@pytest.fixture
def data(tmp_path):
    """Products of 2019 under AR4 and of 2021 and 2022 under AR5, of a body that leaks."""
    for year, gwp_set in ((2019, "AR4"), (2021, "AR5"), (2022, "AR5")):
        folder = paths.processed(tmp_path, year, "BODY")
        submitted = activities([PROFILE, LEAK], year=year)
        tables.write("activities", submitted, folder)
        tables.write("footprint", footprint(submitted, gwp_set, "icao_style"), folder)
        for product in ("checks", "indicators", "members"):
            tables.write(product, tables.empty(product), folder)
        kept = {"inputs": {"code": "a", "parameters": {"gwp_set": gwp_set, "flight_method": "icao_style"}}}
        paths.write_text(folder / "keys" / "footprints.json", json.dumps(kept))
        tables.write("figures", evaluate(years.given(year, "BODY", tmp_path, [])), folder)
    return tmp_path


def test_the_year_before_and_the_base_year_stand_beside_and_what_others_made_is_computed_again(data):
    found = years.given(2022, "BODY", data, [2019, 2021], "AR5", "icao_style")
    assert sorted(found.earlier["year"].unique()) == [2019, 2021]
    assert found.earlier_footprint["year"].tolist() == [2019, 2021]
    assert found.recalculated["year"].tolist() == [2019]
    made = evaluate(found).set_index("figure_id")
    # 10 kg of R-134a: 14.3 t with the potentials of AR4, 13 t with those of AR5.
    assert made.loc["ghg.total@2019", "value"] == pytest.approx(14.3)
    assert made.loc["ghg.total.recalculated@2019", "value"] == pytest.approx(13.0)
    assert made.loc["ghg.change.base_year", "value"] == pytest.approx(0.0)


def test_without_the_options_of_the_run_nothing_is_computed_again(data):
    found = years.given(2022, "BODY", data, [2019, 2021])
    assert found.recalculated.empty
    assert evaluate(found).set_index("figure_id")["value"]["ghg.change.base_year.method"] == pytest.approx(-1.3)


def test_a_first_year_stands_alone(data):
    found = years.given(2019, "BODY", data, [])
    assert isinstance(found.changes, pd.DataFrame)
    assert found.changes.empty and found.earlier_footprint.empty
