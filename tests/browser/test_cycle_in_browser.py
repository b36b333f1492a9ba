"""A published cycle in a browser: every page opens from disk without a network, and prints what figures.csv holds."""

import csv

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("chain")]


def opened(browser, path):
    """The page with all that it said and asked for."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    return page, said, asked


@pytest.mark.parametrize(
    "place", ["2022/UNSYSTEM/en.html", "2024/EXAMPLE/en.html", "2024/ONE/en.html", "2024/BROKEN/validation.html", "2024/index.html"]
)
def test_a_page_opens_from_disk_without_network_and_without_a_word_on_the_console(browser, cycle, place):
    page, said, asked = opened(browser, cycle["reports"] / place)
    assert said == []
    assert asked and all(url.startswith("file://") for url in asked)
    assert page.locator("h1").count() == 1
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != page.evaluate("'Times New Roman'")


@pytest.mark.parametrize("place", ["2022/UNSYSTEM", "2024/EXAMPLE", "2024/ONE"])
def test_every_number_on_the_page_is_the_one_in_figures_csv(browser, cycle, place):
    page, _, _ = opened(browser, cycle["reports"] / place / "en.html")
    printed = page.eval_on_selector_all("data[data-figure]", "all => all.map(one => [one.dataset.figure, one.value])")
    with (cycle["reports"] / place / "figures.csv").open(encoding="utf-8", newline="") as file:
        held = {row["figure_id"]: row["value"] for row in csv.DictReader(file)}
    assert len(printed) > 20
    for figure_id, value in printed:
        assert held[figure_id] == value, figure_id


def test_every_printed_number_leads_to_how_it_was_made(browser, cycle):
    page, _, _ = opened(browser, cycle["reports"] / "2024" / "ONE" / "en.html")
    link = page.locator("a:has(data[data-figure='ghg.total'])").first
    link.click()
    entry = page.locator("dialog[open]")
    entry.wait_for()
    text = entry.inner_text()
    assert "electricity" in text and "grid" in text.lower(), text
