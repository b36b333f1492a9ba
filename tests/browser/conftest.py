"""What the browser tests share: one Chromium, and one published cycle in six languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chain_frames import pipeline, place
from playwright.sync_api import Browser, sync_playwright

from browser.hostile import submit
from browser.reading import ARGUMENTS, LANGUAGES
from greening.publish import pdf

#: Two years of the invented bodies, so that changes are told, and three of the United Nations system, so that there is a trend.
SUBMITTED = ((2023, "EXAMPLE-HQ"), (2023, "EXAMPLE-FIELD"), (2024, "EXAMPLE-HQ"), (2024, "EXAMPLE-FIELD"))
PUBLISHED = ((2010, "UNSYSTEM"), (2014, "UNSYSTEM"), (2022, "UNSYSTEM"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium; the tests fail where there is none."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=pdf.browser(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of the invented bodies, their group, the United Nations system and a hostile body, in six languages."""
    root = tmp_path_factory.mktemp("six_languages")
    for year, code in (*SUBMITTED, *PUBLISHED):
        place(root / "data", year, code)
    submit(root / "data", 2022)
    years = ("--year", "2022", "--year", "2024")
    called = pipeline("run", *years, "--languages", ",".join(LANGUAGES), "--workers", "2", data=root / "data", reports=root / "reports")
    assert called.returncode == 0, called.stdout + called.stderr
    return root / "reports"
