"""The chart of where emissions lead."""

import json
from itertools import pairwise

import altair as alt
import pytest
from hypothesis import given, strategies as st

from greening import locale
from greening.charts.projection import projection, spread, structure, top
from greening.publish import svg

EN = locale.catalogue("en")


def row(kind, year, value, **more):
    return {"kind": kind, "year": year, "value": value, "low": None, "high": None, "part": "", "fill": None, "text": "", **more}


MARKS = [
        row("known", 2020, 100.0, low=95.0, high=105.0), row("known", 2022, 90.0, low=85.0, high=95.0),
        row("usual", 2022, 90.0, low=85.0, high=95.0), row("usual", 2030, 80.0, low=20.0, high=400.0),
        row("wedge", 2022, 90.0, low=90.0, high=90.0, part="A1", fill=0), row("wedge", 2030, 70.0, low=60.0, high=80.0, part="A1", fill=0),
        row("plan", 2022, 90.0), row("plan", 2030, 60.0), row("path", 2020, 100.0), row("path", 2030, 55.0),
        row("label", 2030.5, 60.0, text="plan"), row("label", 2030.5, 85.0, text="business as usual"),
        row("leader", 2030, 80.0, part="business as usual"), row("leader", 2030.5, 85.0, part="business as usual"),
]  # fmt: skip


def test_it_is_valid_holds_its_data_and_draws_the_names():
    chart = projection(MARKS, "Title", "About", EN, "t")
    spec = json.loads(json.dumps(chart.spec, allow_nan=False))
    picture = svg.draw(spec)
    assert "business as usual" in picture and ">plan<" in picture
    assert "@" not in json.dumps({**spec, "$schema": ""})
    assert spec["config"].pop("background") is None
    alt.Chart.from_dict(spec)


def test_a_band_far_above_the_lines_is_cut_off():
    assert top(MARKS) == pytest.approx(1.3 * 100)
    assert top([{**mark, "high": 101.0} for mark in MARKS]) == pytest.approx(108)


def test_the_structure_is_made_once_and_stays_as_it_is():
    before = json.dumps(structure())
    projection(MARKS, "Title", "About", EN, "t")
    assert structure() is structure() and json.dumps(structure()) == before


def test_only_noted_years_have_a_band_and_only_large_values_are_in_millions():
    plain = json.dumps(projection(MARKS, "Title", "About", EN, "t").spec)
    noted = [*MARKS, row("noted", 2020, 0.0) | {"is_noted": True, "note": "pandemic"}]
    large = [{**mark, "is_noted": False, "note": ""} | {"value": mark["value"] * 1e5} for mark in noted[:-1]] + noted[-1:]
    shown = svg.draw(projection(large, "Title", "About", EN, "t CO2e").spec)
    assert "mark_rect" not in plain and '"rect"' not in plain
    assert "pandemic" in shown and ">10.0<" in shown
    assert ">100<" in svg.draw(json.loads(plain))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_names_keep_their_order_and_stand_apart(values):
    placed = spread(values, 7.5, 98.0)
    order = sorted(range(len(values)), key=lambda place: -values[place])
    assert all(placed[one] - placed[next_one] >= 7.5 - 1e-9 for one, next_one in pairwise(order))
    assert min(placed) >= -1e-9 and max(placed) <= 98.0


def test_names_that_have_room_stand_where_their_lines_end():
    assert spread([50.0, 80.0, 20.0], 7.5, 98.0) == pytest.approx([50.0, 80.0, 20.0])
    assert spread([50.0, 50.0], 8.0, 98.0) == pytest.approx([54.0, 46.0])
