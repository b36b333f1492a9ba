"""The published site in six languages: whole, mirrored, without a barrier, and with the same figures in each."""

import re
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from browser.reading import CONTRAST, LANGUAGES, REPORTS, barriers, named, opened, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

#: Each language has the report of another organization looked at by axe-core, which takes seconds on a long page.
LOOKED_AT = dict(zip(LANGUAGES, (*REPORTS, *REPORTS[::3]), strict=True))
#: Every other kind of page, where it is shortest.
KINDS = (
    *("index", "2024/index", "2024/EXAMPLE-FIELD/validation", "2022/UNSYSTEM/changes", "2022/UNSYSTEM/how"),
    *(f"2022/UNSYSTEM/documents/{name}" for name in ("governing-body", "registers", "scorecard", "data-table", "peer-review")),
)
#: When the first words were on the screen and the whole page was read, in milliseconds.
READABLE = """Math.max(performance.getEntriesByName('first-contentful-paint')[0].startTime,
    performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)"""
_IDS = re.compile(r'\sid="([^"]*)"')
_PRINTED = re.compile(r'<data value="([^"]*)" data-figure="([^"]*)"')


def place(kind: str, language: str) -> str:
    folder, _, name = kind.rpartition("/")
    return f"{folder}/{named(name, language)}" if folder else named(name, language)


@cache
def ids(path: Path) -> set[str]:
    """The ids of a page that lies on disk."""
    return {unescape(found) for found in _IDS.findall(path.read_text(encoding="utf-8"))} if path.suffix == ".html" else set()


def faults_of_structure(tab: Page) -> list[str]:
    """What a reader without eyes would stumble over and axe-core takes for granted."""
    return tab.evaluate("""() => {
        const all = (selector) => [...document.querySelectorAll(selector)];
        const wrong = [];
        const once = { h1: 'h1', main: 'main', header: 'body > header', footer: 'body > footer' };
        for (const [name, selector] of Object.entries(once)) if (all(selector).length !== 1) wrong.push(`${all(selector).length} ${name}`);
        if (!document.querySelector('main h1')) wrong.push('h1 outside main');
        wrong.push(...all('nav:not([aria-label], [aria-labelledby])').map((one) => `nav without a name: ${one.className}`));
        wrong.push(...all('table').filter((table) => !table.querySelector('th[scope]')).map((one) => `no heads: ${one.outerHTML.slice(0, 90)}`));
        wrong.push(...all('th:not([scope])').map((one) => `no scope: ${one.textContent}`));
        wrong.push(...all('svg:not([aria-hidden=true])').filter((one) => !one.getAttribute('aria-label') && !one.getAttribute('aria-labelledby'))
            .map((one) => `chart without a name: ${one.outerHTML.slice(0, 90)}`));
        const levels = all('h1, h2, h3, h4, h5, h6').map((one) => Number(one.tagName[1]));
        levels.forEach((level, at) => { if (at && level > levels[at - 1] + 1) wrong.push(`h${level} after h${levels[at - 1]}`); });
        const known = all('[id]').map((one) => one.id);
        if (new Set(known).size !== known.length) wrong.push(`an id twice: ${known.find((one, at) => known.indexOf(one) !== at)}`);
        return wrong;
    }""")


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_barrier_is_found_on_any_kind_of_page(browser: Browser, reports: Path, language: str):
    found = {}
    for page in (f"{LOOKED_AT[language]}/{language}.html", *(place(kind, language) for kind in KINDS)):
        with opened(browser, reports / page, reduced_motion="reduce") as tab:
            found[page] = [*barriers(tab), *faults_of_structure(tab)]
    assert {page: faults for page, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_dark_contrast_is_enough_and_on_a_phone_no_page_is_too_wide(browser: Browser, reports: Path, language: str):
    found = {}
    for page in (*([f"{REPORTS[0]}/{language}.html"] if language in ("en", "ar") else []), *(place(kind, language) for kind in KINDS)):
        with opened(browser, reports / page, width=320, color_scheme="dark") as tab:
            wide = tab.evaluate("document.documentElement.scrollWidth") > 320
            # Colours are the same in every language; the room that words need is not.
            contrast = barriers(tab, CONTRAST) if language in ("en", "ar") else []
            found[page] = [*contrast, *faults_of_structure(tab), *(["too wide"] if wide else [])]
    assert {page: faults for page, faults in found.items() if faults} == {}


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
    pages = {path.relative_to(folder): path for path in folder.rglob(f"*{language}.html") if path.name.split(".")[-2] == language}
    if language == "en":
        # The one page whose English name has no language.
        pages[Path("validation.en.html")] = folder / "validation.html"
    return {str(name).removesuffix(f"{language}.html"): frozenset(_PRINTED.findall(path.read_text(encoding="utf-8"))) for name, path in pages.items()}


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
        assert tab.locator("article:target").is_visible()


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
