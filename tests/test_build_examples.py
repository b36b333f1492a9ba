import io
import itertools
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from upath import UPath

from greening import paths, tables
from greening.structure import casting
from greening.submission import loading
from greening.validation import validate
from scripts import build_examples
from scripts.build_examples import CODES, YEARS

RAW = Path(paths.HOME) / "data" / "raw"
#: Choices that neither body has a sensible use for, or that only a body on another basis would give.
UNUSED_CHOICES = {
    "consolidation": {"financial"}, "scope2_basis": {"market"}, "refrigerant_rule": {"kyoto"}, "fuel": {"jet_fuel", "coal", "heavy_fuel_oil"},
    "activity": {"procurement"}, "bucket": {"unspecified"}, "gwp_set": {"AR4", "AR6"},
}  # fmt: skip


@cache
def submission(code: str, year: int) -> build_examples.Rows:
    return build_examples.submission(code, year)


@cache
def loaded(code: str, year: int) -> loading.Submission:
    return loading.load(year, code, UPath(RAW.parent))


def frame(code: str, year: int, table: str) -> pd.DataFrame:
    return pd.DataFrame(submission(code, year)[table])


def cells(name: str, content: bytes) -> object:
    """The cells of a workbook, whose writing may differ between builds of Python; any other file as it is."""
    if not name.endswith(".xlsx"):
        return content
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_submission_is_what_the_script_builds(code: str, year: int) -> None:
    built = build_examples.files(code, year)
    kept = {path.name: path.read_bytes() for path in (RAW / str(year) / code).iterdir()}
    assert built.keys() == kept.keys()
    assert [cells(name, content) for name, content in sorted(built.items())] == [cells(name, content) for name, content in sorted(kept.items())]


@pytest.mark.parametrize("code", CODES)
def test_the_same_declaration_gives_the_same_bytes(code: str) -> None:
    assert build_examples.files(code, 2024) == build_examples.files(code, 2024)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("year", YEARS)
def test_every_cell_can_be_read_and_no_row_is_lost(code: str, year: int) -> None:
    typed = casting.cast(loaded(code, year))
    made = submission(code, year)
    assert typed.findings.empty
    assert {name: len(rows) for name, rows in typed.tables.items() if len(rows)} == {name: len(rows) for name, rows in made.items()}


@pytest.mark.parametrize(("code", "year", "expected"), [
    ("EXAMPLE-HQ", 2023, {("missing_tenure", "warn")}), ("EXAMPLE-HQ", 2024, set()),
    ("EXAMPLE-FIELD", 2023, {("nobody_but_activity", "warn")}), ("EXAMPLE-FIELD", 2024, {("nobody_but_activity", "warn")}),
])  # fmt: skip
def test_the_suites_find_only_what_was_left_in_to_be_found(code: str, year: int, expected: set[tuple[str, str]]) -> None:
    _, checks = validate(loaded(code, year), str(Path(paths.HOME) / "expectations"), None)
    assert set(zip(checks["rule"], checks["level"], strict=True)) == expected


def test_every_table_and_column_is_used() -> None:
    used = {(table, column) for code in CODES for year in YEARS for table in submission(code, year) for column in frame(code, year, table)}
    declared = {(name, column) for name, table in tables.submission_tables().items() for column in table.columns}
    assert declared - used == set()


def test_every_sensible_choice_is_used() -> None:
    used = {
        (column, word)
        for code in CODES
        for year in YEARS
        for rows in submission(code, year).values()
        for row in rows
        for column, cell in row.items()
        for word in str(cell).split()
    }
    choices = {(name, word) for table in tables.submission_tables().values() for name, column in table.columns.items() for word in column.choices}
    unused = {(name, word) for name, words in UNUSED_CHOICES.items() for word in words}
    assert choices - used - unused - {("precision", "more_than")} == set()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("year", YEARS)
def test_the_bodies_are_plainly_invented(code: str, year: int) -> None:
    profile = frame(code, year, "profile").iloc[0]
    assert (profile["organization"], profile["illustrative"], profile["parent"]) == (code, "true", "EXAMPLE")
    assert profile["name"].endswith("(illustrative)")
    offsets = submission(code, year).get("offsets", [])
    assert all("(invented)" in row["registry"] for row in offsets)


def test_the_headquarters_body_flies_about_fifteen_hundred_times() -> None:
    for year in YEARS:
        assert 1400 <= len(frame("EXAMPLE-HQ", year, "air_travel")) <= 1600


def test_both_forms_are_shipped_and_a_table_comes_in_two_files() -> None:
    assert list(build_examples.files("EXAMPLE-HQ", 2023)) == ["submission.xlsx"]
    assert {"air_travel_1.csv", "air_travel_2.csv"} <= build_examples.files("EXAMPLE-HQ", 2024).keys()
    assert {"fuels_bases.csv", "fuels_camps.csv"} <= build_examples.files("EXAMPLE-FIELD", 2023).keys()
    assert list(build_examples.files("EXAMPLE-FIELD", 2024)) == ["submission.xlsx"]


def test_a_bill_over_the_end_of_the_year_is_the_same_in_both_years() -> None:
    bills = [frame("EXAMPLE-HQ", year, "heat").query("meter_id == 'NYC-S1'") for year in YEARS]
    shared = [rows[rows["start_date"] == date(2023, 12, 16)] for rows in bills]
    assert [list(rows["end_date"]) for rows in shared] == [[date(2024, 1, 15)]] * 2
    assert shared[0]["heat_kwh"].item() == shared[1]["heat_kwh"].item()


def test_nothing_happens_at_a_place_after_it_closed() -> None:
    closed = date(2024, 10, 31)
    rows = submission("EXAMPLE-HQ", 2024)
    dates = [
        row[name]
        for table in rows.values()
        for row in table
        if row.get("location_id") == "NYC"
        for name in ("end_date", "departure_date")
        if name in row
    ]
    yearly = [row for row in rows["waste"] if row["location_id"] == "NYC"]
    assert max(day for day in dates if day != date(2024, 12, 31)) <= closed
    assert dates.count(date(2024, 12, 31)) == len(yearly)


@pytest.mark.parametrize("code", CODES)
def test_meters_and_places_of_last_year_are_still_there(code: str) -> None:
    for table, column in (("electricity", "meter_id"), ("locations", "location_id")):
        assert set(frame(code, 2023, table)[column]) <= set(frame(code, 2024, table)[column])


@pytest.mark.parametrize(("code", "figure", "table", "column"), [
    ("EXAMPLE-HQ", "personnel.total", "personnel", "headcount"),
    ("EXAMPLE-FIELD", "waste.total", "waste", "waste_kg"),
])  # fmt: skip
def test_a_restated_figure_is_that_of_the_earlier_submission(code: str, figure: str, table: str, column: str) -> None:
    restated = frame(code, 2024, "restatements").set_index("figure").loc[figure]
    assert restated["new_value"] == frame(code, 2023, table)[column].sum()


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("table", "column", "low", "high"), [("water", "water_m3", 5, 150), ("waste", "waste_kg", 20, 1500)])
def test_quantities_a_head_are_plausible(code: str, year: int, table: str, column: str, low: float, high: float) -> None:
    people = frame(code, year, "personnel").groupby("location_id")["headcount"].sum()
    a_head = (frame(code, year, table).groupby("location_id")[column].sum() / people[people > 0]).dropna()
    assert a_head.between(low, high).all()


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("code", CODES)
def test_electricity_by_floor_area_is_plausible(code: str, year: int) -> None:
    area = frame(code, year, "locations").set_index("location_id")["floor_area_m2"]
    by_area = (frame(code, year, "electricity").groupby("location_id")["electricity_kwh"].sum() / area).dropna()
    assert by_area.between(20, 800).all()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("table", "column", "by"), [
    ("electricity", "electricity_kwh", "meter_id"), ("water", "water_m3", "location_id"), ("waste", "waste_kg", "location_id"),
    ("personnel", "headcount", "location_id"), ("air_travel", "trips", "location_id"),
])  # fmt: skip
def test_amounts_change_by_less_than_a_third_from_year_to_year(code: str, table: str, column: str, by: str) -> None:
    before, after = (frame(code, year, table).groupby(by)[column].sum() for year in YEARS)
    assert (after / before).dropna().between(0.7, 1.3).all()


@given(st.sampled_from(["month", "quarter"]), st.sampled_from(sorted(build_examples.SHAPES)), st.integers(1_000, 10_000_000))
def test_a_series_adds_up_to_its_yearly_amount(every: str, shape: str, amount: int) -> None:
    series = {"table": "electricity", "every": every, "shape": shape, "amounts": {"electricity_kwh": {2023: amount}}, "row": {"location_id": "X"}}
    rows = build_examples.spread(series, 2023)
    assert sum(row["electricity_kwh"] for row in rows) == pytest.approx(amount, rel=build_examples.NOISE, abs=len(rows))


def test_the_periods_of_a_series_cover_the_year_without_gap_or_overlap() -> None:
    months = build_examples.periods({"every": "month"}, 2024)
    assert (months[0].start, months[-1].end) == (date(2024, 1, 1), date(2024, 12, 31))
    assert all((later.start - earlier.end).days == 1 for earlier, later in itertools.pairwise(months))


def test_routes_are_flown_in_proportion_to_their_weights() -> None:
    routes = [{"weight": 3, "origin": "A"}, {"weight": 1, "origin": "B"}]
    assert [route["origin"] for route in build_examples._routes(routes, 8)] == ["A"] * 6 + ["B"] * 2


def test_a_year_of_a_cell_is_picked_and_an_empty_one_left_out() -> None:
    row = {"years": [2024], "cost": {2023: 1, 2024: 2}, "check_date": {2023: "", 2024: ""}, "title": "same"}
    assert build_examples.of_year(row, 2024) == {"cost": 2, "title": "same"}


def test_a_trip_with_an_own_result_counts_every_leg_and_flies_economy() -> None:
    declared = {"own_share": 1, "distance_share": 0, "trips_only_share": 0}
    route = {"origin": "GVA", "destination": "NYC", "own_co2_kg": 352, "distance_km": 6200}
    flown = build_examples._flown(declared, route, 4, "business", Random("any"))
    assert flown == {"origin": "GVA", "destination": "NYC", "cabin": "economy", "own_co2_kg": 1408}


def test_serial_numbers_of_credits_are_used_once() -> None:
    blocks = [(row["serial_from"], row["serial_to"]) for year in YEARS for row in submission("EXAMPLE-HQ", year)["offsets"]]
    ordered = sorted(blocks)
    assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(ordered))
