"""The chart of renewable electricity over the years, with the part that the organization chose itself."""

import pandas as pd

from greening.charts.stacked import stacked
from greening.narrative import chart_findings, elements, noted, panels
from greening.narrative.report import Report
from greening.narrative.section import Panel

_SHARE, _OWN = "energy.renewable.share", "energy.renewable.own.share"


def panel(report: Report) -> Panel | None:
    """The renewable share of electricity by year; nothing where it is known of one year only."""
    years = report.years(_SHARE)
    if len(years) < 2:
        return None
    title = report.text("chart.renewable")
    table = pd.DataFrame([_column(report, year) for year in years])
    about = report.text("chart.renewable.about", first=str(years[0]), last=str(years[-1]))
    chart = stacked(
        table,
        title,
        report.text("chart.result", about=about, result=report.catalogue.in_parts(_in_words(report, year) for year in years)),
        report.catalogue,
    )
    head = [report.text("head.year"), report.text("head.renewable"), report.text("head.renewable_own")]
    rows = [[noted.head(report, year), report.show(report.at(_SHARE, year)), report.show(report.at(_OWN, year))] for year in years]
    finding = chart_findings.change(report, _SHARE, years, title)
    ids = [report.at(name, year) for name in (_SHARE, _OWN) for year in reversed(years)]
    drawn = report.text("chart.renewable.drawn") if any(report.has(report.at(_OWN, year)) for year in years) else title
    return panels.framed(report, "renewable", chart, elements.table(title, head, rows), ids, drawn=drawn, finding=finding)


def _column(report: Report, year: int) -> dict[str, object]:
    whole, own = report.at(_SHARE, year), report.at(_OWN, year)
    told = panels.tip(report, str(year), whole)
    shown = {"text": report.plain(whole), "tip": told, "link": panels.link(whole, told)}
    part = panels.tip(report, report.text("chart.tip.label", label=report.text("head.renewable_own"), year=str(year)), own)
    return {"year": year, "whole": report.value(whole), "part": report.value(own), **shown, "part_tip": part}


def _in_words(report: Report, year: int) -> str:
    own = report.at(_OWN, year)
    if not report.has(own):
        return report.text("chart.tip", label=str(year), value=report.plain(report.at(_SHARE, year)))
    return report.text("chart.renewable.year", year=str(year), share=report.plain(report.at(_SHARE, year)), own=report.plain(own))
