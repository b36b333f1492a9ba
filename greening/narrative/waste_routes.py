"""The chart of waste by kind and by where it went."""

from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from greening.charts.matrix import circles
from greening.figures.waste_water import RECOVERED
from greening.narrative import chart_findings, elements, panels
from greening.narrative.report import Report
from greening.narrative.section import Panel

#: So many treatments and kinds have room, the largest.
_TREATMENTS, _STREAMS = 8, 14
_ROUTE = "waste.route."


def panel(report: Report) -> Panel | None:
    """A circle for each kind and treatment of waste, those of recovery first; nothing where fewer than two of either are known."""
    cells = {tuple(name.removeprefix(_ROUTE).split(".")): name for name in report.ids(_ROUTE)}
    streams = _largest(report, "waste.stream.", {stream for stream, _ in cells})
    treatments = _largest(report, "waste.treatment.", {treatment for _, treatment in cells})
    if len(streams) < 2 or len(treatments) < 2:
        return None
    title = report.text("chart.streams")
    shown = sorted(treatments[:_TREATMENTS], key=lambda name: name not in RECOVERED)
    names = {treatment: panels.part(report)(f"waste.treatment.{treatment}") for treatment in shown}
    drawn = _drawn(report, streams[:_STREAMS], names, cells)
    told = report.catalogue.in_parts(_in_words(report, stream, cells) for stream in streams)
    about = report.text("chart.result", about=report.text("chart.waste_routes.about"), result=told)
    chart = circles(drawn, list(names.values()), title, about, report.catalogue)
    ids = [f"waste.stream.{stream}" for stream in streams]
    finding = chart_findings.largest(report, "streams", ids, {name: report.term(name.rpartition(".")[2]) for name in ids}, "short")
    data = _table(report, title, streams, treatments, cells)
    return panels.framed(report, "streams", chart, data, ids, drawn=report.text("chart.waste_routes.drawn"), finding=finding)


def _largest(report: Report, start: str, names: set[str]) -> list[str]:
    return sorted((name for name in names if report.has(f"{start}{name}")), key=lambda name: (-report.facts[f"{start}{name}"].number, name))


def _drawn(report: Report, streams: Sequence[str], names: Mapping[str, str], cells: Mapping[tuple[str, ...], str]) -> pd.DataFrame:
    """A row for each kind and treatment (`names`); the sum stands once, at the end of its row."""
    table = pd.DataFrame([_cell(report, stream, name, cells.get((stream, name), ""), names[name]) for stream in streams for name in names])
    is_first = ~table["label"].duplicated()
    return table.assign(**{column: table[column].where(is_first, "") for column in ("end", "link")})


def _cell(report: Report, stream: str, treatment: str, figure_id: str, column: str) -> dict[str, object]:
    total, label = f"waste.stream.{stream}", panels.part(report)(f"waste.stream.{stream}")
    told = panels.tip(report, report.catalogue.listed([label, report.term(treatment)]), figure_id) if figure_id else ""
    value = report.value(figure_id) if figure_id else 0.0
    end = {"end": report.plain(total), "total": report.value(total), "link": panels.link(total, panels.tip(report, label, total))}
    return {"label": label, "column": column, "value": value, "is_marked": treatment in RECOVERED, "tip": told, **end}


def _in_words(report: Report, stream: str, cells: dict[tuple[str, ...], str]) -> str:
    parts = [
        report.text("chart.waste_routes.part", treatment=report.term(treatment), value=report.plain(name, "unit"))
        for (own, treatment), name in sorted(cells.items(), key=lambda cell: (-report.facts[cell[1]].number, cell[1]))
        if own == stream
    ]
    total = report.plain(f"waste.stream.{stream}", "unit")
    named = panels.part(report)(f"waste.stream.{stream}")
    return report.text("chart.waste_routes.row", stream=named, total=total, parts=report.catalogue.listed(parts))


def _table(report: Report, title: str, streams: list[str], treatments: list[str], cells: dict[tuple[str, ...], str]) -> Markup:
    """Each kind with its sum and the mass of each treatment; at its foot the share of each treatment in all."""
    rows = [
        [
            panels.part(report)(f"waste.stream.{stream}"),
            report.show(f"waste.stream.{stream}", "table"),
            *(report.show(cells[stream, treatment], "table") if (stream, treatment) in cells else "" for treatment in treatments),
        ]
        for stream in streams
    ]
    head = [
        report.text("head.stream"),
        panels.unit_name(report, "kg"),
        *(panels.part(report)(f".{name}") for name in treatments),
    ]
    shares = [report.show(f"waste.treatment.{name}.share") if report.has(f"waste.treatment.{name}.share") else "" for name in treatments]
    total = [report.text("chart.waste_routes.all"), report.show("waste.total", "table"), *shares]
    return elements.table(title, head, [*rows, total])
