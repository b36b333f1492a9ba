"""Horizontal bars, each with its name and its number beside it."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import theme
from greening.charts.labels import places
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled, number
from greening.locale import Catalogue

#: The width of the names, and between a bar and its number.
_LABELS, _GAP = 230, 6


def bars(table: pd.DataFrame, title: str, description: str, words: Catalogue, colour: str = theme.BLUE) -> Chart:
    """The rows in their order: `label` names the bar, `value` is its length, `text` is printed at its end."""
    values = {
        **places(table, _LABELS, _GAP),
        "@least": min(0.0, float(table["value"].min())),
        "@colour": colour,
    }
    return specified(filled(structure(), values), table, title, description, words)


@cache
def structure() -> Part:
    """Bars in the order of the rows, with places for the room of names and numbers, the least length and the colour."""
    labels = alt.Axis(labelLimit=number("@limit"), ticks=False, domain=False)
    base = alt.Chart(TABLE).encode(y=alt.Y("label:N", sort=None, title=None, axis=labels))
    scale = alt.Scale(domainMin=number("@least"), nice=True, padding=0, range=[0, number("@end")])
    length = alt.X("value:Q", title=None, axis=None, stack=None, scale=scale)
    drawn = base.mark_bar(color="@colour", height=18).encode(x=length)
    ends = base.mark_text(align="left", dx=_GAP).encode(x=length, text="text:N")
    return built((drawn + ends).properties(width=theme.WIDTH, height=alt.Step(theme.BAR_STEP), autosize=theme.FITTED))
