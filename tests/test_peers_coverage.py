"""How members stand in a topic, and what is computed for people who are not covered."""

import pytest
from made_group import YEAR, mission, office, roll

from greening.peers import coverage


def standing(topic, told, years=None, missing=()):
    found = coverage.standings(roll(told, years or {}, missing), YEAR)
    return {one.member: one for one in found if one.topic == topic}


def offices(**more):
    return {code: office(code, **more) for code in ("O1", "O2", "O3")}


def test_every_member_stands_in_every_topic():
    found = coverage.standings(roll(), YEAR)
    assert len(found) == 4 * 8
    assert {one.topic for one in found} == set(coverage.TOPICS)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "whole"),
        ({"personnel.covered.waste": 94.0}, "part"),
        ({"personnel.covered.waste": 95.0}, "whole"),
        ({"coverage.waste.people.share": 0.5}, "part"),
        ({"waste.total": {"value": 1.0, "precision": "more_than"}}, "part"),
    ],
)
def test_the_coverage_is_the_least_of_what_is_said(more, expected):
    assert standing("waste", {"O1": office("O1", **more)})["O1"].coverage == expected


def test_a_member_that_says_nothing_of_its_people_an_earlier_one_a_silent_one_and_a_missing_one():
    said = {name: cell for name, cell in office("O1").items() if not name.startswith("personnel.")}
    silent = {name: cell for name, cell in office("O2").items() if not name.startswith("waste")}
    found = standing("waste", {"A": said, "B": silent, "C": office("O3")}, {"C": YEAR - 2}, ("D",))
    assert {code: one.coverage for code, one in found.items()} == {"A": "unsaid", "B": "not_reported", "C": "carried_forward", "D": "missing"}


def test_people_who_are_left_out_are_taken_to_be_like_those_who_are_not():
    # 1000 kg for 50 of 100 people: as much again for the others.
    told = offices() | {"O1": office("O1", **{"waste.total": 1000.0, "personnel.covered.waste": 50.0})}
    found = standing("waste", told)["O1"]
    assert (found.covered, found.covered_share, found.imputed, found.imputed_from) == (50.0, 0.5, 1000.0, "own")
    assert standing("waste", told)["O2"].imputed is None


def silent(code):
    return {name: cell for name, cell in (office(code) if code in ("O4",) else mission("M1")).items() if not name.startswith("waste")}


def test_a_member_that_reports_nothing_is_taken_to_be_like_those_on_its_side():
    missions = {f"M{number}": mission(f"M{number}") for number in (1, 2, 3)}
    found = standing("waste", offices() | missions | {"SO": silent("O4"), "SM": silent("M")})
    assert (found["SO"].imputed, found["SO"].imputed_from) == (pytest.approx(200.0 * 200), "offices")
    assert (found["SM"].imputed, found["SM"].imputed_from) == (pytest.approx(1000.0 * 500), "field")


def test_where_its_own_side_is_too_few_all_are_taken():
    found = standing("waste", offices() | {"M1": mission("M1"), "SM": silent("M")})
    rate = (370 * 200 + 1000 * 500) / 1370
    assert (found["SM"].imputed, found["SM"].imputed_from) == (pytest.approx(1000 * rate), "all")


def test_nothing_is_computed_where_most_people_are_not_covered_or_nobody_is_known():
    found = standing("waste", offices() | {"SM": silent("M")})
    assert all(one.imputed is None for one in found.values())
    nobody = {name: cell for name, cell in silent("O4").items() if name != "personnel.total"}
    assert standing("waste", offices() | {"S": nobody})["S"].imputed is None


def test_two_members_give_no_rate_for_a_third():
    told = {code: office(code) for code in ("O2", "O3")}
    assert standing("waste", told | {"S": silent("O4") | {"personnel.total": 20.0}})["S"].imputed is None


def test_the_basis_of_a_member():
    told = {"A": office("O1"), "B": office("O1", **{"basis.refrigerants": "kyoto"}), "M": mission("M1")}
    found = standing("ghg", told)
    assert found["A"].boundary == "consolidation_operational gwp_set_AR5 refrigerants_all scope2_location" != found["B"].boundary
    assert {code: one.boundary for code, one in standing("waste", told).items()} == {
        "A": "without_missions",
        "B": "without_missions",
        "M": "with_missions",
    }
