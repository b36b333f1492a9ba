"""Airports and cities of exports."""

import pytest

from greening.collecting import places


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("GVA", "GVA"),
        ("gva", "GVA"),
        ("Geneva", "GVA"),
        ("Geneva (GVA)", "GVA"),
        ("GVA - Geneva", "GVA"),
        ("Geneva/GVA", "GVA"),
        ("LON", "LON"),
        ("London", "LON"),
    ],
)
def test_codes_and_names(cell, code):
    assert places.code(cell) == (code, "")


def test_a_name_of_several_places_is_no_place():
    code, why = places.code("Springfield")
    assert code == ""
    assert "several places: SGF or SGH or SPI" in why


def test_an_unknown_name_says_so():
    assert places.code("Atlantis")[1] == "is neither an airport nor a city that is known; say its code under `values`"


def test_a_town_with_the_name_of_another_code_is_the_town():
    # Leh in India has the airport IXL; LEH is Le Havre.
    assert places.code("Leh") == ("IXL", "")
    assert places.code("LEH") == ("LEH", "")
    assert "several places: LEH or IXL" in places.code("leh")[1]
