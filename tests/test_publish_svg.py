"""SVG inside a page: one image for a screen reader, ids that do not clash, nothing but drawing."""

import re
from xml.etree import ElementTree as Tree

import pandas as pd

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
