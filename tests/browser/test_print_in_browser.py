"""A report on paper: no chart cut in two, nothing wider than the sheet, running heads, and links that are told."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.reading import REPORTS, opened

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

#: A4 within the margins of the style sheet, in the pixels of CSS.
SHEET = (int((210 - 36) / 25.4 * 96), int((297 - 44) / 25.4 * 96))
#: Charts and tiles that could be cut: those that may break, and those that no sheet can hold.
CUT = """(height) => [...document.querySelectorAll('figure.chart > :is(svg, .drawing), figure.chart, .tile, tr')]
    .filter((one) => one.checkVisibility())
    .filter((one) => {
        const keeps = one.closest('figure.chart, .tile, tr');
        return getComputedStyle(keeps).breakInside === 'auto' || one.matches('figure.chart') && one.getBoundingClientRect().height > height;
    }).map((one) => `${one.tagName} ${one.id || one.textContent.slice(0, 60)}`)"""


@pytest.mark.parametrize(("folder", "language"), [(REPORTS[0], "en"), (REPORTS[0], "ar"), (REPORTS[2], "ru"), (REPORTS[3], "zh")])
def test_no_chart_is_cut_and_nothing_is_wider_than_the_sheet(browser: Browser, reports: Path, folder: str, language: str):
    with opened(browser, reports / folder / f"{language}.html", width=SHEET[0], height=SHEET[1]) as tab:
        tab.emulate_media(media="print")
        assert tab.evaluate(CUT, SHEET[1]) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= SHEET[0]
        assert not tab.locator("header.top").is_visible()
        # The words of a running head, which CSS puts on each sheet.
        heads = tab.evaluate("""() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSPageRule)
            .map((rule) => rule.cssText).join(' ')""")
        assert "counter(page)" in heads


def test_the_printed_report_has_pages(browser: Browser, reports: Path):
    with opened(browser, reports / REPORTS[3] / "en.html") as tab:
        content = tab.pdf(format="A4", prefer_css_page_size=True, tagged=True, outline=True)
    assert content.startswith(b"%PDF-")
    assert 5 < content.count(b"/Type /Page\n") + content.count(b"/Type /Page/") + content.count(b"/Type/Page/") + content.count(b"/Type /Page ") < 80
