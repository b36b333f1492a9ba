"""Change over time: what the intervals allow to be said, and where the series breaks."""

from markupsafe import Markup

from greening.narrative import elements, panels
from greening.narrative.greenhouse_gas import BUCKETS
from greening.narrative.report import Report
from greening.narrative.section import Section, section


def trend(report: Report) -> Section:
    """The total and the emissions per person over the years, the change on the year before and on the base year, and every break."""
    sentences = [
        # The base year's sentence has said it where that is the year before.
        Markup("")
        if since_base_year(report) and report.value("ghg.change.base_year.from") == report.year - 1
        else direction(report, "ghg.change.previous_year", "change.previous", before=Markup.escape(report.year - 1)),
        direction(report, "ghg.per_capita.change.previous_year", "change.per_capita", before=Markup.escape(report.year - 1)),
    ]
    parts = [
        elements.paragraph(since_base_year(report), "lead"),
        elements.paragraph(elements.sentences(sentences)),
        elements.paragraph(_recalculated(report)),
        _breaks(report),
    ]
    shares = [f"ghg.bucket.{bucket}.share" for bucket in BUCKETS]
    drawn = [
        panels.trend(report, "trend", "ghg.total"),
        panels.trend(report, "per_capita", "ghg.per_capita"),
        panels.multiples(report, "shares", shares),
    ]
    return section(report, "trend", parts, drawn, absent="ghg")


def direction(report: Report, figure_id: str, key: str, **names: str | Markup) -> Markup:
    """The sentence on a change: it fell, it rose, or the interval holds zero and it cannot be told."""
    if not report.has(figure_id):
        return Markup("")
    return report.say(f"{key}.{_variant(report, figure_id)}", change=figure_id, **names)


def since_base_year(report: Report) -> Markup:
    """The change of the total since the base year, with both totals and why the change is no sharper."""
    change, base_year = "ghg.change.base_year", "ghg.change.base_year.from"
    start = report.value(base_year)
    if start is None or not report.has(change):
        return Markup("")
    base = report.at("ghg.total", int(start))
    rests = "rounded" if report.has(base, "ghg.total") and _both_rounded(report, base) else "computed"
    sentence = report.say(f"change.base.{rests}.{_variant(report, change)}", change=change, base=base, year=base_year)
    return sentence or direction(report, change, "change.base.alone", year=base_year)


def _both_rounded(report: Report, base: str) -> bool:
    return all(report.facts[name].precision in ("rounded", "approx") for name in ("ghg.total", base))


def _variant(report: Report, figure_id: str) -> str:
    fact = report.facts[figure_id]
    if fact.high is not None and fact.high < 0:
        return "fell"
    return "rose" if fact.low is not None and fact.low > 0 else "unclear"


def _recalculated(report: Report) -> Markup:
    told = report.word("ghg.base_year.recalculated")
    return report.say(f"change.recalculated.{told}", year="ghg.change.base_year.from") if told in ("yes", "no") else Markup("")


def _breaks(report: Report) -> Markup:
    first = min(report.years("ghg.total"), default=report.year)
    # Nothing is compared across the start of the series.
    found = [(year, report.at(name, year)) for name in ("ghg.break", "personnel.break") for year in report.years(name) if year > first]
    entries = [report.say("change.break", year=Markup.escape(year), text=name) for year, name in sorted(found)]
    if not entries:
        return Markup("")
    return elements.joined([elements.heading(report.text("change.breaks")), elements.bullets(entries)])
