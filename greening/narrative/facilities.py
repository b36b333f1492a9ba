"""The chart of buildings: what each place emits by square metre and by person."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from greening.charts.twins import twins
from greening.figures.names import part_of_name
from greening.formats import is_missing
from greening.locale import Catalogue
from greening.narrative import chart_findings, elements, panels
from greening.narrative.report import Report
from greening.narrative.section import Panel

#: So many places are drawn, those with the most emissions.
_DRAWN = 12
#: The two measures of a place, and the unit of each.
AREA, PERSON = "ghg.per_m2", "ghg.facilities.per_capita"
_UNITS = {AREA: "kg/m2", PERSON: "t/person"}


def panel(report: Report) -> Panel | None:
    """Emissions of buildings at each place, the most by square metre first; nothing where fewer than two places are known."""
    names = _measured(report)
    if len(names) < 2:
        return None
    ranked = _ranked(report, names)
    title = report.text("chart.facilities")
    told = report.catalogue.in_parts(_in_words(report, place, names[place]) for place in ranked)
    heads = (panels.unit_name(report, _UNITS[AREA]), panels.unit_name(report, _UNITS[PERSON]))
    about = report.text("chart.result", about=report.text("chart.facilities.about"), result=told)
    called = labels(report.catalogue, ranked, names)
    chart = twins(pd.DataFrame([_row(report, place, called[place]) for place in ranked]), title, about, report.catalogue, heads)
    rows = [[called[place], *(report.show(f"location.{place}.{part}", "table") for part in (AREA, PERSON))] for place in ranked]
    data = elements.table(title, [report.text("head.location_id"), *heads], rows)
    ids = [f"location.{place}.{AREA}" for place in ranked]
    finding = chart_findings.largest(report, "facilities", ids, dict(zip(ids, (called[place] for place in ranked), strict=True)), "short")
    drawn = report.text("chart.facilities.drawn.most", count=str(_DRAWN)) if len(names) > _DRAWN else report.text("chart.facilities.drawn")
    return panels.framed(report, "facilities", chart, data, ids, drawn=drawn, finding=finding)


def _measured(report: Report) -> dict[str, str]:
    """The places whose emissions by square metre are known, with their names."""
    listed = [str(row["location_id"]) for row in report.rows("locations") if not is_missing(row["location_id"])]
    names = {part_of_name(location_id): report.place(location_id) for location_id in listed}
    return {place: name for place, name in names.items() if report.value(f"location.{place}.{AREA}") is not None}


def _ranked(report: Report, places: Iterable[str]) -> list[str]:
    """The places that are drawn, the most emissions by square metre first."""
    most = sorted(places, key=lambda place: (-(report.value(f"location.{place}.ghg.total") or 0.0), place))[:_DRAWN]
    return sorted(most, key=lambda place: (-report.facts[f"location.{place}.{AREA}"].number, place))


def labels(words: Catalogue, places: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    """The name of each place, with its code where another is called the same."""
    times = Counter(names[place] for place in places)
    return {place: names[place] if times[names[place]] == 1 else words.bracketed(names[place], place) for place in places}


def _row(report: Report, place: str, label: str) -> dict[str, object]:
    row: dict[str, object] = {"label": label}
    for side, part in (("first", AREA), ("second", PERSON)):
        name = f"location.{place}.{part}"
        told = panels.tip(report, label, name)
        row |= {side: report.value(name), f"{side}_text": report.plain(name), f"{side}_tip": told, f"{side}_link": panels.link(name, told)}
    return row


def _in_words(report: Report, place: str, name: str) -> str:
    area, person = (report.plain(f"location.{place}.{part}", "unit") or report.text("absent") for part in (AREA, PERSON))
    return report.text("chart.facilities.place", place=name, area=area, person=person)
