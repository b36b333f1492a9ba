"""What tells one body from another."""

import pytest
from figure_frames import footprint, inputs, inventory, published, values

PLACES = [
    {"table": "locations", "location_id": name, "kind": kind, "climate": climate}
    for name, kind, climate in (
        ("A", "headquarters", "temperate"),
        ("B", "country_office", "hot and humid"),
        ("C", "field_mission", "Hot"),
        ("D", None, None),
    )
]


def test_kind_and_places():
    found = values(inputs([{"table": "profile", "kind": " Aid "}, *PLACES]), "traits.")
    assert found["traits.kind"] == "Aid"
    assert found["traits.field.share"] == pytest.approx(2 / 3)
    assert found["traits.field_mission.share"] == pytest.approx(1 / 3)
    assert found["traits.climate"] == "hot"


def test_a_registered_body_that_says_no_kind_has_that_of_the_register_and_an_invented_one_none():
    assert values(inputs([inventory(1.0)], organization="UPU"), "traits.kind") == {"traits.kind": "specialized_agency"}
    assert not values(inputs([inventory(1.0)], organization="EXAMPLE-HQ"), "traits.kind")


def test_no_climate_has_the_most_places():
    assert values(inputs([{"table": "profile"}, *PLACES[:2]]), "traits.climate") == {"traits.climate": "mixed"}


def test_a_body_of_offices_has_no_field_sites_and_one_without_places_says_nothing():
    assert values(inputs([{"table": "profile"}, PLACES[0]]), "traits.field")["traits.field.share"] == 0
    assert not values(inputs([{"table": "profile"}]), "traits.")


def test_the_largest_part_and_source_of_the_emissions():
    lines = [
        {"bucket": "facilities", "source": "heat", "emissions_tco2e": 3.0},
        {"bucket": "facilities", "source": "electricity", "emissions_tco2e": 4.0},
    ]
    lines += [{"bucket": "air_travel", "source": "flight", "emissions_tco2e": 5.0}]
    found = values(inputs([{"table": "profile"}], footprint=footprint(lines)), "traits.main")
    assert found == {"traits.main_bucket": "facilities", "traits.main_source": "flight"}


def test_of_a_published_body_the_shares_tell_the_largest_part():
    shares = [published("ghg.bucket.air_travel.share", 0.6), published("ghg.bucket.facilities.share", 0.4)]
    assert values(inputs([inventory(9.0), *shares]), "traits.main") == {"traits.main_bucket": "air_travel"}


def test_answers_of_the_whole_body_are_figures_and_those_of_places_are_not():
    rows = [
        {"table": "management", "question_id": "ems.status", "answer": "Met "},
        {"table": "management", "question_id": "ers.status", "answer": "draft", "location_id": "A"},
        {"table": "management", "question_id": "colour", "answer": "green"},
    ]
    assert values(inputs([{"table": "profile"}, *rows]), "answer.") == {"answer.ems.status": "met"}
