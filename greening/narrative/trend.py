"""Change over time: what the intervals allow to be said, and where the series breaks."""

from markupsafe import Markup

from greening.decomposition.readings import EFFECTS, UNEXPLAINED
from greening.narrative import elements, noted, panels, waterfalls
from greening.narrative.changes import base_total, direction, recalculated, since_base_year
from greening.narrative.greenhouse_gas import BUCKETS
from greening.narrative.report import Report
from greening.narrative.section import Panel, Section, section

#: A part of a change below this share of the total is not told in a sentence: it would print as nothing.
TOLD_SHARE = 0.0005


def trend(report: Report) -> Section:
    """The total and the emissions per person over the years, the change on the year before and on the base year, and every break."""
    sentences = [
        # The base year's sentence has said it where that is the year before.
        Markup("")
        if since_base_year(report) and report.value("ghg.change.base_year.from") == report.year - 1
        else direction(report, "ghg.change.previous_year", "change.previous", before=Markup.escape(report.year - 1)),
        # Of a series that breaks in this year the chart and the list of breaks tell that it is another.
        Markup("")
        if report.year in panels.breaks_of(report, "ghg.per_capita")
        else direction(report, "ghg.per_capita.change.previous_year", "change.per_capita", before=Markup.escape(report.year - 1)),
    ]
    parts = [
        elements.paragraph(since_base_year(report), "lead"),
        elements.paragraph(elements.sentences(sentences)),
        elements.paragraph(recalculated(report)),
        *accounted(report),
        _breaks(report),
        noted.caution(report, report.years("ghg.total") if len(report.years("ghg.total")) > 1 else ()),
    ]
    shares = [f"ghg.bucket.{bucket}.share" for bucket in BUCKETS]
    drawn = [
        panels.trend(report, "trend", "ghg.total"),
        panels.trend(report, "per_capita", "ghg.per_capita"),
        panels.multiples(report, "shares", shares),
        *(waterfall(report, span) for span in _spans(report)),
    ]
    return section(report, "trend", parts, drawn, absent="ghg")


def accounted(report: Report) -> list[Markup]:
    """What accounts for the change on the year before and on the base year, part by part; what its interval does not tell from zero is left out."""
    shown = {"previous_year": Markup.escape(report.year - 1), "base_year": report.show("ghg.change.base_year.from")}
    return [_accounted(report, span, shown[span]) for span in _spans(report)]


def _spans(report: Report) -> list[str]:
    """Since when changes are accounted for: the year before, and the base year where it is another."""
    base = report.value("ghg.change.base_year.from")
    return ["previous_year", *(["base_year"] if base is not None and base != report.year - 1 else [])]


def waterfall(report: Report, span: str) -> Panel | None:
    """The chart of what accounts for the change of a span; nothing where that cannot be told."""
    year = report.year - 1 if span == "previous_year" else int(report.facts["ghg.change.base_year.from"].number)
    return waterfalls.panel(report, span, report.at("ghg.total", year) if span == "previous_year" else base_total(report, year), year)


def _accounted(report: Report, span: str, since: Markup) -> Markup:
    start = f"ghg.change.{span}"
    told = [_effect(report, f"{start}.{effect}", effect) for effect in EFFECTS]
    entries = [entry for entry in told if entry]
    if not entries or not any(report.has(f"{start}.{effect}") for effect in EFFECTS if effect != UNEXPLAINED):
        # Where nothing is explained, the change has been told already.
        return Markup("")
    head = report.say("change.accounted", tonnes=f"{start}.tonnes", before=since)
    return elements.joined([elements.paragraph(head), elements.bullets(entries)])


def _effect(report: Report, figure_id: str, effect: str) -> Markup:
    """What an effect accounts for; nothing where its interval holds zero, or where it is too small a part of the total to be told."""
    if not report.has(figure_id) or abs(report.value(f"{figure_id}.share") or 0.0) < TOLD_SHARE:
        return Markup("")
    if effect == UNEXPLAINED:
        return report.say("change.effect.unexplained", effect=figure_id)
    variant = report.facts[figure_id].direction
    return report.say(f"change.effect.{effect}.{variant}", effect=figure_id) if variant != "unclear" else Markup("")


def _breaks(report: Report) -> Markup:
    first = min(report.years("ghg.total"), default=report.year)
    # Nothing is compared across the start of the series.
    found = [(year, report.at(name, year)) for name in ("ghg.break", "personnel.break") for year in report.years(name) if year > first]
    entries = [report.say("change.break", year=Markup.escape(year), text=name) for year, name in sorted(found)]
    if not entries:
        return Markup("")
    return elements.joined([elements.heading(report.text("change.breaks")), elements.bullets(entries)])
