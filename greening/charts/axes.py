"""Axes and numbers that several charts share."""

from typing import Any

import altair as alt
import pandas as pd

from greening.charts import theme

#: From here on an axis of tonnes is written in millions. Definition (SI).
MILLION = 1_000_000.0


def in_millions(values: pd.Series) -> bool:
    """Whether an axis over the values is written in millions."""
    return bool(values.max() >= MILLION)


def height(column: str, is_in_millions: bool) -> alt.Y:
    """The vertical axis from zero, with places for its title; written in millions where the values are that large, so that the title must say so."""
    words = "format(datum.value / 1000000, '.1f')" if is_in_millions else alt.Undefined
    # Five numbers never overlap: to measure whether they do takes a tenth of a drawing.
    axis = alt.Axis(tickCount=5, labelOverlap=False, labelExpr=words)
    return alt.Y(f"{column}:Q", title="@axis", scale=alt.Scale(zero=True, nice=True), axis=axis)


def years(column: str = "year") -> alt.X:
    """The horizontal axis of years, with places for them; `column` holds the place on it."""
    scale = alt.Scale(domain=["@domain"], nice=False)
    return alt.X(f"{column}:Q", title=None, scale=scale, axis=alt.Axis(format="d", values=["@years"], labelFlush=False))


def of_years(values: pd.Series) -> dict[str, Any]:
    """What fills the axis of years: each in the middle of its own space, and which are named."""
    first, last = int(values.min()), int(values.max())
    step = max((last - first) // 10, 1)
    return {"@domain": [first - 0.5, last + 0.5], "@years": list(range(last, first - 1, -step))}


def numbers(points: alt.Chart) -> alt.Chart:
    """The numbers above points, on a white edge that keeps them readable where they cross a line: what draws it puts the edge under the sign."""
    edged: alt.Chart = points.mark_text(dy=-14, stroke="white", strokeWidth=4, strokeJoin="round")
    return edged


def has_notes(table: pd.DataFrame) -> bool:
    """Whether some year of a table bears a note (`is_noted`)."""
    return "is_noted" in table.columns and bool(table["is_noted"].any())


def noted(base: alt.Chart) -> list[alt.Chart]:
    """A pale band over each year that bears a note, and the word for it (`note`) at the top of the first of them."""
    edges = base.transform_filter("datum.is_noted").transform_calculate(start="datum.year - 0.5", end="datum.year + 0.5")
    band = edges.mark_rect(color=theme.SAND, opacity=0.14).encode(x=years("start"), x2="end:Q")
    named = edges.mark_text(align="left", dx=5, color=theme.GREY).encode(x=years("start"), y=alt.value(9), text="note:N")
    return [band, named]
