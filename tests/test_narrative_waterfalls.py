"""The chart of what accounts for a change: parts that lead from one total to the next."""

import pytest
from made_report import quantity, report, text

from greening.narrative import waterfalls

START = "ghg.change.previous_year"


def of(**effects: tuple[float, float | None, float | None]):
    """The panel of a total that fell or rose from 1,000 t by effects, each with its bounds."""
    now = 1000.0 + sum(value for value, _, _ in effects.values())
    rows = [quantity("ghg.total", now), quantity("ghg.total@2021", 1000.0)]
    for effect, (value, low, high) in effects.items():
        rows.append(quantity(f"{START}.{effect}", value, low=low, high=high, interval_kind="statistical_95"))
        rows.append(quantity(f"{START}.{effect}.share", value / 1000, "share"))
        rows.append(quantity(f"{START}.bucket.air_travel.{effect}", value))
    return waterfalls.panel(report(*rows), "previous_year", "ghg.total@2021", 2021)


def test_each_part_begins_where_the_one_before_ends():
    rows = of(activity=(-50.0, -60.0, -40.0), grid=(20.0, 15.0, 25.0)).chart.spec["datasets"]["table"]
    assert [(row["kind"], row["start"], row["end"]) for row in rows] == [
        ("total", 1000.0, 1000.0),
        ("fell", 1000.0, 950.0),
        ("rose", 950.0, 970.0),
        ("total", 970.0, 970.0),
    ]
    assert (rows[1]["low"], rows[1]["high"]) == (940.0, 960.0)


def test_the_finding_is_the_largest_part_that_is_told_from_zero():
    found = of(method=(-90.0, -200.0, 20.0), activity=(-50.0, -60.0, -40.0), grid=(20.0, 15.0, 25.0)).finding
    assert text(found) == "The largest part of the difference to 2021: amounts used, travelled or leaked, \u221250.0 t"


def test_where_no_part_is_told_from_zero_the_finding_says_so():
    panel = of(method=(-90.0, -200.0, 20.0))
    assert text(panel.finding) == "No part of the difference to 2021 can be told from zero"
    assert panel.chart.spec["datasets"]["table"][1]["kind"] == "unclear"


def test_the_table_has_every_part_by_part_of_the_report():
    shown = text(of(activity=(-50.0, -60.0, -40.0), unexplained=(-0.1, None, None)).table)
    assert "Air travel" in shown and "Amounts used, travelled or leaked\u221250.0 t" in shown
    # What is too small to be seen is in the table all the same.
    assert "Not explained\u22120.10 t" in shown


@pytest.mark.parametrize("effects", [{}, {"unexplained": (-90.0, None, None)}, {"activity": (-0.1, -0.2, -0.05)}])
def test_nothing_is_drawn_where_nothing_that_is_explained_can_be_seen(effects):
    assert of(**effects) is None
