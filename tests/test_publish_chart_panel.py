"""The frame of a chart: its parts and ids, hostile words, many charts, and colours that can be told apart."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from made_report import quantity, report, text
from markupsafe import Markup

from greening import locale
from greening.charts.bars import bars
from greening.charts.specification import MIMETYPE
from greening.publish import chart_panel, documents
from greening.publish.drawings import Drawings

READ = report(quantity("ghg.total", 1.0))
TABLE = pd.DataFrame({"label": ["A", "B"], "value": [2.0, 1.0], "text": ["2", "1"]})
CHART = bars(TABLE, "Title", "In so many words", locale.catalogue("en"))
STYLES = (documents.TEMPLATES / documents.NAME / "static" / "charts.css").read_text(encoding="utf-8")


def output(**about):
    told = {"title": "Title", "description": "In so many words", "table": "<table></table>", **about}
    return SimpleNamespace(data={MIMETYPE: CHART.spec}, metadata={MIMETYPE: told})


def drawn(*outputs):
    return chart_panel.charts(outputs, READ, "chart-3", Drawings())


def test_a_chart_is_framed_by_finding_what_is_drawn_source_words_and_data():
    figure = drawn(output(id="trend", finding="It fell by <data>3</data>", drawn="Emissions (t)", source='<p class="source">Source: a.csv.</p>'))
    assert re.search(
        r'<figure class="chart" id="chart-trend"><figcaption><p class="finding" id="chart-trend-t">It fell by <data>3</data></p>', figure
    )
    assert '<p class="drawn"><a href="#chart-trend">Emissions (t)</a></p>' in figure
    assert "aria-labelledby=chart-trend-t aria-describedby=chart-trend-w>" in figure
    assert '<p id="chart-trend-w">In so many words</p>' in figure
    assert '<a href="charts/trend.en.csv" download>' in figure
    assert figure.index("Emissions (t)") < figure.index("<svg") < figure.index("Source: a.csv.") < figure.index("<table>")


def test_a_chart_without_a_name_or_a_finding_has_its_place_and_its_title():
    figure = drawn(output())
    assert 'id="chart-3-1"' in figure and 'href="charts/3-1.en.csv"' in figure
    assert re.search("<figcaption>.*?</figcaption>", figure)[0] == (
        '<figcaption><p class="finding" id="chart-3-1-t"><a href="#chart-3-1">Title</a></p></figcaption>'
    )


def test_a_table_has_no_ends_that_a_browser_sets_itself_and_a_text_keeps_its_signs():
    table = '<table><caption>A="b" &lt;/td&gt;</caption><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    assert '<table><caption>A="b" &lt;/td&gt;<thead><tr><th scope=col>A<tbody><tr><td>1</table>' in drawn(output(table=table))


def test_words_of_a_chart_are_no_markup():
    figure = drawn(output(title="<img src=x>", description='"><script>x()</script>', drawn="<b>t</b>", id='x"y'))
    assert not re.search(r"<img|<script|<b>", figure)
    assert 'id="chart-x&quot;y"' in figure and 'href="charts/x%22y.en.csv"' in figure


def test_many_charts_of_a_section_are_folded_but_for_the_first():
    figures = drawn(*(output(id=f"a{number}") for number in range(8)))
    first, _, rest = figures.partition('<details class="more">')
    assert (first.count("<figure"), rest.count("<figure")) == (6, 2)
    assert "2 more charts" in text(rest)
    assert 'class="more"' not in drawn(*(output(id=f"a{number}") for number in range(6)))
    assert drawn() == Markup("")


def test_a_broad_drawing_can_be_scrolled_by_keyboard(monkeypatch):
    monkeypatch.setattr(chart_panel.svg, "width", lambda drawing: 760.0)
    figure = drawn(output(id="map"))
    assert '<figure class="chart broad"' in figure and re.search('<div class="drawing"[^>]* tabindex="0" aria-labelledby="chart-map-t"', figure)


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """The contrast of two colours. Source: WCAG 2.2, relative luminance."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("place", "paper"), [(0, "#ffffff"), (1, "#10181c")], ids=["light", "dark"])
def test_marks_stand_out_from_the_page_and_texts_can_be_read(place, paper):
    colours = dict(re.findall(r"--c-(\w+): (#[0-9a-f]{6})", STYLES.split(":root {")[place + 1]))
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert {
        name: round(contrast(colours[name], paper), 2)
        for name in ("blue", "sky", "green", "sand", "grey", "pale")
        if contrast(colours[name], paper) < 3
    } == {}
    # Names and numbers are written in these.
    assert all(contrast(colours[name], paper) >= 4.5 for name in ("blue", "green", "grey"))


def test_what_is_drawn_beside_each_other_differs_in_lightness_too():
    """Bars of stages, the latest year and points on their intervals: in grey they are still told apart."""
    for block in STYLES.split(":root {")[1:3]:
        colours = dict(re.findall(r"--c-(\w+): (#[0-9a-f]{6})", block))
        for one, other in (("blue", "sky"), ("blue", "pale")):
            assert contrast(colours[one], colours[other]) > 1.8, (one, other)
