"""SVG inside a page: one image for a screen reader, ids that do not clash, nothing but drawing."""

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as Tree

import pandas as pd
import pytest

from greening import locale
from greening.charts.bars import bars
from greening.publish import svg

TABLE = pd.DataFrame({"label": ["<b>A</b>", "B"], "value": [2.0, 1.0], "text": ["2", "1"]})
CHART = bars(TABLE, "A title", "A description", locale.catalogue("en"))


def drawn(prefix: str, description: str = CHART.description) -> str:
    return svg.render(CHART.spec, description, prefix)


def test_it_is_one_image_with_its_description():
    root = Tree.fromstring(drawn("p"))
    described = root.find("{http://www.w3.org/2000/svg}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == described.get("id") == "p-desc"
    assert described.text == "A description"


def test_the_parts_have_no_role_of_their_own():
    root = Tree.fromstring(drawn("p"))
    inner = [name for element in root.iter() if element is not root for name in element.attrib]
    assert not [name for name in inner if name.startswith("aria") or name in ("role", "class", "style")]


def test_ids_of_two_charts_do_not_clash_and_links_follow_them():
    first, second = drawn("p"), drawn("q")
    ids = [set(re.findall(r'\bid="([^"]+)"', picture)) for picture in (first, second)]
    assert ids[0] and not ids[0] & ids[1]
    assert set(re.findall(r"url\(#([^)]+)\)", first)) <= ids[0]


def test_words_are_escaped():
    picture = drawn("p", description="<script>x</script>")
    assert "<script" not in picture
    assert "<b>" not in picture
    assert "&lt;b&gt;A" in picture


def test_what_is_no_drawing_is_left_out():
    hostile = Tree.fromstring(
        '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script><foreignObject/><a href="http://x"><text>t</text></a>'
        '<path d="M0,0" onclick="x()" style="fill:red" clip-path="url(#c)"/></svg>'
    )
    svg._clean(hostile, "p")
    left = Tree.tostring(hostile, encoding="unicode")
    assert not re.search(r"script|foreignObject|onload|onclick|http://x|style", left)
    assert 'clip-path="url(#p-c)"' in left


def test_the_same_chart_is_the_same_bytes():
    assert drawn("p") == drawn("p")


def test_a_chart_whose_like_was_drawn_before_is_drawn_from_its_own_table():
    other = bars(TABLE.assign(label=["C", "D"], value=[1.0, 4.0]), "A title", "A description", locale.catalogue("en")).spec
    for spec in (CHART.spec, other, CHART.spec):
        whole = Tree.fromstring(svg._drawer().vegalite_to_svg(dict(spec), allowed_base_urls=[]))
        svg._clean(whole, svg._UNPLACED)
        assert svg.draw(spec) == Tree.tostring(whole, encoding="unicode")


def test_the_order_of_a_specification_does_not_decide_its_drawing():
    backwards = {name: CHART.spec[name] for name in reversed(list(CHART.spec))}
    assert svg.draw(backwards) == svg.draw(CHART.spec)


def test_the_edge_of_a_text_lies_under_its_signs_and_a_text_without_one_is_left():
    texts = Tree.fromstring('<svg xmlns="http://www.w3.org/2000/svg"><text stroke="white">1</text><text>2</text><path stroke="white"/></svg>')
    svg._clean(texts, "p")
    assert [element.get("paint-order") for element in texts] == ["stroke", None, None]


#: Drawn by vl-convert alone, and by the door to it.
ALONE = "import json, sys, vl_convert; print(vl_convert.vegalite_to_svg(json.load(sys.stdin)))"
BY_THE_DOOR = "import json, sys; from greening.publish import svg; print(svg.draw(json.load(sys.stdin)))"


@pytest.fixture
def other_machine(tmp_path):
    """The settings of a machine that has other fonts: those of a package that the pipeline needs anyway."""
    fonts = Path(find_spec("great_expectations").origin).parent / "render" / "view" / "static" / "fonts" / "HKGrotesk"
    assert any(fonts.glob("*.otf"))
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>", encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}


def drawn_by(code, settings):
    asking = {**CHART.spec, "config": {"font": "HK Grotesk", "text": {"font": "HK Grotesk"}}}
    return subprocess.run([sys.executable, "-c", code], input=json.dumps(asking), env=settings, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such settings of fonts")
def test_the_fonts_of_the_machine_do_not_decide_a_drawing(other_machine):
    assert drawn_by(ALONE, other_machine) != drawn_by(ALONE, {**other_machine, "FONTCONFIG_FILE": str(svg.FONTS)})
    assert drawn_by(BY_THE_DOOR, other_machine) == drawn_by(BY_THE_DOOR, dict(os.environ))


def test_the_first_font_of_a_chart_is_there_on_every_machine():
    """With the library's own fonts only, a text in the chart's font is as wide as in none other than that."""
    wide = {**CHART.spec, "config": {**CHART.spec["config"], "font": "Liberation Sans"}}
    missing = {**CHART.spec, "config": {**CHART.spec["config"], "font": "No such font"}}
    assert sizes(svg.draw(CHART.spec)) == sizes(svg.draw(wide)) != sizes(svg.draw(missing))


def sizes(picture):
    """Where things are in a drawing."""
    return re.findall(r"translate\([^)]*\)", picture)


def test_a_drawing_is_the_same_however_many_were_drawn_before():
    clipped = {"mark": {"type": "area", "clip": True}, "data": {"values": [{"x": 1, "y": 2}, {"x": 2, "y": 3}]}}
    spec = {**clipped, "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}}
    first, second = svg.draw(spec), svg.draw(spec)
    assert "clip-path" in first
    assert first == second
