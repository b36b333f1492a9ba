"""The panel that says how a figure was made: by mouse and keyboard, from disk, beside the text and on a phone; and the page without a script."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from made_report import activities, executed, quantity, report, word
from playwright.sync_api import Browser, BrowserContext, Page

from browser.reading import until
from greening import tables
from greening.narrative import cover, greenhouse_gas, headline, trend
from greening.publish import page as publishing

pytestmark = pytest.mark.xdist_group("browser")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = '<img src=x onerror="document.title=1"></script><script>document.title=2</script>'
TOTAL = "a:has(> data[data-figure='ghg.total'])"
CHANGE = "main a:has(> data[data-figure='ghg.change.base_year'])"
#: Whether what has the focus leads to a figure.
FOCUSED = "document.activeElement.querySelector('data')?.dataset.figure === '{}'"


def made():
    change = {"formula": "ghg.total / ghg.total@2010 - 1", "figures": ["ghg.total", "ghg.total@2010"]}
    rows = {
        "product": "footprint",
        "column": "emissions_tco2e",
        "filter": {"in_total": True},
        "rows": 1,
        "operation": "sum",
        "files": {"e.csv": "ab"},
    }
    told = [
        quantity("ghg.total", 1_400_000.0, low=1.3e6, high=1.5e6, interval_kind="statistical_95", derivation=json.dumps(rows), note=HOSTILE),
        quantity("ghg.total@2010", 1_700_000.0, low=1.6e6, high=1.8e6, interval_kind="statistical_95"),
        quantity("ghg.change.base_year", -0.176, "share", low=-0.2, high=-0.15, interval_kind="statistical_95", derivation=json.dumps(change)),
        quantity("ghg.change.base_year.from", 2010.0, "year"),
        word("ghg.break@2014", HOSTILE),
    ]
    row = {"organization": "BODY", "table": "fuels", "source": "heating_fuel", "in_total": True, "emissions_tco2e": 1.4e6, "source_file": "e.csv"}
    footprint = tables.stack("footprint", [pd.DataFrame([{**row, "source_row": 2, "location_id": HOSTILE}])])
    return report(*told, footprint=footprint, activities=activities(profile=[{"organization": "BODY", "name": "A body"}]))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root, read = tmp_path_factory.mktemp("reports"), made()
    sections = (cover.cover(read), headline.headline(read), greenhouse_gas.greenhouse_gas(read), trend.trend(read))
    publishing.publish(executed(*sections), read, str(root))
    # Mailed alone: nothing lies beside the page.
    alone = tmp_path_factory.mktemp("alone") / "report.html"
    shutil.copy(root / "2022" / "BODY" / "en.html", alone)
    return root / "2022" / "BODY"


def opened(browser: Browser, place: Path, name: str = "en.html", **options) -> tuple[Page, list[str], BrowserContext]:
    context = browser.new_context(offline=True, viewport={"width": options.pop("width", 1280), "height": 900}, **options)
    tab, complaints = context.new_page(), []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda message: complaints.append(message.text) if "ERR_FILE_NOT_FOUND" not in message.text else None)
    tab.goto((place / name).as_uri())
    return tab, complaints, context


def panel(tab: Page):
    return tab.locator("dialog[open]")


def test_a_click_opens_the_entry_beside_the_text_and_escape_gives_the_focus_back(browser: Browser, place: Path):
    tab, complaints, context = opened(browser, place)
    link = tab.locator(TOTAL).first
    assert link.get_attribute("aria-haspopup") == "dialog"
    link.click()
    panel(tab).wait_for()
    assert "1,400,000 t CO₂e" in panel(tab).inner_text() and "e.csv, row 2" in panel(tab).inner_text()
    assert not tab.evaluate("document.querySelector('dialog').matches(':modal')")
    assert tab.evaluate("document.activeElement.id") == "how-title"
    assert tab.evaluate("document.getElementById(document.querySelector('dialog').getAttribute('aria-labelledby')).textContent").startswith(
        "Greenhouse gas emissions"
    )
    tab.keyboard.press("Escape")
    assert panel(tab).count() == 0 and tab.url.endswith("en.html")
    assert tab.evaluate(FOCUSED.format("ghg.total"))
    assert complaints == []
    context.close()


def test_with_the_keyboard_alone_on_a_phone_the_entries_lead_to_each_other_and_back(browser: Browser, place: Path):
    tab, complaints, context = opened(browser, place, width=320)
    tab.locator(CHANGE).first.focus()
    tab.keyboard.press("Enter")
    panel(tab).wait_for()
    assert tab.evaluate("document.querySelector('dialog').matches(':modal')")
    assert tab.evaluate("document.documentElement.scrollWidth <= 320 && document.querySelector('dialog').scrollWidth <= 320")
    assert not panel(tab).get_by_role("button", name="Back").is_visible()
    panel(tab).locator("a[href='how.en.html#ghg.total@2010']").first.focus()
    tab.keyboard.press("Enter")
    assert "(2010)" in panel(tab).get_by_role("heading").inner_text()
    back = panel(tab).get_by_role("button", name="Back")
    back.focus()
    tab.keyboard.press("Enter")
    assert "ghg.change.base_year" in panel(tab).get_by_role("heading").inner_text()
    assert tab.evaluate("document.activeElement.id") == "how-title"
    tab.keyboard.press("Escape")
    assert tab.evaluate(FOCUSED.format("ghg.change.base_year"))
    assert complaints == []
    context.close()


def test_entries_are_unpacked_before_anyone_asks_and_a_click_that_comes_first_does_it_itself(browser: Browser, place: Path):
    tab, complaints, context = opened(browser, place)
    tab.evaluate("new Promise(done => setTimeout(done, 300))")
    # Whoever would only now begin to unpack finds nothing.
    tab.evaluate("document.getElementById('derivations').textContent = ''")
    tab.locator(TOTAL).first.click()
    assert panel(tab).locator("dd > data").first.get_attribute("value") == "1400000.0"
    context.close()

    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.add_init_script("window.requestIdleCallback = () => {}")
    tab.goto((place / "en.html").as_uri())
    tab.locator(TOTAL).first.click()
    assert panel(tab).locator("dd > data").first.get_attribute("value") == "1400000.0"
    assert not complaints
    context.close()


def test_a_page_that_becomes_narrow_keeps_the_entry_and_the_way_back(browser: Browser, place: Path):
    tab, complaints, context = opened(browser, place)
    tab.locator(CHANGE).first.click()
    panel(tab).locator("a[href='how.en.html#ghg.total@2010']").first.click()
    tab.set_viewport_size({"width": 500, "height": 800})
    until(tab, "document.querySelector('dialog').matches(':modal')")
    assert "(2010)" in panel(tab).get_by_role("heading").inner_text()
    assert panel(tab).get_by_role("link", name="All figures on one page").get_attribute("href") == "how.en.html#ghg.total@2010"
    panel(tab).get_by_role("button", name="Back").click()
    assert "ghg.change.base_year" in panel(tab).get_by_role("heading").inner_text()
    panel(tab).get_by_role("button", name="Close").click()
    until(tab, FOCUSED.format("ghg.change.base_year"))
    assert complaints == []
    context.close()


def test_nothing_submitted_becomes_markup_in_the_panel(browser: Browser, place: Path):
    tab, complaints, context = opened(browser, place)
    title = tab.title()
    tab.locator(TOTAL).first.click()
    panel(tab).wait_for()
    assert panel(tab).locator("img, script").count() == 0
    assert HOSTILE in panel(tab).inner_text()
    assert tab.title() == title and complaints == []
    context.close()


def test_a_modified_click_and_a_browser_without_panels_follow_the_link(browser: Browser, place: Path):
    tab, _, context = opened(browser, place)
    with context.expect_page() as other:
        tab.locator(TOTAL).first.click(modifiers=["ControlOrMeta"])
    assert panel(tab).count() == 0
    other.value.wait_for_url("**/how.en.html#ghg.total")
    context.close()
    context = browser.new_context(offline=True)
    context.add_init_script("delete self.HTMLDialogElement")
    tab = context.new_page()
    tab.goto((place / "en.html").as_uri())
    assert tab.locator(TOTAL).first.get_attribute("aria-haspopup") is None
    tab.locator(TOTAL).first.click()
    tab.wait_for_url("**/how.en.html#ghg.total")
    context.close()


def test_without_a_script_the_number_leads_to_its_entry(browser: Browser, place: Path):
    tab, _, context = opened(browser, place, java_script_enabled=False)
    tab.locator(TOTAL).first.click()
    tab.wait_for_url("**/how.en.html#*")
    assert tab.locator("article[id='ghg.total']:has(:target)").count() == 1
    entry = tab.locator("article[id='ghg.total']")
    assert entry.is_visible() and "1,400,000 t CO₂e" in entry.inner_text()
    assert not tab.locator("#how-search").is_visible()
    context.close()


def test_the_panel_is_not_printed(browser: Browser, place: Path):
    tab, _, context = opened(browser, place)
    tab.locator(TOTAL).first.click()
    panel(tab).wait_for()
    tab.emulate_media(media="print")
    assert not tab.locator("dialog").is_visible()
    context.close()


def test_the_search_shows_the_figures_of_that_name_and_an_address_shows_its_own(browser: Browser, place: Path):
    tab, complaints, context = opened(browser, place, "how.en.html")
    everything = tab.locator("article:visible").count()
    tab.fill("#how-search", "2010 ghg.total")
    assert tab.locator("article:visible").evaluate_all("all => all.map(one => one.id)") == ["ghg.total@2010"]
    tab.fill("#how-search", "nothing has this name")
    assert tab.locator("article:visible").count() == 0 and tab.locator("#how-none").inner_text() == "No figure has this in its name"
    tab.evaluate("location.hash = 'ghg.total'")
    until(tab, "document.querySelectorAll('article:not([hidden])').length > 1")
    assert tab.locator("article:visible").count() == everything and tab.locator("#how-none").inner_text() == ""
    assert complaints == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_panel_and_page_have_no_barrier(browser: Browser, place: Path, scheme: str):
    found = []
    for width in (1280, 320):
        tab, _, context = opened(browser, place, color_scheme=scheme, width=width, reduced_motion="reduce")
        tab.locator(TOTAL).first.click()
        panel(tab).wait_for()
        found += Axe().run(tab, context="dialog", options={"preload": False, "runOnly": RULES}).response["violations"]
        tab.goto((place / "how.en.html").as_uri())
        found += Axe().run(tab, options={"preload": False, "runOnly": RULES}).response["violations"]
        context.close()
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []
