"""Horizontal bars, each with its name and its number beside it."""

import altair as alt
import pandas as pd

from greening.charts import theme
from greening.charts.specification import Chart, specified
from greening.locale import Catalogue


def bars(table: pd.DataFrame, title: str, description: str, words: Catalogue, colour: str = theme.BLUE) -> Chart:
    """The rows in their order: `label` names the bar, `value` is its length, `text` is printed at its end."""
    base = alt.Chart(table).encode(
        y=alt.Y("label:N", sort=list(table["label"]), title=None, axis=alt.Axis(labelLimit=230, ticks=False, domain=False))
    )
    length = alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domainMin=min(0.0, float(table["value"].min())), nice=True, padding=0))
    drawn = base.mark_bar(color=colour, height=18).encode(x=length)
    ends = base.mark_text(align="left", dx=6).encode(x=length, text="text:N")
    return specified((drawn + ends).properties(width=theme.WIDTH, height=alt.Step(theme.BAR_STEP), autosize=theme.FITTED), title, description, words)
