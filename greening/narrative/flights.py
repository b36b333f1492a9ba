"""Charts of flights: how far they went, and between which cities."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain

import pandas as pd
from markupsafe import Markup

from greening import reference
from greening.charts.routes import City, Route, routes as draw_routes
from greening.figures.made_columns import BANDS, BETWEEN, UNKNOWN_DISTANCE
from greening.footprint.routes import stations
from greening.narrative import elements, panels
from greening.narrative.report import Report
from greening.narrative.section import Panel

_ROUTE, _TRIPS = "ghg.air.route.", ".trips"


def bands(report: Report) -> Panel | None:
    """The share of each band of distance in the emissions of flights, the shortest first; nothing where no distance is known."""
    ids = [f"ghg.air.band.{band}.share" for band in (*BANDS, UNKNOWN_DISTANCE, "other")]
    if not any(report.has(name) for name in ids[: len(BANDS)]):
        return None
    return panels.bars(report, "bands", ids, is_ranked=False, name=panels.part(report))


def route_map(report: Report) -> Panel | None:
    """The most travelled routes on a map; nothing where none is known, or one of its cities has no known place."""
    ends = {name: _ends(name) for name in report.ids(_ROUTE) if name.endswith(_TRIPS)}
    cities = _cities(report, _codes(ends.values()))
    known = _ranked(report, ends, cities)
    if not known:
        return None
    names = {name: _name(report, cities, *ends[name]) for name in known}
    travelled = [Route(*ends[name], report.facts[name].number, panels.tip(report, names[name], name)) for name in known]
    title = report.text("chart.routes")
    told = report.catalogue.listed(f"{names[name]} {report.plain(name)}" for name in known)
    about = report.text("chart.result", about=report.text("chart.routes.about"), result=told)
    shown = {code: cities[code] for code in _codes(ends[name] for name in known)}
    chart = draw_routes(shown, travelled, _land(), title, about, report.catalogue)
    finding = report.say("chart.routes.finding", part=elements.isolated(names[known[0]]), value=report.show(known[0]))
    return panels.framed(report, "routes", chart, _table(report, title, names), known, drawn=report.text("chart.routes.drawn"), finding=finding)


def _table(report: Report, title: str, names: Mapping[str, str]) -> Markup:
    """The trips on each route, and on all of them with their share in all trips."""
    rows = [[told, report.show(name), ""] for name, told in names.items()]
    total = [report.text("chart.routes.all"), report.show("ghg.air.routes.trips"), report.show("ghg.air.routes.share")]
    head = [report.text(f"head.{column}") for column in ("route", "trips", "share_of_trips")]
    return elements.table(title, head, [*rows, total])


def _ends(figure_id: str) -> tuple[str, str]:
    """The codes of the two cities of a route."""
    start, _, end = figure_id.removeprefix(_ROUTE).removesuffix(_TRIPS).partition(BETWEEN)
    return start, end


def _ranked(report: Report, ends: Mapping[str, tuple[str, str]], cities: Mapping[str, City]) -> list[str]:
    """The routes between known cities, the most travelled first."""
    return sorted((name for name in ends if cities.keys() >= {*ends[name]}), key=lambda name: (-report.facts[name].number, name))


def _codes(ends: Iterable[tuple[str, str]]) -> list[str]:
    """The cities of routes, each once."""
    return sorted({*chain.from_iterable(ends)})


def _name(report: Report, cities: Mapping[str, City], start: str, end: str) -> str:
    return report.text("chart.routes.route", start=cities[start].name, end=cities[end].name)


def _cities(report: Report, codes: list[str]) -> dict[str, City]:
    """The cities of the codes by their names, as the report's language has them where that is known."""
    places = stations()
    names = _names()
    found = places.reindex([code for code in codes if code in places.index])
    return {
        str(code): City(report.catalogue.said(_bare(names.get(str(code), str(code)))), float(lon), float(lat))
        for code, lon, lat in zip(found.index, found["lon"], found["lat"], strict=True)
    }


def _bare(name: str) -> str:
    """The name of a city without what stands behind it: a part of it, another name, its country."""
    return name.partition(" (")[0].partition(",")[0]


@cache
def _names() -> Mapping[str, str]:
    """The city of each code."""
    airports, cities = reference.load("airports"), reference.load("airport_cities")
    told = [(airports["iata"], airports["municipality"]), (cities["city_code"], cities["city_name"])]
    known = pd.concat([pd.Series(names.to_numpy(), index=codes.to_numpy()) for codes, names in told]).dropna()
    return dict(zip(known.index.tolist(), known.tolist(), strict=True))


@cache
def _land() -> Sequence[Sequence[tuple[float, float]]]:
    """The coasts of the world as rings of longitude and latitude (degrees)."""
    rings = ([float(number) for number in points.split()] for points in reference.load("coastline")["points"])
    return [list(zip(ring[::2], ring[1::2], strict=True)) for ring in rings]
