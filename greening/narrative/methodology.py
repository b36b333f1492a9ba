"""Methodology and data notes: the rules used, what was restated, and whose data it stands on."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from greening import reference
from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.listing import listing, word
from greening.narrative.report import Report
from greening.narrative.section import Section, section

_ROWS = ("raw", "validated", "rejected", "footprint", "indicators_only", "in_total", "outside_total")
_LEVELS = ("reject", "hold", "warn")
_PROFILE = ("consolidation", "scope2_basis", "refrigerant_rule", "verification")


def methodology(report: Report) -> Section:
    """Boundary and rules, publications, restatements, how near the factors were, and the attributions that the data asks for."""
    parts = [
        elements.paragraph(report.text("methodology.about")),
        _withheld(report),
        _rules(report),
        listing(report, "boundary", ("source", "purpose", "treatment", "reason"), "methodology.boundary"),
        listing(report, "restatements", ("year", "figure", "old_value", "new_value", "reason", "date"), "methodology.restatements"),
        _counts(report),
        _factors(report),
        _listed(report, "methodology.publications", _publications(report)),
        _listed(report, "methodology.sources", _attributions(report)),
    ]
    return section(report, "methodology", parts)


def _withheld(report: Report) -> Markup:
    """What the edition for the public does not tell, and why; nothing in the inside edition."""
    if not report.is_public:
        return Markup("")
    about = elements.paragraph(report.text("public.about"))
    named = [(name, reason) for name, reason in report.withheld.items() if "@" not in name and ":" not in name]
    if not named:
        return about
    rows = [[report.catalogue.label(name), report.text(f"public.reason.{reason}")] for name, reason in named]
    head = [report.text("head.figure"), report.text("head.reason")]
    table = elements.table(report.text("public.title"), head, rows, numeric=False)
    return elements.joined([about, elements.details(report.catalogue.counted("public.withheld", len(rows)), table)])


def acknowledgements(report: Report) -> Section:
    """Whose work the report is, by role: no person is named."""
    if report.is_quoted:
        return section(report, "acknowledgements", [elements.paragraph(report.text("acknowledgements.quoted"))])
    held = [row for row in report.rows("profile") if not is_missing(row["focal_point_role"])]
    roles = [report.catalogue.listed([row["focal_point_role"], row["name"]]) for row in held]
    return section(report, "acknowledgements", [elements.paragraph(report.text("acknowledgements.about")), elements.bullets(sorted(roles))])


def _rules(report: Report) -> Markup:
    rows = [[report.text(f"methodology.{name}"), report.term(report.profile[name])] for name in _PROFILE if report.profile.get(name)]
    sets = sorted(name for name in report.footprint["gwp_set"].dropna().unique() if name)
    known = [*rows, *([[report.text("methodology.gwp_set"), report.catalogue.listed(sets)]] if sets else [])]
    return elements.table(report.text("methodology.rules"), [report.text("head.rule"), report.text("head.choice")], known, numeric=False)


def _counts(report: Report) -> Markup:
    """The rows handed in and where they went, and the findings on them."""
    names = [*(f"rows.{name}" for name in _ROWS), *(f"findings.{level}" for level in _LEVELS)]
    rows = [[report.catalogue.label(name), report.show(name)] for name in names if report.has(name)]
    table = elements.table(report.text("completeness.rows"), [report.text("head.rows"), report.text("head.count")], rows)
    return elements.joined([table, elements.paragraph(report.text("methodology.rows.about"), "detail")]) if rows else Markup("")


def _factors(report: Report) -> Markup:
    counted = report.footprint[report.footprint["in_total"].fillna(value=False).astype(bool)].groupby("factor_rung", sort=True).size()
    rows = [[report.term(f"rung_{rung}"), report.catalogue.count(count)] for rung, count in counted.items()]
    return elements.table(report.text("methodology.rungs"), [report.text("head.rung"), report.text("head.rows")], rows)


def _publications(report: Report) -> list[str]:
    references = {row["reference"] for table in ("inventory", "published", "indicators") for row in report.rows(table)}
    return sorted(word(report, entry) for entry in references if not is_missing(entry))


def sources(report: Report) -> Mapping[str, Mapping[str, Any]]:
    """The sources of the factors that the report rests on, by their id in order, as `reference.sources` has them."""
    known = reference.sources()
    return {source: known[source] for source in sorted(report.footprint["factor_source_id"].dropna().unique()) if source in known}


def _attributions(report: Report) -> list[str]:
    return [_attribution(report, source) for source in sources(report).values()]


def _attribution(report: Report, source: Mapping[str, Any]) -> str:
    """What the licence of a source asks to be said, word for word, else its title; its licence and where it is."""
    asked, title = str(source.get("attribution") or "").strip().rstrip("."), report.catalogue.said(str(source.get("title", "")))
    place, licence = str(source.get("url", "")), report.catalogue.said(str(source.get("licence") or ""))
    texts = [elements.spoken(report.catalogue, asked) or title, licence, place if place.startswith("https://") else ""]
    return Markup(". ").join(text for text in texts if text)


def _listed(report: Report, key: str, entries: list[str]) -> Markup:
    return elements.joined([elements.heading(report.text(key)), elements.bullets(entries, "sources")]) if entries else Markup("")
