"""The known years of the figures that goals are measured by."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening.uncertainty import STATISTICAL, Interval

#: What of a figure is needed.
COLUMNS = ("figure_id", "year", "value", "low", "high", "interval_kind", "precision")
#: What the name of a figure that was computed again ends in, before its year.
AGAIN = ".recalculated"
#: Precisions of figures that were printed rounded.
ROUNDED = ("rounded", "approx", "more_than", "nearly")


@dataclass(frozen=True)
class Point:
    """A figure of one year; a point interval where nothing says that it is uncertain."""

    year: int
    value: float
    interval: Interval
    is_rounded: bool = False


def known(metrics: Collection[str], figures: pd.DataFrame, earlier: pd.DataFrame, year: int) -> Mapping[str, Sequence[Point]]:
    """The points of each metric, ascending.

    Of an earlier year it is the figure computed again by today's methods, else the one carried along (restated where it was), else that year's own.
    """
    found: dict[str, dict[int, Point]] = {metric: {} for metric in metrics}
    again = {f"{metric}{AGAIN}" for metric in metrics}
    for name, row in _rows(earlier, metrics):
        if int(row["year"]) < year:
            found[name][int(row["year"])] = _point(row, int(row["year"]))
    for name, row in sorted(_rows(figures, found.keys() | again), key=lambda one: one[0] in again):
        of_year = _year(row["figure_id"], year)
        if of_year is not None:
            found[name.removesuffix(AGAIN)][of_year] = _point(row, of_year)
    return {name: [points[of_year] for of_year in sorted(points)] for name, points in found.items()}


def _rows(figures: pd.DataFrame, wanted: Collection[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The figures of the metrics that have a value, each with the metric's name."""
    names = figures["figure_id"].tolist()
    places = [place for place, name in enumerate(names) if name.partition("@")[0] in wanted]
    for row in plain_rows(figures, COLUMNS, places):
        if not math.isnan(row["value"]):
            yield row["figure_id"].partition("@")[0], row


def plain_rows(frame: pd.DataFrame, columns: Sequence[str], places: Sequence[int]) -> list[dict[str, Any]]:
    """Some rows of a frame as plain values, in a third of the time that `to_dict` takes."""
    if not places:
        return []
    cells = [frame[name].array.take(places).tolist() for name in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]


def _year(figure_id: str, year: int) -> int | None:
    """The year that a figure's name says; that of the report where it says none, None where it is a member's."""
    suffix = figure_id.partition("@")[2]
    if not suffix:
        return year
    return int(suffix) if suffix.isdigit() else None


def _point(row: Mapping[Any, Any], year: int) -> Point:
    value, low, high = row["value"], row["low"], row["high"]
    is_rounded = row["precision"] in ROUNDED
    if math.isnan(low) and math.isnan(high):
        return Point(year, value, Interval(value, value, STATISTICAL), is_rounded)
    bounds = Interval(0.0 if math.isnan(low) else low, math.inf if math.isnan(high) else high, row["interval_kind"])
    return Point(year, value, bounds, is_rounded)
