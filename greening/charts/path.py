"""A goal's path: what it allows each year, within its bounds, and what was reported."""

import altair as alt
import pandas as pd

from greening.charts import axes, theme
from greening.charts.specification import Chart, specified
from greening.locale import Catalogue


def path(table: pd.DataFrame, title: str, description: str, words: Catalogue, axis: str) -> Chart:
    """One row a year: `year`, `allowed`, `allowed_low`, `allowed_high`, `actual`, `actual_low`, `actual_high`, `allowed_text` and `actual_text`.

    The path is a dashed line within a band, what was reported a point with its interval: they differ in shape, not in colour alone.
    Values that are not known are not drawn.
    """
    drawn = [*_allowed(table, axis), *_actual(table, axis)]
    return specified(alt.layer(*drawn).properties(width=theme.WIDTH, height=theme.HEIGHT, autosize=theme.FITTED), title, description, words)


def largest(table: pd.DataFrame) -> pd.Series:
    """The larger of what is allowed and what was reported, by year."""
    return table[["allowed", "actual"]].max(axis="columns")


def _allowed(table: pd.DataFrame, axis: str) -> list[alt.Chart]:
    base = alt.Chart(table).transform_filter("isValid(datum.allowed)").encode(x=axes.years(table["year"]))
    values = largest(table)
    height = axes.height("allowed", axis, values)
    return [
        base.mark_area(color=theme.GREEN, opacity=0.16).encode(y=axes.height("allowed_low", axis, values), y2="allowed_high:Q"),
        base.mark_line(color=theme.GREEN, strokeDash=[7, 5], strokeWidth=2).encode(y=height),
        base.transform_filter("datum.allowed_text != ''")
        .mark_text(dy=20, dx=12, color=theme.GREEN, align="right")
        .encode(y=height, text="allowed_text:N"),
    ]


def _actual(table: pd.DataFrame, axis: str) -> list[alt.Chart]:
    base = alt.Chart(table).transform_filter("isValid(datum.actual)").encode(x=axes.years(table["year"]))
    values = largest(table)
    height = axes.height("actual", axis, values)
    return [
        base.mark_rule(color=theme.PALE, strokeWidth=9).encode(y=axes.height("actual_low", axis, values), y2="actual_high:Q"),
        base.mark_point(color=theme.BLUE, fill=theme.BLUE, size=70, opacity=1).encode(y=height),
        *axes.numbers(base.transform_filter("datum.actual_text != ''").encode(y=height, text="actual_text:N")),
    ]
