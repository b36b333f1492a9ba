from importlib.resources import files

import pandas as pd
import pytest

from greening import reference
from greening.errors import ReferenceDataError

TABLES = sorted(path.name.removesuffix(".csv") for path in files("greening.reference").joinpath("tables").iterdir() if path.name.endswith(".csv"))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_names_a_known_source(name: str) -> None:
    table = reference.load(name)
    for column in (column for column in table.columns if column.endswith("source_id")):
        assert set(table[column]) <= set(reference.sources()), name


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"published_figures"}))
def test_every_table_has_a_source_column(name: str) -> None:
    assert "source_id" in reference.load(name).columns


@pytest.mark.parametrize("source_id", sorted(reference.sources()))
def test_every_source_says_what_it_is_and_how_it_is_licensed(source_id: str) -> None:
    source = reference.sources()[source_id]
    assert {"title", "publisher", "version", "url", "licence", "attribution"} <= {key for key, value in source.items() if value}


def test_codes_that_look_like_missing_cells_stay_text() -> None:
    assert "NAM" in set(reference.load("countries")["iso3"])
    assert "NA" in set(reference.load("countries")["iso2"])
    assert reference.load("gwp")["refrigerant"].isna().any()


def test_numbers_are_numeric_and_text_is_text() -> None:
    airports = reference.load("airports")
    assert pd.api.types.is_float_dtype(airports["lat"])
    assert airports["iata"].dtype == "str"


def test_a_caller_cannot_spoil_the_table() -> None:
    spoilt = reference.load("countries")
    spoilt["iso3"] = "XXX"
    spoilt.loc[0, "name_en"] = "Nowhere"
    fresh = reference.load("countries")
    assert "CHE" in set(fresh["iso3"])
    assert "Nowhere" not in set(fresh["name_en"])


def test_an_unknown_table_is_an_error_that_names_it() -> None:
    with pytest.raises(ReferenceDataError, match="no_such_table"):
        reference.load("no_such_table")


def test_every_country_has_a_grid_or_a_region() -> None:
    grids = set(reference.load("grid_factors").dropna(subset=["kgco2e_per_kwh"])["region"])
    regions = reference.load("grid_regions").set_index("iso3")["region"]
    countries = reference.load("countries")["iso3"].dropna()
    assert set(countries) <= set(regions.index)
    assert set(regions) <= grids


def test_every_waste_stream_and_treatment_is_mapped_to_a_factor() -> None:
    from greening import tables

    columns = tables.submission_tables()["waste"].columns
    mapping = reference.load("waste_mapping")
    wanted = {(stream, treatment) for stream in columns["stream"].choices for treatment in columns["treatment"].choices}
    assert set(zip(mapping["stream"], mapping["treatment"], strict=True)) == wanted
    assert set(mapping["key"]) <= set(reference.load("activity_factors")["key"])


def test_blends_are_whole_and_of_known_gases() -> None:
    blends = reference.load("refrigerant_blends")
    assert blends.groupby("refrigerant")["mass_pct"].sum().between(99.99, 100.01).all()
    assert set(blends["component"]) <= set(reference.load("gwp")["species"])


def test_rows_are_looked_up_by_their_key_in_the_order_of_the_keys():
    keys = {"fuel": pd.Series(["petrol", "moonlight", "diesel"], index=[5, 3, 4], dtype="str")}
    known = reference.load("fuel_properties").set_index("fuel")["ncv_gj_per_t"]
    found = reference.lookup("fuel_properties", keys, ["ncv_gj_per_t"])["ncv_gj_per_t"]
    assert found.dropna().to_dict() == {5: known["petrol"], 4: known["diesel"]} and found.index.tolist() == [5, 3, 4]
    assert reference.holds("fuel_properties", keys).tolist() == [True, False, True]
