"""Drawings made compact: the same places, colours by class, nothing that is no drawing, and the mirror image."""

import re
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given, strategies as st

from greening.publish.compact import compact, number

#: A drawing of 100 by 50 as Vega makes them: groups in groups, each moved.
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50">'


def made(inner: str, *, is_mirrored: bool = False) -> str:
    drawn = Tree.fromstring(f'{HEAD}<g transform="translate(10,5)"><g class="mark-x role-mark" transform="translate(0.5,0.5)">{inner}</g></g></svg>')
    box, _, body = compact(drawn, is_mirrored=is_mirrored).partition("\n")
    assert box == "0 0 100 50"
    return body


@pytest.mark.parametrize(
    ("value", "written"),
    [(1.0, "1"), (0.04, "0"), (-0.04, "0"), (0.5, ".5"), (-0.25, "-.2"), (-0.5, "-.5"), (10.0, "10"), (99.96, "100"), (120.34, "120.3")],
)
def test_a_number_is_written_to_a_tenth_as_short_as_can_be(value: float, written: str):
    assert number(value) == written


@given(st.floats(-1e4, 1e4))
def test_a_written_number_is_within_half_a_tenth(value: float):
    assert float(number(value)) == pytest.approx(value, abs=0.0501)


@pytest.mark.parametrize(
    ("element", "left", "right"),
    [
        # 10 and 0.5 to the right, 5 and 0.5 down; mirrored: from 100 to the left.
        ('<path d="M1,2h3v4h-3Z" fill="#123456"/>', 'd="M11.5,7.5h3v4h-3Z"', 'd="M88.5,7.5h-3v4h3Z"'),
        ('<path d="M1,2L3,4l1,1H9V9" stroke="#123456"/>', 'd="M11.5,7.5L13.5,9.5l1,1H19.5V14.5"', 'd="M88.5,7.5L86.5,9.5l-1,1H80.5V14.5"'),
        ('<path d="M0,0A5,5,0,1,1,9,9" stroke="#123456"/>', 'd="M10.5,5.5A5,5,0,1,1,19.5,14.5"', 'd="M89.5,5.5A5,5,0,1,0,80.5,14.5"'),
        ('<line transform="translate(1,1)" x2="0" y2="-4" stroke="#123456"/>', 'd="M11.5,6.5v-4"', 'd="M88.5,6.5v-4"'),
        ('<line transform="translate(1,1)" x2="7" y2="0" stroke="#123456"/>', 'd="M11.5,6.5h7"', 'd="M88.5,6.5h-7"'),
        ('<rect x="1" y="1" width="2" height="3" fill="#123456"/>', 'd="M11.5,6.5h2v3h-2Z"', 'd="M88.5,6.5h-2v3h2Z"'),
        ('<path transform="translate(3,4)" d="M4.2,0A4.2,4.2,0,1,1,-4.2,0A4.2,4.2,0,1,1,4.2,0" fill="red"/>', '"13.5" cy="9.5" r="4.2"', '="86.5"'),
        ('<text transform="translate(3,4)">A</text>', '<text x="13.5" y="9.5">', '<text x="86.5" y="9.5">'),
        ('<text transform="translate(3,4) rotate(-90) translate(0,-2)">A</text>', 'translate(13.5,9.5)rotate(-90)" y="-2"', '(86.5,9.5)rotate(90)'),
    ],
)  # fmt: skip
def test_everything_stands_where_it_stood_and_mirrored_as_far_from_the_right(element: str, left: str, right: str):
    assert left in made(element)
    assert right in made(element, is_mirrored=True)


def test_what_looks_alike_is_one_path_and_shared_styles_stand_once():
    line = '<line transform="translate({0},0)" x2="0" y2="5" stroke="#9aa8af"/>'
    assert made("".join(line.format(place) for place in (0, 10, 20))) == '<path d="M10.5,5.5v5M20.5,5.5v5M30.5,5.5v5" class="s-axis"/>'
    texts = made('<text transform="translate(1,1)" text-anchor="end">A</text><text transform="translate(1,9)" text-anchor="end">B</text>')
    assert texts == '<g text-anchor="end"><text x="11.5" y="6.5">A</text><text x="11.5" y="14.5">B</text></g>'


def test_half_seen_through_areas_that_lie_over_each_other_stay_apart():
    area = '<path d="M0,0h9v9Z" fill="#5d6b73" opacity="0.5"/>'
    assert made(area + area).count("<path") == 2


def test_marks_that_tell_something_stay_apart_and_keep_it():
    bar = '<path aria-label="{0}" d="M0,0h9v9Z" fill="#00567d"/>'
    assert re.findall('data-t="([^"]*)"', made(bar.format("A: 1") + bar.format("B: &quot;2&quot;"))) == ["A: 1", "B: &quot;2&quot;"]


def test_what_is_no_drawing_is_left_out():
    hostile = (
        '<script xmlns="">x()</script><foreignObject/><image href="http://x"/><path d="M0,0h9v9Z" onclick="x()" style="fill:red" fill="#00567d"/>'
        '<path d="M0,0h9v9Z"/><path d="" fill="#00567d"/><text>&lt;script&gt;</text><path display="none" d="M0,0h1v1Z" fill="#00567d"/>'
    )
    left = made(hostile)
    assert not re.search(r"<script|foreignObject|image|onclick|http|style", left)
    assert left.count("<path") == 1 and "&lt;script&gt;" in left


def test_an_area_that_clips_is_written_once_where_it_is():
    drawn = Tree.fromstring(
        f'{HEAD}<g transform="translate(10,5)"><g clip-path="url(#a)"><path d="M0,0h90v9Z" fill="#00567d"/></g>'
        '<g clip-path="url(#b)"><path d="M0,0h90v9Z" stroke="#00567d"/></g></g>'
        '<defs><clipPath id="a"><rect x="0" y="0" width="20" height="9"/></clipPath>'
        '<clipPath id="b"><rect x="0" y="0" width="20" height="9"/></clipPath></defs></svg>'
    )
    body = compact(drawn)
    assert re.findall('<clipPath id="([^"]+)"><path d="([^"]+)"/>', body) == [("id-of-this-drawing-0", "M10,5h20v9h-20Z")]
    assert body.count('clip-path="url(#id-of-this-drawing-0)"') == 2


def test_an_unknown_colour_stays_and_one_of_the_theme_is_a_class():
    assert 'fill="#123456"' in made('<path d="M0,0h9v9Z" fill="#123456"/>')
    assert made('<path d="M0,0h9v9Z" fill="#00567d" stroke="white"/>').endswith('class="f-blue s-paper"/>')


def test_the_edge_of_a_text_is_a_class():
    assert made('<text stroke="white" stroke-width="4" fill="#3f7d4e">1</text>') == '<text x="10.5" y="5.5" class="f-green halo">1</text>'
