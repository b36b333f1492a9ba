"""A goal's path: what it allows each year, within its bounds, and what was reported."""

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from greening.charts import axes, theme
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue


def path(table: pd.DataFrame, title: str, description: str, words: Catalogue, unit: str) -> Chart:
    """One row a year: `year`, `allowed`, `allowed_low`, `allowed_high`, `actual`, `actual_low`, `actual_high`, `allowed_text` and `actual_text`.

    The path is a dashed line within a band, what was reported a point with its interval: they differ in shape, not in colour alone.
    A thin line joins each result to what its year was allowed: together they are the overshoot. Values that are not known are not drawn.
    Years that bear a note (`is_noted`, `note`) have a pale band. A unit of `share` makes the axis one of percentages.
    """
    values = {**axes.of_years(table["year"]), **axes.numbers_of(largest(table), words, unit)}
    return specified(filled(structure(axes.has_notes(table)), values), table, title, description, words)


def largest(table: pd.DataFrame) -> pd.Series:
    """The larger of what is allowed and what was reported, by year."""
    return pd.Series(np.fmax(table["allowed"].to_numpy(dtype="float64"), table["actual"].to_numpy(dtype="float64")))


@cache
def structure(has_notes: bool = False) -> Part:
    """The layers with places for the years and the numbers of the axis; with notes of years where there are any."""
    bands = axes.noted(alt.Chart(TABLE)) if has_notes else []
    drawn = [*bands, *_allowed(), *_actual()]
    return built(alt.layer(*drawn).properties(width=theme.WIDTH, height=theme.HEIGHT, autosize=theme.FITTED))


def _allowed() -> list[alt.Chart]:
    base = alt.Chart(TABLE).transform_filter("isValid(datum.allowed)").encode(x=axes.years())
    height = axes.height("allowed")
    texts = base.transform_filter("datum.allowed_text != ''").encode(y=height, text="allowed_text:N")
    return [
        base.mark_area(color=theme.GREEN, opacity=0.16).encode(y=axes.height("allowed_low"), y2="allowed_high:Q"),
        base.mark_line(color=theme.GREEN, strokeDash=[7, 5], strokeWidth=2).encode(y=height),
        axes.numbers(texts, alt.Description("allowed_link:N"), dy=20, dx=12, color=theme.GREEN, align="right"),
    ]


def _actual() -> list[alt.Chart]:
    base = alt.Chart(TABLE).transform_filter("isValid(datum.actual)").encode(x=axes.years())
    height = axes.height("actual")
    apart = base.transform_filter("isValid(datum.allowed)").mark_rule(color=theme.SAND, strokeWidth=2)
    return [
        base.mark_rule(color=theme.PALE, strokeWidth=7).encode(y=axes.height("actual_low"), y2="actual_high:Q"),
        apart.encode(y=axes.height("allowed"), y2="actual:Q"),
        base.mark_point(color=theme.BLUE, fill=theme.BLUE, size=70, opacity=1, aria=True).encode(y=height, description=axes.TIP),
        # A number stands above the interval of its point.
        axes.numbers(base.transform_filter("datum.actual_text != ''").encode(y=axes.height("actual_high"), text="actual_text:N")),
    ]
