"""Results of the ICAO calculator become the body's own CO2 for all the row's trips."""

import pytest
from collecting_frames import fates, imported, mapped, rows, written

HEAD = "Departure,Destination,Cabin class,Number of passengers,Round trip,CO2 per passenger (kg),Total CO2 (kg),Distance (km)"


def result(tmp_path, *lines, **settings):
    export = written(tmp_path, "icao.csv", HEAD, *lines)
    return imported(tmp_path, "icao", export, mapped(tmp_path, "icao", settings=settings))


@pytest.mark.parametrize(
    ("line", "trips", "co2"),
    [
        ("GVA,NBO,Economy,3,Round trip,780.4,2341.2,6100", "3", "2341.2"),
        ("GVA,NBO,Economy,3,Round trip,780.4,,6100", "3", "2341.2"),
        ("GVA,NBO,Economy,3,Round trip,,2341.2,6100", "3", "2341.2"),
        ("GVA,NBO,Economy,,One way,390.2,,", "1", "390.2"),
    ],
)
def test_the_result_is_for_all_trips_of_the_row(tmp_path, line, trips, co2):
    row = rows(result(tmp_path, line))[0]
    assert (row["trips"], row["own_co2_kg"], row["cabin"]) == (trips, co2, "economy")


def test_what_a_result_and_a_distance_cover_is_a_setting(tmp_path):
    lines = ["GVA,NBO,Economy,2,Round trip,400,800,12000", "GVA,NBO,Economy,2,One way,400,800,6000"]
    found = rows(result(tmp_path, *lines, result_covers="one_way", distance_covers="journey"))
    assert [(row["own_co2_kg"], row["distance_km"]) for row in found] == [("1600", "6000"), ("800", "6000")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("GVA,NBO,Economy,3,One way,700,2341.2,", "2341.2 kg in all is not 3 passengers at 700 kg"),
        ("GVA,NBO,Economy,0,One way,700,,", "0 passengers"),
        ("GVA,NBO,Economy,1,One way,,,", "neither a result for each passenger"),
        ("GVA,NBO,Economy,1,One way,-5,,", "own_co2_kg is -5, below zero"),
        ("GVA,Atlantis,Economy,1,One way,5,,", '"Atlantis" is neither an airport nor a city'),
        ("GVA,NBO,Economy,1,Perhaps,5,,", '"Perhaps" is neither yes nor no'),
        ("GVA,,Economy,1,One way,5,,", "Destination is empty"),
    ],
)
def test_a_result_that_cannot_be_used_is_refused_with_its_cell(tmp_path, line, told):
    found = result(tmp_path, line, "GVA,NBO,Economy,1,One way,390.5,,")
    assert fates(found) == {2: "refused", 3: "used"}
    assert told in found.ledger.fates[2][1]


def test_premium_says_no_cabin(tmp_path):
    found = result(tmp_path, "GVA,NBO,Premium,1,One way,5.5,,", "GVA,NBO,Couch,1,One way,5.5,,")
    assert [row["cabin"] for row in rows(found)] == ["unknown", "unknown"]
    assert dict(found.unmapped_words) == {("cabin", "Cabin class", '"Couch"', "unknown"): 1}
