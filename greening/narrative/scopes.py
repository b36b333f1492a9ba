"""Greenhouse gas by scope and source, what stands outside the total, and what the factors cover."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from greening.narrative import elements, panels, placement
from greening.narrative.report import Report
from greening.narrative.section import Section, section

_SCOPES = ("ghg.scope.1", "ghg.scope.2", "ghg.scope.3")
_BASES = ("ghg.scope.2.location", "ghg.scope.2.market", "ghg.total.location", "ghg.total.market")
#: Gases by kind, then by treaty: a gas has a row in both parts.
_REFRIGERANTS = ("hfc", "pfc", "sf6", "nf3", "ozone_depleting", "hfo", "hydrocarbon", "other", "kyoto", "non_kyoto")
_RULES = ("ghg.total.refrigerants.kyoto", "ghg.total.refrigerants.all", "ghg.refrigerants.without_potential.kg")
_OUTSIDE = ("ghg.third_party.total", "ghg.waste_and_water.total", "ghg.biogenic_co2", "ghg.optional.total")


def scopes(report: Report) -> Section:
    """Scopes, electricity by location and by market, sources, refrigerants, and what is counted apart from the total."""
    sources = [name for name in report.ids("ghg.source.") if name.count(".") == 2]
    shares = [name for name in report.ids("ghg.source.") if name.endswith(".share")]
    parts = [
        quantities(report, "scopes.scopes", [*_SCOPES, *_bases(report)]),
        elements.paragraph(elements.sentences(_boundaries(report))),
        _refrigerants(report),
        quantities(report, "scopes.refrigerants.rules", _RULES),
        quantities(report, "scopes.more", [*shares, *placement.unplaced(report, "ghg.")]),
        quantities(report, "scopes.outside", [*_OUTSIDE, *(name for name in report.ids("ghg.optional.") if name != "ghg.optional.total")]),
        elements.paragraph(report.text("scopes.outside.about")) if any(report.has(name) for name in _OUTSIDE) else "",
    ]
    return section(report, "scopes", parts, [panels.bars(report, "sources", sources, style="short", name=panels.part(report))], absent="ghg")


def _bases(report: Report) -> list[str]:
    """The figures on the basis that the total does not use; those of the other stand among the scopes already."""
    return [name for name in _BASES if not name.endswith(f".{report.word('basis.scope2') or 'location'}")]


def _boundaries(report: Report) -> list[Markup]:
    """What the factors of the total hold, and of the total on the other basis; and what another set of potentials would not change."""
    other = "market" if (report.word("basis.scope2") or "location") == "location" else "location"
    texts = [report.say(f"scopes.boundary{part}") for part in ("", ".unstated", f".{other}")]
    return [*texts, Markup("") if report.is_quoted else report.say("scopes.gwp_fixed")]


def quantities(report: Report, caption: str, ids: Sequence[str], name: Callable[[str], str] | None = None) -> Markup:
    """A table of the figures that are there, each with its name, interval and unit."""
    named = name or report.catalogue.label
    rows = [[named(name), report.show(name, "table"), report.interval(name), _unit(report, name)] for name in ids if report.has(name)]
    head = [report.text(f"head.{name}") for name in ("figure", "value", "interval", "unit")]
    return elements.table(report.text(caption), *elements.without_empty(head, rows))


def _unit(report: Report, figure_id: str) -> str:
    """The unit beside a number; a percentage and a count need none."""
    fact = report.facts[figure_id]
    return "" if fact.value is None or fact.unit in ("share", "count") else panels.unit_name(report, fact.unit)


def _refrigerants(report: Report) -> Markup:
    rows = [
        [
            report.text(f"scopes.refrigerants.{kind}"),
            report.show(f"ghg.refrigerants.{kind}.kg", "table"),
            report.show(f"ghg.refrigerants.{kind}", "table"),
        ]
        for kind in _REFRIGERANTS
        if report.has(f"ghg.refrigerants.{kind}")
    ]
    head = [report.text("head.refrigerants"), panels.unit_name(report, "kg"), panels.unit_name(report, "t CO2e")]
    return elements.table(report.text("scopes.refrigerants"), head, rows)
