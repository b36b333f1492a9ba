"""Caps and levies on travel: each by itself, and what is not known has its reason."""

import pytest

from greening.projection.series import Point
from greening.projection.travel import what_ifs
from greening.uncertainty import Interval

NOW = {
    "ghg.source.flight": [Point(2022, 300.0, Interval(250, 360))],
    "ghg.air.purpose.staff_mission": [Point(2022, 200.0, Interval(160, 250))],
    "ghg.air.purpose.consultant": [Point(2022, 50.0, Interval(40, 60))],
}
EMPTY = dict.fromkeys(("action_id", "kind", "purpose", "start_date", "change_pct", "value", "basis", "fares", "currency"))
CAP = EMPTY | {"action_id": "C", "kind": "cap", "purpose": "staff_mission consultant", "change_pct": -10.0}
LEVY = EMPTY | {"action_id": "L", "kind": "levy", "value": 40.0, "basis": "per_tco2e", "currency": "CHF"}
FARES = LEVY | {"value": 0.03, "basis": "share_of_fares", "fares": 1000.0}


def one(row, now=NOW):
    return next(what_ifs([row], now, 2022))


def test_a_cap_cuts_the_flights_of_its_purposes():
    found = one(CAP)
    assert (found.emissions.value, found.effect.value, found.revenue) == (250.0, -25.0, None)
    assert (found.effect.interval.low, found.effect.interval.high) == (-31.0, -20.0)
    assert (found.no_effect, found.no_revenue) == ("", "")


def test_a_levy_by_tonne_is_taken_from_the_travel_that_is_left():
    found = one(LEVY | {"change_pct": -2.0})
    assert (found.effect.value, found.revenue.value) == pytest.approx((-6.0, 40 * 300 * 0.98))
    assert (found.revenue.interval.low, found.revenue.interval.high) == pytest.approx((40 * 250 * 0.98, 40 * 360 * 0.98))
    assert one(LEVY).revenue.value == 12_000


def test_a_levy_on_fares_needs_no_flights():
    """A surcharge of 3 %, as one fund of the system takes it, on fares of 1,000."""
    assert one(FARES, {}).revenue.value == 30.0
    assert one(FARES | {"change_pct": -50.0}, {}).revenue.value == 15.0


def test_measures_whose_names_differ_in_a_sign_are_two():
    assert [found.action_id for found in what_ifs([CAP | {"action_id": name} for name in ("C.1", "C-1", "C 1")], NOW, 2022)] == ["C.1", "C-1", "C 1"]


@pytest.mark.parametrize(
    ("row", "no_effect", "no_revenue"),
    [
        (CAP | {"change_pct": None}, "measure_no_change", ""),
        (CAP | {"change_pct": 10.0}, "measure_odd_change", ""),
        (CAP | {"change_pct": -101.0}, "measure_odd_change", ""),
        (CAP | {"purpose": "staff_mission councillor"}, "measure_no_emissions", ""),
        (LEVY | {"value": None}, "measure_no_change", "measure_odd_rate"),
        (LEVY | {"value": -1.0}, "measure_no_change", "measure_odd_rate"),
        (LEVY | {"currency": None}, "measure_no_change", "measure_no_currency"),
        (LEVY | {"currency": "francs"}, "measure_no_change", "measure_no_currency"),
        (LEVY | {"purpose": "fellowship"}, "measure_no_change", "measure_no_emissions"),
        (FARES | {"value": 3.0}, "measure_no_change", "measure_odd_rate"),
        (FARES | {"fares": None}, "measure_no_change", "measure_no_fares"),
        (FARES | {"fares": -1000.0}, "measure_no_change", "measure_odd_fares"),
        (FARES | {"basis": None}, "measure_no_change", "measure_no_basis"),
    ],
)
def test_what_is_not_known_is_withheld_with_its_reason(row, no_effect, no_revenue):
    found = one(row)
    assert (found.effect, found.revenue) == (None, None)
    assert (found.no_effect, found.no_revenue) == (no_effect, no_revenue)


def test_a_measure_that_stands_twice_counts_once():
    assert [found.effect.value for found in what_ifs([CAP, CAP | {"change_pct": -50.0}], NOW, 2022)] == [-25.0]


def test_flights_of_another_year_are_not_those_of_this_one():
    assert one(CAP, {name: [Point(2021, 9.0, Interval(9, 9))] for name in NOW}).no_effect == "measure_no_emissions"
