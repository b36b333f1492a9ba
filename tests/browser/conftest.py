"""What the browser tests share: one Chromium, and one published cycle in six languages."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from chain_frames import pipeline, place
from filelock import FileLock
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
def cycle_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shared cycle lies; processes that test at the same time make it once, and nobody changes it."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "six_languages"
    with FileLock(f"{root}.lock"):
        if not (root / "made").exists():
            _make(root)
            (root / "made").touch()
    return root


def _make(root: Path) -> None:
    for year, code in (*SUBMITTED, *PUBLISHED):
        place(root / "data", year, code)
    submit(root / "data", 2022)
    languages = ("--languages", ",".join(LANGUAGES))
    calls = (
        ("reports", "run", "--year", "2022", "--year", "2024", *languages, "--workers", "2"),
        ("reports", "compare", "--years", "2023,2024", "--organization", "EXAMPLE-HQ", *languages),
        ("public", "run", "--public", "--year", "2024", "--organization", "EXAMPLE-HQ"),
    )
    for folder, *words in calls:
        called = pipeline(*words, data=root / "data", reports=root / folder)
        assert called.returncode == 0, called.stdout + called.stderr


@pytest.fixture(scope="session")
def reports(cycle_root: Path) -> Path:
    """The reports of the invented bodies, their group, the United Nations system and a hostile body, in six languages, and two years compared."""
    return cycle_root / "reports"


@pytest.fixture(scope="session")
def public(cycle_root: Path) -> Path:
    """The edition for the public of an invented body and its group, in English."""
    return cycle_root / "public"
