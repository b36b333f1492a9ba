"""The page of all entries: each once, under the section that prints it first, with the way back; nothing loaded, nothing submitted as markup."""

import json
import re

import pytest
from made_report import activities, quantity, report

from greening.publish import gate, how_page
from greening.publish.derivations import entries
from greening.publish.how_page import Printed

CHANGE = json.dumps({"formula": "ghg.total / ghg.total@2010 - 1", "figures": ["ghg.total", "ghg.total@2010"]})
ODD = 'target.a "goal"<b>.status'


def made():
    rows = [quantity("ghg.total", 10.0), quantity("ghg.total@2010", 20.0), quantity("ghg.change.base_year", -0.5, "share", derivation=CHANGE)]
    return report(*rows, quantity(ODD, 1.0), activities=activities(profile=[{"organization": "BODY", "name": "A <body>"}]))


SECTIONS = [Printed("ghg", "Emissions & co", ["ghg.total", "unknown"]), Printed("trend", "Trend", ["ghg.change.base_year", "ghg.total", ODD])]


@pytest.fixture(scope="module")
def shown() -> str:
    read = made()
    return how_page.page(read, entries(read, list(read.facts)), SECTIONS, ["en", "fr"])


def test_each_figure_has_one_article_under_its_quoted_id(shown: str):
    assert re.findall(r'<article class="how" id="([^"]*)"', shown) == [
        "ghg.total",
        "ghg.change.base_year",
        "target.a%20%22goal%22%3Cb%3E.status",
        "ghg.total@2010",
    ]
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))


def test_figures_stand_by_the_section_that_prints_them_first_and_lead_back_to_all(shown: str):
    assert re.findall(r'<h2 id="([^"]*)">([^<]*)</h2>', shown) == [
        ("topic-ghg", "Emissions &amp; co"),
        ("topic-trend", "Trend"),
        ("topic-behind", "Printed in documents only, or behind other figures"),
    ]
    first = re.search(r'<article class="how" id="ghg.total">.*?</article>', shown, re.S)[0]
    assert first.endswith('<p class="back">Printed in: <a href="en.html#ghg">Emissions &amp; co</a>, <a href="en.html#trend">Trend</a></p></article>')
    assert first.startswith('<article class="how" id="ghg.total">\n<h3 id="')
    behind = re.search(r'<article class="how" id="ghg.total@2010">.*?</article>', shown, re.S)[0]
    assert 'class="back"' not in behind


def test_every_link_to_an_entry_leads_to_one(shown: str):
    ids = set(re.findall(r'\bid="([^"]+)"', shown))
    links = re.findall(r'href="how\.en\.html#([^"]*)"', shown) + re.findall(r'href="#([^"]*)"', shown)
    assert len(links) > 4 and set(links) <= ids


def test_the_page_prints_the_figures_and_escapes_names(shown: str):
    read = made()
    assert gate.unlike(shown, read.facts, read.catalogue) == []
    assert "A <body>" not in shown and "A &lt;body&gt;" in shown and "<b>" not in shown


def test_the_other_languages_and_the_report_are_one_link_away(shown: str):
    assert 'href="how.fr.html" lang="fr"' in shown and 'href="how.en.html" lang="en" hreflang="en" aria-current="page"' in shown
    assert 'href="en.html"' in shown


def test_nothing_is_loaded_and_only_the_pages_own_script_may_run(shown: str):
    assert not re.search(r"src=|@import|url\(", shown)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', shown)[1]
    assert "default-src &#39;none&#39;" in policy and "unsafe" not in policy


def test_without_figures_the_page_is_whole():
    read = report()
    page = how_page.page(read, {}, [])
    assert "<h1" in page and "<article" not in page
