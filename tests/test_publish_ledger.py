"""The ledger adds up the rows of a figure, names their factors and quality, and says where they are published."""

from typing import Any

import pandas as pd
import pytest
from made_report import activities

from greening import tables
from greening.figures import selection
from greening.publish import ledger, privacy
from greening.publish.ledger import Ledger
from greening.publish.told import Name, Told

NO_ACTIVITIES = tables.empty("activities")


def footprint(*rows: dict[str, Any]) -> pd.DataFrame:
    return tables.stack("footprint", [pd.DataFrame([{"organization": "BODY", "year": 2022, **row} for row in rows])])


def told(frame: pd.DataFrame, wanted: dict[str, Any] | None = None, given: pd.DataFrame = NO_ACTIVITIES) -> Told:
    return Ledger("footprint", frame, given).told(wanted or {}, "emissions_tco2e")


def trips(*purposes: str, **more: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Flights of one journey each, and the submitted rows behind them."""
    rows = [
        {"table": "air_travel", "source": "flight", "purpose": purpose, "cabin": "economy", "emissions_tco2e": 1.0}
        | {"source_file": "t.csv", "source_row": row, "factor_id": "icao", "factor_value": 0.1 + row / 100, **more}
        for row, purpose in enumerate(purposes, 2)
    ]
    return footprint(*rows), activities(air_travel=[{"source_file": "t.csv", "source_row": row} for row in range(2, len(purposes) + 2)])


def test_rows_are_added_up_by_table_place_and_source_the_largest_first():
    found = told(
        footprint(
            {"table": "fuels", "source": "heating_fuel", "location_id": "L1", "emissions_tco2e": 1.0},
            {"table": "fuels", "source": "heating_fuel", "location_id": "L1", "emissions_tco2e": 2.0},
            {"table": "waste", "source": "waste", "emissions_tco2e": 5.0},
            {"table": "waste", "source": "waste", "location_id": "L1"},
        )
    )
    assert [tuple(added) for added in found.added] == [
        (Name("waste", "", "waste"), 1, 5.0),
        (Name("fuels", "L1", "heating_fuel"), 2, 3.0),
        (Name("waste", "L1", "waste"), 1, 0.0),
    ]
    assert (found.rows, found.names, found.has_journeys) == (4, 3, False)


def test_only_the_largest_names_are_told_and_all_are_counted():
    rows = [{"table": "waste", "source": "waste", "location_id": f"L{place}", "emissions_tco2e": float(place)} for place in range(9)]
    found = told(footprint(*rows))
    assert [added.name.place for added in found.added] == ["L8", "L7", "L6", "L5", "L4", "L3"]
    assert found.names == 9
    assert found.first == [8, 7, 6] and found.singles == 9


def test_few_journeys_are_told_together_and_none_alone():
    frame, given = trips(*["staff_mission"] * 7, "home_leave", "medical_evacuation")
    found = told(frame, {"table": "air_travel"}, given)
    assert found.has_journeys and not found.first
    assert {added.name.kind: added.rows for added in found.added} in ({"flight": 7, "other": 2}, {"other": 9})
    assert not {added.name.purpose for added in found.added} & {"home_leave", "medical_evacuation"}


def test_a_factor_of_few_journeys_is_not_told_and_one_that_varies_has_no_value():
    frame, given = trips(*["staff_mission"] * 4)
    assert told(frame, given=given).factors == []
    frame, given = trips(*["staff_mission"] * 5)
    assert [(used.factor[0], used.rows, used.low, used.high) for used in told(frame, given=given).factors] == [("icao", 5, None, None)]
    frame, given = trips(*["staff_mission"] * 5, factor_value=0.25)
    assert [(used.low, used.high) for used in told(frame, given=given).factors] == [(0.25, 0.25)]


def test_factors_are_those_of_the_rows_with_the_bounds_that_they_have_there():
    shared = {"factor_id": "f1", "factor_unit": "kg/l", "factor_year": 2020, "factor_rung": "exact", "factor_source_id": "s"}
    frame = footprint(
        {"table": "fuels", **shared, "factor_value": 2.0},
        {"table": "fuels", **shared, "factor_value": 1.0},
        {"table": "fuels", **shared, "factor_value": 1.0},
        {"table": "waste", **shared, "factor_value": 9.0},
        {"table": "waste", "factor_id": "f2"},
        {"table": "water"},
    )
    assert [tuple(used) for used in told(frame, {"table": "fuels"}).factors] == [(("f1", "kg/l", "2020", "s", "exact"), 3, 1.0, 2.0)]
    assert [(used.factor[0], used.low) for used in told(frame, {"table": "waste"}).factors] == [("f1", 9.0), ("f2", None)]
    assert told(frame, {"table": "water"}).factors == []


def test_the_ways_in_which_rows_are_known_are_counted():
    frame = footprint(*({"table": "fuels", "quality": quality} for quality in ("metered", "estimated", "metered", None)))
    assert told(frame).quality == [("metered", 2), ("estimated", 1)]


def test_lines_are_those_of_the_published_footprint():
    frame, given = trips(*["staff_mission"] * 6)
    both = pd.concat([frame, footprint(*({"table": "fuels", "row_id": f"r{row}", "location_id": "L1" if row % 2 else "L2"} for row in range(4)))])
    made = Ledger("footprint", both.reset_index(drop=True), given)
    published = privacy.public(both, given)
    assert len(published) == 5
    for wanted in ({"table": "fuels"}, {"location_id": "L1"}, {"table": "air_travel"}, {}):
        found = made.told(wanted, "emissions_tco2e")
        lines = [line for first, last in found.lines for line in range(first, last + 1)]
        chosen = selection.select(published, wanted)
        assert [place + 2 for place in range(5) if published.index[place] in chosen.index] == lines
        assert (found.line_count, found.first_line, found.last_line) == (len(lines), lines[0], lines[-1])


def test_a_line_of_journeys_is_named_only_where_all_of_them_are_meant():
    frame, given = trips(*["staff_mission"] * 6)
    frame = frame.assign(location_id=["L1"] + ["L2"] * 5)
    made = Ledger("footprint", frame, given)
    assert made.told({"table": "air_travel"}, "emissions_tco2e").lines == [(2, 2)]
    assert made.told({"location_id": "L2"}, "emissions_tco2e").lines == []


def test_rows_of_words_are_counted_and_rows_that_are_not_there_add_nothing():
    frame = footprint({"table": "fuels", "source": "heat"}, {"table": "fuels", "source": "heat"})
    made = Ledger("footprint", frame, NO_ACTIVITIES)
    assert [(added.rows, added.amount) for added in made.told({}, "source").added] == [(2, 2.0)]
    nothing = made.told({"table": "water"}, "emissions_tco2e")
    assert (nothing.rows, nothing.added, nothing.first, nothing.lines, nothing.factors) == (0, [], [], [], [])


@pytest.mark.parametrize("product", ["footprint", "indicators"])
def test_a_product_without_rows_tells_nothing(product: str):
    assert Ledger(product, tables.empty(product), NO_ACTIVITIES).told({"table": "fuels"}, "value").rows == 0


def test_the_same_frames_have_one_ledger_and_others_their_own():
    frame = footprint({"table": "fuels"})
    first = ledger.of("footprint", frame, NO_ACTIVITIES)
    assert ledger.of("footprint", frame, NO_ACTIVITIES) is first
    assert ledger.of("footprint", frame.copy(), NO_ACTIVITIES) is not first


def test_a_submission_table_has_its_rows_alone():
    given = activities(personnel=[{"headcount": 3.0}, {"headcount": 4.0}], locations=[{"location_id": "A"}])
    made = ledger.of("activities", given, given, "personnel")
    places, count = made.first({"table": "personnel"})
    assert count == 2 and [made.cell("headcount", place) for place in places] == [3.0, 4.0]
    assert ledger.of("activities", given, given, "offsets").first({})[1] == 0


def test_quantities_of_journeys_are_not_told():
    rows = [
        {"organization": "BODY", "table": table, "category": "c", "location_id": "L", "value": 2.0, "unit": "km"} for table in ("air_travel", "waste")
    ]
    found = Ledger("indicators", tables.stack("indicators", [pd.DataFrame(rows)]), NO_ACTIVITIES).told({}, "value")
    assert [(added.name.table, added.rows) for added in found.added] == [("waste", 1)]
    assert found.singles == 1
