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
from greening.charts import theme
from greening.charts.bars import bars
from greening.charts.trend import trend
from greening.publish import documents, svg
from greening.publish.compact import compact

CLIPPED = {
    "mark": {"type": "area", "clip": True},
    "data": {"values": [{"x": 1, "y": 2}, {"x": 2, "y": 3}]},
    "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}},
}
TABLE = pd.DataFrame({"label": ["<b>A</b>", "B"], "value": [2.0, 1.0], "text": ["2", "1"]})
CHART = bars(TABLE, "A title", "A description", locale.catalogue("en"))


LINKED = bars(TABLE.assign(link=["ghg.total What: 2", ""]), "A title", "A description", locale.catalogue("en"))


def drawn(prefix: str, chart=CHART) -> str:
    return svg.placed(svg.draw(chart.spec), prefix, named="title", described="words", how="how.en.html")


def test_it_is_one_image_named_and_described_by_the_page():
    root = Tree.fromstring(drawn("p"))
    assert (root.get("role"), root.get("aria-labelledby"), root.get("aria-describedby")) == ("img", "title", "words")
    assert root.get("viewBox").split()[:3] == ["0", "0", "380"]


def test_with_links_it_is_a_group_and_a_screen_reader_is_led_to_them_alone():
    root = Tree.fromstring(drawn("p", LINKED))
    (link,) = root.iter("a")
    assert root.get("role") == "group"
    assert (link.get("href"), link.get("aria-label"), "".join(link.itertext())) == ("how.en.html#ghg.total", "What: 2", "2")
    hidden = [element for element in root.iter() if element.get("aria-hidden") == "true"]
    assert hidden and not any(True for element in hidden for _ in element.iter("a"))
    heard = [part for part in root if part.get("aria-hidden") != "true"]
    assert "".join(text for part in heard for text in part.itertext()) in ("2", "21")


def test_the_id_of_a_figure_is_quoted_in_its_link():
    odd = bars(TABLE.assign(link=['a.b"<c@2020:d e', ""]), "T", "D", locale.catalogue("en"))
    assert 'href="how.en.html#a.b%22%3Cc@2020:d"' in drawn("p", odd)


def test_nothing_but_drawing_is_left():
    root = Tree.fromstring(drawn("p"))
    assert {element.tag for element in root.iter()} <= {"svg", "g", "path", "text", "circle"}
    assert {name for element in root.iter() if element is not root for name in element.attrib} <= {
        "class", "d", "x", "y", "transform", "text-anchor", "font-weight", "font-size", "stroke-width", "data-t",
    }  # fmt: skip


def test_colours_of_the_theme_are_classes_that_the_style_sheet_has():
    styles = (documents.TEMPLATES / documents.NAME / "static" / "charts.css").read_text(encoding="utf-8")
    assert not re.search("#[0-9a-f]{6}", drawn("p"))
    for name in theme.NAMES.values():
        assert f".f-{name}" in styles and f".s-{name} {{ stroke: var(--c-{name}); }}" in styles
        assert styles.count(f"--c-{name}: ") >= 2 or name in ("ink", "paper")


def test_words_are_escaped():
    picture = drawn("p")
    assert "<b>" not in picture
    assert "&lt;b&gt;A" in picture


def test_ids_of_two_charts_do_not_clash_and_links_follow_them():
    first, second = (svg.placed(svg.draw(CLIPPED), prefix, named="t", described="w", how="h") for prefix in ("p", "q"))
    ids = [set(re.findall(r'\bid="([^"]+)"', picture)) for picture in (first, second)]
    assert ids[0] and not ids[0] & ids[1]
    assert set(re.findall(r"url\(#([^)]+)\)", first)) == ids[0]


def test_the_same_chart_is_the_same_bytes():
    assert drawn("p") == drawn("p")


def test_a_chart_whose_like_was_drawn_before_is_drawn_from_its_own_table():
    other = bars(TABLE.assign(label=["C", "D"], value=[1.0, 4.0]), "A title", "A description", locale.catalogue("en")).spec
    for spec in (CHART.spec, other, CHART.spec):
        whole = Tree.fromstring(svg._drawer().vegalite_to_svg(dict(spec), allowed_base_urls=[]))
        assert svg.draw(spec) == compact(whole)


def test_the_order_of_a_specification_does_not_decide_its_drawing():
    backwards = {name: CHART.spec[name] for name in reversed(list(CHART.spec))}
    assert svg.draw(backwards) == svg.draw(CHART.spec)


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


def test_what_a_process_starts_after_drawing_has_the_fonts_of_the_machine():
    code = (
        "import os; from greening.publish import svg; svg.draw({'mark': 'point', 'data': {'values': []}}); print(os.environ.get('FONTCONFIG_FILE'))"
    )
    for before in (None, "/own.conf"):
        settings = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"} | ({"FONTCONFIG_FILE": before} if before else {})
        told = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=True).stdout
        assert told.strip() == str(before)


def test_the_first_font_of_a_chart_is_there_on_every_machine():
    """With the library's own fonts only, a text in the chart's font is as wide as in none other than that."""
    years = pd.DataFrame({"year": [2020, 2021], "value": [1e5, 2e5], "low": None, "high": None, "text": "", "is_rounded": False, "is_break": False})
    spec = trend(years.assign(segment=0), "A title", "A description", locale.catalogue("en"), "kg").spec
    wide = {**spec, "config": {**spec["config"], "font": "Liberation Sans"}}
    missing = {**spec, "config": {**spec["config"], "font": "No such font"}}
    assert sizes(svg.draw(spec)) == sizes(svg.draw(wide)) != sizes(svg.draw(missing))


def sizes(picture):
    """Where things are in a drawing."""
    return re.findall(r' [xd]="([^"]*)"', picture)


def test_a_drawing_is_the_same_however_many_were_drawn_before():
    first, second = svg.draw(CLIPPED), svg.draw(CLIPPED)
    assert "clip-path" in first
    assert first == second
