"""Charts: specifications that hold their data, load nothing, and draw what the table says."""

import json
import math
import re
import subprocess
import sys
from dataclasses import dataclass

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
from greening.charts.specification import MIMETYPE, Chart, is_mirrored
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
        trend(TREND, "Trend", "Three points", EN, "t CO2e"),
        multiples(MULTIPLES, "Multiples", "Two panels", EN),
        path(PATH, "Path", "A path", EN, "t CO2e"),
        path(PATH.assign(is_noted=[False, True, False], note=["", "pandemic", ""]), "Noted path", "A path with a noted year", EN, "t CO2e"),
        trend(TREND.assign(is_noted=[False, True, False], note=["", "pandemic", ""]), "Noted trend", "A trend with a noted year", EN, "t CO2e"),
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
def test_a_specification_is_valid_vega_lite_and_a_misspelt_one_is_not(chart: Chart):
    spec = json.loads(json.dumps(chart.spec))
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
    first = json.dumps(trend(TREND, "Trend", "x", EN, "t CO2e").spec)
    large = bars(BARS.assign(label=["C", "D"]), "Other", "y", EN, "#000000").spec
    trend(TREND.assign(year=[2001, 2002, 2003]), "Other", "y", EN, "t")
    assert json.dumps(trend(TREND, "Trend", "x", EN, "t CO2e").spec) == first
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
    picture = svg.draw(chart.spec)
    assert "<path" in picture and "<text" in picture


def test_bars_print_name_and_number_of_each_row():
    picture = svg.draw(bars(BARS, "Parts", "Two bars", EN).spec)
    assert all(text in picture for text in ("Facilities", "Air travel", "47 %", "38 %"))


def test_no_line_is_drawn_across_a_break_or_a_gap():
    picture = svg.draw(trend(TREND, "Trend", "Three points", EN, "t CO2e").spec)
    together = svg.draw(trend(TREND.assign(segment=0), "Trend", "Three points", EN, "t CO2e").spec)
    assert lines(together) > lines(picture) == 0


def lines(picture: str) -> int:
    """Strokes in the line's colour that lead from one point to another."""
    return sum("L" in part.split('"')[1] for part in picture.split(" d=")[1:] if "s-blue" in part.split(">")[0])


def test_an_axis_of_large_values_is_in_millions():
    assert axes.in_millions(pd.Series([10.0, 1_400_000.0]))
    assert not axes.in_millions(pd.Series([10.0, 999_999.0]))
    assert "1.5" in svg.draw(trend(TREND, "Trend", "x", EN, "t CO2e").spec)


@pytest.mark.parametrize(("labels", "limit"), [(["Flights", "Heat"], 0), (["Flights", "A name that is far longer than the others"], 150), ([], 0)])
def test_names_are_limited_only_where_one_may_not_fit(labels: list[str], limit: int):
    assert label_limit(labels, 150) == limit


@pytest.mark.parametrize("text", ["47 %", "1,234,567 t", "85,200 t"])
def test_the_number_of_the_longest_bar_is_not_cut_off(text: str):
    """Beside names of any length: the number ends where the drawing does, or before."""
    longest = BARS.assign(label=["A name of some length", "B"], value=[85_200.0, 522.0], text=[text, "522 t"])
    picture = svg.draw(bars(longest, "Parts", "x", EN).spec)
    place = float(re.search(rf'<text x="([0-9.]+)"[^>]*>{re.escape(text)}<', picture).group(1))
    # A digit is 0.556 of its size wide in Arial, the sign of a percentage 0.889, all others here less than half.
    wide = sum(0.889 if sign == "%" else 0.556 if sign.isdigit() else 0.28 for sign in text) * theme.LABEL_SIZE
    assert place + wide <= theme.WIDTH


def test_a_text_that_is_longer_than_there_is_room_for_is_cut_off_and_bars_stay():
    picture = svg.draw(bars(BARS.assign(text=["a" * 80, "1"]), "Parts", "x", EN).spec)
    lengths = [float(length) for length in re.findall(r"h([0-9.]+)v14", picture)]
    assert len(lengths) == 2 and 50 < max(lengths) < theme.WIDTH and min(lengths) > 40
    assert "\u2026" in picture


@pytest.mark.parametrize("text", ["\u062a\u0643\u0648\u064a\u0646", "\u5438\u788e\u4e8c\u6c27", "\u0429\u0428\u042e\u0416"])
def test_signs_of_other_scripts_have_as_much_room_as_their_size(text: str):
    assert room([text]) == math.ceil(len(text) * theme.LABEL_SIZE / 10) * 10


def test_room_grows_with_a_number_in_steps():
    assert room(["47 %"]) == room(["48 %", "1 %"])
    assert room(["47 %"]) < room(["1,234,567 t"])
    assert room(["47 %"]) % 10 == 0


def test_a_name_has_the_whole_width_and_only_a_longer_one_is_cut_off():
    name = "A name that is far longer than all others of the chart"
    assert name in svg.draw(bars(BARS.assign(label=[name, "B"]), "Parts", "Two bars", EN).spec)
    cut = svg.draw(bars(BARS.assign(label=[f"{name} and {name}", "B"]), "Parts", "Two bars", EN).spec)
    assert "A name that is far longer" in cut and "\u2026" in cut
    assert name not in cut.partition("\u2026")[2]


def test_charts_leave_their_table_as_it_was():
    before = TREND.copy()
    trend(TREND, "Trend", "x", EN, "t CO2e")
    pd.testing.assert_frame_equal(TREND, before)


def test_a_chart_fits_on_a_phone():
    for chart in drawn():
        assert svg.width(svg.draw(chart.spec)) <= theme.WIDTH


def test_shares_are_written_as_percentages_on_their_axis():
    shares = PATH.assign(**{name: PATH[name] / 2e6 for name in PATH.columns if PATH[name].dtype == "float64"})
    assert ">40 %<" in svg.draw(path(shares, "Path", "x", EN, "share").spec)
    assert "%" not in svg.draw(path(shares, "Path", "x", EN, "kg").spec)


def test_only_tonnes_are_written_in_millions():
    assert not axes.in_millions(pd.Series([2e6]), "kWh")
    assert ">2,000,000<" in svg.draw(trend(TREND, "Trend", "x", EN, "kg").spec)


def test_marks_tell_what_they_are_and_numbers_lead_to_their_figures():
    told = BARS.assign(tip=["Facilities: 47 %", ""], link=["ghg.bucket.facilities.share Facilities: 47 %", ""])
    picture = svg.draw(bars(told, "Parts", "Two bars", EN).spec)
    assert picture.count('data-t="#0"') == picture.count("data-t=") == picture.count('aria-label="Facilities: 47 %"') == 1
    assert re.search('<a href="#ghg.bucket.facilities.share" aria-label="Facilities: 47 %"><text[^>]*>47 %</text></a>', picture)
    assert picture.count("<a ") == 1


@dataclass(frozen=True)
class Turned(locale.Catalogue):
    """A language that is written from the right."""

    @property
    def direction(self) -> str:
        return "rtl"


AR = Turned(**{name: getattr(EN, name) for name in EN.__dataclass_fields__})


@pytest.mark.parametrize("draws", [bars, trend])
def test_in_a_language_from_the_right_a_chart_is_its_own_mirror_image(draws):
    table, unit = (BARS, ()) if draws is bars else (TREND, ("t CO2e",))
    left, right = (draws(table, "Title", "x", words, *unit).spec for words in (EN, AR))
    assert is_mirrored(right) and not is_mirrored(left)
    places = [sorted(map(float, re.findall(r'<(?:text x|circle cx)="([0-9.]+)"', svg.draw(spec)))) for spec in (left, right)]
    assert places[0] and places[1] == pytest.approx(sorted(theme.WIDTH - place for place in places[0]), abs=0.11)
