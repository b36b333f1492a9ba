"""The site around the reports: the years, a year's organizations, the style sheet, and the manifest that comes last."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from upath import UPath

from greening import formats, locale, manifest, paths
from greening.formats import Fact
from greening.locale import Catalogue
from greening.narrative import elements
from greening.narrative.report import anchor
from greening.publish import documents

#: The figures of an organization that the page of its year shows.
_SHOWN = ("ghg.total", "ghg.per_capita")
#: The endings of what is published.
_KINDS = (".html", ".csv", ".json", ".docx", ".xlsx")
#: Shows the organizations whose name or code holds what is typed; without scripts all are shown.
_SEARCH = (
    "const field=document.getElementById('search'),none=document.getElementById('none'),rows=[...document.querySelectorAll('[data-search]')];"
    "field.addEventListener('input',()=>{const wanted=field.value.trim().toLowerCase();let shown=0;"
    "for(const row of rows){const fits=row.dataset.search.includes(wanted);row.hidden=!fits;shown+=fits}none.hidden=shown>0});"
)


def write(
    reports: str | UPath, year: int, states: Sequence[Mapping[str, Any]], language: str = "en", hashes: Mapping[str, str] | None = None
) -> list[UPath]:
    """Write assets/, the page of the year, the page of all years, and last the year's manifest; gives their paths.

    `states` has one entry an organization of the year: organization, name, outcome (ok, held, failed), why, illustrative, is_group, parent.
    `hashes` has the SHA-256 of published files, by their path below the year's folder, as far as they are known already.
    A held or failed organization keeps the entries of its last published files.
    """
    root, folder, words = paths.root(reports), paths.report(reports, year), locale.catalogue(language)
    before = manifest.files(folder)
    invented = sorted(str(state["organization"]) for state in states if state["illustrative"])
    listed = {**_kept(before, folder, states), **_published(folder, states, hashes or {})}
    pages = {
        root / "assets" / "greening.css": documents.stylesheet(),
        folder / "index.html": year_page(folder, year, states, listed, words).encode(),
        root / "index.html": years_page(root, year, (len(states), len(invented)), words).encode(),
    }
    for place, content in pages.items():
        _put(place, content)
    listed["index.html"] = _hash(pages[folder / "index.html"])
    manifest.write(folder, listed, invented)
    return [*pages, folder / manifest.NAME]


def _put(place: UPath, content: bytes) -> None:
    """Write a file unless it stands as it is."""
    if not place.is_file() or place.read_bytes() != content:
        paths.write_bytes(place, content)


def year_page(folder: UPath, year: int, states: Sequence[Mapping[str, Any]], listed: Mapping[str, str], words: Catalogue) -> str:
    """All organizations of a year with outcome and totals; each total leads to how it was made."""
    rows = [_row(folder, state, listed, words) for state in sorted(states, key=lambda state: str(state["name"]).casefold())]
    title = words.text("site.year.title", year=str(year))
    sign = base64.b64encode(hashlib.sha256(_SEARCH.encode()).digest()).decode()
    frame = documents.frame(words, title, "../", [("../index.html", words.text("page.years"))], f"{documents.POLICY}; script-src 'sha256-{sign}'")
    outcomes = [(outcome, sum(state["outcome"] == outcome for state in states)) for outcome in ("ok", "held", "failed")]
    is_invented = bool(states) and all(state["illustrative"] for state in states)
    values = {
        "page": frame,
        "banner": words.text("site.examples") if is_invented else "",
        "rows": rows,
        "counts": [f"{words.count(count)} {words.text(f'site.outcome.{outcome}')}" for outcome, count in outcomes if count],
        "heads": {name: words.text(f"site.head.{name}") for name in ("organization", "outcome", "total", "per_capita", "why")},
        "organizations": words.text("site.organizations"),
        "search": words.text("site.search"),
        "nobody": words.text("site.none"),
        "validation": words.text("site.validation"),
        "script": _SEARCH,
    }
    return documents.render("year.html.j2", values)


def years_page(root: UPath, year: int, count: tuple[int, int], words: Catalogue) -> str:
    """Every year that has a manifest, and the one now being written with its organizations and how many are invented, the latest first."""
    folders = root.iterdir() if root.is_dir() else ()
    years = [place for place in folders if place.name.isdigit()]
    written = {int(place.name): kept for place in years if (kept := manifest.read(place))}
    counts = {**{number: _organizations(kept) for number, kept in written.items()}, year: count}
    listed = [
        {
            "number": number,
            "label": words.text("site.year", year=str(number)),
            "count": _counted(*shown, words),
        }
        for number, shown in sorted(counts.items(), reverse=True)
    ]
    values = {
        "page": documents.frame(words, words.text("site.title"), "", []),
        "about": words.text("site.about"),
        "banner": words.text("site.examples") if any(invented for _, invented in counts.values()) else "",
        "years_title": words.text("site.years"),
        "years": listed,
    }
    return documents.render("years.html.j2", values)


def _organizations(listed: Mapping[str, Any]) -> tuple[int, int]:
    """How many organizations a manifest lists, and how many of them are invented."""
    codes = {name.split("/")[0] for name in listed["files"] if "/" in name}
    return len(codes), len(codes & set(listed.get("illustrative", [])))


def _counted(count: int, invented: int, words: Catalogue) -> str:
    if invented and invented == count:
        return words.counted("site.invented", count)
    every = words.counted("page.organizations", count)
    return f"{every} ({words.counted('site.of_them_invented', invented)})" if invented else every


def _kept(before: Mapping[str, str], folder: UPath, states: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The earlier entries of organizations that were not published now, as far as their files are still there."""
    replaced = {str(state["organization"]) for state in states if state["outcome"] == "ok"}
    return {name: value for name, value in before.items() if "/" in name and name.split("/")[0] not in replaced and (folder / name).exists()}


def _published(folder: UPath, states: Sequence[Mapping[str, Any]], hashes: Mapping[str, str]) -> dict[str, str]:
    """What was written now: every file of a published organization, the validation page of every other."""
    codes = ((str(state["organization"]), state["outcome"] == "ok") for state in states)
    named = ((f"{code}/{name}", place) for code, is_published in codes for name, place in _written(folder / code, is_published=is_published))
    return {name: hashes.get(name) or _hash(place.read_bytes()) for name, place in named}


def _written(folder: UPath, *, is_published: bool) -> Iterator[tuple[str, UPath]]:
    """What is published of a folder, by its place there: reports, documents and tables, or the page of findings alone."""
    return ((name, place) for name, place in paths.below(folder) if place.suffix in _KINDS and (is_published or name == "validation.html"))


def _row(folder: UPath, state: Mapping[str, Any], listed: Mapping[str, str], words: Catalogue) -> Mapping[str, Any]:
    code, name = str(state["organization"]), str(state["name"])
    page = next((f"{code}/{language}.html" for language in (words.language, *locale.languages()) if f"{code}/{language}.html" in listed), "")
    figures = _figures(folder / code / "report.json") if f"{code}/report.json" in listed else {}
    return {
        "code": code,
        "name": elements.isolated(name),
        "search": f"{code} {name}".lower(),
        "report": quote(page),
        "marks": _marks(state, words, has_page=bool(page)),
        "outcome": str(state["outcome"]),
        "outcome_text": words.text(f"site.outcome.{state['outcome']}"),
        **{name: _figure(figures, figure_id, page, code, words) for name, figure_id in zip(("total", "per_capita"), _SHOWN, strict=True)},
        "why": str(state["why"] or ""),
        "validation": quote(f"{code}/validation.html") if f"{code}/validation.html" in listed else "",
    }


def _marks(state: Mapping[str, Any], words: Catalogue, *, has_page: bool) -> list[str]:
    """What is said beside the name: a group, an invented organization, a report of an earlier run."""
    marks = {"group": state["is_group"], "illustrative": state["illustrative"], "earlier": has_page and state["outcome"] != "ok"}
    return [words.text(f"site.{mark}") for mark, is_set in marks.items() if is_set]


def _figures(path: UPath) -> Mapping[str, Fact]:
    entries = json.loads(path.read_text(encoding="utf-8"))["figures"]
    fields = Fact.__dataclass_fields__
    shown = [entry for entry in entries if entry["figure_id"] in _SHOWN]
    return {entry["figure_id"]: Fact(**{name: value for name, value in entry.items() if name in fields}) for entry in shown}


def _figure(figures: Mapping[str, Fact], figure_id: str, page: str, code: str, words: Catalogue) -> Markup:
    """A figure of the organization's published report, linked to how it was made there."""
    if figure_id not in figures:
        return Markup("")
    fact = figures[figure_id]
    element = Markup('<a class="figure" href="{}#{}"><data value="{}" data-figure="{}" data-organization="{}" data-format="table">{}</data></a>')
    return element.format(quote(page), anchor(figure_id), fact.raw, figure_id, code, formats.figure(words, fact, "table"))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
