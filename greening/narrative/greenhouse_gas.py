"""Greenhouse gas: the total, per person, and the parts that it is made of."""

from markupsafe import Markup

from greening.narrative import elements, panels
from greening.narrative.report import Report
from greening.narrative.section import Section, section
from greening.narrative.uncertain import uncertain, variance

BUCKETS = ("air_travel", "facilities", "other_travel", "unspecified")
#: A listed sum nearer to the whole than this is the whole.
_TOLERANCE = 0.0005


def greenhouse_gas(report: Report) -> Section:
    """The total with its interval, the emissions per person, and the split over air travel, facilities and other travel."""
    name = Markup.escape(report.name)
    sentences = [
        report.say("ghg.total", name=name, year=Markup.escape(report.year)),
        interval(report),
        report.say("ghg.per_capita"),
        report.say("ghg.excluding"),
        report.say("ghg.air.per_capita"),
        report.say("ghg.facilities.per_m2"),
        report.say("ghg.boundary"),
    ]
    shares = [f"ghg.bucket.{bucket}.share" for bucket in BUCKETS]
    parts = [
        elements.paragraph(elements.sentences(sentences), "lead"),
        elements.paragraph(split(report, shares)),
        elements.paragraph(report.say("ghg.published")),
        uncertain(report),
        _buckets(report),
    ]
    return section(report, "ghg", parts, [panels.bars(report, "buckets", shares, name=panels.part(report)), variance(report)])


def interval(report: Report) -> Markup:
    """What the interval of the total is: of a rounded publication, statistical, or of rows and publications together."""
    if not report.interval("ghg.total"):
        return Markup("")
    fact = report.facts["ghg.total"]
    if fact.interval_kind == "rounding" and not fact.precision and (report.value("ghg.published.share") or 0.0) >= 1:
        return report.say("ghg.interval.rounded_only")
    return report.say("ghg.interval.published" if fact.precision else f"ghg.interval.{fact.interval_kind}")


def split(report: Report, shares: list[str]) -> Markup:
    """The parts of the total in words: what travel and facilities make up, what is of no known part, and what the listed shares add up to."""
    texts = [report.say("ghg.split"), report.say("ghg.split.unspecified"), _sum(report, shares)]
    return elements.sentences(texts)


def _sum(report: Report, shares: list[str]) -> Markup:
    """What the listed shares add up to, where that is not the whole: they are never forced to it."""
    printed = [round(value, 2) for value in (report.value(share) for share in shares) if value is not None]
    if len(printed) < 2 or abs(sum(printed) - 1) < _TOLERANCE:
        return Markup("")
    return report.say("ghg.split.sum", sum=Markup.escape(report.catalogue.percent(sum(printed))))


def _buckets(report: Report) -> Markup:
    ids = [(f"ghg.bucket.{bucket}", bucket) for bucket in BUCKETS]
    rows = [
        [report.term(bucket), report.show(name, "table"), report.interval(name), report.show(f"{name}.share")]
        for name, bucket in ids
        if report.has(name)
    ]
    total = [report.text("figure.ghg.total"), report.show("ghg.total", "table"), report.interval("ghg.total"), ""]
    head = [report.text("head.part"), report.text("head.tonnes"), report.text("head.interval"), report.text("head.share")]
    return elements.table(report.text("ghg.buckets"), head, [*rows, total] if rows else [])
