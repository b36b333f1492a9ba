"""The published site in six languages: whole, mirrored, without a barrier, and with the same figures in each."""

import re
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from browser.reading import LANGUAGES, REPORTS, language_of, opened, until, without_language
from browser.structure import faults_of_structure

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

#: When the first words were on the screen and the whole page was read, in milliseconds.
READABLE = """Math.max(performance.getEntriesByName('first-contentful-paint')[0].startTime,
    performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)"""
# Without its quotation marks where it needs none.
_IDS = re.compile(r'\sid="?([^"\s>]+)')
_PRINTED = re.compile(r'<data value="([^"]*)" data-figure="([^"]*)"')


@cache
def ids(path: Path) -> set[str]:
    """The ids of a page that lies on disk."""
    return {unescape(found) for found in _IDS.findall(path.read_text(encoding="utf-8"))} if path.suffix == ".html" else set()


def labels_cut_off(tab: Page) -> list[str]:
    """Texts of charts that leave their frame, which is a little wider than the drawing."""
    return tab.evaluate("""() => [...document.querySelectorAll('figure svg')].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
        const box = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].filter((text) => {
            const own = text.getBoundingClientRect();
            return own.width && (own.left < box.left - 8 || own.right > box.right + 8 || own.top < box.top - 8 || own.bottom > box.bottom + 8);
        }).map((text) => `${svg.closest('figure').id}: ${text.textContent}`);
    })""")


def lost_links(tab: Page, path: Path, reports: Path) -> list[str]:
    """Links into the site that lead to no file, or to no place in it."""
    lost = []
    for target in set(tab.eval_on_selector_all("a[href]", "all => all.map(one => one.href.baseVal ?? one.href)")):
        # Links of charts are as they were written; those of HTML are full addresses.
        address, _, anchor = target.partition("#")
        if address and not address.startswith("file:") and ":" in address:
            continue
        file = (
            Path(unquote(address.removeprefix("file://"))) if address.startswith("file:") else (path.parent / unquote(address) if address else path)
        )
        if not file.resolve().is_file() or (anchor and file.suffix == ".html" and unquote(anchor) not in ids(file.resolve())):
            lost.append(target)
    return lost


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", REPORTS)
def test_a_report_is_whole_in_its_language(browser: Browser, reports: Path, folder: str, language: str):
    path = reports / folder / f"{language}.html"
    with opened(browser, path) as tab:
        assert tab.evaluate("[document.documentElement.lang, document.dir]") == [language, "rtl" if language == "ar" else "ltr"]
        assert faults_of_structure(tab) == []
        assert lost_links(tab, path, reports) == []
        assert labels_cut_off(tab) == []
        assert tab.eval_on_selector_all(".languages a", "all => all.map(one => one.lang)") == list(LANGUAGES)
        tab.evaluate("document.documentElement.style.fontSize = '200%'")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
        tab.evaluate("document.documentElement.style.fontSize = ''")
        tab.set_viewport_size({"width": 320, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
        assert labels_cut_off(tab) == []


@pytest.mark.parametrize("folder", REPORTS)
def test_every_language_prints_the_same_figures(reports: Path, folder: str):
    printed = {language: printed_on(reports / folder, language) for language in LANGUAGES}
    assert len(printed["en"]) > 4
    for language, pages in printed.items():
        assert pages.keys() == printed["en"].keys(), language
        for name, figures in pages.items():
            assert figures == printed["en"][name], (language, name)


def printed_on(folder: Path, language: str) -> dict[str, frozenset[tuple[str, str]]]:
    """Figures and their values on each page of a language, by the name of the page without its language."""
    pages = [path for path in folder.rglob("*.html") if language_of(path) == language]
    return {
        f"{path.parent.relative_to(folder)}/{without_language(path)}": frozenset(_PRINTED.findall(path.read_text(encoding="utf-8"))) for path in pages
    }


def test_what_is_written_from_the_right_is_mirrored(browser: Browser, reports: Path):
    told = {}
    for language in ("en", "ar"):
        with opened(browser, reports / REPORTS[0] / f"{language}.html") as tab:
            told[language] = tab.evaluate("""() => {
                const box = (selector) => document.querySelector(selector).getBoundingClientRect();
                const words = getComputedStyle(document.querySelector('main p'));
                const head = document.querySelector('main table th[scope=row]');
                return { contents: box('.contents').left > box('.story-text').left, text: words.direction,
                         rows: head.getBoundingClientRect().left > head.nextElementSibling.getBoundingClientRect().left };
            }""")
            # A number keeps its order, whatever is written around it.
            isolated = "all => all.every(one => getComputedStyle(one).unicodeBidi.startsWith('isolate'))"
            assert tab.eval_on_selector_all("main data", isolated)
    assert told == {"en": {"contents": False, "text": "ltr", "rows": False}, "ar": {"contents": True, "text": "rtl", "rows": True}}


@pytest.mark.parametrize("language", ("en", "ar"))
def test_the_switcher_leads_to_the_same_section_of_the_other_language(browser: Browser, reports: Path, language: str):
    other = {"en": "ar", "ar": "en"}[language]
    with opened(browser, reports / REPORTS[0] / f"{language}.html", reduced_motion="reduce") as tab:
        tab.evaluate("location.hash = 'trend'")
        tab.wait_for_selector(".contents a[href='#trend'][aria-current]")
        tab.locator(f".languages a[lang={other}]").click()
        tab.wait_for_url(f"**/{other}.html#trend")
        assert abs(tab.evaluate("document.getElementById('trend').getBoundingClientRect().top")) < 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_a_report_is_read_and_a_number_leads_to_its_derivation(browser: Browser, reports: Path, language: str):
    with opened(browser, reports / "2022" / "UNSYSTEM" / f"{language}.html", java_script_enabled=False) as tab:
        assert tab.locator("main h1").is_visible() and tab.locator("figure.chart svg").first.is_visible()
        assert tab.locator("button:visible").count() == 0
        tab.locator("main .tiles a").first.click()
        assert tab.url.partition("#")[0].endswith(f"how.{language}.html")
        assert tab.locator("article:has(:target)").is_visible()


@pytest.mark.parametrize("folder", REPORTS)
def test_a_report_is_readable_within_a_second(browser: Browser, reports: Path, folder: str):
    """The best of five, since other tests use the same processors."""
    painted = []
    for _ in range(5):
        with opened(browser, reports / folder / "en.html") as tab:
            until(tab, "performance.getEntriesByName('first-contentful-paint').length")
            painted.append(tab.evaluate(READABLE))
        if painted[-1] < 1000:
            break
    assert min(painted) < 1000
