"""Charts in a browser: from disk, by mouse and keyboard, without script, in the dark, on a phone, from the right."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from made_report import executed, quantity, report
from playwright.sync_api import Browser, Page

from browser import reading
from greening import locale
from greening.charts.bars import bars
from greening.charts.peers import ranges
from greening.charts.specification import MIMETYPE
from greening.charts.trend import trend
from greening.narrative import scopes, trend as change
from greening.publish import chart_panel, documents, inline, page as publishing
from greening.publish.drawings import Drawings

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("reports")
    years = [quantity(f"ghg.total@{year}" if year < 2022 else "ghg.total", value, low=value - 5, high=value + 5) for year, value in YEARS.items()]
    sources = [quantity("ghg.source.flight", 60.0), quantity("ghg.source.heat", 9.5), quantity("ghg.source.rail", 100.25)]
    read = report(*years, *sources)
    publishing.publish(executed(change.trend(read), scopes.scopes(read)), read, str(root))
    (root / "assets").mkdir()
    (root / "assets" / "interactive.js").write_bytes(documents.bundle())
    return root / "2022" / "BODY" / "en.html"


YEARS = {2019: 180.0, 2020: 120.0, 2021: 150.0, 2022: 170.0}


@pytest.fixture
def opened(browser: Browser, published: Path) -> Iterator[Page]:
    with reading.opened(browser, published) as tab:
        yield tab


def test_the_bundle_works_from_disk_and_a_mark_tells_its_value_at_the_pointer(opened: Page):
    chart = opened.locator("#chart-sources")
    chart.locator("svg [data-t]").nth(1).hover()
    assert chart.locator(".tip").inner_text() == "Flights: 60 t"
    assert chart.locator("svg [data-t].on").count() == 1
    opened.mouse.move(1, 1)
    assert chart.locator(".tip").is_hidden()


def test_the_keyboard_goes_from_year_to_year_and_escape_ends_it(opened: Page):
    chart = opened.locator("#chart-trend")
    chart.locator(".drawing").focus()
    told = []
    for key in ("ArrowRight", "ArrowRight", "End", "ArrowRight", "Home"):
        opened.keyboard.press(key)
        told.append(chart.locator(".tip").inner_text().partition(":")[0])
    assert told == ["2019", "2020", "2022", "2022", "2019"]
    assert chart.locator("svg line.across").count() == 1
    opened.keyboard.press("Escape")
    assert chart.locator(".tip").is_hidden() and chart.locator("svg line.across").count() == 0


def test_a_table_is_sorted_by_its_numbers_and_says_so(opened: Page):
    data = opened.locator("#chart-sources details.data")
    data.locator("summary").click()
    names = data.locator("tbody th")
    assert names.all_inner_texts() == ["Rail", "Flights", "Heat"]
    button = data.locator("thead button").nth(1)
    orders = []
    for _ in range(2):
        button.press("Enter")
        orders.append((data.locator("thead th").nth(1).get_attribute("aria-sort"), names.all_inner_texts()))
    assert orders == [("ascending", ["Heat", "Flights", "Rail"]), ("descending", ["Rail", "Flights", "Heat"])]
    data.locator("thead button").nth(0).click()
    assert data.locator("thead th").nth(1).get_attribute("aria-sort") is None
    assert names.all_inner_texts() == ["Flights", "Heat", "Rail"]


def test_the_file_of_a_chart_is_there_and_has_its_numbers_in_full(opened: Page, published: Path):
    chart = opened.locator("#chart-sources")
    chart.locator("details.data summary").click()
    place = published.parent / chart.locator(".save a").get_attribute("href")
    assert "Rail,100.25" in place.read_text(encoding="utf-8")


@pytest.mark.parametrize("chart", ["sources", "trend"])
def test_a_page_that_was_mailed_alone_saves_the_same_file(opened: Page, published: Path, chart: str):
    opened.locator(f"#chart-{chart} details.data summary").click()
    with opened.expect_download() as waiting:
        opened.locator(f"#chart-{chart} .save a").click()
    file = published.parent / "charts" / f"{chart}.en.csv"
    assert waiting.value.suggested_filename == file.name
    assert Path(waiting.value.path()).read_bytes() == file.read_bytes()


def test_a_label_leads_to_its_figure_and_says_whose_it_is(opened: Page):
    link = opened.locator("#chart-sources svg a").nth(0)
    assert link.get_attribute("aria-label") == "Rail: 100 t"
    link.click()
    opened.wait_for_selector("dialog.how-panel[open]")
    assert opened.locator("dialog.how-panel h2 code").inner_text() == "ghg.source.rail"
    opened.keyboard.press("Escape")


def test_the_drawing_is_described_by_its_words_though_they_are_folded(opened: Page):
    described = opened.locator("#chart-trend svg").get_attribute("aria-describedby")
    assert "2019: 180 t; 2020: 120 t" in opened.evaluate("id => document.getElementById(id).textContent", described)


def test_without_script_everything_is_there(browser: Browser, published: Path):
    context = browser.new_context(offline=True, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto(published.as_uri())
    chart = tab.locator("#chart-sources")
    assert chart.locator("svg").is_visible() and chart.locator("thead button").count() == 0
    chart.locator("details.data summary").click()
    assert chart.locator("tbody tr").count() == 3
    context.close()


def test_in_the_dark_marks_are_light(browser: Browser, published: Path):
    seen = []
    for scheme in ("light", "dark"):
        context = browser.new_context(offline=True, color_scheme=scheme)
        tab = context.new_page()
        tab.goto(published.as_uri())
        seen.append(tab.evaluate("getComputedStyle(document.querySelector('#chart-sources [data-t]')).fill"))
        context.close()
    assert seen == ["rgb(0, 86, 125)", "rgb(107, 188, 236)"]


class FromTheRight(locale.Catalogue):
    """The words of English for a page that is written from the right: only the direction is looked at."""

    direction = "rtl"


NAMES = {
    "ar": ["السفر الجوي للموظفين في مهام رسمية", "التدفئة والتبريد في المباني المملوكة", "النقل البري", "غير محدد"],
    "zh": ["工作人员因公出差的航空旅行", "自有建筑物的供暖与制冷", "陆路运输", "未具体说明"],
}
NUMBERS = {"ar": ["١٬٢٣٤ طن من مكافئ ثاني أكسيد الكربون", "552 طن", "80 طن", "2 طن"], "zh": ["1,234 吨二氧化碳当量", "552 吨", "80 吨", "2 吨"]}


@pytest.mark.parametrize("language", ["ar", "zh"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_label_is_cut_off_in_other_scripts(browser: Browser, tmp_path: Path, language: str, width: int):
    words = locale.catalogue("en")
    if language == "ar":
        words = FromTheRight(**{name: getattr(words, name) for name in words.__dataclass_fields__})
    rows = pd.DataFrame({"label": NAMES[language], "value": [1234.0, 552.0, 80.0, 2.0], "text": NUMBERS[language], "low": 1.0, "high": 1300.0})
    years = pd.DataFrame({"year": YEARS.keys(), "value": YEARS.values(), "low": 90.0, "high": 190.0, "text": "170", "is_rounded": False})
    years = years.assign(is_break=False, segment=0, is_noted=True, note=[NAMES[language][3], "", "", ""])
    made = [bars(rows, "T", "D", words), ranges(rows, "T", "D", words), trend(years, "T", "D", words, "kg")]
    told = {"title": NAMES[language][0], "description": "D", "table": ""}
    figures = chart_panel.charts(
        [SimpleNamespace(data={MIMETYPE: chart.spec}, metadata={MIMETYPE: told}) for chart in made], report(), "c", Drawings()
    )
    opening = f'<!doctype html><html lang="{language}" dir="{words.direction}"><meta charset="utf-8">'
    (tmp_path / "x.html").write_text(
        f"{opening}<style>{inline.style()}</style><main>{figures}</main></html>",
        encoding="utf-8",
    )
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto((tmp_path / "x.html").as_uri())
    outside = tab.evaluate(
        """() => [...document.querySelectorAll('svg')].flatMap((svg) => {
            const box = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter((text) => {
                const own = text.getBoundingClientRect();
                return own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1 || own.bottom > box.bottom + 1;
            }).map((text) => text.textContent);
        })"""
    )
    sizes = tab.evaluate("[...document.querySelectorAll('svg')].map((svg) => 13 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)")
    axis = tab.evaluate("document.querySelectorAll('svg')[2].querySelector('path.s-grid').getBoundingClientRect().left")
    number = tab.evaluate(
        "[...document.querySelectorAll('svg')[2].querySelectorAll('text')].find((text) => text.textContent === '0').getBoundingClientRect().left"
    )
    tab.close()
    assert outside == []
    assert len(sizes) == 3 and min(sizes) > 9
    assert (number > axis) == (language == "ar")
