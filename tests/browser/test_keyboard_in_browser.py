"""A report by keyboard alone, in every language: the order, what is seen, the panel and the way back."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.reading import LANGUAGES, REPORTS, opened

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

#: What has the focus (of the box that folds the contents, its label): its place in the document, whether its outline is seen, whether it is covered.
FOCUSED = """() => {
    const one = document.activeElement.matches('.fold') ? document.querySelector('.fold + h2 label') : document.activeElement;
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + box.height / 2);
    const inside = box.top >= -1 && box.top < innerHeight && box.left >= -1 && box.left < innerWidth;
    return {
        name: one.outerHTML.slice(0, 110), at: [...document.querySelectorAll('*')].indexOf(one),
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        free: inside && (one.contains(top) || Boolean(top?.contains(one))),
    };
}"""


def stops(tab: Page, number: int) -> list[dict[str, object]]:
    """What has the focus after each press of the tabulator."""
    found = []
    for _ in range(number):
        tab.keyboard.press("Tab")
        found.append(tab.evaluate(FOCUSED))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_stop_leads_past_the_navigation(browser: Browser, reports: Path, language: str):
    with opened(browser, reports / REPORTS[3] / f"{language}.html") as tab:
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.matches('.skip')") and tab.locator(".skip").bounding_box()["y"] >= 0
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "main"
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 1280), ("en", 320)])
def test_the_focus_goes_through_the_page_in_its_order_and_is_seen(browser: Browser, reports: Path, language: str, width: int):
    with opened(browser, reports / REPORTS[0] / f"{language}.html", width=width, reduced_motion="reduce") as tab:
        found = stops(tab, 90)
    assert [stop["at"] for stop in found] == sorted({stop["at"] for stop in found})
    assert [stop["name"] for stop in found if not stop["seen"]] == []
    assert [stop["name"] for stop in found if not stop["free"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_opens_by_keyboard_and_the_focus_comes_back(browser: Browser, reports: Path, language: str):
    with opened(browser, reports / REPORTS[3] / f"{language}.html") as tab:
        number = tab.locator("main .tiles a").first
        number.focus()
        tab.keyboard.press("Enter")
        panel = tab.locator("dialog[open]")
        panel.wait_for()
        assert panel.get_by_role("heading").first.inner_text()
        assert tab.evaluate("document.querySelector('dialog').contains(document.activeElement)")
        assert tab.evaluate("getComputedStyle(document.querySelector('dialog')).direction") == ("rtl" if language == "ar" else "ltr")
        tab.keyboard.press("Escape")
        assert panel.count() == 0
        assert number.evaluate("one => one === document.activeElement")


@pytest.mark.parametrize("name", ["en.html", "how.en.html"])
def test_nothing_moves_for_those_who_asked_for_no_motion(browser: Browser, reports: Path, name: str):
    with opened(browser, reports / REPORTS[3] / name, reduced_motion="reduce") as tab:
        moving = tab.evaluate("""() => [...document.querySelectorAll('*')].filter((one) => {
            const style = getComputedStyle(one), longest = (text) => Math.max(...text.split(',').map(parseFloat));
            return longest(style.transitionDuration) > 0.01 || longest(style.animationDuration) > 0.01 || style.scrollBehavior === 'smooth';
        }).map((one) => one.outerHTML.slice(0, 90))""")
    assert moving == []
