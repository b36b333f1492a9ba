"""The helper columns and views that rules speak of."""

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from greening import checks
from greening.structure.casting import cast
from greening.submission.loading import Submission
from greening.tables import submission_tables
from greening.views import catalogue
from greening.views.periods import days_in_year
from greening.views.rows import Known, with_helpers

HQ = {"location_id": "HQ", "country": "CHE"}
FLIGHT = {"purpose": "staff_mission"}


def typed(year: int = 2024, **rows: list[dict[str, str]]) -> dict[str, pd.DataFrame]:
    """The typed rows of tables given as text by column."""
    texts = {}
    for table, given_ in rows.items():
        columns = ["row_id", *submission_tables()[table].columns]
        text = pd.DataFrame([{column: row.get(column, "") for column in columns} for row in given_], dtype="str")
        texts[table] = text.assign(source_file=f"{table}.csv", sheet="", source_row=range(2, len(given_) + 2))
    return dict(cast(Submission("BODY", year, texts, checks.none(), {})).tables)


def known(last_year: dict[str, pd.DataFrame] | None = None, **rows: list[dict[str, str]]) -> Known:
    return Known(typed(**rows), last_year=last_year or {}, organization="BODY", year=2024)


@given(st.dates(pd.Timestamp("2023-01-01").date(), pd.Timestamp("2025-12-31").date()), st.integers(0, 800))
def test_the_days_of_a_period_are_shared_out_over_its_years(start, length):
    first = pd.Series([pd.Timestamp(start)] * 6)
    years = pd.DataFrame({"data_year": range(2023, 2029)})
    assert days_in_year(years, first, first + pd.Timedelta(days=length)).sum() == length + 1


def test_a_period_that_crosses_the_year_counts_by_days_and_a_missing_bound_is_missing():
    rows = pd.DataFrame({"data_year": [2024, 2024, 2024]})
    start = pd.Series(pd.to_datetime(["2023-12-01", "2025-01-01", None]))
    end = pd.Series(pd.to_datetime(["2024-01-31", "2025-01-31", "2024-05-05"]))
    assert days_in_year(rows, start, end).fillna(-1).tolist() == [31, 0, -1]


def test_places_are_known_unless_their_row_is_rejected_or_missing():
    facts = Known(
        typed(
            locations=[HQ | {"climate": "Hot", "kind": "other"}, HQ | {"location_id": "ANNEX"}],
            events=[{"location_id": place} for place in ("HQ", "ANNEX", "HQ2", "")],
        ),
        rejected_places=frozenset({"ANNEX"}),
    )
    rows = with_helpers("events", facts)
    assert rows["location_is_known"].tolist() == [True, False, False, pd.NA]
    assert rows["location_climate"].tolist()[0] == "hot"
    assert "rejected" in rows["location_fault"][1]
    assert rows["location_fault"][2] == "is not in locations. Did you mean HQ?"


def test_places_are_not_judged_where_a_file_could_not_be_read():
    facts = Known(typed(events=[{"location_id": "HQ"}]), is_whole=False)
    assert with_helpers("events", facts)["location_is_known"].isna().all()


def test_the_later_of_two_equal_invoices_is_a_repeat():
    bill = {"location_id": "HQ", "meter_id": "M1", "start_date": "2024-01-01", "end_date": "2024-01-31", "electricity_kwh": "5"}
    others = [bill | {"meter_id": "M2"}, bill | {"end_date": "2024-01-30"}, bill | {"electricity_kwh": "6"}]
    rows = with_helpers("electricity", known(electricity=[bill, *others, bill | {"quality": "invoiced", "row_id": "another"}]))
    assert rows["is_repeat"].tolist() == [False, False, False, False, True]
    assert rows["repeated_row"].tolist()[-1] == "electricity.csv row 2"


@pytest.mark.parametrize(("ids", "repeats"), [(("a", "b"), [False, False]), (("", "b"), [False, True]), (("a", ""), [False, True])])
def test_equal_invoices_that_each_have_a_row_id_are_no_repeats(ids, repeats):
    bill = {"location_id": "HQ", "electricity_kwh": "5"}
    rows = with_helpers("electricity", known(electricity=[bill | {"row_id": one} for one in ids]))
    assert rows["is_repeat"].tolist() == repeats


@pytest.mark.parametrize(
    ("figure", "unit", "expected", "is_expected"),
    [
        ("ghg.total", "kg CO2e", "t CO2e", False),
        ("ghg.total", "t CO2", "t CO2e", True),
        ("ghg.per_capita", "t CO2/person", "t/person", True),
        ("ghg.bucket.air_travel.share", "%", "share", False),
        ("ghg.total", "", "", pd.NA),
        ("entities.reporting", "count", "", pd.NA),
    ],
)
def test_a_published_unit_is_held_against_that_of_the_figure(figure, unit, expected, is_expected):
    row = with_helpers("published", known(published=[{"figure": figure, "value": "1", "unit": unit, "reference": "x"}])).loc[0]
    assert [row["unit_expected"]] == [expected] if expected else pd.isna(row["unit_expected"])
    assert row["unit_is_expected"] is pd.NA if is_expected is pd.NA else row["unit_is_expected"] == is_expected


@pytest.mark.parametrize(
    ("path", "metric", "clash"),
    [
        ("milestones", "ghg.total", ""),
        ("linear", "ghg.total", "only a goal whose path is milestones may have several"),
        ("milestones", "waste.total", "they name different metrics"),
    ],
)
def test_several_rows_of_a_goal_are_milestones_of_one_metric(path, metric, clash):
    goal = {"goal_id": "A", "metric": "ghg.total", "target_year": "2030", "change_pct": "-45", "path": "milestones"}
    rows = with_helpers("goals", known(goals=[goal, goal | {"path": path, "metric": metric}, goal | {"goal_id": "B", "path": "linear"}]))
    assert rows["goal_clash"].tolist() == [clash, clash, ""]
    assert rows["is_one_goal"].tolist() == [not clash, not clash, True]


def test_a_flight_without_trips_is_priced_by_none():
    rows = [FLIGHT | {"origin": "GVA", "destination": "NBO"}, FLIGHT, FLIGHT | {"trips": "1"}]
    assert catalogue.frame("travel_pricing", known(air_travel=rows))["rows_that_price_it"].tolist() == [0, 1]


def test_a_quantity_of_zero_repeats_nothing():
    bill = {"location_id": "HQ", "electricity_kwh": "0"}
    assert not with_helpers("electricity", known(electricity=[bill, bill]))["is_repeat"].any()


def test_equal_flights_are_no_repeats():
    flight = FLIGHT | {"origin": "GVA", "destination": "NBO"}
    assert "is_repeat" not in with_helpers("air_travel", known(air_travel=[flight, flight]))


def test_equal_months_are_told_once_a_meter():
    months = [
        {"location_id": "HQ", "meter_id": m, "start_date": f"2024-{n:02d}-01", "end_date": f"2024-{n:02d}-28"} for m in "AB" for n in range(1, 13)
    ]
    bills = [month | {"electricity_kwh": "7" if month["meter_id"] == "A" else str(place)} for place, month in enumerate(months)]
    rows = with_helpers("electricity", known(electricity=bills))
    assert rows["equal_months"].tolist() == [12.0] + [0.0] * 23


@pytest.mark.parametrize(
    ("blocks", "overlapping"),
    [
        ([("A-1", "A-10"), ("A-11", "A-20")], [False, False]),
        ([("A-1", "A-10"), ("B-5", "B-6")], [False, False]),
        ([("A-1", "A-100"), ("A-2", "A-3"), ("A-90", "A-95"), ("A-200", "")], [True, True, True, False]),
        ([("A-5", ""), ("A-5", "")], [True, True]),
        ([("A-9", "A-9"), ("A-10", "A-11")], [False, False]),
    ],
)
def test_blocks_of_credits_that_share_a_serial_number_overlap(blocks, overlapping):
    block = {"registry": "R", "retired_date": "2024-01-01", "claimed_year": "2024", "credits_tco2e": "1"}
    rows = with_helpers("offsets", known(offsets=[block | {"serial_from": first, "serial_to": last} for first, last in blocks]))
    assert rows["overlapping_row"].notna().tolist() == overlapping


def test_credits_of_last_year_overlap_too():
    block = {"registry": "R", "retired_date": "2024-01-01", "claimed_year": "2024", "credits_tco2e": "1", "serial_from": "A-1", "serial_to": "A-9"}
    rows = with_helpers("offsets", known(typed(2023, offsets=[block]), offsets=[block]))
    assert rows["overlapping_row"].notna().all()


def test_flights_without_details_are_priced_by_those_with_details():
    routed, bare = FLIGHT | {"origin": "GVA", "destination": "NBO"}, FLIGHT | {"trips": "4"}
    assert catalogue.frame("travel_pricing", known(air_travel=[routed, bare]))["rows_that_price_it"].tolist() == [1.0]
    assert catalogue.frame("travel_pricing", known(air_travel=[bare]))["rows_that_price_it"].tolist() == [0.0]
    priced = [FLIGHT | {"distance_km": "5"}, FLIGHT | {"own_co2_kg": "5"}, routed]
    assert catalogue.frame("travel_pricing", known(air_travel=priced)).empty


def test_charters_need_fuel_a_flown_route_or_hours_beside_rated_charters_of_their_mode():
    charter = {"control": "owned", "payload": "cargo"}
    rated = charter | {"mode": "air", "fuel_l": "100", "flight_hours": "2"}
    hours, sea = charter | {"mode": "air", "flight_hours": "3"}, charter | {"mode": "sea", "flight_hours": "3"}
    route = charter | {"mode": "air", "origin": "GVA", "destination": "NBO"}
    view = catalogue.frame("travel_pricing", known(chartered_transport=[rated, hours, sea, route, route | {"aircraft_type": "B738"}]))
    assert view[["source_row", "rows_that_price_it"]].values.tolist() == [[3, 1.0], [4, 0.0], [5, 0.0]]


def test_a_route_prices_a_charter_only_with_an_aircraft_type_of_the_fuel_tables():
    route = {"mode": "air", "control": "owned", "payload": "cargo", "origin": "GVA", "destination": "NBO", "aircraft_type": "B738X"}
    hours = route | {"flight_hours": "3"}
    view = catalogue.frame("travel_pricing", known(chartered_transport=[route, hours, route | {"destination": "GVA", "aircraft_type": "B738"}]))
    assert view["rows_that_price_it"].tolist() == [0.0, 0.0, 0.0]
    assert view["type_fault"].tolist() == [" The aircraft type B738X is not in the fuel tables. Did you mean B738?"] * 2 + [""]
    other = catalogue.frame("travel_pricing", known(chartered_transport=[route | {"aircraft_type": "C130"}]))
    assert other["type_fault"].tolist() == [" The aircraft type C130 is not in the fuel tables."]
    rated = route | {"aircraft_type": "", "fuel_l": "100", "flight_hours": "2"}
    assert catalogue.frame("travel_pricing", known(chartered_transport=[hours, rated]))["rows_that_price_it"].tolist() == [1.0]


def test_a_parent_is_known_where_it_is_registered_or_hands_in_too():
    parents = [{"organization": "BODY", "parent": parent} for parent in ("UNSYSTEM", "HQ-OF-ALL", "UNSYSTM", "")]
    rows = with_helpers("profile", Known(typed(profile=parents), neighbours=frozenset({"HQ-OF-ALL"})))
    assert rows["parent_is_known"].tolist() == [True, True, False, pd.NA]
    assert rows["parent_hint"].tolist()[2] == " Did you mean UNSYSTEM?"


@pytest.mark.parametrize(
    ("metric", "is_known", "hint"),
    [
        ("ghg.total", True, ""),
        ("target.HQ-GHG-2030.status", False, " Did you mean ghg.total?"),
        ("offsets.neutral", False, " Did you mean offsets.share?"),
        ("waste.stream.paper", True, ""),
        ("personnel.teleworking.share", True, ""),
        ("total emissions", False, " Did you mean ghg.total?"),
        ("ghg.totl", False, " Did you mean ghg.total?"),
        ("emissions per person", False, " Did you mean ghg.per_capita?"),
        ("happiness", False, ""),
    ],
)
def test_a_goal_is_measured_by_a_figure_that_there_is(metric, is_known, hint):
    own = [{"figure": "personnel.teleworking.share", "value": "0.4", "reference": "x"}]
    rows = with_helpers("goals", known(goals=[{"goal_id": "G", "metric": metric}], published=own))
    assert rows[["metric_is_known", "metric_hint"]].values.tolist() == [[is_known, hint]]


@pytest.mark.parametrize(
    ("personnel", "rejected", "fault"),
    [
        ([{"location_id": "HQ", "headcount": "5"}], set(), ""),
        ([{"location_id": "HQ", "headcount": "0"}], set(), "its people are reported as zero"),
        ([{"location_id": "ANNEX", "headcount": "5"}], set(), "no people are reported for it"),
        ([{"location_id": "ANNEX", "headcount": "5"}], {"HQ"}, "its rows in personnel could not be used"),
        ([], {"HQ"}, "its rows in personnel could not be used"),
        ([{"headcount": "5"}], set(), ""),
        ([], set(), ""),
    ],
)
def test_a_place_with_activity_but_without_people_is_told(personnel, rejected, fault):
    people = {"personnel": personnel} if personnel else {}
    tables = typed(locations=[HQ, HQ | {"location_id": "ANNEX"}], water=[{"location_id": "HQ", "water_m3": "5"}], **people)
    view = catalogue.frame("location_intensity", Known(tables, rejected_people=frozenset(rejected)))
    assert view["is_without_people"].tolist() == [bool(fault), False]
    assert view["people_fault"].tolist()[0] == fault


def test_rows_that_were_handed_in_and_could_not_be_used_are_not_called_missing():
    facts = Known({}, organization="BODY", year=2024, handed_in={"waste": 9, "water": 1, "electricity": 1})
    rows = catalogue.frame("completeness", facts).set_index("topic")
    assert rows["rows_lost"][["waste", "water", "personnel", "ghg"]].tolist() == [9, 1, 0, 1]
    assert rows["rows_lost_in_words"]["water"] == "1 row was handed in, but it could not be used"


def test_intensities_count_own_shares_days_in_the_year_and_covered_people():
    half = {"quantity_covers": "whole_premises", "allocation_pct": "50", "floor_area_m2": "100"}
    facts = known(
        locations=[HQ | half | {"climate": "cold"}],
        personnel=[{"location_id": "HQ", "headcount": "10", "covers": "all"}, {"location_id": "HQ", "headcount": "90", "covers": "ghg"}],
        electricity=[{"location_id": "HQ", "electricity_kwh": "1000", "start_date": "2023-12-22", "end_date": "2024-01-10"}],
        heat=[{"location_id": "HQ", "heat_kwh": "500"}],
        water=[{"location_id": "HQ", "source": source, "water_m3": "80"} for source in ("municipal", "recycled")],
    )
    row = catalogue.frame("location_intensity", facts).iloc[0]
    assert row["kwh_per_m2"] == pytest.approx((1000 * 10 / 20 + 500) * 0.5 / 100)
    assert row["m3_per_person"] == pytest.approx(80 * 0.5 / 10)
    assert pd.isna(row["kg_per_person"])
    assert row[["people", "has_activity", "is_camp", "climate"]].tolist() == [100, True, False, "cold"]


def test_camps_are_missions_and_places_where_people_live():
    people = [{"location_id": "ANNEX", "headcount": "5", "resident_24h": "yes"}]
    places = [HQ, HQ | {"location_id": "ANNEX"}, HQ | {"location_id": "CAMP", "kind": "field_mission"}]
    assert catalogue.frame("location_intensity", known(locations=places, personnel=people))["is_camp"].tolist() == [False, True, True]


def story(section: str) -> dict[str, list[dict[str, str]]]:
    return {"stories": [{"section": section, "text": "why"}]}


def restatement(figure: str, year: str) -> dict[str, list[dict[str, str]]]:
    return {"restatements": [{"year": year, "figure": figure, "old_value": "1", "new_value": "2", "reason": "x"}]}


@pytest.mark.parametrize(
    ("beside", "explained"),
    [
        ({}, False),
        (story("water"), True),
        (story("waste"), False),
        (restatement("water.total", "2023"), True),
        (restatement("water.total", "2020"), False),
        (restatement("waste.total", "2023"), False),
    ],
)
def test_a_change_is_explained_by_a_story_of_its_section_or_a_restatement_of_its_figure(beside, explained):
    used = {"location_id": "HQ", "source": "rain"}
    view = catalogue.frame("year_on_year", known(typed(2023, water=[used | {"water_m3": "100"}]), water=[used | {"water_m3": "150"}], **beside))
    assert view[["topic", "change_pct", "is_explained"]].values.tolist() == [["water", 50.0, explained]]


def test_fuels_are_compared_within_their_unit():
    fuel = {"use": "heating", "fuel": "diesel"}
    before = typed(2023, fuels=[fuel | {"quantity": "1000", "unit": "l"}])
    assert catalogue.frame("year_on_year", known(before, fuels=[fuel | {"quantity": "1", "unit": "t"}])).empty


def test_a_closed_place_takes_its_meters_with_it():
    bill = {"location_id": "HQ", "meter_id": "M1", "electricity_kwh": "5"}
    before = typed(2023, locations=[HQ, HQ | {"location_id": "OLD", "closed_date": "2023-05-05"}], electricity=[bill, bill | {"meter_id": "M2"}])
    open_place = known(before, locations=[HQ], electricity=[bill])
    closed = known(before, locations=[HQ | {"closed_date": "2024-05-05"}], electricity=[bill])
    columns = ["what", "item", "is_accounted_for"]
    assert catalogue.frame("continuity", open_place)[columns].values.tolist() == [
        ["location", "HQ", True],
        ["meter", "HQ M1", True],
        ["meter", "HQ M2", False],
    ]
    assert catalogue.frame("continuity", closed)["is_accounted_for"].all()


def missing(facts: Known) -> set[str]:
    view = catalogue.frame("completeness", facts)
    return set(view.loc[~view["is_covered"], "topic"])


def test_published_figures_cover_the_topics_of_past_years():
    figures = [{"figure": figure, "value": "1", "reference": "page"} for figure in ("ghg.per_capita", "waste.per_capita", "water.per_capita")]
    assert missing(known(published=figures)) == {"imp"}
    assert missing(known()) == {"personnel", "ghg", "electricity", "air_travel", "waste", "water", "imp"}


@pytest.mark.parametrize(
    ("row", "is_missing"),
    [
        ({"status": "excluded"}, False),
        ({"status": "not_reported", "note": "no meter"}, False),
        ({"status": "not_reported"}, True),
        ({"status": "excluded", "location_id": "HQ"}, True),
    ],
)
def test_coverage_covers_a_topic_where_it_says_why_for_the_whole_body(row, is_missing):
    assert ("waste" in missing(known(coverage=[{"topic": "waste"} | row]))) == is_missing


@pytest.mark.parametrize(("answer", "is_missing"), [("approved 2024", False), ("no", True)])
def test_a_plan_that_is_answered_with_no_is_missing(answer, is_missing):
    assert ("imp" in missing(known(management=[{"question_id": "IMP", "answer": answer}]))) == is_missing


@pytest.mark.parametrize(("shares", "total", "complete"), [((0.48, 0.2, 0.28), 0.96, True), ((0.38, 0.47), 0.85, False)])
def test_shares_are_summed_without_the_noise_of_binary_fractions(shares, total, complete):
    figures = [f"ghg.bucket.{bucket}.share" for bucket in ("air_travel", "facilities", "other_travel")]
    rows = [{"figure": figure, "value": str(share), "reference": "page"} for figure, share in zip(figures, shares, strict=False)]
    view = catalogue.frame("published_shares", known(published=[*rows, rows[0]]))
    assert view[["shares_sum", "shares_are_complete"]].values.tolist() == [[total, complete]]


@pytest.mark.parametrize("name", catalogue.names())
def test_every_table_and_view_has_what_a_finding_needs(name):
    sample = catalogue.sample(name)
    assert {"organization", "data_year", *checks.ROW} <= set(sample.columns)
    assert sample.empty


def unreported(before: dict[str, pd.DataFrame] | None = None, **tables: list[dict[str, str]]) -> dict[str, str]:
    places = [HQ, *(HQ | {"location_id": name} for name in ("B", "C"))]
    people = [{"location_id": name, "headcount": "3"} for name in ("HQ", "B")]
    water = [{"location_id": "HQ", "source": "municipal", "water_m3": "5"}]
    handed_in = {"locations": places, "personnel": people, "water": water} | tables
    view = catalogue.frame("unreported_places", known(before, **{name: rows for name, rows in handed_in.items() if rows}))
    return dict(zip(view["topic"], view["places_in_words"], strict=True))


def test_a_place_without_rows_of_what_others_report_is_told():
    assert unreported() == {"water": "B"}
    bill = [{"location_id": "HQ", "electricity_kwh": "5"}]
    assert unreported(electricity=bill) == {"electricity": "B, C", "water": "B"}
    assert unreported(water=[]) == {}


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ({"topic": "Water", "location_id": "B", "status": "not_reported"}, {"water": ""}),
        ({"topic": "water", "location_id": "HQ", "status": "reported"}, {"water": "B"}),
        ({"topic": "water", "status": "excluded"}, {}),
        ({"topic": "water", "status": "reported"}, {"water": "B"}),
        ({"topic": "waste", "location_id": "B", "status": "excluded"}, {"water": "B"}),
    ],
)
def test_what_coverage_says_of_a_place_or_of_all_is_not_told_again(row, left):
    assert unreported(coverage=[row]) == left


def test_places_that_others_report_or_that_were_not_in_use_are_not_told():
    places = [HQ, HQ | {"location_id": "B", "reported_by": "OTHER"}]
    assert unreported(locations=places) == {"water": ""}
    assert unreported(locations=[HQ, HQ | {"location_id": "B", "closed_date": "2023-12-31"}]) == {"water": ""}
    assert unreported(locations=[HQ, HQ | {"location_id": "B", "closed_date": "2024-02-01"}]) == {"water": "B"}


def test_a_place_whose_meters_are_gone_has_its_own_finding():
    bills = [{"location_id": name, "meter_id": "M", "electricity_kwh": "5"} for name in ("HQ", "B")]
    before = typed(2023, electricity=bills)
    assert unreported(before, electricity=bills[:1])["electricity"] == "C"


def test_gas_billed_by_energy_without_a_basis_is_counted_once_a_place_and_use():
    gas = {"use": "heating", "fuel": "natural_gas", "quantity": "5", "unit": "kwh"}
    rows = [gas, gas, gas | {"use": "cooking"}, gas | {"calorific_basis": "net"}, gas | {"unit": "m3"}, gas | {"fuel": "diesel"}]
    found = with_helpers("fuels", known(fuels=rows))
    assert found["rows_without_basis"].tolist() == [2, 0, 1, 0, 0, 0]
    assert found["energy_gj"].round(6).tolist() == [0.018, 0.018, 0.018, 0.018, 0.179016, 0.018]


def test_the_gases_of_a_refrigerant_without_a_potential_are_named():
    rows = [{"refrigerant": name, "quantity_kg": "1"} for name in ("R-1130(E)", "R-134a", "R-514A", "none such")]
    found = with_helpers("refrigerants", known(refrigerants=rows))["gases_without_potential"].tolist()
    assert found == ["HCO-1130(E)", "", "HCO-1130(E)", ""]


def test_the_result_of_a_flight_is_told_by_trip():
    rows = [FLIGHT | {"own_co2_kg": "600", "trips": "3"}, FLIGHT | {"own_co2_kg": "600", "trips": "0"}]
    assert with_helpers("air_travel", known(air_travel=rows))["own_kg_per_trip"].fillna(-1).tolist() == [200, -1]
