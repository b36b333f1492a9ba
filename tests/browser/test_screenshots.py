"""Pictures of the report as readers meet it: on a phone, a screen and paper, from the right, in the dark, in Chinese.

`GREENING_SCREENSHOTS=1` writes them to docs/screenshots; without it each view is drawn and only looked at for its size.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.reading import opened
from greening import paths

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

FOLDER = paths.HOME / "docs" / "screenshots"
#: A picture is looked at on a page of documentation: so many bytes at most.
MOST = 150_000
SCREEN, PHONE, SHEET = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 794, "height": 1123}
VIEWS = {
    "screen": ("2024/EXAMPLE-HQ/en.html", "", SCREEN, {}),
    "chapter": ("2024/EXAMPLE-HQ/en.html", "trend", SCREEN, {}),
    "derivation": ("2024/EXAMPLE-HQ/en.html", "headline", {"width": 1120, "height": 680}, {}),
    "dark": ("2024/EXAMPLE-FIELD/en.html", "scopes", SCREEN, {"color_scheme": "dark"}),
    "arabic": ("2024/EXAMPLE-HQ/ar.html", "trend", SCREEN, {}),
    "chinese": ("2022/UNSYSTEM/zh.html", "trend", {"width": 1120, "height": 720}, {}),
    "phone": ("2022/UNSYSTEM/fr.html", "", PHONE, {}),
    "phone_arabic": ("2022/UNSYSTEM/ar.html", "targets", PHONE, {}),
    "print": ("2024/EXAMPLE/es.html", "trend", SHEET, {}),
    "year": ("2024/index.ru.html", "", SCREEN, {}),
    "validation": ("2024/EXAMPLE-FIELD/validation.html", "warn", {"width": 1120, "height": 420}, {}),
    "rules": ("2024/rules.html", "", {"width": 1120, "height": 760}, {}),
    "review": ("2024/EXAMPLE-HQ/review.html", "findings", {"width": 1120, "height": 900}, {}),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_drawn(browser: Browser, reports: Path, name: str, tmp_path: Path):
    place, section, size, options = VIEWS[name]
    with opened(browser, reports / place, **size, reduced_motion="reduce", **options) as tab:
        if name == "print":
            tab.emulate_media(media="print")
        if section:
            tab.evaluate("id => document.getElementById(id).scrollIntoView()", section)
        if name == "derivation":
            opens_a_number(tab)
        content = tab.screenshot(animations="disabled")
    assert 5_000 < len(content) < MOST
    if os.environ.get("GREENING_SCREENSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.png").write_bytes(content)


def opens_a_number(tab: Page) -> None:
    """The panel of the total, beside the text."""
    tab.locator("section.headline a:has(data[data-figure='ghg.total'])").first.click()
    tab.locator("dialog[open]").wait_for()
