"""What a reader waits for: the size of a report's page in each language, how long it takes to publish, and how long Chromium takes to open it."""

import json
import shutil
import statistics
import sys
from pathlib import Path

from benchmarks.measured import measure
from benchmarks.row import Row
from benchmarks.runs import REPEATS, Roots, Runs
from benchmarks.tongues import LANGUAGES
from greening import locale, paths
from greening.publish import pdf

#: The fullest of the shipped reports: an invented body that submits every table.
CODE, YEAR = "EXAMPLE-HQ", 2024
#: Bytes of a page, seconds until it can be read, CPU seconds of publishing it with all charts known and with none.
PAGE_BYTES, OPEN_S, CACHED_S, DRAWN_S = 500_000, 1.0, 0.06, 0.5
_KEPT = "What an earlier run from the same products kept is known: drawings, and how figures were made."
_OPENED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def rows(runs: Runs) -> list[Row]:
    """Bytes, publishing and opening of the page of a full report, against their bounds."""
    spoken = [language for language in LANGUAGES if language in locale.languages()]
    roots = _made(runs, spoken)
    place = roots.reports / str(YEAR) / CODE
    sizes = {language: (place / f"{language}.html").stat().st_size for language in spoken}
    largest = max(sizes.values())
    told = measure([sys.executable, "-m", "benchmarks.page", str(roots.data), str(roots.reports), str(YEAR), CODE], runs.tree)
    took = json.loads(told.stdout)
    opened_s = opens_s(place / "en.html")
    each = ", ".join(f"{language} {size / 1000:.0f}" for language, size in sizes.items())
    return [
        Row(f"page of {CODE} {YEAR}", f"{largest / 1000:.0f} kB at most", "500 kB", largest <= PAGE_BYTES, f"Before compression, in kB: {each}."),
        _cpu("publishing it, charts known", took["cached"], CACHED_S, "With the gate; the middle of all languages. " + _KEPT),
        _cpu("publishing it, charts known, how figures were made told anew", took["told"]),
        _cpu("publishing it, charts drawn", took["drawn"], DRAWN_S, "How figures were made is told anew, too."),
        _cpu("publishing it with its documents, charts known", took["documents"]),
        _cpu("the files that its languages share", took["shared"], how="Written by one page of a report; the others find them."),
        Row("opening it in Chromium from disk", f"{opened_s:.2f} s", "1 s", opened_s < OPEN_S, "Until its text is painted; the middle of several."),
    ]


def _cpu(what: str, cpu_s: float, bound_s: float | None = None, how: str = "") -> Row:
    bound, is_met = (f"{bound_s * 1000:.0f} ms", cpu_s <= bound_s) if bound_s is not None else ("", None)
    return Row(what, f"{cpu_s * 1000:.0f} ms CPU", bound, is_met, how)


def _made(runs: Runs, spoken: list[str]) -> Roots:
    """The report and its year before, run in all languages."""
    source = runs.scratch / "reading-input"
    for year in (YEAR - 1, YEAR):
        shutil.copytree(paths.HOME / "data" / "raw" / str(year) / CODE, source / "raw" / str(year) / CODE)
    roots = runs.roots("reading", source)
    runs.pipeline(roots, "--year", YEAR - 1, "--languages", ",".join(spoken))
    return roots


def opens_s(page: Path) -> float:
    """Seconds from opening a page to its first painted text, in a new tab each time."""
    # Only the tools for tests bring it.
    from playwright.sync_api import sync_playwright

    took: list[float] = []
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=pdf.browser(), args=["--no-sandbox", "--disable-gpu"])
        for _ in range(REPEATS):
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            tab.goto(page.as_uri(), wait_until="load")
            while not (painted_ms := tab.evaluate(_OPENED)):
                tab.wait_for_timeout(10)
            took.append(float(painted_ms) / 1000)
            tab.close()
        browser.close()
    return statistics.median(took)
