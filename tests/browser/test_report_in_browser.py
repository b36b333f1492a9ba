"""The published pages in a browser: from disk, without a network, for every reader."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from made_report import activities, executed, quantity, report, word
from playwright.sync_api import Browser, Page, sync_playwright

from greening import site, tables
from greening.narrative.sections import SECTIONS
from greening.publish import page as publishing

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def made():
    rounded = {"precision": "rounded", "interval_kind": "rounding"}
    rows = [
        quantity("ghg.total", 1_400_000.0, low=1_350_000.0, high=1_450_000.0, **rounded),
        quantity("ghg.total@2010", 1_700_000.0, low=1_650_000.0, high=1_750_000.0, **rounded),
        quantity("ghg.per_capita", 4.6, "t/person", **rounded),
        *(quantity(f"ghg.bucket.{name}.share", share, "share", **rounded) for name, share in (("air_travel", 0.38), ("facilities", 0.47))),
        quantity("ghg.change.base_year", 1.4 / 1.7 - 1, "share", low=1.35 / 1.75 - 1, high=1.45 / 1.65 - 1, interval_kind="rounding"),
        quantity("ghg.change.base_year.from", 2010.0, "year"),
        word("ghg.break@2014", "Field data improved"),
        word("target.G.status", "behind"),
        *(
            quantity(f"target.G.{name}", value)
            for name, value in (("actual", 1.4e6), ("allowed", 1.24e6), ("allowed@2010", 1.7e6), ("allowed@2030", 0.9e6))
        ),
        quantity("target.G.change_pct", -0.45, "share"),
        quantity("target.G.target_year", 2030.0, "year"),
        quantity("waste.stream.paper", 15_600.0, "kg"),
    ]
    path = [
        {"goal_id": "G", "metric": "ghg.total", "unit": "t CO2e", "year": year, "allowed_value": value}
        for year, value in ((2010, 1.7e6), (2030, 0.9e6))
    ]
    told = activities(
        profile=[{"organization": "BODY", "name": "A body", "illustrative": True}],
        management=[{"question_id": "ems.status", "answer": "met", "evidence": "Manual"}],
        stories=[{"section": "ghg", "title": "A story", "text": "With **weight** and a [link](https://example.org)"}],
    )
    return report(*rows, activities=told, targets=tables.stack("targets", [pd.DataFrame(path)]))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("reports")
    read = made()
    publishing.publish(executed(*(section(read) for section in SECTIONS)), read, str(root))
    base = {"why": "", "illustrative": False, "is_group": False, "parent": ""}
    states = [
        {**base, "organization": "BODY", "name": "A body", "outcome": "ok"},
        {**base, "organization": "NEW", "name": "Another", "outcome": "failed", "why": "The file is empty"},
    ]
    site.write(str(root), 2022, states)
    return root


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.fail("no Chromium on this system: install the package chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, published: Path) -> Iterator[Page]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("requestfailed", lambda request: complaints.append(request.url))
    tab.goto((published / "2022" / "BODY" / "en.html").as_uri())
    yield tab
    assert complaints == []
    context.close()


def test_styles_work_from_disk(opened: Page):
    assert opened.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(1, 58, 86)"
    assert opened.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_every_printed_figure_equals_the_csv(opened: Page, published: Path):
    with (published / "2022" / "BODY" / "figures.csv").open(encoding="utf-8", newline="") as file:
        known = {row["figure_id"]: row["value"] for row in csv.DictReader(file)}
    printed = opened.eval_on_selector_all("data", "found => found.map(one => [one.dataset.figure, one.getAttribute('value')])")
    assert len(printed) > 30
    assert all(known[figure] == value for figure, value in printed)


def test_the_sentence_on_2010_reads_as_it_should(opened: Page):
    assert "Emissions were about 18 % below 2010 (1.4 against 1.7 Mt, both rounded: 12 to 23 %)." in opened.inner_text("main")


def test_a_figure_leads_to_how_it_was_made(opened: Page):
    opened.locator("section.ghg p.lead a.figure").first.click()
    assert opened.evaluate("document.querySelector(':target').id") == "how-ghg.total"


def test_the_skip_link_leads_to_the_report(opened: Page):
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_page_fits_every_width(opened: Page, width: int):
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("place", ["2022/BODY/en.html", "2022/index.html", "index.html"])
def test_no_barrier_is_found(opened: Page, published: Path, place: str):
    opened.goto((published / place).as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(opened, options={"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert [(entry["id"], [node["html"][:120] for node in entry["nodes"][:3]]) for entry in found.response["violations"]] == []


def test_the_search_shows_what_is_looked_for(opened: Page, published: Path):
    opened.goto((published / "2022" / "index.html").as_uri())
    opened.fill("#search", "anoth")
    assert opened.locator("tbody tr:visible").all_inner_texts()[0].startswith("Another")
    assert opened.locator("tbody tr:visible").count() == 1
    opened.fill("#search", "nobody")
    assert opened.locator("#none").inner_text() == "No organization has the name looked for."


def test_print_shows_the_data_of_the_charts_and_no_navigation(opened: Page):
    opened.emulate_media(media="print")
    assert not opened.locator("nav.contents").is_visible()
    assert opened.locator("figure.chart table").first.is_visible()
