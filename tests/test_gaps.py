"""Gaps: what is filled, by which way, with what amount, and what never is."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from greening import reference, tables
from greening.footprint.compute import footprint
from greening.gaps.filling import completed, filled
from greening.indicators import indicators

YEAR = 2023
Row = dict[str, Any]


def activities(*rows: Row, year: int = YEAR) -> pd.DataFrame:
    """Rows of one body in the columns of activities, with file and row number unless they give a row_id."""
    placed = []
    for number, row in enumerate(rows, start=2):
        file = f"{row['table']}.csv"
        shared = {"organization": "BODY", "data_year": year, "source_file": file, "source_row": number, "row_id": f"{file}:{number}"}
        dates = {name: pd.Timestamp(row[name]) for name in ("start_date", "end_date", "opened_date", "closed_date") if name in row}
        placed.append({**shared, **row, **dates})
    return tables.stack("activities", [pd.DataFrame(placed)])


def place(location_id: str, **cells: Any) -> Row:
    return {"table": "locations", "location_id": location_id, "country": "FRA", "kind": "country_office", "quantity_covers": "own_share"} | cells


def coverage(topic: str, status: str, location_id: str | None = None) -> Row:
    return {"table": "coverage", "topic": topic, "status": status, "location_id": location_id}


def people(location_id: str, headcount: float, **cells: Any) -> Row:
    return {"table": "personnel", "location_id": location_id, "headcount": headcount, "covers": "all"} | cells


def electricity(location_id: str, kwh: float, start: str = "", end: str = "", year: int = YEAR, **cells: Any) -> Row:
    dates = {"start_date": start or f"{year}-01-01", "end_date": end or f"{year}-12-31"}
    return {"table": "electricity", "location_id": location_id, "electricity_kwh": kwh, "supply": "grid", "quality": "metered"} | dates | cells


def months(location_id: str, kwh_a_day: float = 10.0, without: tuple[int, ...] = (), year: int = YEAR, **cells: Any) -> list[Row]:
    """A monthly series of electricity, so much a day, without some of the months."""
    found = []
    for month in sorted(set(range(1, 13)) - set(without)):
        start = pd.Timestamp(year, month, 1)
        end = start + pd.offsets.MonthEnd()
        found.append(electricity(location_id, kwh_a_day * end.day, str(start), str(end), **cells))
    return found


def only(frame: pd.DataFrame) -> pd.Series:
    assert len(frame) == 1, frame[["row_id", "fill_basis"]]
    return frame.iloc[0]


# --- own months


def test_a_missing_month_takes_the_mean_a_day_of_the_months_beside_it():
    rows = months("A", without=(5,), meter_id="M1")
    rows[3]["electricity_kwh"], rows[4]["electricity_kwh"] = 30 * 8.0, 30 * 12.0
    found = only(filled(activities(place("A"), *rows)))
    assert found["electricity_kwh"] == pytest.approx(31 * 10.0)
    assert (found["start_date"], found["end_date"]) == (pd.Timestamp("2023-05-01"), pd.Timestamp("2023-05-31"))
    assert (found["filled_by"], found["quality"], found["meter_id"], found["supply"]) == ("own_months", "estimated", "M1", "grid")
    assert found["parents"] == "electricity.csv:6; electricity.csv:7"
    assert found["fill_basis"] == "mean of the months beside the gap, 10 kWh a day, for 31 days"
    assert pd.isna(found["source_file"]) and pd.isna(found["source_row"])


@pytest.mark.parametrize(
    ("without", "number"), [((2, 3, 4), 1), ((2, 5, 9), 3), ((1,), 1), ((12,), 1), ((2, 3, 4, 5), 0), ((1, 4, 8, 12), 0), ((), 0)]
)
def test_at_most_three_months_are_completed(without: tuple[int, ...], number: int):
    found = filled(activities(place("A"), *months("A", without=without)))
    assert len(found) == number
    lacking = sum(pd.Timestamp(YEAR, month, 1).days_in_month for month in without) if number else 0
    assert found["electricity_kwh"].sum() == pytest.approx(10.0 * lacking)


def test_a_series_has_at_least_six_rows_and_no_period_longer_than_a_month():
    quarters = [electricity("A", 900, f"{YEAR}-{month:02}-01", f"{YEAR}-{month + 2:02}-28") for month in (1, 4, 7)]
    assert filled(activities(place("A"), *quarters)).empty
    few = months("A", without=(2, 3, 4), closed_date=None)[:5]
    assert filled(activities(place("A", closed_date=f"{YEAR}-08-31"), *few)).empty


def test_months_before_a_place_opened_and_after_it_closed_are_no_gap():
    rows = months("A", without=(1, 2, 11, 12))
    assert filled(activities(place("A", opened_date=f"{YEAR}-03-01", closed_date=f"{YEAR}-10-31"), *rows)).empty
    assert len(filled(activities(place("A"), *rows))) == 0
    assert len(filled(activities(place("A", opened_date=f"{YEAR}-03-01"), *rows))) == 1


def test_the_ends_of_bills_are_no_gap():
    rows = months("A")
    rows[-1]["end_date"] = f"{YEAR}-12-12"
    assert filled(activities(place("A"), *rows)).empty


def test_a_meter_that_another_took_over_from_is_not_completed():
    old, new = months("A", without=(10, 11, 12), meter_id="OLD"), months("A", without=tuple(range(1, 10)), meter_id="NEW")
    assert filled(activities(place("A"), *old, *new)).empty
    beside = months("A", meter_id="BESIDE")
    assert only(filled(activities(place("A"), *old, *beside)))["meter_id"] == "OLD"


def test_heating_that_is_off_in_summer_is_no_gap_and_a_month_in_winter_is():
    day = {1: 30, 2: 28, 3: 20, 4: 10, 5: 3, 9: 3, 10: 10, 11: 20, 12: 30}
    heat = {"table": "heat", "carrier": "steam"}
    needed = [{**row, **heat, "heat_kwh": row["electricity_kwh"] * day[row_month(row)]} for row in months("A", 1, (6, 7, 8))]
    assert filled(activities(place("A"), *needed)).empty
    off = [{**row, **heat, "heat_kwh": 0.0} for row in months("A", 1, (1, 2, 3, 4, 5, 9, 10, 11, 12))]
    winter = [*(row for row in needed if row_month(row) != 2), *off]
    found = only(filled(activities(place("A"), *winter)))
    assert (found["heat_kwh"], found["carrier"]) == (pytest.approx(28 * 25.0), "steam")


def row_month(row: Row) -> int:
    return pd.Timestamp(row["start_date"]).month


def test_what_does_not_flow_through_a_meter_is_not_completed():
    kept = {"use": "generator", "unit": "l", "quality": "invoiced"}
    diesel = [{**row, "table": "fuels", "fuel": "diesel", "quantity": 100.0, **kept} for row in months("A", without=(5,))]
    gas = [{**row, "fuel": "natural_gas", "unit": "m3"} for row in diesel]
    assert filled(activities(place("A"), *diesel)).empty
    assert only(filled(activities(place("A"), *gas)))["fuel"] == "natural_gas"


def test_factors_of_a_series_hold_for_its_missing_month_and_its_certificates_do_not():
    rows = months("A", without=(5,), supplier_factor_kgco2e_per_kwh=0.2, certificate_kwh=50.0, factor_reference="Statement")
    found = only(filled(activities(place("A"), *rows)))
    assert (found["supplier_factor_kgco2e_per_kwh"], found["factor_reference"]) == (0.2, "Statement")
    assert pd.isna(found["certificate_kwh"])


# --- what is declared


def test_nothing_is_filled_that_nobody_declared():
    known = [electricity("A", 1000), place("A", floor_area_m2=100), place("B", floor_area_m2=50), people("A", 4), people("B", 2)]
    assert filled(activities(*known)).empty
    assert only(filled(activities(*known, coverage("electricity", "not_reported", "B"))))["location_id"] == "B"
    assert only(filled(activities(*known, coverage("Electricity ", "not_reported"))))["location_id"] == "B"


@pytest.mark.parametrize("status", ["not_occurring", "included_elsewhere", "confidential", "excluded", "reported"])
def test_other_statuses_are_never_filled(status: str):
    known = [electricity("A", 1000), place("A", floor_area_m2=100), place("B", floor_area_m2=50)]
    assert filled(activities(*known, coverage("electricity", status, "B"))).empty
    assert filled(activities(*known, coverage("electricity", status, "B"), coverage("electricity", "not_reported"))).empty


def test_excluded_opts_a_body_out_of_a_topic_and_of_filling_altogether():
    series = [place("A"), *months("A", without=(5,))]
    assert filled(activities(*series, coverage("electricity", "excluded"))).empty
    assert filled(activities(*series, coverage("gap_filling", "excluded"))).empty
    assert filled(activities(*series, coverage("gap_filling", "excluded", "A"))).empty
    assert len(filled(activities(*series, coverage("water", "excluded")))) == 1


def test_a_place_that_another_body_reports_is_not_filled():
    known = [electricity("A", 1000), place("A", floor_area_m2=100), coverage("electricity", "not_reported", "B")]
    assert filled(activities(*known, place("B", floor_area_m2=50, reported_by="OTHER"))).empty
    assert len(filled(activities(*known, place("B", floor_area_m2=50, reported_by="BODY")))) == 1


def test_a_declared_gap_of_a_part_of_the_year_takes_the_mean_of_the_rest():
    quarters = [electricity("A", kwh, f"{YEAR}-{start}", f"{YEAR}-{end}") for kwh, start, end in ((900, "01-01", "03-31"), (1830, "04-01", "09-30"))]
    found = only(filled(activities(place("A"), *quarters, coverage("electricity", "not_reported", "A"))))
    assert (found["filled_by"], found["start_date"], found["end_date"]) == ("own_months", pd.Timestamp("2023-10-01"), pd.Timestamp("2023-12-31"))
    assert found["electricity_kwh"] == pytest.approx(2730 / 273 * 92)


# --- own last year


def previous(*rows: Row) -> pd.DataFrame:
    return activities(*rows, year=YEAR - 1)


def test_last_year_is_taken_as_floor_area_changed():
    before = previous(place("B", floor_area_m2=100), electricity("B", 3650, year=YEAR - 1, meter_id="M", supplier_factor_kgco2e_per_kwh=0.1))
    now = activities(place("B", floor_area_m2=120), coverage("electricity", "not_reported", "B"))
    found = only(filled(now, before))
    assert found["electricity_kwh"] == pytest.approx(3650 * 1.2)
    assert (found["filled_by"], found["quality"], found["meter_id"]) == ("own_last_year", "carried_forward", "M")
    assert found["parents"] == "2022: electricity.csv:3"
    assert found["fill_basis"] == "own quantity of 365 of the same days of 2022, for 365 days, changed from 100 to 120 m2"
    assert pd.isna(found["supplier_factor_kgco2e_per_kwh"])


def test_last_year_is_taken_as_people_changed_where_the_area_is_not_known():
    before = previous(place("B"), people("B", 10), electricity("B", 3650, year=YEAR - 1))
    now = activities(place("B"), people("B", 5), coverage("electricity", "not_reported", "B"))
    assert only(filled(now, before))["electricity_kwh"] == pytest.approx(3650 / 2)


def test_a_topic_of_which_nothing_at_all_was_handed_in_stays_missing():
    before = previous(place("B"), people("B", 10), electricity("B", 3650, year=YEAR - 1))
    now = [place("B"), people("B", 10)]
    assert filled(activities(*now, coverage("electricity", "not_reported")), before).empty
    assert only(filled(activities(*now, coverage("electricity", "carried_forward")), before))["electricity_kwh"] == pytest.approx(3650)


def test_what_is_carried_forward_is_taken_over_as_it_was_and_from_nowhere_else():
    before = previous(place("B", floor_area_m2=100), electricity("B", 3650, year=YEAR - 1))
    now = activities(place("B", floor_area_m2=120), coverage("electricity", "carried_forward", "B"))
    assert only(filled(now, before))["electricity_kwh"] == pytest.approx(3650)
    assert filled(now, None).empty
    assert filled(now, activities(place("B"), electricity("B", 1), year=YEAR - 2)).empty


def test_a_leap_day_adds_nothing_to_a_year_that_is_carried_forward():
    before = activities(place("B"), electricity("B", 3650, year=2023), year=2023)
    now = activities(place("B"), coverage("electricity", "carried_forward", "B"), year=2024)
    found = only(filled(now, before))
    assert (found["electricity_kwh"], found["end_date"]) == (pytest.approx(3650), pd.Timestamp("2024-12-31"))


def test_only_the_same_days_of_last_year_count():
    january = electricity("B", 310, f"{YEAR - 1}-01-01", f"{YEAR - 1}-01-31")
    rest = electricity("B", 3340, f"{YEAR - 1}-02-01", f"{YEAR - 1}-12-31")
    now = activities(place("B", closed_date=f"{YEAR}-01-31"), coverage("electricity", "not_reported", "B"))
    assert only(filled(now, previous(place("B"), january, rest)))["electricity_kwh"] == pytest.approx(310)
    assert filled(now, previous(place("B"), rest)).empty


def test_every_kind_of_last_year_is_filled():
    fuel = {"table": "fuels", "location_id": "B", "unit": "l", "quality": "invoiced"}
    before = previous(
        place("B"), {**fuel, "use": "heating", "fuel": "heating_oil", "quantity": 500},
        {**fuel, "use": "generator", "fuel": "diesel", "quantity": 80}, {**fuel, "use": "vehicle", "fuel": "petrol", "quantity": 9},
    )  # fmt: skip
    found = filled(activities(place("B"), coverage("fuels", "not_reported", "B")), before)
    assert dict(zip(found["fuel"], found["quantity"], strict=True)) == {"diesel": pytest.approx(80), "heating_oil": pytest.approx(500)}


# --- like places


def like(measure: str, **of_place: Any) -> list[Row]:
    size = {"floor_area_m2": 200} if measure == "area" else {}
    return [
        place("A", floor_area_m2=100, climate="hot", **of_place), electricity("A", 36500), people("A", 10),
        place("C", floor_area_m2=100, climate="temperate", **of_place), electricity("C", 73000), people("C", 10),
        place("B", climate="Hot and humid", **of_place, **size), coverage("electricity", "not_reported", "B"),
    ]  # fmt: skip


def test_a_place_is_filled_a_square_metre_from_places_of_its_kind_and_climate():
    found = only(filled(activities(*like("area"))))
    assert found["electricity_kwh"] == pytest.approx(36500 / 100 * 200)
    assert (found["filled_by"], found["quality"], found["parents"]) == ("per_m2", "estimated", "electricity.csv:3")
    assert found["fill_basis"] == "mean of 1 own place of the same kind and climate (A): 365 kWh a m2 and year, for 200 m2 and 365 days"


def test_without_a_like_climate_all_places_of_the_kind_count():
    rows = [{**row, "climate": "cold"} if row["table"] == "locations" and row["location_id"] == "B" else row for row in like("area")]
    assert only(filled(activities(*rows)))["electricity_kwh"] == pytest.approx((36500 + 73000) / 200 * 200)


def test_without_floor_area_a_place_is_filled_a_person():
    found = only(filled(activities(*like("people"), people("B", 2))))
    assert (found["filled_by"], found["quality"], found["electricity_kwh"]) == ("per_person", "proxy", pytest.approx(36500 / 10 * 2))
    assert filled(activities(*like("people"))).empty


def test_people_who_live_in_camps_do_not_stand_for_those_in_offices():
    rows = [place("A", kind="field_mission"), electricity("A", 36500), people("A", 10), place("B"), people("B", 2)]
    assert filled(activities(*rows, coverage("electricity", "not_reported", "B"))).empty
    office = [place("C", kind="other"), electricity("C", 1000), people("C", 10)]
    assert only(filled(activities(*rows, *office, coverage("electricity", "not_reported", "B"))))["electricity_kwh"] == pytest.approx(200)


def test_a_place_that_reports_a_part_of_its_year_does_not_stand_for_others():
    rows = [{**row, "end_date": f"{YEAR}-06-30"} if row.get("location_id") == "A" and row["table"] == "electricity" else row for row in like("area")]
    found = only(filled(activities(*rows)))
    assert found["electricity_kwh"] == pytest.approx(73000 / 100 * 200)


def test_days_count_on_both_sides():
    rows = [place("A", floor_area_m2=100, closed_date=f"{YEAR}-01-31"), electricity("A", 3100, end=f"{YEAR}-01-31")]
    gap = [place("B", floor_area_m2=50, opened_date=f"{YEAR}-12-22"), coverage("electricity", "not_reported", "B")]
    assert only(filled(activities(*rows, *gap)))["electricity_kwh"] == pytest.approx(1.0 * 50 * 10)


def test_whole_premises_are_filled_so_that_the_share_of_the_body_comes_out():
    whole = {"quantity_covers": "whole_premises", "allocation_pct": 25.0}
    rows = [place("A", floor_area_m2=100, **whole), electricity("A", 4000), place("B", floor_area_m2=40, **whole)]
    lines = footprint(completed(activities(*rows, coverage("electricity", "not_reported", "B"))), "AR5", "icao_style")
    own = lines[lines["basis"] == "location"].set_index("location_id")["activity_value"]
    assert (own["A"], own["B"]) == (pytest.approx(1000), pytest.approx(400))


def test_the_mix_of_waste_is_that_of_the_like_places():
    waste = {"table": "waste", "location_id": "A", "quality": "metered"}
    rows = [
        {**waste, "stream": "mixed", "treatment": "landfill", "waste_kg": 300.0},
        {**waste, "stream": "paper", "treatment": "recycling", "waste_kg": 100.0},
        place("A", floor_area_m2=100), place("B", floor_area_m2=50), coverage("waste", "not_reported", "B"),
    ]  # fmt: skip
    found = filled(activities(*rows))
    assert dict(zip(found["treatment"], found["waste_kg"], strict=True)) == {"landfill": pytest.approx(150), "recycling": pytest.approx(50)}
    assert found["row_id"].is_unique


def test_water_from_like_places_is_drawn_from_the_main_and_leaves_recycled_water_out():
    water = {"table": "water", "location_id": "A", "quality": "metered"}
    rows = [{**water, "source": source, "water_m3": 100.0} for source in ("municipal", "rain", "recycled")]
    found = only(filled(activities(*rows, place("A", floor_area_m2=100), place("B", floor_area_m2=50), coverage("water", "not_reported", "B"))))
    assert (found["source"], found["water_m3"]) == ("municipal", pytest.approx(100))


def test_a_place_with_generators_makes_its_own_electricity():
    fuel = {"table": "fuels", "location_id": "B", "use": "generator", "fuel": "diesel", "quantity": 100, "unit": "l"}
    assert only(filled(activities(*like("area"), fuel)))["supply"] == "own_generator"
    assert only(filled(activities(*like("area"), {**fuel, "use": "vehicle"})))["supply"] == "grid"


# --- system proxies


def proxy(topic: str, places: str, year: int) -> float:
    table = reference.load("system_proxies")
    return float(table.loc[(table["topic"] == topic) & (table["places"] == places) & (table["year"] == year), "value"].iloc[0])


def test_a_body_without_data_of_its_own_takes_published_averages():
    gaps = [coverage(topic, "not_reported", "B") for topic in ("electricity", "heat", "fuels", "water", "waste", "wastewater")]
    found = filled(activities(place("B", floor_area_m2=200), people("B", 10), *gaps)).set_index("table")
    assert found.loc["electricity", "electricity_kwh"] == pytest.approx(200 * proxy("electricity", "all", 2008))
    assert found.loc["heat", "heat_kwh"] == pytest.approx(200 * proxy("heat", "all", 2008))
    assert found.loc["water", "water_m3"] == pytest.approx(10 * proxy("water", "all", 2022))
    # The published figure of 2020, when offices were closed, is not taken.
    assert found.loc["waste", "waste_kg"] == pytest.approx(10 * proxy("waste", "office", 2019))
    assert (found.loc["fuels", "fuel"], found.loc["fuels", "calorific_basis"]) == ("natural_gas", "gross")
    assert set(found["filled_by"]) == {"system_proxy"} and set(found["quality"]) == {"proxy"}
    assert "wastewater" not in found.index
    assert found.loc["waste", "fill_basis"].startswith("Waste of the UN system without field missions, 2019: 227 kg a person and year, for 10 people")


def test_camps_take_the_average_of_the_whole_system():
    rows = activities(place("B", kind="field_mission"), people("B", 10), coverage("waste", "not_reported", "B"))
    assert only(filled(rows))["waste_kg"] == pytest.approx(10 * proxy("waste", "all", 2022))


def test_the_nearest_earlier_year_counts_else_the_nearest_later():
    gap = [place("B"), people("B", 1), coverage("waste", "not_reported", "B")]
    assert only(filled(activities(*gap, year=2018)))["waste_kg"] == pytest.approx(proxy("waste", "office", 2018))
    assert only(filled(activities(*gap, year=2015)))["waste_kg"] == pytest.approx(proxy("waste", "office", 2018))


def test_a_place_of_unknown_size_stays_unfilled():
    assert filled(activities(place("B"), coverage("electricity", "not_reported", "B"))).empty


def test_every_proxy_has_a_known_source():
    assert set(reference.load("system_proxies")["source_id"]) <= set(reference.sources())


# --- the order of the ways, and what becomes of filled rows


def test_the_ways_are_taken_in_their_order():
    series = months("B", without=(5,))
    like_places, people_there = like("area")[:-2], people("B", 2)
    gap = [place("B", floor_area_m2=200, climate="hot"), coverage("electricity", "not_reported", "B")]
    before = previous(place("B", floor_area_m2=200), electricity("B", 3650, year=YEAR - 1))
    assert only(filled(activities(*like_places, *gap, people_there, *series), before))["filled_by"] == "own_months"
    assert only(filled(activities(*like_places, *gap, people_there), before))["filled_by"] == "own_last_year"
    assert only(filled(activities(*like_places, *gap, people_there)))["filled_by"] == "per_m2"
    smaller = [{**row, "floor_area_m2": None} if row["table"] == "locations" else row for row in gap]
    assert only(filled(activities(*like_places, *smaller, people_there)))["filled_by"] == "per_person"
    assert only(filled(activities(*gap, people_there)))["filled_by"] == "system_proxy"


def test_filled_rows_are_marked_in_footprint_and_indicators_and_no_other_row_is():
    whole = completed(activities(*like("area")))
    for product in (footprint(whole, "AR5", "icao_style"), indicators(whole)):
        is_filled = product["location_id"] == "B"
        assert set(product.loc[is_filled, "filled_by"]) == {"per_m2"}
        assert set(product.loc[is_filled, "parents"]) == {"electricity.csv:3"}
        assert product.loc[is_filled, "fill_basis"].str.startswith("mean of 1 own place").all()
        assert product.loc[~is_filled, ["filled_by", "fill_basis"]].isna().all(axis=None)
        tables.stack("footprint" if "scope" in product else "indicators", [product])


def test_a_body_without_gaps_keeps_its_rows_as_they_are():
    rows = activities(place("A"), *months("A"))
    assert completed(rows) is rows
    assert filled(tables.empty("activities")).empty


def test_the_rows_of_a_groups_members_are_neither_filled_nor_used():
    rows = activities(place("A", organization="MEMBER"), *[{**row, "organization": "MEMBER"} for row in months("A", without=(5,))])
    group = activities({"table": "profile", "organization": "GROUP"})
    assert filled(pd.concat([group, rows], ignore_index=True)).empty


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(1, 12), max_size=4), st.lists(st.floats(0, 1e6), min_size=12, max_size=12), st.randoms(use_true_random=False))
def test_filling_changes_no_row_and_does_not_depend_on_their_order(without: set[int], rates: list[float], random: Any):
    series = [{**row, "electricity_kwh": rates[row_month(row) - 1]} for row in months("A", without=tuple(without))]
    known = [place("A", floor_area_m2=100), place("B", floor_area_m2=50), place("C"), people("C", 3), people("A", 3)]
    rows = activities(*series, *known, coverage("electricity", "not_reported"))
    kept = rows.copy()
    found = filled(rows)
    pd.testing.assert_frame_equal(rows, kept)
    pd.testing.assert_frame_equal(completed(rows)[list(rows.columns)].iloc[: len(rows)].reset_index(drop=True), kept)
    shuffled = rows.iloc[random.sample(range(len(rows)), len(rows))].reset_index(drop=True)
    pd.testing.assert_frame_equal(filled(shuffled).sort_values("row_id", ignore_index=True), found.sort_values("row_id", ignore_index=True))
    assert found["row_id"].is_unique and not found["row_id"].isin(rows["row_id"]).any()
    assert (found["electricity_kwh"] >= 0).all()
    assert not len(found[found["location_id"] == "A"]) or 1 <= len(without) <= 3


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 12), st.floats(0.1, 1e4))
def test_a_series_that_never_changes_is_completed_to_its_whole(month: int, rate: float):
    whole = completed(activities(place("A"), *months("A", rate, (month,))))
    of_year = whole.loc[whole["table"] == "electricity", "electricity_kwh"].sum()
    assert of_year == pytest.approx(365 * rate)
    assert np.isclose(footprint(whole, "AR5", "icao_style")["activity_value"].sum() / 2, 365 * rate)
