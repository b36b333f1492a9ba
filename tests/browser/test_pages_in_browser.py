"""Every kind of page that is published, found on disk and so never forgotten: without a barrier in each language, in light and dark, on a phone."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.reading import LANGUAGES, REPORTS, RULES, barriers, faint, kinds, watched
from browser.structure import faults_of_structure

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

#: Each language has the report of another organization looked at, which on a long page takes seconds.
LOOKED_AT = dict(zip(LANGUAGES, (*REPORTS, *REPORTS[::3]), strict=True))
#: Of other kinds a page is looked at that is no longer than this, or the shortest; each language has its turn at another one.
LONG_BYTES = 150_000
#: Kinds that a published cycle has at least: what is found on disk is not nothing.
KNOWN = {
    *("index", "year/index", "compare/year/*", "year/body/report", "year/body/validation", "year/body/how", "year/body/changes", "year/body/review"),
    *("year/body/documents/governing-body", "year/body/documents/scorecard", "year/body/documents/locations/*"),
}


def looked_at(reports: Path, language: str) -> Mapping[str, Path]:
    """One page of each kind."""
    turn = LANGUAGES.index(language)
    chosen = {}
    for kind, pages in kinds(reports, language).items():
        short = [page for page in pages if page.stat().st_size <= LONG_BYTES] or pages[:1]
        chosen[kind] = short[turn % len(short)]
    report = reports / LOOKED_AT[language] / f"{language}.html"
    return chosen | {"year/body/report": report} if report.exists() else chosen


def found_on(tab: Page, path: Path) -> list[object]:
    """What is wrong with a page: by the rules, in its structure, in its contrast in light and dark, and where it is too wide for a phone."""
    tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(path.as_uri())
    found = [*barriers(tab, RULES, without=["color-contrast"]), *faults_of_structure(tab), *faint(tab)]
    tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [("in the dark", *fault) for fault in faint(tab)]
    tab.set_viewport_size({"width": 320, "height": 800})
    return [*found, *(["too wide"] if tab.evaluate("document.documentElement.scrollWidth") > 320 else [])]


def faults(browser: Browser, pages: Mapping[str, Path]) -> Mapping[str, object]:
    """What is wrong by page; each is opened once."""
    told = {}
    with watched(browser) as (tab, complaints):
        for path in pages.values():
            told[f"{path.parent.name}/{path.name}"] = [*found_on(tab, path), *complaints]
            complaints.clear()
    return {page: found for page, found in told.items() if found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_kind_of_page_has_a_barrier(browser: Browser, reports: Path, language: str):
    pages = looked_at(reports, language)
    assert pages.keys() >= KNOWN
    assert faults(browser, pages) == {}


def test_no_page_for_the_public_has_a_barrier(browser: Browser, public: Path):
    pages = looked_at(public, "en")
    assert "year/body/report" in pages and "year/body/validation" not in pages
    assert faults(browser, pages) == {}


def test_text_that_is_too_faint_is_found_among_others_that_look_alike(browser: Browser, tmp_path: Path):
    page = tmp_path / "page.html"
    lines = "".join("<p>Dark enough</p>" for _ in range(50))
    page.write_text(f"<!doctype html><title>x</title><body style='color:#222;background:#fff'>{lines}<div style='background:#333'><p>Not</p></div>")
    with watched(browser) as (tab, _):
        tab.goto(page.as_uri())
        assert [(rule, len(nodes)) for rule, nodes in faint(tab)] == [("color-contrast", 1)]
