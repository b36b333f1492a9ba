"""Carbon credits beside the emissions."""

import pytest
from figure_frames import inputs, inventory, published, values


def block(tonnes, serial="1", claimed=2022):
    return {"table": "offsets", "registry": "R", "serial_from": serial, "serial_to": serial, "claimed_year": claimed, "credits_tco2e": tonnes}


def test_a_block_of_serial_numbers_counts_once_and_only_for_the_claimed_year():
    found = values(inputs([inventory(100.0), block(40.0), block(40.0), block(10.0, "2"), block(99.0, "3", claimed=2021)]))
    assert (found["offsets.retired"], found["offsets.share"], found["offsets.neutral"]) == (50, 0.5, "no")
    assert found["ghg.total"] == 100


@pytest.mark.parametrize(("tonnes", "neutral"), [(99.0, "no"), (100.0, "yes")])
def test_neutral_only_where_credits_reach_the_total(tonnes, neutral):
    assert values(inputs([inventory(100.0), block(tonnes)]))["offsets.neutral"] == neutral


def test_neutrality_of_a_minimum_is_not_claimed():
    assert "offsets.neutral" not in values(inputs([inventory(100.0, "more_than"), block(500.0)]))


def test_a_published_share_stands_where_the_total_cannot_be_divided_by():
    """676,997 t and 32 % were printed for 2014, when the total was only said to be more than 2.0 Mt."""
    rows = [inventory(2_000_000.0, "more_than"), published("offsets.retired", 676_997.0, "exact"), published("offsets.share", 0.32)]
    assert values(inputs(rows))["offsets.share"] == 0.32
