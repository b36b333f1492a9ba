"""Members beside each other: a point for the value of each, a bar for its interval, and the number at its end."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import rows, theme
from greening.charts.labels import places
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue


def ranges(table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """The rows in their order: `label` names the member, `value` is its point, `low` and `high` its interval, `text` the number."""
    values = {**places(table, theme.WIDTH, rows.GAP), "@least": 0.0}
    return specified(filled(structure(), values), table, title, description, words)


@cache
def structure() -> Part:
    """Intervals, points and numbers in the order of the rows, with places for the room of names and numbers."""
    base = alt.Chart(TABLE).encode(y=rows.row())
    drawn = rows.interval(base) + rows.point(base) + rows.named(base) + rows.ends(base, "high")
    return built(drawn.properties(width=theme.WIDTH, height=alt.Step(theme.BAR_STEP), autosize=theme.FITTED))
