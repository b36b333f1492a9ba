"""What charts find: a headline from figures, which says no more than their intervals tell."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from greening.formats import Fact, change_of
from greening.narrative.report import Report


def largest(report: Report, key: str, ranked: Sequence[str], names: Mapping[str, str], style: str = "plain") -> Markup:
    """Which of the ranked figures is the largest, as `chart.<key>.finding` says it; that the first two are too close, where their intervals say so.

    `names` are the parts as they stand inside a sentence. Nothing where the chart has no such message.
    """
    if not ranked or not report.catalogue.has(f"chart.{key}.finding"):
        return Markup("")
    shown = [(Markup.escape(names[name]), report.show(name, style)) for name in ranked[:2]]
    (part, value), *rest = shown
    if not rest:
        return report.say("chart.finding.only", part=part, value=value)
    if not _is_above(report.facts[ranked[0]], report.facts[ranked[1]]):
        (second, other), *_ = rest
        close = f"chart.{key}.close"
        return report.say(close if report.catalogue.has(close) else "chart.finding.close", part=part, value=value, second=second, other=other)
    return report.say(f"chart.{key}.finding", part=part, value=value)


def change(report: Report, figure_id: str, years: Sequence[int], metric: str, breaks: Sequence[int] = (), told: str = "") -> Markup:
    """How a figure went over the years since it last broke, named by `metric`: down, up, or that the data cannot tell.

    `told` is the figure of that change, where there is one: its interval knows what both years share. Without any interval both values stand beside
    each other without a word for what lies between them.
    """
    last = years[-1]
    first = max([years[0], *(year for year in breaks if year <= last)])
    names = {"metric": Markup.escape(metric), "last": Markup.escape(last), "now": report.show(report.at(figure_id, last), "about")}
    if first == last:
        return report.say("chart.finding.broken", **names)
    before = report.at(figure_id, first)
    names |= {"first": Markup.escape(first), "before": report.show(before, "about")}
    way = report.facts[told].direction if report.has(told) else _way(report.facts[before], report.facts[report.at(figure_id, last)])
    return report.say(f"chart.finding.{way}", **names)


def change_figure(report: Report, figure_id: str, first: int) -> str:
    """The id of the figure of the change since a year; empty where there is none."""
    base = change_of(report.facts, figure_id, "base_year")
    if base and report.value(f"{base}.from") == first:
        return base
    return change_of(report.facts, figure_id) if first == report.year - 1 else ""


def most_changed(report: Report, ids: Sequence[str], years: Sequence[int], names: Mapping[str, str]) -> Markup:
    """Of several figures the one that went furthest, where that is told; nothing where of none it is."""
    first, last = years[0], years[-1]
    moved: list[tuple[float, str]] = []
    for name in ids:
        before, now = report.facts.get(report.at(name, first)), report.facts.get(report.at(name, last))
        if before and now and _way(before, now) in ("fell", "rose"):
            moved.append((-abs(now.number - before.number), name))
    return change(report, min(moved)[1], [first, last], names[min(moved)[1]]) if moved else Markup("")


def unchanged(report: Report, what: str, years: Sequence[int]) -> Markup:
    """That nothing of several figures went anywhere that can be told; nothing where there is a single year."""
    if len(years) < 2:
        return Markup("")
    return report.say("chart.finding.none", metric=Markup.escape(what), first=Markup.escape(years[0]), last=Markup.escape(years[-1]))


def covered(report: Report, ids: Sequence[str]) -> Markup:
    """How many people the least complete topic covers, of all, who are the first of the figures; nothing where either is not known."""
    everyone, topics = ids[0], [name for name in ids[1:] if report.has(name)]
    if not topics or not report.has(everyone):
        return Markup("")
    least = min(topics, key=lambda name: report.facts[name].number)
    if report.facts[least].number >= report.facts[everyone].number:
        return report.say("chart.covered.finding.all", all=everyone)
    return report.say("chart.covered.finding", part=Markup.escape(report.catalogue.label(least)), value=least, all=everyone)


def _way(before: Fact, now: Fact) -> str:
    """Which way it went between two values: `fell` and `rose` only where their intervals lie apart, `from_to` where neither has one."""
    if all(bound is None for fact in (before, now) for bound in (fact.low, fact.high)):
        return "from_to"
    if _is_above(before, now):
        return "fell"
    return "rose" if _is_above(now, before) else "unclear"


def _is_above(higher: Fact, lower: Fact) -> bool:
    """Whether a value is above another with its whole interval; a value without an interval counts as it stands."""
    low = higher.number if higher.low is None and higher.high is None else higher.low
    high = lower.number if lower.low is None and lower.high is None else lower.high
    return low is not None and high is not None and low > high
