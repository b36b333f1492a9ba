"""Rows of a chart: each with its name above what is drawn of it, so that names of any language have the whole width."""

from typing import Any

import altair as alt

from greening.charts import axes, theme
from greening.charts.structure import number

#: Between the end of what is drawn and its number.
GAP = 6
#: How far what is drawn lies below the middle of its row, and the name above it.
BELOW, _ABOVE = 9, -10


def row() -> alt.Y:
    """The rows in their order, without an axis: `named` writes their names."""
    return alt.Y("label:N", sort=None, title=None, axis=None)


def named(base: alt.Chart, **edge: Any) -> alt.Chart:
    """The name of each row, from the edge of the chart; `edge` is the stroke around it where something passes behind it."""
    names: alt.Chart = base.mark_text(align="left", dy=_ABOVE, limit=number("@limit"), **edge).encode(x=alt.value(0), text="label:N")
    return names


def along(column: str) -> alt.X:
    """The length of what is drawn, with places for its least value and for the room of numbers at the ends."""
    scale = alt.Scale(domainMin=number("@least"), nice=True, padding=0, range=[0, number("@end")])
    return alt.X(f"{column}:Q", title=None, axis=None, stack=None, scale=scale)


def bar(base: alt.Chart, column: str, colour: str) -> alt.Chart:
    """A bar a row."""
    drawn: alt.Chart = base.mark_bar(color=colour, height=theme.BAR_HEIGHT, yOffset=BELOW, aria=True).encode(x=along(column), description=axes.TIP)
    return drawn


def interval(base: alt.Chart) -> alt.Chart:
    """From `low` to `high`."""
    drawn: alt.Chart = base.mark_rule(color=theme.PALE, strokeWidth=7, yOffset=BELOW).encode(x=along("low"), x2="high:Q")
    return drawn


def point(base: alt.Chart) -> alt.Chart:
    """A point at `value`."""
    drawn: alt.Chart = base.mark_point(color=theme.BLUE, fill=theme.BLUE, size=70, opacity=1, yOffset=BELOW, aria=True)
    return drawn.encode(x=along("value"), description=axes.TIP)


def ends(base: alt.Chart, column: str) -> alt.Chart:
    """The number of each row, where what is drawn of it ends."""
    texts: alt.Chart = base.mark_text(align="left", dx=GAP + 2, yOffset=BELOW, limit=number("@most"), aria=True).encode(
        x=along(column), text="text:N", description=axes.LINK
    )
    return texts
