"""Axes that several charts share."""

import altair as alt
import pandas as pd

#: From here on an axis of tonnes is written in millions. Definition (SI).
MILLION = 1_000_000.0


def in_millions(values: pd.Series) -> bool:
    """Whether an axis over the values is written in millions."""
    return bool(values.max() >= MILLION)


def height(column: str, title: str, values: pd.Series) -> alt.Y:
    """The vertical axis from zero; written in millions where the values are that large, so that the title must say so."""
    words = alt.Axis(tickCount=5, labelExpr="format(datum.value / 1000000, '.1f')") if in_millions(values) else alt.Axis(tickCount=5)
    return alt.Y(f"{column}:Q", title=title, scale=alt.Scale(zero=True, nice=True), axis=words)


def years(values: pd.Series, column: str = "year") -> alt.X:
    """The horizontal axis of years, each in the middle of its own space; `column` holds the place on it."""
    first, last = int(values.min()), int(values.max())
    step = max((last - first) // 10, 1)
    scale = alt.Scale(domain=[first - 0.5, last + 0.5], nice=False)
    return alt.X(f"{column}:Q", title=None, scale=scale, axis=alt.Axis(format="d", values=list(range(last, first - 1, -step))))


def numbers(points: alt.Chart) -> list[alt.Chart]:
    """The numbers above points, on a white edge that keeps them readable where they cross a line."""
    return [points.mark_text(dy=-14, stroke="white", strokeWidth=4, strokeJoin="round"), points.mark_text(dy=-14)]
