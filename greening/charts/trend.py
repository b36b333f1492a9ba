"""A figure over the years: line, interval, and the breaks that no line may cross."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import axes, theme
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue


def trend(table: pd.DataFrame, title: str, description: str, words: Catalogue, axis: str) -> Chart:
    """One point a year: `year`, `value`, `low`, `high`, `text`, `is_rounded` (drawn hollow) and `segment` (years that one line may join).

    A dashed rule stands where a segment begins for a break in the series (`is_break`), a band over years that bear a note (`is_noted`, `note`).
    The highest value, as `high` too, sets the axis.
    """
    values = {"@axis": axis, **axes.of_years(table["year"])}
    view = structure(axes.in_millions(table["value"]), axes.has_notes(table))
    return specified(filled(view, values), table, title, description, words)


@cache
def structure(is_in_millions: bool, has_notes: bool = False) -> Part:
    """The layers with places for the years and the title of the axis, which may be in millions; with notes of years where there are any."""
    base = alt.Chart(TABLE).encode(x=axes.years())
    values = axes.height("value", is_in_millions)
    before = base.transform_filter("datum.is_break").transform_calculate(before="datum.year - 0.5").encode(x=axes.years("before"))
    breaks = before.mark_rule(color=theme.GREY, strokeDash=[3, 4])
    interval = base.transform_filter("datum.high > datum.low").mark_rule(color=theme.PALE, strokeWidth=9)
    line = base.mark_line(color=theme.BLUE, strokeWidth=2.5).encode(y=values, detail="segment:N")
    fills = alt.Scale(domain=[False, True], range=[theme.BLUE, "white"])
    points = base.mark_point(color=theme.BLUE, size=70, strokeWidth=2, opacity=1).encode(y=values, fill=alt.Fill("is_rounded:N", scale=fills))
    names = axes.numbers(base.encode(y=values, text="text:N"))
    bands = axes.noted(alt.Chart(TABLE)) if has_notes else []
    drawn = alt.layer(*bands, breaks, interval.encode(y=axes.height("low", is_in_millions), y2="high:Q"), line, points, names)
    return built(drawn.properties(width=theme.WIDTH, height=theme.HEIGHT, autosize=theme.FITTED))
