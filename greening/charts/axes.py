"""Axes and numbers that several charts share."""

import json
import math
from typing import Any

import altair as alt
import pandas as pd

from greening.charts import theme
from greening.locale import Catalogue

#: From here on an axis of tonnes is written in millions. Definition (SI).
MILLION = 1_000_000.0
_TONNES = "t CO2e"
#: So many years have room for their names.
_NAMED_YEARS = 7


#: What a mark tells to who points at it: what it is and its value.
TIP = alt.Description("tip:N")
#: The figure that a text shows, and what it is: the drawing makes it a link.
LINK = alt.Description("link:N")


def in_millions(values: pd.Series, unit: str = _TONNES) -> bool:
    """Whether an axis over the values is written in millions, for which only tonnes have a name."""
    return unit == _TONNES and bool(values.max() >= MILLION)


def numbers_of(values: pd.Series, words: Catalogue, unit: str) -> dict[str, str]:
    """What fills the numbers of a vertical axis: as they are, in millions where the values are that large, shares as percentages."""
    if unit == "share":
        before, after = words.percent(1.0).split("100")
        return {"@labels": f"{json.dumps(before)} + format(datum.value * 100, '.0f') + {json.dumps(after, ensure_ascii=False)}"}
    return {"@labels": f"format(datum.value / {MILLION:.0f}, '.1f')" if in_millions(values, unit) else "datum.label"}


def height(column: str, **scale: Any) -> alt.Y:
    """The vertical axis from zero, or as the scale has it, with a place for how its numbers are written; its unit is told above the chart."""
    # Five numbers never overlap: to measure whether they do takes a tenth of a drawing.
    axis = alt.Axis(tickCount=5, labelOverlap=False, labelExpr="@labels")
    return alt.Y(f"{column}:Q", title=None, scale=alt.Scale(**(scale or {"zero": True, "nice": True})), axis=axis)


def years(column: str = "year") -> alt.X:
    """The horizontal axis of years, with places for them; `column` holds the place on it."""
    scale = alt.Scale(domain=["@domain"], nice=False)
    return alt.X(f"{column}:Q", title=None, scale=scale, axis=alt.Axis(format="d", values=["@years"], labelFlush=False))


def of_years(values: pd.Series, most: int = _NAMED_YEARS) -> dict[str, Any]:
    """What fills the axis of years: each in the middle of its own space, and which are named, `most` of them and the last in any case."""
    first, last = int(values.min()), int(values.max())
    step = max(math.ceil((last - first) / (most - 1)), 1)
    return {"@domain": [first - 0.5, last + 0.5], "@years": list(range(last, first - 1, -step))}


def numbers(points: alt.Chart, link: alt.Description = LINK, **place: Any) -> alt.Chart:
    """The numbers above points, on an edge of the page's colour that keeps them readable where they cross a line: it lies under the signs."""
    edged: alt.Chart = points.mark_text(**{"dy": -12, **place}, stroke=theme.PAPER, strokeWidth=4, strokeJoin="round", aria=True)
    return edged.encode(description=link)


def has_notes(table: pd.DataFrame) -> bool:
    """Whether some year of a table bears a note (`is_noted`)."""
    return "is_noted" in table.columns and bool(table["is_noted"].any())


def noted(base: alt.Chart) -> list[alt.Chart]:
    """A pale band over each year that bears a note, and the word for it (`note`) at the top of the first of them."""
    edges = base.transform_filter("datum.is_noted").transform_calculate(start="datum.year - 0.5", end="datum.year + 0.5")
    band = edges.mark_rect(color=theme.SAND, opacity=0.14).encode(x=years("start"), x2="end:Q")
    named = edges.mark_text(align="left", dx=5, color=theme.GREY).encode(x=years("start"), y=alt.value(9), text="note:N")
    return [band, named]
