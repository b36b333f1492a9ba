"""Charts with their data tables, made from figures alone."""

from collections.abc import Callable, Sequence

import pandas as pd
from markupsafe import Markup

from greening.charts import axes, theme
from greening.charts.bars import bars as draw_bars
from greening.charts.multiples import multiples as draw_multiples
from greening.charts.trend import trend as draw_trend
from greening.narrative import elements, noted
from greening.narrative.report import Report
from greening.narrative.section import Panel

#: A smaller share than this is not shown as left open.
_TOLD = 0.005
#: So many years can each bear a number on the chart.
_NUMBERED_YEARS = 15


def bars(
    report: Report,
    key: str,
    ids: Sequence[str],
    *,
    style: str = "plain",
    is_ranked: bool = True,
    colour: str = theme.BLUE,
    name: Callable[[str], str] | None = None,
    rest: str = "",
) -> Panel | None:
    """A bar for each figure that is there, the largest first unless they are given in an order of their own; nothing where there is none.

    `rest` names a last bar for what shares leave open, where that is anything to speak of.
    """
    named = name or report.catalogue.label
    known = _known(report, ids, is_ranked=is_ranked)
    if not known:
        return None
    open_bars = _open(report, known, rest) if rest else []
    bars_drawn = [(named(entry), report.facts[entry].number, report.plain(entry, style)) for entry in known]
    table = pd.DataFrame([*bars_drawn, *open_bars], columns=["label", "value", "text"])
    title = report.text(f"chart.{key}")
    told = ", ".join(f"{label} {text}" for label, text in zip(table["label"], table["text"], strict=True))
    drawn = draw_bars(table, title, report.text("chart.result", about=report.text(f"chart.{key}.about"), result=told), report.catalogue, colour)
    printed = "table" if style in ("plain", "short") else style
    rows = [[named(entry), report.show(entry, printed)] for entry in known] + [[label, text] for label, _, text in open_bars]
    return Panel(drawn, elements.table(title, [report.text("head.part"), unit_name(report, report.facts[known[0]].unit)], rows))


def _open(report: Report, known: Sequence[str], name: str) -> list[tuple[str, float, str]]:
    """The bar of what the shares leave open: its name, share and text; none where that is not anything to speak of."""
    left = 1 - sum(report.facts[entry].number for entry in known)
    return [(name, left, report.catalogue.percent(left))] if left >= _TOLD else []


def trend(report: Report, key: str, figure_id: str) -> Panel | None:
    """A figure over the years with its intervals and breaks; nothing where it is known of one year only."""
    years = report.years(figure_id)
    if len(years) < 2:
        return None
    table = _series(report, figure_id, years)
    title = report.text(f"chart.{key}")
    ends = {"before": report.plain(report.at(figure_id, years[0]), "about"), "now": report.plain(report.at(figure_id, years[-1]), "about")}
    span = {"first": str(years[0]), "last": str(years[-1])}
    result = report.text("chart.ends", **span, **ends)
    about = report.text("chart.result", about=report.text(f"chart.{key}.about", **span), result=result)
    unit = report.facts[report.at(figure_id, years[-1])].unit
    drawn = draw_trend(table, title, about, report.catalogue, axis_name(report, unit, table["value"]))
    rows = [
        [
            noted.head(report, year),
            report.show(report.at(figure_id, year), "table"),
            report.interval(report.at(figure_id, year)),
            _sharpness(report, figure_id, year),
        ]
        for year in years
    ]
    head = [report.text("head.year"), unit_name(report, unit), report.text("head.interval"), report.text("head.precision")]
    return Panel(drawn, elements.table(title, *elements.without_empty(head, rows)))


def multiples(report: Report, key: str, ids: Sequence[str]) -> Panel | None:
    """The figures over the years, a small panel each; nothing where they are known of one year only."""
    years = sorted({year for entry in ids for year in report.years(entry)})
    if len(years) < 2:
        return None
    parts = [entry for entry in ids if report.years(entry)]
    points = pd.DataFrame([_point(report, entry, year, years[-1]) for entry in parts for year in years])
    title = report.text(f"chart.{key}")
    about = report.text(f"chart.{key}.about", first=str(years[0]), last=str(years[-1]))
    drawn = draw_multiples(points, title, about, report.catalogue)
    return Panel(drawn, elements.table(title, *_by_year(report, parts, years)))


def _by_year(report: Report, parts: Sequence[str], years: Sequence[int]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the table of several figures, one row a year."""
    head = [report.text("head.year"), *(part(report)(entry) for entry in parts)]
    return head, [[noted.head(report, year), *(report.show(report.at(entry, year)) for entry in parts)] for year in years]


def part(report: Report) -> Callable[[str], str]:
    """How a figure such as `waste.stream.paper` or `ghg.bucket.facilities.share` names its part."""
    return lambda figure_id: _first_upper(report.term(figure_id.removesuffix(".share").rpartition(".")[2]))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def unit_name(report: Report, unit: str) -> str:
    """The unit as a column's head has it."""
    key = f"unit_name.{unit}"
    return report.text(key) if report.catalogue.has(key) else unit


def axis_name(report: Report, unit: str, values: pd.Series) -> str:
    """The unit as an axis has it, in millions where the axis is."""
    return unit_name(report, "Mt CO2e" if unit == "t CO2e" and axes.in_millions(values) else unit)


def _known(report: Report, ids: Sequence[str], *, is_ranked: bool) -> list[str]:
    there = [entry for entry in ids if report.value(entry) is not None]
    return sorted(there, key=lambda entry: (-report.facts[entry].number, entry)) if is_ranked else there


def _series(report: Report, figure_id: str, years: Sequence[int]) -> pd.DataFrame:
    known = [report.facts[report.at(figure_id, year)] for year in years]
    table = pd.DataFrame({"year": years, "value": [fact.number for fact in known]})
    breaks = table["year"].isin(breaks_of(report, figure_id)) & (table["year"] > years[0])
    gaps = table["year"].diff() > 1
    numbered = (len(years) <= _NUMBERED_YEARS) | table["year"].isin([years[0], years[-1]])
    return table.assign(
        low=pd.Series([fact.low for fact in known], dtype="float64"),
        high=pd.Series([fact.high for fact in known], dtype="float64"),
        text=pd.Series([report.plain(fact.figure_id, "mega") for fact in known]).where(numbered, ""),
        is_rounded=[fact.precision not in ("", "exact") for fact in known],
        is_break=breaks,
        segment=(breaks | gaps).cumsum(),
        **noted.columns(report, years),
    )


def breaks_of(report: Report, figure_id: str) -> set[int]:
    """The years in which the series of a figure breaks: what is counted has changed, and for a figure per person who is."""
    counted = report.years("ghg.break") if figure_id.startswith("ghg.") else []
    people = report.years("personnel.break") if "per_capita" in figure_id else []
    return {*counted, *people}


def _sharpness(report: Report, figure_id: str, year: int) -> Markup:
    fact = report.facts[report.at(figure_id, year)]
    return Markup.escape(report.term(f"precision_{fact.precision or 'computed'}"))


def _point(report: Report, figure_id: str, year: int, last: int) -> dict[str, object]:
    latest = report.plain(report.at(figure_id, last))
    named = " ".join(text for text in (part(report)(figure_id), latest) if text)
    return {"part": named, "year": year, "value": report.value(report.at(figure_id, year)), "is_latest": year == last}
