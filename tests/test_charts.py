"""Charts: specifications that hold their data, load nothing, and draw what the table says."""

import json
import re
import subprocess
import sys

import altair as alt
import pandas as pd
import pytest
from jsonschema import ValidationError

from greening import locale
from greening.charts import axes, structures, theme
from greening.charts.bars import bars
from greening.charts.labels import label_limit, room
from greening.charts.multiples import multiples
from greening.charts.path import path
from greening.charts.specification import MIMETYPE, Chart, narrow
from greening.charts.structure import filled
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
        path(PATH.assign(is_noted=[False, True, False], note=["", "pandemic", ""]), "Noted path", "A path with a noted year", EN, "Mt"),
        trend(TREND.assign(is_noted=[False, True, False], note=["", "pandemic", ""]), "Noted trend", "A trend with a noted year", EN, "Mt"),
    ]


@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.title)
def test_a_specification_holds_its_data_and_loads_nothing(chart: Chart):
    spec = json.loads(json.dumps(chart.spec, allow_nan=False))
    version = MIMETYPE.removeprefix("application/vnd.vegalite.v").partition("+")[0]
    assert f"/vega-lite/v{version}." in spec.pop("$schema")
    assert "http" not in json.dumps(spec)
    assert spec["datasets"]
    assert spec["description"] == chart.description


@pytest.mark.parametrize("small", [False, True], ids=["broad", "narrow"])
@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.title)
def test_a_specification_is_valid_vega_lite_and_a_misspelt_one_is_not(chart: Chart, small: bool):
    spec = json.loads(json.dumps(narrow(chart.spec) if small else chart.spec))
    # Without a background it is drawn on the page's; the schema does not know that.
    assert spec["config"].pop("background") is None
    alt.Chart.from_dict(spec)
    part = spec.get("spec", spec)["layer"][0]
    part["encoding"]["x"]["scales"] = part["encoding"]["x"].pop("scale", {})
    with pytest.raises(ValidationError):
        alt.Chart.from_dict(spec)


@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.title)
def test_no_place_of_a_structure_is_left_open(chart: Chart):
    assert "@" not in json.dumps({**chart.spec, "$schema": ""})


def test_a_chart_does_not_change_what_the_next_one_is_made_from():
    first = json.dumps(trend(TREND, "Trend", "x", EN, "Mt").spec)
    large = bars(BARS.assign(label=["C", "D"]), "Other", "y", EN, "#000000").spec
    trend(TREND.assign(year=[2001, 2002, 2003]), "Other", "y", EN, "t")
    assert json.dumps(trend(TREND, "Trend", "x", EN, "Mt").spec) == first
    assert large["layer"][0]["mark"]["color"] == "#000000"
    assert bars(BARS, "Parts", "x", EN).spec["layer"][0]["mark"]["color"] == theme.BLUE


def test_structures_that_are_ready_are_not_built_again(monkeypatch):
    structures.prepare()
    monkeypatch.setattr(alt, "layer", None)
    monkeypatch.setattr(alt.Chart, "to_dict", None)
    monkeypatch.setattr(alt.LayerChart, "to_dict", None)
    monkeypatch.setattr(alt.FacetChart, "to_dict", None)
    assert len(drawn()) == 6


def test_a_place_is_filled_as_text_list_or_number_and_a_value_is_never_a_place():
    structure = {"title": "@name", "sort": ["@order"], "least": {"expr": "@least"}, "other": ["a", "b"], "kept": None}
    values = {"@name": "@least", "@order": ["@name", "x"], "@least": 2.5}
    assert filled(structure, values) == {"title": "@least", "sort": ["@name", "x"], "least": 2.5, "other": ["a", "b"], "kept": None}


def test_what_publishes_loads_no_altair():
    code = "import sys; import greening.publish.page, greening.narrative.report; print('altair' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


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


@pytest.mark.parametrize(("labels", "limit"), [(["Flights", "Heat"], 0), (["Flights", "A name that is far longer than the others"], 150), ([], 0)])
def test_names_are_limited_only_where_one_may_not_fit(labels: list[str], limit: int):
    assert label_limit(labels, 150) == limit


@pytest.mark.parametrize("text", ["47 %", "1,234,567 t", "85,200 t"])
def test_the_number_of_the_longest_bar_is_not_cut_off(text: str):
    """Beside names of any length, on either page: the number ends where the drawing does, or before."""
    longest = BARS.assign(label=["A name of some length", "B"], value=[85_200.0, 522.0], text=[text, "522 t"])
    for spec in (bars(longest, "Parts", "x", EN).spec, narrow(bars(longest, "Parts", "x", EN).spec)):
        picture = svg.render(spec, "x", "c")
        left, place = (float(re.search(found, picture).group(1)) for found in (r"translate\(([0-9.]+),", r'"start" transform="translate\(([0-9.]+),'))
        # A digit is 0.556 of its size wide in Arial, the sign of a percentage 0.889, all others here less than half.
        wide = sum(0.889 if sign == "%" else 0.556 if sign.isdigit() else 0.28 for sign in text) * theme.LABEL_SIZE
        assert left + place + wide <= spec["width"]


def test_room_grows_with_a_number_in_steps():
    assert room(["47 %"]) == room(["48 %", "1 %"])
    assert room(["47 %"]) < room(["1,234,567 t"])
    assert room(["47 %"]) % 10 == 0


def test_a_name_that_is_too_long_is_cut_off_on_a_narrow_page():
    long = BARS.assign(label=["A name that is far longer than all others of the chart", "B"])
    picture = svg.render(narrow(bars(long, "Parts", "Two bars", EN).spec), "Two bars", "n")
    assert "A name that is" in picture
    assert "all others" not in picture
    assert "\u2026" in picture


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
