"""Charts: specifications that hold their data, load nothing, and draw what the table says."""

import json
import re

import pandas as pd
import pytest

from greening import locale
from greening.charts import axes
from greening.charts.bars import bars
from greening.charts.multiples import multiples
from greening.charts.path import path
from greening.charts.specification import MIMETYPE, Chart, narrow
from greening.charts.trend import trend
from greening.publish import svg

EN = locale.catalogue("en")
BARS = pd.DataFrame({"label": ["Facilities", "Air travel"], "value": [0.47, 0.38], "text": ["47 %", "38 %"]})
TREND = pd.DataFrame(
    {
        "year": [2010, 2013, 2014],
        "value": [1.7e6, 1.7e6, 2.0e6],
        "low": [1.65e6, 1.65e6, 2.0e6],
        "high": [1.75e6, 1.75e6, None],
        "text": ["1.7", "1.7", "2"],
        "is_rounded": [True, True, True],
        "is_break": [False, False, True],
        "segment": [0, 1, 2],
    }
)
MULTIPLES = pd.DataFrame(
    {"part": ["Air", "Air", "Rest", "Rest"], "year": [2021, 2022] * 2, "value": [0.4, 0.38, None, 0.62], "is_latest": [False, True] * 2}
)
PATH = pd.DataFrame(
    {
        "year": [2010, 2022, 2030],
        **{column: [1.7e6, 1.2e6, 0.9e6] for column in ("allowed", "allowed_low", "allowed_high")},
        **{column: [1.7e6, 1.4e6, None] for column in ("actual", "actual_low", "actual_high")},
        "allowed_text": ["", "", "0.9"],
        "actual_text": ["", "1.4", ""],
    }
)


def drawn() -> list[Chart]:
    return [
        bars(BARS, "Parts", "Two bars", EN),
        trend(TREND, "Trend", "Three points", EN, "Mt"),
        multiples(MULTIPLES, "Multiples", "Two panels", EN),
        path(PATH, "Path", "A path", EN, "Mt"),
    ]


@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.title)
def test_a_specification_holds_its_data_and_loads_nothing(chart: Chart):
    spec = json.loads(json.dumps(chart.spec, allow_nan=False))
    version = MIMETYPE.removeprefix("application/vnd.vegalite.v").partition("+")[0]
    assert f"/vega-lite/v{version}." in spec.pop("$schema")
    assert "http" not in json.dumps(spec)
    assert spec["datasets"]
    assert spec["description"] == chart.description


@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.title)
def test_a_chart_is_drawn(chart: Chart):
    picture = svg.render(chart.spec, chart.description, "c")
    assert picture.count("<path") > 2


def test_bars_print_name_and_number_of_each_row():
    picture = svg.render(bars(BARS, "Parts", "Two bars", EN).spec, "Two bars", "c")
    assert all(text in picture for text in ("Facilities", "Air travel", "47 %", "38 %"))


def test_no_line_is_drawn_across_a_break_or_a_gap():
    picture = svg.render(trend(TREND, "Trend", "Three points", EN, "Mt").spec, "Three points", "c")
    together = svg.render(trend(TREND.assign(segment=0), "Trend", "Three points", EN, "Mt").spec, "Three points", "c")
    assert lines(together) > lines(picture) == 0


def lines(picture: str) -> int:
    """Strokes in the line's colour that lead from one point to another."""
    return sum("L" in part.split('"')[1] for part in picture.split(" d=")[1:] if 'stroke-width="2.5"' in part.split(">")[0])


def test_an_axis_of_large_values_is_in_millions():
    assert axes.in_millions(pd.Series([10.0, 1_400_000.0]))
    assert not axes.in_millions(pd.Series([10.0, 999_999.0]))
    assert "1.5" in svg.render(trend(TREND, "Trend", "x", EN, "Mt").spec, "x", "c")


def test_charts_leave_their_table_as_it_was():
    before = TREND.copy()
    trend(TREND, "Trend", "x", EN, "Mt")
    pd.testing.assert_frame_equal(TREND, before)


def test_a_narrow_chart_keeps_its_labels_and_leaves_room_for_its_numbers():
    small = narrow(bars(BARS, "Parts", "Two bars", EN).spec)
    width = float(re.search(r'<svg[^>]* width="([0-9.]+)"', svg.render(small, "Two bars", "n")).group(1))
    assert width <= 340
    assert all(text in svg.render(small, "Two bars", "n") for text in BARS["text"])
    assert narrow(trend(TREND, "Trend", "x", EN, "Mt").spec)["width"] == small["width"]
