"""The chart of what accounts for a change of the total, from the year before or the base year to this one."""

import pandas as pd
from markupsafe import Markup

from greening.charts.waterfall import waterfall
from greening.decomposition.readings import EFFECTS, UNEXPLAINED
from greening.narrative import elements, panels
from greening.narrative.greenhouse_gas import BUCKETS
from greening.narrative.report import Report
from greening.narrative.section import Panel

#: A part of a change below this share of the total is not drawn: it would not be seen.
_DRAWN_SHARE = 0.0005


def panel(report: Report, span: str, base: str, year: int) -> Panel | None:
    """The parts of the change since a year, whose total is the figure `base`; nothing where at most what is not explained can be seen."""
    start = f"ghg.change.{span}"
    effects = [effect for effect in EFFECTS if report.has(f"{start}.{effect}")]
    seen = [effect for effect in effects if abs(report.value(f"{start}.{effect}.share") or 0.0) >= _DRAWN_SHARE]
    if not report.has(base, "ghg.total") or set(seen) <= {UNEXPLAINED}:
        return None
    title = report.text("chart.accounted", year=str(year))
    table = _drawn(report, start, seen, base, year)
    told = report.catalogue.listed(f"{label} {text}" for label, text in zip(table["label"], table["text"], strict=True))
    about = report.text("chart.accounted.about", year=str(year))
    chart = waterfall(table, title, report.text("chart.result", about=about, result=told), report.catalogue)
    ids = ["ghg.total", *(f"{start}.{effect}" for effect in effects)]
    drawn = panels.with_unit(report, title, "t CO2e")
    return panels.framed(
        report,
        f"accounted-{span.replace('_', '-')}",
        chart,
        _table(report, start, effects, seen, title),
        ids,
        drawn=drawn,
        finding=_finding(report, start, seen, year),
    )


def _finding(report: Report, start: str, effects: list[str], year: int) -> Markup:
    """The largest part that can be told from zero."""
    since = Markup.escape(year)
    told = [effect for effect in effects if effect != UNEXPLAINED and report.facts[f"{start}.{effect}"].direction != "unclear"]
    if not told:
        return report.say("chart.accounted.finding.none", since=since)
    most = max(told, key=lambda effect: abs(report.facts[f"{start}.{effect}"].number))
    part = Markup.escape(_inside(report.text(f"chart.effect.{most}")))
    return report.say("chart.accounted.finding", since=since, part=part, value=report.show(f"{start}.{most}", "signed"))


def _inside(name: str) -> str:
    """The name of an effect inside a sentence."""
    return name[:1].lower() + name[1:]


def _drawn(report: Report, start: str, effects: list[str], base: str, year: int) -> pd.DataFrame:
    """A row for the total before, one for each part that leads on from the one before, and one for the total now."""
    before, now = report.facts[base].number, report.facts["ghg.total"].number
    rows = [_total(report, base, before, str(year))]
    at = before
    for effect in effects:
        rows.append(_part(report, f"{start}.{effect}", effect, at))
        at += report.facts[f"{start}.{effect}"].number
    return pd.DataFrame([*rows, _total(report, "ghg.total", now, str(report.year))])


def _total(report: Report, figure_id: str, value: float, label: str) -> dict[str, object]:
    ends = dict.fromkeys(("start", "end", "low", "high"), value)
    return {"label": label, "kind": "total", "value": value, **ends, "text": report.plain(figure_id, "short"), **_told(report, label, figure_id)}


def _part(report: Report, figure_id: str, effect: str, start: float) -> dict[str, object]:
    fact, label = report.facts[figure_id], report.text(f"chart.effect.{effect}")
    low, high = (start + (fact.number if bound is None else bound) for bound in (fact.low, fact.high))
    kind = effect if effect == UNEXPLAINED else fact.direction
    ends = {"start": start, "end": start + fact.number, "low": low, "high": high}
    return {"label": label, "kind": kind, "value": fact.number, **ends, "text": report.plain(figure_id, "signed"), **_told(report, label, figure_id)}


def _told(report: Report, label: str, figure_id: str) -> dict[str, str]:
    tip = panels.tip(report, label, figure_id)
    return {"tip": tip, "link": panels.link(figure_id, tip)}


def _table(report: Report, start: str, effects: list[str], seen: list[str], title: str) -> Markup:
    """Every part of the change with its interval, and those that can be seen by part of the report, too."""
    parts = [bucket for bucket in BUCKETS if any(report.has(f"{start}.bucket.{bucket}.{effect}") for effect in seen)]
    rows = [
        [
            report.text(f"chart.effect.{effect}"),
            report.show(f"{start}.{effect}", "signed"),
            report.interval(f"{start}.{effect}"),
            *(_cell(report, f"{start}.bucket.{bucket}.{effect}") if effect in seen else "" for bucket in parts),
        ]
        for effect in effects
    ]
    head = [
        report.text("head.accounted_for_by"),
        panels.unit_name(report, "t CO2e"),
        report.text("head.interval"),
        *(report.term(bucket) for bucket in parts),
    ]
    return elements.table(title, *elements.without_empty(head, rows))


def _cell(report: Report, figure_id: str) -> Markup:
    return report.show(figure_id, "signed") if report.has(figure_id) else Markup("")
