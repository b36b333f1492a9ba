"""The documents of the two invented bodies and their group in a browser: whole, without a barrier, with the report's own numbers."""

import csv
import json
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from greening import paths

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

BODIES = ("EXAMPLE-HQ", "EXAMPLE-FIELD", "EXAMPLE")
#: Beside the pages of single places, which each body has of its own.
KINDS = {
    *("governing-body", "inventory-management-plan", "registers"),
    *("extract-public", "extract-secretary-general", "extract-staff", "extract-steering-group"),
}
OF_GROUPS = {"data-table", "peer-review", "scorecard"}


@pytest.fixture(scope="module")
def reports(reports):
    """The year of the shared cycle in which the invented bodies report."""
    return reports / "2024"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def documents(reports, code):
    return sorted((reports / code / "documents").rglob("*.en.html"))


def test_every_kind_of_document_is_there_and_in_the_manifest(reports):
    listed = set(json.loads((reports / "manifest.json").read_text())["files"])
    for code in BODIES:
        made = documents(reports, code)
        names = {path.name.removesuffix(".en.html") for path in made}
        assert names >= KINDS, code
        assert (names >= OF_GROUPS) == (code == "EXAMPLE")
        assert {str(path.relative_to(reports)) for path in made} <= listed
        assert f"{code}/documents/governing-body.en.docx" in listed


@pytest.mark.parametrize("code", BODIES)
def test_documents_print_the_figures_of_the_report_and_lead_to_them(reports, tab, code):
    with (reports / code / "figures.csv").open(encoding="utf-8", newline="") as file:
        held = {row["figure_id"]: row["value"] for row in csv.DictReader(file)}
    tab.goto((reports / code / "how.en.html").as_uri())
    known = {unquote(entry) for entry in tab.eval_on_selector_all("article.how", "all => all.map(one => one.id)")}
    for path in documents(reports, code):
        tab.goto(path.as_uri())
        printed = tab.eval_on_selector_all("data[data-figure]", "all => all.map(one => [one.dataset.figure, one.getAttribute('value')])")
        assert [figure for figure, value in printed if held.get(figure) != value] == [], path.name
        led = tab.eval_on_selector_all("a:has(> data)", "all => all.map(one => decodeURIComponent(one.hash.slice(1)))")
        assert led and [place for place in led if place not in known] == [], path.name


@pytest.mark.parametrize("code", BODIES)
def test_documents_fit_a_phone(reports, tab, code):
    tab.set_viewport_size({"width": 320, "height": 700})
    wide = []
    for path in documents(reports, code):
        tab.goto(path.as_uri())
        if tab.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path.name)
    tab.set_viewport_size({"width": 1280, "height": 900})
    assert wide == []


@pytest.mark.parametrize("code", BODIES)
def test_links_between_report_and_documents_lead_somewhere(reports, tab, code):
    for path in [reports / code / "en.html", *documents(reports, code)]:
        tab.goto(path.as_uri())
        places = "all => all.map(one => new URL(one.getAttribute('href'), document.baseURI).href)"
        links = tab.eval_on_selector_all("a[href]:not([href^='#'])", places)
        local = {link.partition("#")[0].removeprefix("file://") for link in links if link.startswith("file://")}
        missing = [link for link in local if not paths.root(unquote(link)).exists()]
        assert missing == [], path.name
