"""The way back from what a group says of its members to the members' own figures."""

import pytest
from made_products import make
from submitted_bodies import submit

from greening.explain import trace


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two bodies and their group."""
    data = tmp_path_factory.mktemp("peers")
    for code, kwh in (("ONE", 1000.0), ("TWO", 3000.0)):
        submit(data, 2024, code, kwh, parent="EXAMPLE")
        make(data, 2024, code)
    make(data, 2024, "EXAMPLE", (), ["ONE@2024", "TWO@2024"])
    return data


def rests_on(data, figure_id):
    found = trace.trace(2024, "EXAMPLE", figure_id, data, 1)
    assert found.is_whole
    return {(name.organization, name.figure_id) for name in found.entries[0].rests_on}


def test_a_members_figure_is_the_one_of_its_own_report(made):
    assert rests_on(made, "ghg.per_capita:ONE") == {("ONE", "ghg.per_capita")}
    found = trace.trace(2024, "EXAMPLE", "ghg.per_capita:ONE", made, 1)
    own = trace.trace(2024, "ONE", "ghg.per_capita", made, 1)
    assert found.entries[0].value == own.entries[0].value and len(found.entries) == 1 + len(own.entries)


def test_people_covered_are_those_of_the_members(made):
    assert rests_on(made, "peers.ghg.people") == {("ONE", "personnel.covered.ghg"), ("TWO", "personnel.covered.ghg")}


def test_a_distance_rests_on_what_both_are_compared_by(made):
    compared = {"personnel.total", "traits.field.share", "traits.main_bucket", "traits.main_source"}
    assert rests_on(made, "peers.distance.TWO:ONE") == {(code, figure_id) for code in ("ONE", "TWO") for figure_id in compared}


def test_a_place_rests_on_the_amount_per_person(made):
    assert rests_on(made, "peers.ghg.first_place:TWO") == {("TWO", "ghg.per_capita")}
