"""What the uncertainty of the total comes from."""

from markupsafe import Markup

from greening.charts import theme
from greening.narrative import elements, panels
from greening.narrative.report import Report
from greening.narrative.section import Panel

#: Beginning and end of the names of the sources' parts in the variance.
_SOURCE, _SHARE = "uncertainty.source.", ".share"
#: So many sources are named, the largest first, and none with a smaller part than this.
_NAMED, _LEAST = 3, 0.01


def uncertain(report: Report) -> Markup:
    """The sources that the variance of what was computed comes from, what is the rows' own, and the total by draws; nothing where all is quoted."""
    texts = [
        _sources(report),
        report.say("ghg.uncertainty.own"),
        report.say("ghg.uncertainty.drawn") if report.interval("ghg.total.approach2") else Markup(""),
    ]
    return elements.paragraph(elements.sentences(texts))


def variance(report: Report) -> Panel | None:
    """The chart of the sources' parts in the variance of the total; nothing where all is of one source."""
    names = [name for name in report.ids(_SOURCE) if name.endswith(_SHARE)]
    told = [name for name in names if (report.value(name) or 0.0) >= _LEAST]
    if len(names) < 2 or not told:
        return None
    most = max(told, key=lambda name: report.facts[name].number)
    source = Markup.escape(report.term(most.removeprefix(_SOURCE).removesuffix(_SHARE)))
    finding = report.say("chart.uncertainty.finding", part=source, value=report.show(most))
    rest = report.text("chart.uncertainty.rest")
    return panels.bars(report, "uncertainty", told, colour=theme.GREY, name=panels.part(report), rest=rest, finding=finding)


def _sources(report: Report) -> Markup:
    """The largest sources with their parts; nothing where all is of one source."""
    names = [name for name in report.ids(_SOURCE) if name.endswith(_SHARE)]
    if len(names) < 2:
        return Markup("")
    ordered = sorted(names, key=lambda name: -(report.value(name) or 0.0))
    told = [name for name in ordered[:_NAMED] if (report.value(name) or 0.0) >= _LEAST]
    words = [Markup("%s %s") % (report.term(name.removeprefix(_SOURCE).removesuffix(_SHARE)), report.show(name)) for name in told]
    return report.say("ghg.uncertainty.source" if len(words) == 1 else "ghg.uncertainty.sources", sources=report.catalogue.shown(words))
