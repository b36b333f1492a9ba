"""What someone submits who wants the page to break or to run something: the page stays whole, and nothing runs."""

import csv
from pathlib import Path

import ems_report
import pytest
from made_report import activities, executed, quantity, report
from playwright.sync_api import Browser, Page

from browser.hostile import CODE, FORMULA
from browser.reading import RULES, barriers, named, opened
from greening.narrative.report import Report
from greening.narrative.sections import SECTIONS
from greening.publish import documents, page as publishing

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

HUNDREDS = 500
#: Tables of the made report that name its own places.
LEFT_OUT = ("aspects", "actions", "milestones", "management", "groups", "mandates", "decisions", "practices")
PAGES = ("report", "how", "validation", "changes", "documents/governing-body", "documents/registers", "documents/locations/A")
#: Elements and addresses that could run something or fetch it, and where a submitted text could have left the place that it was put.
LET_IN = """() => [
    ...[...document.querySelectorAll('*')].filter((one) => [...one.attributes].some((own) => own.name.startsWith('on'))),
    ...document.querySelectorAll('iframe, object, embed, base, form, img:not([src^="data:image/png"]), main script, main style, foreignObject'),
    ...[...document.querySelectorAll('[href], [src], [action]')].filter((one) => /^\\s*(javascript|vbscript|data:text|data:image.svg)/i.test(
        one.getAttribute('href') ?? one.getAttribute('src') ?? one.getAttribute('action'))),
    ...[...document.body.children].filter((one) => !one.matches('a.skip, header, nav, main, footer, script, dialog')),
].map((one) => one.outerHTML.slice(0, 120))"""


def has_run(tab: Page) -> bool:
    return tab.evaluate("document.documentElement.dataset.canary !== undefined")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_that_was_submitted_runs_or_becomes_markup(browser: Browser, reports: Path, language: str):
    folder = reports / "2022" / CODE
    places = [folder / Path(page).parent / named(Path(page).name, language) for page in PAGES]
    for path in (*places, reports / "2022" / named("index", language)):
        with opened(browser, path, width=320) as tab:
            tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert tab.evaluate(LET_IN) == [], path.name
            assert not has_run(tab), path.name
            assert tab.evaluate("document.documentElement.scrollWidth") <= 320, path.name
            assert tab.locator("main").evaluate("one => one.parentElement === document.body"), path.name


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_hostile_report_has_no_barrier_and_its_figures_open(browser: Browser, reports: Path, language: str):
    with opened(browser, reports / "2022" / CODE / f"{language}.html") as tab:
        assert barriers(tab, RULES) == []
        tab.locator("main .tiles a").first.click()
        tab.locator("dialog[open]").wait_for()
        for mark in tab.locator("figure.chart svg [data-t]").all()[:5]:
            mark.hover(force=True)
        assert not has_run(tab)


def test_a_story_keeps_its_words_and_says_whose_they_are(browser: Browser, reports: Path):
    with opened(browser, reports / "2022" / CODE / "en.html") as tab:
        story = tab.locator("main", has_text="Donaudampfschifffahrtsgesellschaftskapitaen").locator("a[href='https://example.org/']").first
        assert story.inner_text() == "good"
        assert tab.get_by_text("[click]", exact=False).count() + tab.get_by_text("click", exact=True).count() >= 1


def test_no_cell_of_a_file_is_a_formula(reports: Path):
    seen = 0
    for path in (reports / "2022" / CODE).rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        seen += sum(FORMULA in cell for cell in cells)
        # A negative number is a number; anything else that a spreadsheet would compute is not let out bare.
        assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(cell)] == [], path.name
    assert seen


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def published(told: Report, root: Path) -> None:
    """The page of a report with the shared script that it asks for."""
    publishing.publish(executed(*(section(told) for section in SECTIONS)), told, str(root))
    (root / "assets").mkdir()
    (root / "assets" / "interactive.js").write_bytes(documents.bundle())


def test_a_year_with_one_figure_is_a_short_page(browser: Browser, tmp_path: Path):
    told = report(quantity("ghg.total", 10.0), language="ar", activities=activities(profile=[{"organization": "BODY", "name": "A body"}]))
    published(told, tmp_path)
    with opened(browser, tmp_path / "2022" / "BODY" / "ar.html", width=320) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
        assert barriers(tab) == []
        assert tab.locator("main h2").count() < 12


def test_hundreds_of_places_keep_the_page_whole(browser: Browser, tmp_path: Path):
    codes = [f"L{number}" for number in range(HUNDREDS)]
    tables = {
        "locations": ["location_id,name,country,tenure,kind", *(f"{code},Place <i>{code},KE,owned,other" for code in codes)],
        "personnel": ["location_id,headcount", *(f"{code},3" for code in codes)],
        "electricity": ["location_id,electricity_kwh,quality", *(f"{code},1000,metered" for code in codes)],
    }
    told = ems_report.read(tmp_path / "data", without=LEFT_OUT, **{name: "\n".join(lines) for name, lines in tables.items()})
    published(told, tmp_path)
    with opened(browser, tmp_path / "2024" / "EXAMPLE-HQ" / "en.html", width=320) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
        assert tab.evaluate("document.body.scrollHeight") < 60_000
        assert tab.locator("main i").count() == 0 and tab.get_by_text("Place <i>L1", exact=True).first.is_visible()
