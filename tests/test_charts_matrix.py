"""Matrices of signs and circles."""

import json

import altair as alt
import pandas as pd

from greening import locale
from greening.charts import matrix
from greening.publish import svg

EN = locale.catalogue("en")
COLUMNS = ["Waste", "Water"]
CELLS = pd.DataFrame(
    [("Camp", "Waste", "whole", "3"), ("Camp", "Water", "half", ""), ("Office", "Waste", "empty", "4"), ("Office", "Water", "none", "")],
    columns=["label", "column", "sign", "end"],
)


def circles(*values: float):
    return matrix.circles(CELLS.assign(value=values, is_marked=[True, False] * 2), COLUMNS, "Waste", "By kind", EN)


def test_rows_and_columns_are_named_once_and_ends_are_printed():
    picture = svg.draw(matrix.signs(CELLS, COLUMNS, "Topics", "By place", EN).spec)
    assert all(picture.count(f">{name}<") == 1 for name in ("Camp", "Office", "Waste", "Water", "3", "4"))


def test_each_sign_has_a_shape_of_its_own():
    picture = svg.draw(matrix.signs(CELLS, COLUMNS, "Topics", "By place", EN).spec)
    assert len({svg.draw(matrix.signs(CELLS.assign(sign=sign), COLUMNS, "T", "T", EN).spec) for sign in matrix.SIGNS}) == len(matrix.SIGNS)
    assert "f-blue" in picture and "s-sand" in picture


def test_the_area_of_a_circle_is_its_value_and_nothing_has_none():
    picture = svg.draw(circles(400.0, 0.0, 100.0, 0.0).spec)
    radii = sorted(float(part.split('"')[1]) for part in picture.split(" r=")[1:])
    assert len(radii) == 2
    # A quarter of the area is half of the radius, up to the least size that can be seen.
    assert 0.48 < radii[0] / radii[1] < 0.56


def test_a_matrix_of_nothing_but_zeros_is_drawn_without_circles():
    assert " r=" not in svg.draw(circles(0.0, 0.0, 0.0, 0.0).spec)


def test_it_is_as_high_as_its_rows_and_valid():
    few, more = (
        matrix.signs(pd.concat([CELLS.assign(label=CELLS["label"] + str(part)) for part in range(times)]), COLUMNS, "T", "D", EN).spec
        for times in (1, 3)
    )
    assert more["height"] - few["height"] == 4 * 26
    spec = json.loads(json.dumps(few))
    del spec["config"]["background"]
    alt.Chart.from_dict(spec)
    assert "@" not in json.dumps({**few, "$schema": ""})
