"""Charts that need no more than their table: waterfalls, twins, stacked columns and budgets."""

import json
from dataclasses import replace

import altair as alt
import pandas as pd
import pytest

from greening import locale
from greening.charts.specification import Chart
from greening.charts.stacked import stacked
from greening.charts.twins import twins
from greening.charts.used import used
from greening.charts.waterfall import waterfall
from greening.publish import svg

EN = locale.catalogue("en")
CHANGE = pd.DataFrame(
    [
        ("2021", "total", 100.0, 100.0, "100 t"),
        ("Amounts", "fell", 100.0, 80.0, "\u221220 t"),
        ("Grids", "rose", 80.0, 85.0, "+5 t"),
        ("2022", "total", 85.0, 85.0, "85 t"),
    ],
    columns=["label", "kind", "start", "end", "text"],
).assign(low=lambda table: table["end"] - 1, high=lambda table: table["end"] + 1)
PLACES = pd.DataFrame(
    {"label": ["Camp", "Office"], "first": [40.0, 80.0], "first_text": ["40", "80"], "second": [2.0, None], "second_text": ["2.0", ""]}
).assign(**{f"{side}_{part}": "" for side in ("first", "second") for part in ("tip", "link")})
YEARS = pd.DataFrame({"year": [2021, 2022], "whole": [0.6, 0.66], "part": [0.0, 0.13], "text": ["60 %", "66 %"], "part_tip": ["", "own"]})
BUDGETS = pd.DataFrame({"label": ["Emissions", "Paper"], "used": [0.28, 1.2], "allowed": [0.29, None], "text": ["28 t", "12 kg"]})


def charts(words=EN) -> list[Chart]:
    return [
        waterfall(CHANGE, "Change", "Two parts", words),
        twins(PLACES, "Places", "Two places", words, ("by area", "by person")),
        stacked(YEARS, "Renewable", "Two years", words),
        used(BUDGETS, "Budgets", "Two budgets", words),
    ]


@pytest.mark.parametrize("chart", charts(), ids=lambda chart: chart.title)
def test_it_is_valid_holds_its_data_and_leaves_no_place_open(chart: Chart):
    spec = json.loads(json.dumps(chart.spec, allow_nan=False))
    assert "@" not in json.dumps({**spec, "$schema": ""})
    del spec["config"]["background"]
    alt.Chart.from_dict(spec)


@pytest.mark.parametrize(("chart", "mirrored"), list(zip(charts(), charts(replace(EN, language="ar")), strict=True)), ids=lambda chart: chart.title)
def test_in_a_language_from_the_right_it_is_drawn_from_the_right(chart: Chart, mirrored: Chart):
    assert svg.draw(chart.spec) != svg.draw(mirrored.spec)


def test_every_number_is_printed():
    pictures = [svg.draw(chart.spec) for chart in charts()]
    shown = [CHANGE["text"], [*PLACES["first_text"], "2.0", "by area", "by person"], YEARS["text"], BUDGETS["text"]]
    assert all(text in picture for picture, texts in zip(pictures, shown, strict=True) for text in texts)


def test_a_waterfall_begins_below_its_lowest_value_and_its_totals_have_no_length():
    spec = charts()[0].spec
    assert 0 < spec["layer"][0]["encoding"]["x"]["scale"]["domainMin"] < 79
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["rule", "bar", "rule", "point", "text", "text"]


def test_a_measure_that_is_not_known_has_no_bar():
    both = svg.draw(twins(PLACES.assign(second=[2.0, 1.0]), "Places", "x", EN, ("a", "b")).spec)
    assert both.count("f-green") >= 1
    picture = svg.draw(charts()[1].spec)
    assert marks(both) == marks(picture) + 1


def marks(picture: str) -> int:
    """How many rectangles are drawn."""
    return sum(part.partition('"')[0].count("h") // 2 for part in picture.split(' d="')[1:])


def test_a_budget_that_is_overspent_is_longer_than_its_whole():
    spec = charts()[3].spec
    assert [row["right"] for row in spec["datasets"]["table"]] == [1.0, 1.2]


def test_a_share_stands_on_an_axis_of_all():
    height = charts()[2].spec["layer"][0]["encoding"]["y"]["scale"]
    assert height["domain"] == [0, 1]
