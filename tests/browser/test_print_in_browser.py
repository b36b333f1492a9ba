"""A report on paper: no chart cut in two, nothing wider than the sheet, running heads, and links that are told."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

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


#: Puts a link over the title of each chart and at the bottom of its last drawing: a printed document holds links with their places.
MARKS = """() => {
    const charts = [...document.querySelectorAll('figure.chart')].filter((one) => one.checkVisibility() && one.querySelector('svg'));
    const marked = (frame, end, number) => {
        const mark = document.createElement('a');
        Object.assign(mark, { href: `https://example.org/${end}/${number}`, textContent: '.' });
        Object.assign(mark.style, { position: 'absolute', insetInlineStart: 0, [end]: 0 });
        frame.style.position = 'relative';
        frame.append(mark);
    };
    charts.forEach((chart, number) => {
        const drawing = [...chart.querySelectorAll('svg')].filter((one) => one.checkVisibility()).at(-1), frame = document.createElement('div');
        drawing.replaceWith(frame);
        frame.append(drawing);
        marked(chart, 'top', number);
        marked(frame, 'bottom', number);
    });
    return charts.length;
}"""
_OBJECT = re.compile(rb"^(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL | re.MULTILINE)
_LISTED = re.compile(rb"/Annots \[([^\]]*)\]")
_MARK = re.compile(rb"https://example\.org/(top|bottom)/(\d+)\)")


def printed(tab: Page) -> bytes:
    return tab.pdf(format="A4", prefer_css_page_size=True, tagged=True, outline=True)


def sheets_of_marks(content: bytes) -> dict[tuple[str, int], int]:
    """The sheet of each mark in a printed document, by which end of which chart it is."""
    objects = dict(_OBJECT.findall(content))
    sheets = [text for text in objects.values() if re.match(rb"<<\s*/Type /Page\s", text)]
    found = {}
    for sheet, text in enumerate(sheets):
        for number in re.findall(rb"(\d+) 0 R", (_LISTED.search(text) or [b"", b""])[1]):
            if mark := _MARK.search(objects[number]):
                found[mark[1].decode(), int(mark[2])] = sheet
    return found


def cut(tab: Page) -> list[int]:
    """The charts whose title and whose drawing end on different sheets."""
    tab.emulate_media(media="print")
    count = tab.evaluate(MARKS)
    sheets = sheets_of_marks(printed(tab))
    assert len(sheets) == 2 * count > 20
    return [number for number in range(count) if sheets["top", number] != sheets["bottom", number]]


def test_every_chart_is_printed_on_one_sheet(browser: Browser, reports: Path):
    with opened(browser, reports / REPORTS[0] / "en.html") as tab:
        assert cut(tab) == []


def test_a_chart_that_may_break_would_be_told(browser: Browser, reports: Path):
    """Where nothing keeps them together, some chart of a long report lies across two sheets."""
    with opened(browser, reports / REPORTS[0] / "en.html") as tab:
        rule = "document.styleSheets[0].insertRule('* { break-inside: auto !important; break-before: auto !important; }', 0)"
        tab.evaluate(rule)
        assert cut(tab)


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
        content = printed(tab)
    assert content.startswith(b"%PDF-")
    assert 5 < content.count(b"/Type /Page\n") + content.count(b"/Type /Page/") + content.count(b"/Type/Page/") + content.count(b"/Type /Page ") < 80
