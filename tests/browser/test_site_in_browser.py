"""The pages around the reports in a browser: looked for, filtered and sorted with a script, whole without one."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_report import quantity, report, word

from greening import site
from greening.publish import files

pytestmark = pytest.mark.xdist_group("browser")

BODIES = (("ALPHA", "First body", 900.0, "specialized_agency"), ("BETA", "Second body", 80.0, "other"), ("GAMMA", "Third body", 7000.0, "other"))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = tmp_path_factory.mktemp("site")
    states = []
    for code, name, value, kind in BODIES:
        made = report(
            *(quantity(f"ghg.total@{year}", value * factor) for year, factor in ((2019, 1.2), (2020, 0.6), (2021, 0.9))),
            quantity("ghg.total", value),
            quantity("coverage.waste.share", 0.6, "share"),
            word("coverage.water.status", "not_reported", note="No meters"),
        )
        files.write(made, str(root))
        # A made report is always that of BODY.
        (root / "2022" / "BODY").rename(root / "2022" / code)
        (root / "2022" / code / "en.html").write_text("<!doctype html><title>A report</title>", encoding="utf-8")
        states.append(
            {"organization": code, "name": name, "outcome": "ok", "why": "", "illustrative": False, "is_group": False, "parent": "", "kind": kind}
        )
    states[1] |= {"outcome": "held", "why": "Too much fuel"}
    site.write(str(root), 2022, [{**state, "outcome": "ok"} for state in states])
    site.write(str(root), 2022, states)
    return root / "2022" / "index.html"


@pytest.fixture
def page(browser, published):
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    complaints = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(published.as_uri())
    yield tab
    assert complaints == []
    context.close()


def names(page):
    """The codes of the rows that are seen, in their order."""
    return [row.get_attribute("id") for row in page.locator(".organizations tbody tr:visible").all()]


def test_what_is_looked_for_is_shown_in_every_part_of_the_page(page):
    page.fill("#search", "SECOND")
    assert names(page) == ["BETA"]
    assert page.locator(".lines li:visible").count() == 1 and page.locator(".coverage tbody tr:visible").count() == 1
    page.fill("#search", "nobody")
    assert names(page) == [] and page.locator("#none").inner_text() == "No organization has the name looked for."


def test_filters_by_kind_and_outcome_work_together(page):
    page.select_option("[data-filter=kind]", "other")
    assert names(page) == ["BETA", "GAMMA"]
    page.select_option("[data-filter=outcome]", "ok")
    assert names(page) == ["GAMMA"]
    page.select_option("[data-filter=kind]", "")
    assert names(page) == ["ALPHA", "GAMMA"]


def test_columns_are_sorted_by_value_with_the_keyboard(page):
    head = page.locator(".organizations thead button").nth(3)
    head.focus()
    page.keyboard.press("Enter")
    assert names(page) == ["BETA", "ALPHA", "GAMMA"]
    page.keyboard.press("Enter")
    assert names(page) == ["GAMMA", "ALPHA", "BETA"]
    assert page.locator(".organizations th[aria-sort=descending]").count() == 1


def test_without_a_script_everything_is_shown_and_nothing_is_offered_that_needs_one(browser, published):
    context = browser.new_context(offline=True, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(published.as_uri())
    assert tab.locator(".organizations tbody tr:visible").count() == 3
    assert tab.locator(".filters:visible").count() == 0 and tab.locator("th button").count() == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_and_the_page_fits_a_phone(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page, options={"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert [(entry["id"], entry["nodes"][0]["html"][:120]) for entry in found.response["violations"]] == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_line_is_drawn_and_the_styles_work_from_disk(page):
    box = page.locator(".lines svg path").nth(1).bounding_box()
    assert box["width"] > 50 and box["height"] > 10
    assert page.evaluate("getComputedStyle(document.querySelector('.lines path + path')).fill") == "none"
