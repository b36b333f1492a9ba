"""Pages opened as a reader opens them, and what is asked of every one of them."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
#: Year and code of every report of the shared cycle.
REPORTS = ("2024/EXAMPLE-HQ", "2024/EXAMPLE-FIELD", "2024/EXAMPLE", "2022/UNSYSTEM")
#: What axe-core calls WCAG 2.2 AA and what it advises beyond.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
CONTRAST = {"type": "rule", "values": ["color-contrast"]}


def named(name: str, language: str) -> str:
    """The file of a page in a language: `index` and `validation` have no language in their English name."""
    if name == "report":
        return f"{language}.html"
    return f"{name}.html" if language == "en" and name in ("index", "validation") else f"{name}.{language}.html"


@contextmanager
def opened(browser: Browser, path: Path, width: int = 1280, height: int = 900, **options: Any) -> Iterator[Page]:
    """A page from disk, without a network; fails where it asked for anything else, or anything was said on the console."""
    context = browser.new_context(offline=True, viewport={"width": width, "height": height}, **options)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("requestfailed", lambda request: complaints.append(request.url))
    tab.on("request", lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else complaints.append(request.url))
    try:
        tab.goto(path.as_uri())
        yield tab
        assert complaints == [], path.name
    finally:
        context.close()


def until(tab: Page, expression: str, seconds: float = 10) -> Any:
    """What an expression gives once that is anything; asked from here, since what waits inside a page would need what its policy forbids."""
    deadline = time.monotonic() + seconds
    while not (found := tab.evaluate(expression)):
        assert time.monotonic() < deadline, f"it never came: {expression}"
        tab.wait_for_timeout(20)
    return found


def barriers(tab: Page, rules: Any = RULES, within: str | None = None) -> Sequence[Any]:
    """What axe-core finds on the page with everything unfolded: rule and first elements."""
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    options = {"preload": False, "runOnly": list(rules) if isinstance(rules, tuple) else rules, "resultTypes": ["violations"]}
    found = Axe().run(tab, context=within, options=options).response["violations"]
    return [(entry["id"], [node["html"][:160] for node in entry["nodes"][:3]]) for entry in found]
