"""A figure over the years: line, interval, and the breaks that no line may cross."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import axes, theme
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue


def trend(table: pd.DataFrame, title: str, description: str, words: Catalogue, unit: str) -> Chart:
    """One point a year: `year`, `value`, `low`, `high`, `text`, `is_rounded` (drawn hollow) and `segment` (years that one line may join).

    A dashed rule stands where a segment begins for a break in the series (`is_break`), a band over years that bear a note (`is_noted`, `note`).
    The highest value, as `high` too, sets the axis; a unit of `share` makes it one of percentages.
    """
    values = {**axes.of_years(table["year"]), **axes.numbers_of(table["value"], words, unit)}
    # A number stands above the interval of its point.
    topped = table.assign(top=table[["value", "high"]].max(axis="columns"))
    return specified(filled(structure(axes.has_notes(table)), values), topped, title, description, words)


@cache
def structure(has_notes: bool = False) -> Part:
    """The layers with places for the years and the numbers of the axis; with notes of years where there are any."""
    base = alt.Chart(TABLE).encode(x=axes.years())
    values = axes.height("value")
    before = base.transform_filter("datum.is_break").transform_calculate(before="datum.year - 0.5").encode(x=axes.years("before"))
    breaks = before.mark_rule(color=theme.GREY, strokeDash=[3, 4])
    interval = base.transform_filter("datum.high > datum.low").mark_rule(color=theme.PALE, strokeWidth=7)
    line = base.mark_line(color=theme.BLUE, strokeWidth=2.5).encode(y=values, detail="segment:N")
    fills = alt.Scale(domain=[False, True], range=[theme.BLUE, theme.PAPER])
    points = base.mark_point(color=theme.BLUE, size=70, strokeWidth=2, opacity=1, aria=True).encode(
        y=values, fill=alt.Fill("is_rounded:N", scale=fills), description=axes.TIP
    )
    names = axes.numbers(base.transform_filter("datum.text != ''").encode(y=axes.height("top"), text="text:N"))
    bands = axes.noted(alt.Chart(TABLE)) if has_notes else []
    drawn = alt.layer(*bands, breaks, interval.encode(y=axes.height("low"), y2="high:Q"), line, points, names)
    return built(drawn.properties(width=theme.WIDTH, height=theme.HEIGHT, autosize=theme.FITTED))
