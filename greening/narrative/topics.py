"""The impact areas beside greenhouse gas: energy, waste, air pollution, water and wastewater."""

from collections.abc import Sequence

from markupsafe import Markup

from greening.charts import theme
from greening.narrative import elements, functions, panels, placement, renewables, waste_routes
from greening.narrative.report import Report
from greening.narrative.scopes import quantities
from greening.narrative.section import Section, section

_ENERGY = (
    "energy.electricity",
    "energy.electricity.per_capita",
    "energy.electricity.per_capita.excluding_field_missions",
    "energy.electricity.per_m2",
    "energy.renewable.share",
    "energy.renewable.own.share",
    "energy.heat",
)
_WASTE = ("waste.total", "waste.per_capita", "waste.per_capita.excluding_field_missions", "waste.recovered.share")
_WATER = ("water.total", "water.per_capita", "water.per_capita.excluding_field_missions", "water.recycled", "wastewater.total")
_BURNT = ("heating_fuel", "generator_fuel", "cooking_fuel", "vehicle_fuel", "aircraft_fuel", "vessel_fuel")
#: Parts of a whole: a chart of the section shows them.
_DRAWN = ("waste.stream", "waste.route", "waste.treatment", "water.source", "wastewater.treatment")


def energy(report: Report) -> Section:
    """Electricity, its renewable share, and heat."""
    parts = [_lead(report, "energy.electricity", _renewable(report), "energy.renewable.own"), _table(report, "energy", _ENERGY)]
    return section(report, "energy", parts, [renewables.panel(report)], absent="electricity")


def _renewable(report: Report) -> str:
    """The sentence on the renewable share: a computed one counts what the grid has."""
    fact = report.facts.get("energy.renewable.share")
    return "energy.renewable.quoted" if fact and fact.precision else "energy.renewable"


def waste(report: Report) -> Section:
    """Waste in all and per person, by kind and by where it went."""
    by_route = waste_routes.panel(report)
    parts = [
        _lead(report, "waste.per_capita", "waste.excluding", "waste.recovered"),
        _table(report, "waste", _WASTE),
        # Where kinds are known by treatment, one chart and its table have both.
        Markup("") if by_route else _streams(report),
        functions.answers(report, placement.FAMILIES["waste"]),
    ]
    bars = {"streams": _quantities(report, "waste.stream."), "treatments": _shares(report, "waste.treatment.")}
    shown = (panels.bars(report, key, ids, colour=theme.GREEN, name=panels.part(report)) for key, ids in bars.items())
    return section(report, "waste", parts, [panels.trend(report, "waste_per_capita", "waste.per_capita"), *([by_route] if by_route else shown)])


def _streams(report: Report) -> Markup:
    """Each kind of waste with the part of it that was recovered."""
    streams = [name for name in _quantities(report, "waste.stream.") if report.has(f"{name}.recovered.share")]
    rows = [
        [report.term(name.rpartition(".")[2]), report.show(name, "table"), report.show(f"{name}.recovered.share")]
        for name in sorted(streams, key=lambda name: report.value(name) or 0.0, reverse=True)
    ]
    head = [report.text("head.stream"), panels.unit_name(report, "kg"), report.text("head.recovered")]
    return elements.table(report.text("waste.streams"), head, rows)


def air_pollution(report: Report) -> Section:
    """What burns on site and in vehicles, and refrigerants that deplete the ozone layer."""
    burnt = [f"ghg.source.{source}" for source in _BURNT]
    parts = [
        _lead(report, "air_pollution.ozone_depleting"),
        elements.paragraph(report.text("air_pollution.about")) if any(report.has(name) for name in burnt) else "",
        _table(report, "air_pollution", burnt),
    ]
    return section(report, "air_pollution", parts)


def water(report: Report) -> Section:
    """Water by source and per person, and where the wastewater went."""
    parts = [
        _lead(report, "water.per_capita", "water.wastewater"),
        _table(report, "water", _WATER),
        functions.answers(report, placement.FAMILIES["water"]),
    ]
    drawn = [
        panels.trend(report, "water_per_capita", "water.per_capita"),
        panels.bars(report, "water_sources", _quantities(report, "water.source."), colour=theme.SKY, name=panels.part(report)),
        panels.bars(report, "wastewater", _shares(report, "wastewater.treatment."), colour=theme.SKY, name=panels.part(report)),
    ]
    return section(report, "water", parts, drawn)


def _lead(report: Report, *keys: str) -> Markup:
    return elements.paragraph(elements.sentences(report.say(key) for key in keys), "lead")


def _table(report: Report, name: str, first: Sequence[str]) -> Markup:
    """The named figures in their order, then whatever else belongs to the section: what was submitted is never left out."""
    drawn = {entry for entry in placement.own(report, name) if placement.begins(entry, _DRAWN)}
    return quantities(report, f"{name}.table", list(dict.fromkeys([*first, *(entry for entry in placement.own(report, name) if entry not in drawn)])))


def _quantities(report: Report, prefix: str) -> list[str]:
    return [name for name in report.ids(prefix) if not name.endswith(".share")]


def _shares(report: Report, prefix: str) -> list[str]:
    return [name for name in report.ids(prefix) if name.endswith(".share")]
