"""Indicators under the names that the submission gives them."""

from figure_frames import figures, inputs, values


def indicator(value, unit="count", location=None, name="trees.planted"):
    return {"table": "indicators", "indicator_id": name, "value": value, "unit": unit, "location_id": location}


def test_places_are_added():
    assert values(inputs([indicator(3.0, location="A"), indicator(4.0, location="B")]))["trees.planted"] == 7


def test_the_row_of_the_whole_body_goes_before_its_places():
    assert values(inputs([indicator(3.0, location="A"), indicator(10.0)]))["trees.planted"] == 10


def test_shares_of_places_are_not_added():
    rows = [indicator(0.3, "share", "A"), indicator(0.4, "share", "B")]
    assert "trees.planted" not in values(inputs(rows))
    assert figures(inputs(rows[:1])).loc["trees.planted", "unit"] == "share"


def test_indicators_of_members_are_not_the_groups():
    assert "trees.planted" not in values(inputs([indicator(1.0) | {"organization": "MEMBER"}]))
