"""Premises that several bodies share are in a total once: of a body, and of a group of bodies."""

import pandas as pd
import pytest
from hypothesis import given, strategies as st
from made_products import make
from worked.frames import activities

from greening import paths, shared_premises, tables
from greening.footprint.compute import footprint
from greening.indicators import indicators

HOUSE = {"location_id": "DESK", "country": "KEN", "premises_id": "HOUSE"}
USE = {
    "electricity": [{"location_id": "DESK", "electricity_kwh": 1000.0}],
    "fuels": [{"location_id": "DESK", "use": use, "fuel": "diesel", "quantity": 10.0, "unit": "l"} for use in ("generator", "vehicle")],
    "air_travel": [{"location_id": "DESK", "distance_km": 500.0, "purpose": "other"}],
    "water": [{"location_id": "DESK", "source": source, "water_m3": 5.0} for source in ("municipal", "recycled")],
}


def used(**place):
    return activities(locations=[HOUSE | place], **USE)


def counted(product, by):
    rows = product[(product["basis"] == "location") | (product["basis"] == "")] if "basis" in product else product
    return rows.groupby(by)["in_total"].first().to_dict()


def test_use_of_premises_that_another_body_reports_is_outside_its_total_but_not_travel_and_vehicles():
    made = footprint(used(reported_by="EXAMPLE-FIELD"), "AR5", "icao_style")
    assert counted(made[made["table"] != "water"], "source") == {"electricity": False, "generator_fuel": False, "vehicle_fuel": True, "flight": True}
    reasons = made[made["source"].isin(["electricity", "generator_fuel"])]["outside_reason"]
    assert set(reasons) == {"reported_by_other"}
    quantities = indicators(used(reported_by="EXAMPLE-FIELD"))
    assert not quantities["in_total"].any()
    told = quantities[quantities["indicator_id"] == "water.total"].set_index("category")["outside_reason"].fillna("").to_dict()
    # Recycled water was outside the total before.
    assert told == {"municipal": "reported_by_other", "recycled": ""}


@pytest.mark.parametrize("reporter", ["EXAMPLE-HQ", "NO-SUCH-BODY", None])
def test_premises_that_the_body_reports_itself_or_that_nobody_could_report_count(reporter):
    made = footprint(used(reported_by=reporter), "AR5", "icao_style")
    assert counted(made[made["table"] != "water"], "source") == dict.fromkeys(("electricity", "generator_fuel", "vehicle_fuel", "flight"), True)


def test_nothing_is_lost_by_setting_aside():
    plain, aside = (footprint(used(reported_by=code), "AR5", "icao_style") for code in (None, "EXAMPLE-FIELD"))
    assert plain["emissions_tco2e"].to_list() == aside["emissions_tco2e"].to_list()


def location(code, place, premises="HOUSE", reporter=None):
    return {"organization": code, "table": "locations", "location_id": place, "premises_id": premises, "reported_by": reporter}


def rows(*places, outside=()):
    """Footprint rows, a tonne of electricity at each place."""
    made = [
        {"organization": code, "location_id": place, "table": "electricity", "source": "electricity", "emissions_tco2e": 1.0}
        | {"in_total": (code, place) not in outside, "outside_reason": "reported_by_other" if (code, place) in outside else ""}
        for code, place in places
    ]
    return tables.stack("footprint", [pd.DataFrame(made)])


def told(*places):
    return tables.stack("activities", [pd.DataFrame(list(places))])


def in_total(product):
    return {(row.organization, row.location_id): bool(row.in_total) for row in product.itertuples()}


def test_in_a_group_the_member_that_has_the_premises_reports_them():
    places = told(location("ONE", "A"), location("TWO", "B", reporter="ONE"))
    found = shared_premises.once(rows(("ONE", "A"), ("TWO", "B")), places)
    assert in_total(found) == {("ONE", "A"): True, ("TWO", "B"): False}


def test_where_the_member_named_has_no_such_premises_the_use_counts():
    places = told(location("ONE", "A", premises="OTHER"), location("TWO", "B", reporter="ONE"))
    found = shared_premises.once(rows(("ONE", "A"), ("TWO", "B"), outside={("TWO", "B")}), places)
    assert in_total(found) == {("ONE", "A"): True, ("TWO", "B"): True}
    assert set(found["outside_reason"]) == {""}


def test_two_members_that_each_name_the_other_both_count():
    places = told(location("ONE", "A", reporter="TWO"), location("TWO", "B", reporter="ONE"))
    found = shared_premises.once(rows(("ONE", "A"), ("TWO", "B"), outside={("ONE", "A"), ("TWO", "B")}), places)
    assert all(in_total(found).values())


def test_premises_reported_by_a_body_outside_of_the_group_stay_with_it():
    places = told(location("TWO", "B", reporter="EXAMPLE-HQ"))
    found = shared_premises.once(rows(("TWO", "B"), outside={("TWO", "B")}), places)
    assert in_total(found) == {("TWO", "B"): False}


def test_rows_outside_for_another_reason_are_never_taken_in():
    places = told(location("ONE", "A", premises="OTHER"), location("TWO", "B", reporter="ONE"))
    product = rows(("TWO", "B")).assign(in_total=False, outside_reason="third_party")
    assert in_total(shared_premises.once(product, places)) == {("TWO", "B"): False}


CODES = st.sampled_from(["ONE", "TWO", "THREE"])


@given(st.lists(st.tuples(CODES, st.one_of(st.none(), CODES)), min_size=1, max_size=3, unique_by=lambda told: told[0]))
def test_one_building_never_counts_for_a_place_whose_reporter_counts(given_places):
    """Each body has one place in the building: where a named reporter reports itself, the place that names it is outside; else it counts."""
    places = [location(code, "P", reporter=reporter) for code, reporter in given_places]
    own = {code for code, reporter in given_places if reporter in (None, code)}
    found = in_total(shared_premises.once(rows(*((code, "P") for code, _ in given_places)), told(*places)))
    for code, reporter in given_places:
        is_elsewhere = code not in own and reporter in own
        assert found[code, "P"] == (not is_elsewhere)


def record(code, place, premises="HOUSE", reporter=None, covers="own_share", share=None):
    return {
        **{"organization": code, "location_id": place, "premises_id": premises, "reported_by": reporter},
        **{"quantity_covers": covers, "allocation_pct": share, "source_file": "locations.csv", "sheet": None, "source_row": 2},
    }


def test_a_reporter_without_the_premises_is_told():
    found = shared_premises.contradictions([record("ONE", "A", premises="OTHER"), record("TWO", "B", reporter="ONE")], "GROUP", 2024)
    assert found["rule"].tolist() == ["premises_reported_by_nobody"]
    assert "B of TWO says that ONE reports the premises HOUSE" in found["message"].iloc[0]


def test_shares_of_more_than_the_whole_are_told():
    whole = [record("ONE", "A", covers="whole_premises", share=70.0), record("TWO", "B", covers="whole_premises", share=30.0)]
    assert shared_premises.contradictions(whole, "GROUP", 2024).empty
    over = [*whole, record("THREE", "C", covers="whole_premises", share=1.0)]
    found = shared_premises.contradictions(over, "GROUP", 2024)
    assert found["rule"].tolist() == ["premises_counted_twice"]
    assert "101 %" in found["message"].iloc[0]


def test_places_in_order_are_not_told():
    fine = [
        record("ONE", "A", covers="whole_premises", share=22.0),
        record("TWO", "B", reporter="ONE"),
        record("TWO", "C", premises=None, reporter="ONE"),
    ]
    assert shared_premises.contradictions(fine, "GROUP", 2024).empty
    assert shared_premises.contradictions([], "GROUP", 2024).empty


def submit(data, code, location_row, kwh):
    folder = paths.raw(data, 2024, code)
    folder.mkdir(parents=True)
    (folder / "profile.csv").write_text(f"organization,name,parent,country,illustrative\n{code},Invented {code},EXAMPLE,KE,true\n")
    (folder / "locations.csv").write_text(f"location_id,country,tenure,premises_id,quantity_covers,allocation_pct,reported_by\n{location_row}\n")
    (folder / "personnel.csv").write_text("location_id,headcount\nP,10\n")
    (folder / "electricity.csv").write_text(f"location_id,electricity_kwh,quality\nP,{kwh},metered\n")


def total(data, code):
    made = tables.read("figures", paths.processed(data, 2024, code)).set_index("figure_id")["value"]
    return made.get("ghg.total", 0.0), made.get("ghg.reported_by_other.total", 0.0)


@pytest.mark.parametrize(("held", "twice"), [("HOUSE", False), ("ANNEX", True)])
def test_a_group_counts_the_building_once_where_its_reporter_has_it_and_else_what_was_handed_in(tmp_path, held, twice):
    submit(tmp_path, "EXAMPLE-HQ", f"P,KE,owned,{held},whole_premises,50,EXAMPLE-HQ", 100000)
    submit(tmp_path, "EXAMPLE-FIELD", "P,KE,owned,HOUSE,own_share,,EXAMPLE-HQ", 10000)
    for code in ("EXAMPLE-HQ", "EXAMPLE-FIELD"):
        make(tmp_path, 2024, code)
    make(tmp_path, 2024, "EXAMPLE", members=["EXAMPLE-HQ@2024", "EXAMPLE-FIELD@2024"])
    (house, _), (desk, aside), (group, left) = (total(tmp_path, code) for code in ("EXAMPLE-HQ", "EXAMPLE-FIELD", "EXAMPLE"))
    assert (house, desk) == (pytest.approx(house), 0.0)
    # The desk's 10 MWh are a fifth of the 50 MWh that are half of the house.
    assert aside == pytest.approx(house / 5)
    assert group == pytest.approx(house + (aside if twice else 0.0))
    assert left == pytest.approx(0.0 if twice else aside)
