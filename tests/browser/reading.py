"""Pages opened as a reader opens them, and what is asked of every one of them."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
_AXE = Axe()
#: Marks the first of all texts that look the same: colour, size and weight, and the grounds behind it up to the first that covers.
_LOOKS = """() => {
    const looks = new Set();
    for (const one of document.querySelectorAll('body *')) {
        one.removeAttribute('data-look');
        if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || !one.checkVisibility()) continue;
        const own = getComputedStyle(one), grounds = [];
        for (let behind = one; behind; behind = behind.parentElement) {
            const style = getComputedStyle(behind);
            grounds.push(style.backgroundColor, style.backgroundImage, style.opacity, style.position);
            if (/^rgb\\(/.test(style.backgroundColor) && style.position === 'static') break;
        }
        const look = [one.tagName, own.color, own.fill, own.fontSize, own.fontWeight, own.textShadow, ...grounds].join('|');
        if (!looks.has(look)) one.setAttribute('data-look', '');
        looks.add(look);
    }
    return looks.size;
}"""


def named(name: str, language: str) -> str:
    """The file of a page in a language: `index` and `validation` have no language in their English name."""
    if name == "report":
        return f"{language}.html"
    return f"{name}.html" if language == "en" and name in ("index", "validation") else f"{name}.{language}.html"


def language_of(path: Path) -> str:
    """The language of a page by its name; some pages have none in their English name."""
    last = path.stem.rpartition(".")[2]
    return last if last in LANGUAGES else "en"


def without_language(path: Path) -> str:
    """The name of a page that it has in every language."""
    first, _, last = path.stem.rpartition(".")
    return (first or "report") if last in LANGUAGES else path.stem


def kinds(reports: Path, language: str) -> Mapping[str, Sequence[Path]]:
    """The published pages of a language by their kind, those of each kind from the shortest to the longest; whatever is published has a kind."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in reports.rglob("*.html"):
        if language_of(path) == language:
            found[_kind(path.relative_to(reports))].append(path)
    return {kind: sorted(paths, key=lambda path: (path.stat().st_size, path)) for kind, paths in sorted(found.items())}


def _kind(path: Path) -> str:
    """What a page is, without whose, of which year, and in which language: `year/body/report`, `year/body/documents/locations/*`."""
    name = without_language(path)
    folders = path.parent.parts
    parts = ["year" if part[:1].isdigit() else "body" if folders[at - 1][:1].isdigit() and at else part for at, part in enumerate(folders)]
    # Pages of places, and of pairs of years, are many of one kind.
    return "/".join([*parts, "*" if len(parts) > 3 or parts[:1] == ["compare"] else name])


@contextmanager
def watched(browser: Browser, width: int = 1280, height: int = 900, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """A tab without a network, and what is said on its console or asked for that is not on disk."""
    context = browser.new_context(offline=True, viewport={"width": width, "height": height}, **options)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("requestfailed", lambda request: complaints.append(request.url))
    tab.on("request", lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else complaints.append(request.url))
    try:
        yield tab, complaints
    finally:
        context.close()


@contextmanager
def opened(browser: Browser, path: Path, width: int = 1280, height: int = 900, **options: Any) -> Iterator[Page]:
    """A page from disk, without a network; fails where it asked for anything else, or anything was said on the console."""
    with watched(browser, width, height, **options) as (tab, complaints):
        tab.goto(path.as_uri())
        yield tab
        assert complaints == [], path.name


def until(tab: Page, expression: str, seconds: float = 10) -> Any:
    """What an expression gives once that is anything; asked from here, since what waits inside a page would need what its policy forbids."""
    deadline = time.monotonic() + seconds
    while not (found := tab.evaluate(expression)):
        assert time.monotonic() < deadline, f"it never came: {expression}"
        tab.wait_for_timeout(20)
    return found


def barriers(tab: Page, rules: Any = RULES, within: str | None = None, without: Sequence[str] = ()) -> list[Any]:
    """What axe-core finds on the page with everything unfolded: rule and first elements."""
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    options = {
        **{"preload": False, "runOnly": list(rules) if isinstance(rules, tuple) else rules, "resultTypes": ["violations"]},
        "rules": {rule: {"enabled": False} for rule in without},
    }
    found = _AXE.run(tab, context=within, options=options).response["violations"]
    return [(entry["id"], [node["html"][:160] for node in entry["nodes"][:3]]) for entry in found]


def faint(tab: Page) -> list[Any]:
    """Texts of too little contrast, one of each look: axe-core measures each text by itself, and a page has thousands that look the same."""
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    return barriers(tab, CONTRAST, "[data-look]") if tab.evaluate(_LOOKS) else []
