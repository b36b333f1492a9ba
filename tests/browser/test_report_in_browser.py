"""The published pages in a browser: from disk, without a network, for every reader."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from made_report import activities, executed, quantity, report, word
from playwright.sync_api import Browser, Page

from browser import reading
from greening import site, tables
from greening.narrative.sections import SECTIONS
from greening.publish import page as publishing

pytestmark = pytest.mark.xdist_group("browser")

#: The United Nations in Arabic, and in Latin letters.
ARABIC = "\u0627\u0644\u0623\u0645\u0645 \u0627\u0644\u0645\u062a\u062d\u062f\u0629 (UN)"


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


@pytest.fixture
def opened(browser: Browser, published: Path) -> Iterator[Page]:
    with reading.opened(browser, published / "2022" / "BODY" / "en.html") as tab:
        yield tab


def test_styles_work_from_disk(opened: Page):
    assert opened.evaluate("getComputedStyle(document.querySelector('.cover')).backgroundColor") == "rgb(1, 58, 86)"
    assert opened.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_every_printed_figure_equals_the_csv(opened: Page, published: Path):
    with (published / "2022" / "BODY" / "figures.csv").open(encoding="utf-8", newline="") as file:
        known = {row["figure_id"]: row["value"] for row in csv.DictReader(file)}
    printed = opened.eval_on_selector_all("data", "found => found.map(one => [one.dataset.figure, one.getAttribute('value')])")
    assert len(printed) > 30
    assert all(known[figure] == value for figure, value in printed)


def test_the_sentence_on_2010_reads_as_it_should(opened: Page):
    assert "Emissions were about 18 % below 2010 (1.4 against 1.7 Mt, both rounded: 12 to 23 %)." in opened.inner_text("main")


def test_a_figure_leads_to_how_it_was_made(opened: Page, published: Path):
    opened.locator("section.ghg p.lead a[href^='how.']").first.click()
    opened.wait_for_selector("dialog.how-panel[open]")
    opened.goto((published / "2022" / "BODY" / "how.en.html#ghg.total").as_uri().replace("%23", "#"))
    assert opened.evaluate("document.querySelector(':target').id") == "ghg.total"


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


def test_print_shows_contents_and_charts_on_white_and_no_navigation(opened: Page):
    opened.emulate_media(media="print", color_scheme="dark")
    assert not opened.locator("header.top").is_visible() and not opened.locator("footer").is_visible()
    assert opened.locator("nav.contents a").first.is_visible() and opened.locator("figure.chart svg").first.is_visible()
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_contents_lead_to_every_section_and_mark_the_one_that_is_read(opened: Page):
    links = opened.eval_on_selector_all(".contents ol ol a", "all => all.map(link => link.hash.slice(1))")
    assert links[0] == "headline" and links[-1] == "how" and len(links) == len(set(links)) > 8
    assert opened.evaluate("ids => ids.every(id => document.getElementById(id))", links)
    opened.click(".contents a[href='#chapter-emissions']")
    opened.click(".contents a[href='#trend']")
    opened.wait_for_selector(".contents a[href='#trend'][aria-current]")
    assert opened.locator(".contents [aria-current]").count() == 1


def test_what_was_not_reported_stands_in_one_short_section(opened: Page):
    gathered = opened.locator("section.not-reported")
    assert "Water and wastewater" in gathered.inner_text() and opened.locator("section.water").count() == 0
    assert opened.locator(".contents a[href='#water']").count() == 0
    opened.goto(f"{opened.url.partition('#')[0]}#water")
    assert opened.evaluate("document.querySelector(':target').tagName") == "DT"


def test_headings_and_tables_have_addresses_of_their_own(opened: Page):
    opened.focus("#ghg > a")
    opened.keyboard.press("Enter")
    assert opened.url.endswith("#ghg")
    tables = opened.eval_on_selector_all(
        ".section > .table caption", "all => all.map(caption => caption.id && caption.querySelector('a').hash === '#' + caption.id)"
    )
    assert tables and all(tables)


def test_on_a_phone_the_contents_open_by_keyboard_without_a_script(browser: Browser, published: Path):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    tab = context.new_page()
    tab.goto((published / "2022" / "BODY" / "en.html").as_uri())
    assert not tab.locator(".contents ol").first.is_visible()
    tab.focus("#fold")
    tab.keyboard.press("Space")
    assert tab.locator(".contents ol").first.is_visible()
    context.close()


@pytest.mark.parametrize("place", ["2022/BODY/en.html", "2022/index.html"])
def test_contrast_is_enough_in_the_dark(browser: Browser, published: Path, place: str):
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto((published / place).as_uri())
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 24, 28)"
    found = Axe().run(tab, options={"preload": False, "runOnly": {"type": "rule", "values": ["color-contrast"]}})
    assert [[node["html"][:120] for node in entry["nodes"][:3]] for entry in found.response["violations"]] == []
    context.close()


@pytest.mark.parametrize(
    "name", ["Organizationforwhichnobodyfoundaplacetobreak" * 5, "\u0627\u0644\u0623\u0645\u0645 \u0627\u0644\u0645\u062a\u062d\u062f\u0629 (UN)"]
)
def test_names_of_any_length_and_direction_and_thousands_of_places_keep_the_page_whole(browser: Browser, tmp_path: Path, name: str):
    lines = [{"source": name, "reason": f"P{number}"} for number in range(2000)]
    told = activities(profile=[{"organization": "BODY", "name": name}], boundary=lines)
    read = report(quantity("ghg.total", 10.0), activities=told)
    publishing.publish(executed(*(section(read) for section in SECTIONS)), read, str(tmp_path))
    tab = browser.new_page(viewport={"width": 320, "height": 800})
    tab.goto((tmp_path / "2022" / "BODY" / "en.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert tab.locator(".table:has(#methodology-1) tbody tr").count() >= 50
    assert tab.locator("summary", has_text="1,950 more rows").count() == 1
    assert tab.evaluate("document.body.scrollHeight") < 60_000
    tab.close()
