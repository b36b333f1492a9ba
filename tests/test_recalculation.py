"""Earlier years computed again by today's methods, where they were made by others."""

import json

import pandas as pd
import pytest

from greening import paths, recalculation, tables

LEAK = {"table": "refrigerants", "refrigerant": "R-134a", "quantity_kg": 10.0, "basis": "leaked", "year_share": 1.0}


@pytest.fixture
def made(tmp_path):
    """Writes the activities of a year, and what its footprint was made with."""

    def write(year: int, gwp_set: str, code: str, *rows: dict) -> None:
        folder = paths.processed(tmp_path, year, "BODY")
        frame = pd.DataFrame([{"table": "profile", "country": "CHE"}, *rows]).assign(data_year=year)
        frame = frame.assign(organization=frame["organization"].fillna("BODY") if "organization" in frame else "BODY")
        tables.write("activities", tables.stack("activities", [frame]), folder)
        kept = {"inputs": {"code": code, "parameters": {"gwp_set": gwp_set, "flight_method": "icao_style"}}}
        paths.write_text(folder / "keys" / "footprints.json", json.dumps(kept))

    return write


def again(tmp_path, gwp_set: str) -> pd.DataFrame:
    return recalculation.footprints(tmp_path, "BODY", 2024, [2023], gwp_set, "icao_style")


def test_a_year_of_other_potentials_is_computed_again(tmp_path, made):
    made(2023, "AR4", "a", LEAK)
    made(2024, "AR5", "a", LEAK)
    found = again(tmp_path, "AR5")
    assert (found["year"].tolist(), found["gwp_set"].tolist()) == ([2023], ["AR5"])
    assert found["emissions_tco2e"].tolist() == pytest.approx([13.0])


def test_a_year_of_another_version_of_the_program_is_computed_again(tmp_path, made):
    made(2023, "AR5", "a", LEAK)
    made(2024, "AR5", "b", LEAK)
    assert len(again(tmp_path, "AR5")) == 1


def test_a_year_that_was_made_the_same_way_is_not(tmp_path, made):
    made(2023, "AR5", "a", LEAK)
    made(2024, "AR5", "a", LEAK)
    assert again(tmp_path, "AR5").empty


def test_a_year_of_which_nothing_is_kept_is_computed_again(tmp_path, made):
    made(2023, "AR5", "a", LEAK)
    made(2024, "AR5", "a", LEAK)
    (paths.processed(tmp_path, 2023, "BODY") / "keys" / "footprints.json").unlink()
    assert len(again(tmp_path, "AR5")) == 1


def test_a_group_of_members_rows_and_declared_totals_have_nothing_to_compute(tmp_path, made):
    made(2024, "AR5", "b", LEAK)
    made(2023, "AR5", "a", LEAK | {"organization": "MEMBER"})
    assert again(tmp_path, "AR5").empty
    made(2023, "AR5", "a", {"table": "inventory", "emissions_tco2e": 5.0})
    assert again(tmp_path, "AR5").empty
