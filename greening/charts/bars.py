"""Horizontal bars, each under its name and with its number at its end."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import rows, theme
from greening.charts.labels import places
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue


def bars(table: pd.DataFrame, title: str, description: str, words: Catalogue, colour: str = theme.BLUE) -> Chart:
    """The rows in their order: `label` names the bar, `value` is its length, `text` is printed at its end.

    Like every chart it takes a column `tip`, what a mark tells to who points at it, and `link`, the figure that a text shows with what it is.
    """
    values = {**places(table, theme.WIDTH, rows.GAP), "@least": min(0.0, float(table["value"].min())), "@colour": colour}
    return specified(filled(structure(), values), table, title, description, words)


@cache
def structure() -> Part:
    """Bars in the order of the rows, with places for the room of names and numbers, the least length and the colour."""
    base = alt.Chart(TABLE).encode(y=rows.row())
    drawn = rows.bar(base, "value", "@colour") + rows.named(base) + rows.ends(base, "value")
    return built(drawn.properties(width=theme.WIDTH, height=alt.Step(theme.BAR_STEP), autosize=theme.FITTED))
