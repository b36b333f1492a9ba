"""The documents of the two invented bodies and their group in a browser: whole, without a barrier, with the report's own numbers."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from chain_frames import pipeline
from playwright.sync_api import Browser, Page, sync_playwright

from greening import paths

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("documents")]

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BODIES = ("EXAMPLE-HQ", "EXAMPLE-FIELD", "EXAMPLE")
#: Beside the pages of single places, which each body has of its own.
KINDS = {
    *("governing-body", "inventory-management-plan", "registers"),
    *("extract-public", "extract-secretary-general", "extract-staff", "extract-steering-group"),
}
OF_GROUPS = {"data-table", "peer-review", "scorecard"}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    root = tmp_path_factory.mktemp("documents")
    for year in (2023, 2024):
        for code in ("EXAMPLE-HQ", "EXAMPLE-FIELD"):
            shutil.copytree(paths.HOME / "data" / "raw" / str(year) / code, root / "data" / "raw" / str(year) / code)
    called = pipeline("run", "--year", "2024", data=root / "data", reports=root / "reports")
    assert called.returncode == 0, called.stdout
    return root / "reports" / "2024"


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    assert found, "make test installs Chromium, or says what to install"
    with sync_playwright() as driver:
        browser: Browser = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
        browser.close()


def documents(reports, code):
    return sorted((reports / code / "documents").rglob("*.html"))


def one_of_each_kind(reports, code):
    """The pages of places are of one kind: the largest stands for them."""
    kinds: dict[str, list[Path]] = {}
    for path in documents(reports, code):
        kinds.setdefault(path.parent.name if path.parent.name != "documents" else path.name, []).append(path)
    return [max(paths_of_kind, key=lambda path: path.stat().st_size) for paths_of_kind in kinds.values()]


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
def test_no_document_has_a_barrier(reports, tab, code):
    barriers = []
    for path in one_of_each_kind(reports, code):
        tab.goto(path.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(tab, options={"preload": False, "runOnly": RULES})
        barriers += [(path.name, entry["id"], entry["nodes"][0]["html"][:120]) for entry in found.response["violations"]]
    assert barriers == []


@pytest.mark.parametrize("code", BODIES)
def test_documents_print_the_figures_of_the_report_and_lead_to_them(reports, tab, code):
    with (reports / code / "figures.csv").open(encoding="utf-8", newline="") as file:
        held = {row["figure_id"]: row["value"] for row in csv.DictReader(file)}
    tab.goto((reports / code / "en.html").as_uri())
    entries = set(tab.eval_on_selector_all("[id^='how-']", "all => all.map(one => one.id)"))
    for path in documents(reports, code):
        tab.goto(path.as_uri())
        printed = tab.eval_on_selector_all("data[data-figure]", "all => all.map(one => [one.dataset.figure, one.getAttribute('value')])")
        assert [figure for figure, value in printed if held.get(figure) != value] == [], path.name
        own = set(tab.eval_on_selector_all("[id^='how-']", "all => all.map(one => one.id)"))
        led = tab.eval_on_selector_all("a.figure", "all => all.map(one => decodeURIComponent(one.hash.slice(1)))")
        known = {unquote(entry) for entry in entries | own}
        assert [place for place in led if place not in known] == [], path.name


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
        links = tab.eval_on_selector_all("a[href]:not([href^='#'])", "all => all.map(one => one.href)")
        local = {link.partition("#")[0].removeprefix("file://") for link in links if link.startswith("file://")}
        missing = [link for link in local if not paths.root(unquote(link)).exists()]
        assert missing == [], path.name
