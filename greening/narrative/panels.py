"""Charts with their data tables, made from figures alone."""

from collections.abc import Callable, Iterable, Sequence

import pandas as pd
from markupsafe import Markup

from greening.charts import axes, theme
from greening.charts.bars import bars as draw_bars
from greening.charts.multiples import multiples as draw_multiples
from greening.charts.specification import Chart
from greening.charts.trend import trend as draw_trend
from greening.narrative import chart_findings, chart_sources, elements, noted
from greening.narrative.report import Report
from greening.narrative.section import Panel

#: A smaller share than this is not shown as left open.
_TOLD = 0.005
#: So many years can each bear a number on the chart; of more, the first, the last, the highest and the lowest do.
_NUMBERED_YEARS = 6


def framed(report: Report, name: str, chart: Chart, table: Markup, ids: Iterable[str], *, drawn: str, finding: Markup | None = None) -> Panel:
    """A chart with its frame: its place, what it finds, what is drawn, and the sources of its figures."""
    return Panel(chart, table, name, finding or Markup(""), drawn, chart_sources.line(report, ids))


def with_unit(report: Report, about: str, unit: str, values: pd.Series | None = None) -> str:
    """What is drawn, with its unit, in millions where an axis over the values is; a share, people or things say by themselves what they are."""
    if unit in ("share", "persons", "count", ""):
        return about
    is_in_millions = values is not None and axes.in_millions(values, unit)
    return report.text("chart.drawn", about=about, unit=unit_name(report, "Mt CO2e" if is_in_millions else unit))


def tip(report: Report, label: str, figure_id: str) -> str:
    """What a mark tells to who points at it."""
    return report.text("chart.tip", label=label, value=report.plain(figure_id, "unit")) if report.has(figure_id) else ""


def link(figure_id: str, told: str) -> str:
    """The figure that a text of a chart leads to, with what it is."""
    return f"{figure_id} {told}" if told else ""


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
    finding: Markup | None = None,
) -> Panel | None:
    """A bar for each figure that is there, the largest first unless they are given in an order of their own; nothing where there is none.

    `rest` names a last bar for what shares leave open, where that is anything to speak of. What it finds is the largest part, unless said otherwise.
    """
    named = name or report.catalogue.label
    known = _known(report, ids, is_ranked=is_ranked)
    if not known:
        return None
    open_bars = _open(report, known, rest) if rest else []
    bars_drawn = [(named(entry), report.facts[entry].number, report.plain(entry, style), *_told(report, named(entry), entry)) for entry in known]
    title, chart = report.text(f"chart.{key}"), _bars(report, key, [*bars_drawn, *open_bars], colour)
    printed = "table" if style in ("plain", "short") else style
    rows = [[named(entry), report.show(entry, printed)] for entry in known] + [[label, text] for label, _, text, *_ in open_bars]
    unit = report.facts[known[0]].unit
    names = {entry: _inside(report, entry, named(entry)) for entry in known}
    found = finding or chart_findings.largest(report, key, _known(report, known, is_ranked=True), names, "short")
    data = elements.table(title, [report.text("head.part"), unit_name(report, unit)], rows)
    return framed(report, key, chart, data, known, drawn=with_unit(report, title, unit), finding=found)


def _bars(report: Report, key: str, drawn: Sequence[tuple[str, float, str, str, str]], colour: str) -> Chart:
    table = pd.DataFrame(drawn, columns=["label", "value", "text", "tip", "link"])
    told = report.catalogue.listed(f"{label} {text}" for label, _, text, *_ in drawn)
    about = report.text("chart.result", about=report.text(f"chart.{key}.about"), result=told)
    return draw_bars(table, report.text(f"chart.{key}"), about, report.catalogue, colour)


def _told(report: Report, label: str, figure_id: str) -> tuple[str, str]:
    """What a mark tells, and where its number leads."""
    told = tip(report, label, figure_id)
    return told, link(figure_id, told)


def _inside(report: Report, figure_id: str, label: str) -> str:
    """The name of a part as it stands inside a sentence."""
    word = report.term(_code(figure_id))
    return word if _first_upper(word) == label else label


def _open(report: Report, known: Sequence[str], name: str) -> list[tuple[str, float, str, str, str]]:
    """The bar of what the shares leave open: its name, share and text; none where that is not anything to speak of."""
    left = 1 - sum(report.facts[entry].number for entry in known)
    return [(name, left, report.catalogue.percent(left), "", "")] if left >= _TOLD else []


def trend(report: Report, key: str, figure_id: str) -> Panel | None:
    """A figure over the years with its intervals and breaks; nothing where it is known of one year only."""
    years = report.years(figure_id)
    if len(years) < 2:
        return None
    table = _series(report, figure_id, years)
    title = report.text(f"chart.{key}")
    result = report.catalogue.in_parts(report.catalogue.named(str(year), report.plain(report.at(figure_id, year), "about")) for year in years)
    about = report.text(f"chart.{key}.about", first=str(years[0]), last=str(years[-1]))
    unit = report.facts[report.at(figure_id, years[-1])].unit
    words = report.text("chart.result", about=about, result=result)
    chart = draw_trend(table, title, words, report.catalogue, unit)
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
    breaks = _broken(report, figure_id, years)
    first = max([years[0], *breaks])
    metric = report.catalogue.label(figure_id)
    found = chart_findings.change(report, figure_id, years, metric, breaks, chart_findings.change_figure(report, figure_id, first))
    data = elements.table(title, *elements.without_empty(head, rows))
    ids = [report.at(figure_id, year) for year in reversed(years)]
    return framed(report, key, chart, data, ids, drawn=with_unit(report, title, unit, table["value"]), finding=found)


def multiples(report: Report, key: str, ids: Sequence[str]) -> Panel | None:
    """The figures over the years, a small panel each; nothing where they are known of one year only."""
    years = sorted({year for entry in ids for year in report.years(entry)})
    if len(years) < 2:
        return None
    parts = [entry for entry in ids if report.years(entry)]
    points = pd.DataFrame([_point(report, entry, year, years[-1]) for entry in parts for year in years])
    title = report.text(f"chart.{key}")
    about = report.text(f"chart.{key}.about", first=str(years[0]), last=str(years[-1]))
    result = report.catalogue.in_parts(report.catalogue.named(part(report)(entry), _ends(report, entry)) for entry in parts)
    chart = draw_multiples(points, title, report.text("chart.result", about=about, result=result), report.catalogue)
    data = elements.table(title, *_by_year(report, parts, years))
    return framed(report, key, chart, data, parts, drawn=title, finding=_changed(report, title, parts, years))


def _changed(report: Report, title: str, parts: Sequence[str], years: Sequence[int]) -> Markup:
    """Which of the parts changed most since the series last broke, or that none did."""
    first = max([years[0], *_broken(report, parts[0], years)])
    whole = [year for year in years if year >= first]
    names = {entry: report.catalogue.label(entry) for entry in parts}
    return chart_findings.most_changed(report, parts, whole, names) or chart_findings.unchanged(report, title, whole)


def _ends(report: Report, figure_id: str) -> str:
    """The first and the last value of a figure that is known of some years."""
    first, last = report.years(figure_id)[0], report.years(figure_id)[-1]
    shown = {"before": report.plain(report.at(figure_id, first), "about"), "now": report.plain(report.at(figure_id, last), "about")}
    return report.text("chart.ends", first=str(first), last=str(last), **shown)


def _by_year(report: Report, parts: Sequence[str], years: Sequence[int]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the table of several figures, one row a year."""
    head = [report.text("head.year"), *(part(report)(entry) for entry in parts)]
    return head, [[noted.head(report, year), *(report.show(report.at(entry, year)) for entry in parts)] for year in years]


def part(report: Report) -> Callable[[str], str]:
    """How a figure such as `waste.stream.paper` or `ghg.bucket.facilities.share` names its part."""
    return lambda figure_id: _first_upper(report.term(_code(figure_id)))


def _code(figure_id: str) -> str:
    return figure_id.removesuffix(".share").rpartition(".")[2]


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def unit_name(report: Report, unit: str) -> str:
    """The unit as a column's head has it."""
    key = f"unit_name.{unit}"
    return report.text(key) if report.catalogue.has(key) else unit


def _known(report: Report, ids: Sequence[str], *, is_ranked: bool) -> list[str]:
    there = [entry for entry in ids if report.value(entry) is not None]
    return sorted(there, key=lambda entry: (-report.facts[entry].number, entry)) if is_ranked else there


def _series(report: Report, figure_id: str, years: Sequence[int]) -> pd.DataFrame:
    known = [report.facts[report.at(figure_id, year)] for year in years]
    table = pd.DataFrame({"year": years, "value": [fact.number for fact in known]})
    breaks = table["year"].isin(_broken(report, figure_id, years)) & (table["year"] > years[0])
    gaps = table["year"].diff() > 1
    ids = [fact.figure_id for fact in known]
    tips = [tip(report, str(year), figure_id) for year, figure_id in zip(years, ids, strict=True)]
    return table.assign(
        low=pd.Series([fact.low for fact in known], dtype="float64"),
        high=pd.Series([fact.high for fact in known], dtype="float64"),
        text=pd.Series([report.plain(figure_id, "mega") for figure_id in ids]).where(_numbered(table["value"]), ""),
        tip=tips,
        link=[link(*told) for told in zip(ids, tips, strict=True)],
        is_rounded=[fact.precision not in ("", "exact") for fact in known],
        is_break=breaks,
        segment=(breaks | gaps).cumsum(),
        **noted.columns(report, years),
    )


def _numbered(values: pd.Series) -> pd.Series:
    """Which of a series bear their number."""
    if len(values) <= _NUMBERED_YEARS:
        return pd.Series(data=True, index=values.index)
    ends = [values.index[0], values.index[-1], values.idxmax(), values.idxmin()]
    return pd.Series(values.index.isin(ends), index=values.index)


def _broken(report: Report, figure_id: str, years: Sequence[int]) -> list[int]:
    """The years of a series from which on it is another: those of breaks, or the next that is known."""
    after = ([year for year in years if year >= broken] for broken in breaks_of(report, figure_id))
    return sorted({min(known) for known in after if known})


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
    told = tip(report, report.text("chart.tip.label", label=part(report)(figure_id), year=str(year)), report.at(figure_id, year))
    return {"part": named, "year": year, "value": report.value(report.at(figure_id, year)), "is_latest": year == last, "tip": told}
