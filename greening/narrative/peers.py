"""How the members of a group may be compared: topic by topic, with who reports it, for how many people, and what is not known."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup, escape

from greening.charts.peers import ranges
from greening.narrative import elements, panels
from greening.narrative.members import Member
from greening.narrative.report import Report
from greening.narrative.section import Panel
from greening.peers.columns import OF_MEMBERS
from greening.peers.coverage import COVERAGES, TOPICS

#: More members than this are not read off a chart; the comparison among the documents has every one.
_DRAWN = 25
_ELEMENT = '<data value="%s" data-figure="%s" data-format="%s">%s</data>'


def parts(report: Report) -> list[Markup]:
    """Who reports each topic for how many people, and what would be added for the others."""
    topics = [topic for topic in TOPICS if report.value(f"peers.{topic}.reporting")]
    if not topics:
        return []
    names = ("reporting", *COVERAGES, "people", "people.share", "ranked")
    head = [report.text("head.topic"), *(report.text(f"head.peers.{name}") for name in names)]
    rows = [[topic_name(report, topic), *(shown(report, f"peers.{topic}.{name}") for name in names)] for topic in topics]
    adjusted = [report.say(f"peers.adjusted.{topic}") for topic in topics if report.value(f"peers.{topic}.imputed")]
    return [
        elements.heading(report.text("peers.heading")),
        elements.paragraph(report.text("peers.about")),
        elements.table(report.text("peers.table"), *elements.without_empty(head, rows)),
        elements.paragraph(report.text("peers.adjusted.about")) if adjusted else Markup(""),
        elements.bullets(adjusted),
    ]


def chart(report: Report, listed: Sequence[Member]) -> Panel | None:
    """Emissions per person of the members that may be compared, the lowest first, each with its interval; nothing where they are fewer than two."""
    drawn = _ranked(report, listed)[:_DRAWN]
    if len(drawn) < 2:
        return None
    table = pd.DataFrame([_bar(report, name, member) for name, member in drawn])
    title = report.text("chart.peers")
    told = report.catalogue.listed(f"{label} {text}" for label, text in zip(table["label"], table["text"], strict=True))
    made = ranges(table, title, report.text("chart.result", about=report.text("chart.peers.about"), result=told), report.catalogue)
    unit = panels.unit_name(report, report.facts[drawn[0][0]].unit)
    head = [report.text("head.member"), unit, report.text("head.interval"), report.text("head.peers.place")]
    rows = [[member.label, report.show(name, "table"), report.interval(name), places(report, "ghg", member)] for name, member in drawn]
    (low, first), (high, last) = drawn[0], drawn[-1]
    names = {"first": Markup.escape(first.code), "last": Markup.escape(last.code)}
    finding = report.say("chart.peers.finding", low=report.show(low, "short"), high=report.show(high, "short"), **names)
    data = elements.table(title, *elements.without_empty(head, rows))
    return panels.framed(
        report, "peers", made, data, [name for name, _ in drawn], drawn=report.text("chart.drawn", about=title, unit=unit), finding=finding
    )


def _ranked(report: Report, listed: Sequence[Member]) -> list[tuple[str, Member]]:
    """The members that may be compared by their emissions per person, the lowest first, each with the name of that figure."""
    ranked = {str(row["member"]) for row in report.product("standings") if row["topic"] == "ghg" and row["is_ranked"] is True}
    named = [(member.figure("ghg.per_capita"), member) for member in listed if member.code in ranked]
    known = [(value, name, member) for name, member in named if (value := report.value(name)) is not None]
    return [(name, member) for _, name, member in sorted(known, key=lambda found: found[:2])]


def _bar(report: Report, figure_id: str, member: Member) -> dict[str, object]:
    """A member on the chart: its point, and the ends of its interval."""
    fact = report.facts[figure_id]
    low, high = (fact.number if end is None else end for end in (fact.low, fact.high))
    told = panels.tip(report, member.name, figure_id)
    shown_as = {"text": report.plain(figure_id), "tip": told, "link": panels.link(figure_id, told)}
    return {"label": member.code, "value": fact.number, "low": low, "high": high, **shown_as}


def places(report: Report, topic: str, member: Member) -> Markup:
    """The place of a member among those that may be compared, or the first and the last that it may have; nothing where it has none."""
    first, last = (f"peers.{topic}.{end}_place:{member.code}" for end in ("first", "last"))
    if not report.has(first, last):
        return Markup("")
    if report.value(first) == report.value(last):
        return element(report, first)
    return report.catalogue.markup("peers.places", lambda place: element(report, {"first": first, "last": last}[place]))


def topic_name(report: Report, topic: str) -> str:
    """A topic as the first cell of a row."""
    word = report.text(f"peers.topic.{topic}")
    return word[:1].upper() + word[1:]


def shown(report: Report, figure_id: str, style: str = "table") -> Markup:
    """The figure, linked to how it was made; nothing where it is absent."""
    return report.show(figure_id, style) if report.has(figure_id) else Markup("")


def element(report: Report, figure_id: str, style: str = "table") -> Markup:
    """The figure without a link, for tables of thousands of figures of members, whose own reports say how they were made."""
    if figure_id not in report.facts:
        return Markup("")
    cells = (escape(cell) for cell in (report.facts[figure_id].raw, figure_id, style, report.plain(figure_id, style)))
    return Markup(_ELEMENT % tuple(cells))


def marked(report: Report, figure_id: str) -> Markup:
    """The figure without a link, with a sign where it was published rounded and its own form does not say so; nothing where it is absent."""
    fact, shown_as = report.facts.get(figure_id), element(report, figure_id)
    is_silent = fact is not None and fact.precision not in ("", "exact") and "/" in fact.unit
    return report.catalogue.markup("peers.rounded", lambda _: shown_as) if is_silent else shown_as


def titled(report: Report, figure_id: str) -> str:
    """The name of a member's figure with its unit, as a head of a column or a row has it."""
    label, unit = report.catalogue.label(figure_id), OF_MEMBERS[figure_id]
    return label if unit in ("text", "share", "count", "persons") else report.text("peers.titled", name=label, unit=panels.unit_name(report, unit))
