"""Charts of sections that show more than one part at once: what they are made of, what they find, and when there is none."""

import json

import pandas as pd
from made_group import given, group_report, office
from made_report import activities, quantity, report, text, word

from greening.narrative import budgets_used, coverage_maps, facilities, flights, renewables, uncertain, waste_routes

PLACES = activities(locations=[{"location_id": code, "name": name} for code, name in (("GVA", "Headquarters"), ("DKR", "Office"), ("SCL", "Office"))])


def rows_of(panel) -> list[dict]:
    return panel.chart.spec["datasets"]["table"]


# --- Flights


def route(cities: str, trips: float):
    return quantity(f"ghg.air.route.{cities}.trips", trips, "count")


def test_routes_are_named_by_their_cities_and_the_largest_is_the_finding():
    all_routes = [quantity("ghg.air.routes.trips", 45.0, "count"), quantity("ghg.air.routes.share", 0.9, "share")]
    panel = flights.route_map(report(route("GVA-NBO", 5.0), route("GVA-NYC", 40.0), *all_routes))
    assert text(panel.finding) == "The most travelled route: Geneva – New York, 40 trips"
    assert "Geneva – Nairobi" in text(panel.table) and "All routes shown" in text(panel.table)
    assert {row["name"] for row in rows_of(panel) if row["kind"] == "name"} == {"Geneva", "New York", "Nairobi"}


def test_a_route_to_a_place_that_is_not_known_is_left_out_and_without_routes_there_is_no_map():
    assert flights.route_map(report(route("GVA-???", 9.0))) is None
    assert flights.route_map(report()) is None


def test_bands_stand_in_the_order_of_their_distance_whichever_is_largest():
    shares = {"over_8000_km": 0.3, "under_500_km": 0.1, "4000_to_8000_km": 0.6}
    panel = flights.bands(report(*(quantity(f"ghg.air.band.{band}.share", share, "share") for band, share in shares.items())))
    assert [row["label"] for row in rows_of(panel)] == ["Under 500 km", "4,000 to 8,000 km", "Over 8,000 km"]
    assert text(panel.finding) == "The distance with the largest part of emissions from flights: 4,000 to 8,000 km, 60 %"


def test_of_flights_of_unknown_distance_alone_there_is_no_chart():
    assert flights.bands(report(quantity("ghg.air.band.unknown_distance.share", 1.0, "share"))) is None


# --- Places


def building(code: str, area: float, low: float, high: float, **more: float):
    return [
        quantity(f"location.{code}.ghg.per_m2", area, "kg/m2", low=low, high=high),
        *(quantity(f"location.{code}.ghg.{name.replace('__', '.')}", value, "t/person") for name, value in more.items()),
    ]


def test_places_are_ranked_by_area_and_told_apart_by_their_code():
    made = report(
        *building("GVA", 15, 14, 16, facilities__per_capita=0.6), *building("DKR", 98, 90, 99), *building("SCL", 38, 36, 40), activities=PLACES
    )
    panel = facilities.panel(made)
    assert [row["label"] for row in rows_of(panel)] == ["Office (DKR)", "Office (SCL)", "Headquarters"]
    assert [row["second"] for row in rows_of(panel)] == [None, None, 0.6]
    assert text(panel.finding) == "The most emissions of buildings per square metre: Office (DKR), 98.0 kg per m²"


def test_two_places_whose_intervals_meet_are_not_told_apart():
    panel = facilities.panel(report(*building("GVA", 50, 30, 60), *building("DKR", 55, 40, 70), activities=PLACES))
    assert text(panel.finding).endswith("have the most, too close to be told apart")


def test_one_place_is_no_chart():
    assert facilities.panel(report(*building("GVA", 15, 14, 16), activities=PLACES)) is None


# --- Electricity, waste, uncertainty


def test_the_renewable_share_of_two_years_has_its_own_part_at_its_foot():
    share, own = "energy.renewable.share", "energy.renewable.own.share"
    made = report(quantity(share, 0.66, "share"), quantity(f"{share}@2021", 0.62, "share"), quantity(own, 0.13, "share"))
    panel = renewables.panel(made)
    assert [(row["year"], row["whole"], row["part"]) for row in rows_of(panel)] == [(2021, 0.62, None), (2022, 0.66, 0.13)]
    assert text(panel.finding) == "Renewable share of electricity: 62 % in 2021, 66 % in 2022"
    assert renewables.panel(report(quantity(share, 0.66, "share"))) is None


def waste(stream: str, total: float, **routes: float):
    parts = [quantity(f"waste.route.{stream}.{treatment}", mass, "kg") for treatment, mass in routes.items()]
    return [quantity(f"waste.stream.{stream}", total, "kg"), *parts]


TREATED = [quantity(f"waste.treatment.{name}", mass, "kg") for name, mass in (("landfill", 60.0), ("recycling", 40.0))]


def test_ways_of_recovery_stand_first_and_the_sum_once_a_row():
    panel = waste_routes.panel(report(*waste("mixed", 70, landfill=60.0, recycling=10.0), *waste("paper", 30, recycling=30.0), *TREATED))
    drawn = [(row["label"], row["column"], row["value"], row["is_marked"], row["end"]) for row in rows_of(panel)]
    assert drawn == [
        ("Mixed", "Recycling", 10.0, True, "70"),
        ("Mixed", "Landfill", 60.0, False, ""),
        ("Paper", "Recycling", 30.0, True, "30"),
        ("Paper", "Landfill", 0.0, False, ""),
    ]


def test_one_kind_or_one_treatment_of_waste_is_no_matrix():
    assert waste_routes.panel(report(*waste("mixed", 70, landfill=60.0, recycling=10.0), *TREATED)) is None
    assert waste_routes.panel(report(*waste("mixed", 70, landfill=70.0), *waste("paper", 30, landfill=30.0), *TREATED)) is None


def test_the_uncertainty_of_small_sources_stands_together():
    parts = {"flight": 0.95, "electricity": 0.045, "heat": 0.005}
    panel = uncertain.variance(report(*(quantity(f"uncertainty.source.{source}.share", part, "share") for source, part in parts.items())))
    assert [row["label"] for row in rows_of(panel)] == ["Flights", "Electricity", "All other sources"]
    assert text(panel.finding) == "The largest part of the uncertainty of the total comes from: Flights, 95 %"
    assert uncertain.variance(report(quantity("uncertainty.source.flight.share", 1.0, "share"))) is None


# --- Budgets


def budget(goal: str, used: float, total: float, **more: float):
    named = {"total": total, "used": used, "left": total - used}
    return [
        *(quantity(f"target.{goal}.budget.{part}", value) for part, value in named.items()),
        *(quantity(f"target.{goal}.{part}", value) for part, value in more.items()),
    ]


def test_what_the_path_allows_so_far_is_what_is_used_less_what_is_too_much():
    panel = budgets_used.panel(
        report(*budget("G-1", 30.0, 100.0, budget_overshoot=10.0), *budget("G-2", 50.0, 100.0)), {"G-1": "emissions", "G-2": "paper"}
    )
    assert [(row["used"], row["allowed"]) for row in rows_of(panel)] == [(0.5, None), (0.3, 0.2)]
    assert text(panel.finding) == "The budget that is used up furthest: Paper (G-2), 50.0 t of 100 t"


def test_a_goal_that_is_not_adopted_or_without_a_budget_has_no_bar():
    rows = [*budget("G-1", 30.0, 100.0), word("target.G-1.status", "not_adopted"), *budget("G-2", 1.0, 0.0)]
    assert budgets_used.panel(report(*rows), {"G-1": "emissions", "G-2": "paper", "G-3": "water"}) is None


# --- Completeness


def counted(topic: str, **places: list[str]):
    """Figures that count places: how many, and which, as their derivation says."""
    return [
        quantity(
            f"coverage.{topic}.{name}", float(len(listed)), "count", derivation=json.dumps({"filter": {"table": "locations", "location_id": listed}})
        )
        for name, listed in places.items()
    ]


def test_each_place_has_the_state_that_the_figures_count_it_in():
    rows = [
        *counted("waste", expected=["GVA", "DKR", "SCL"], reporting=["GVA"], filled=["DKR"], missing=["SCL"]),
        *counted("heat", expected=["GVA"], reporting=["GVA"]),
    ]
    panel = coverage_maps.places(report(*rows, activities=PLACES), ["heat", "waste", "water"])
    states = {(row["label"], row["column"]): row["sign"] for row in rows_of(panel)}
    assert states == {
        ("Headquarters", "Heat"): "whole",
        ("Headquarters", "Waste"): "whole",
        ("Office (DKR)", "Heat"): "none",
        ("Office (DKR)", "Waste"): "half",
        ("Office (SCL)", "Heat"): "none",
        ("Office (SCL)", "Waste"): "empty",
    }
    assert text(panel.finding) == "The topic that most places lack: waste, reported by 1 of 3 places"


def test_where_all_report_all_the_finding_says_so_and_one_place_is_no_map():
    whole = report(*counted("waste", expected=["GVA", "DKR"], reporting=["GVA", "DKR"]), activities=PLACES)
    assert text(coverage_maps.places(whole, ["waste"]).finding) == "Every place reports every topic that is expected of it"
    assert coverage_maps.places(report(*counted("waste", expected=["GVA"], reporting=["GVA"]), activities=PLACES), ["waste"]) is None


def test_a_body_that_is_no_group_has_no_map_of_members():
    assert coverage_maps.of_members(report(activities=PLACES)) is None


def test_thousands_of_places_are_no_more_rows_than_can_be_read():
    places = [f"P{number}" for number in range(2000)]
    many = activities(locations=[{"location_id": place, "name": f"Place {place}"} for place in places])
    rows = [*counted("waste", expected=places, reporting=places), *(row for place in places for row in building(place, 1.0, 0.9, 1.1))]
    made = report(*rows, activities=many)
    assert len(pd.unique(pd.Series([row["label"] for row in rows_of(coverage_maps.places(made, ["waste"]))]))) == 15
    assert len(rows_of(facilities.panel(made))) == 12


def test_members_of_a_group_have_the_state_in_which_their_coverage_is():
    panel = coverage_maps.of_members(group_report())
    states = {(row["label"], row["column"]): row["sign"] for row in rows_of(panel)}
    # O4 covers a part of its people, M2 is of the year before, M3 has no water, and X has nothing at all.
    assert (states["O1", "Waste"], states["O4", "Waste"], states["M2", "Water"], states["M3", "Water"]) == ("whole", "half", "half", "empty")
    assert "X" not in {label for label, _ in states}
    assert text(panel.finding).startswith("The topic that fewest members report: ")


def test_one_member_alone_has_no_map():
    assert coverage_maps.of_members(group_report(given({"A": office("O1")}, {}, ()))) is None
