"""Units of exports become those of a submission by definitions."""

from decimal import Decimal

import pytest

from greening.collecting import conversions


@pytest.mark.parametrize(
    ("given", "wanted", "ratio"),
    [
        ("MWh", "kWh", "1000"),
        ("kilowatt hours", "kWh", "1"),
        ("US gallon", "l", "3.785411784"),  # NIST Handbook 44: 231 cubic inches
        ("imperial gallons", "l", "4.54609"),
        ("m³", "l", "1000"),
        ("CCF", "m3", "2.8316846592"),  # 100 cubic feet
        ("lbs", "kg", "0.45359237"),
        ("t", "kg CO2", "1000"),
        ("miles", "km", "1.609344"),
        ("share", "%", "100"),
        ("%", "%", "1"),
    ],
)
def test_known_ratios(given, wanted, ratio):
    assert conversions.factor(given, wanted) == Decimal(ratio)


@pytest.mark.parametrize(("given", "digits"), [("GJ", "277.7777777777"), ("therm", "29.30710701722"), ("MMBtu", "293.0710701722")])
def test_energy_in_kilowatt_hours(given, digits):
    # 1 GJ = 1000 / 3.6 kWh; 1 therm = 29.3071 kWh and 1 MMBtu = 293.071 kWh of the international table.
    assert str(conversions.factor(given, "kWh")).startswith(digits)


@pytest.mark.parametrize(("given", "wanted"), [("l", "kg"), ("gallon", "l"), ("ton", "kg"), ("units", "kWh"), ("", "kWh"), ("km", "kWh")])
def test_no_exact_way_is_none(given, wanted):
    assert conversions.factor(given, wanted) is None


def test_every_unit_goes_to_itself_and_back():
    for name in conversions.names():
        assert conversions.known(name) == name
        assert conversions.factor(name, name) == 1
