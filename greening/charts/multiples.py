"""Small multiples: the same years for each part, side by side on one scale."""

import altair as alt
import pandas as pd

from greening.charts import theme
from greening.charts.specification import Chart, specified
from greening.locale import Catalogue

_COLUMNS = 3


def multiples(table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """One panel a `part`, named so, in the order of the rows: a bar for each `year` of height `value`, the latest darker (`is_latest`)."""
    parts = list(dict.fromkeys(table["part"]))
    base = alt.Chart(table).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False)),
        y=alt.Y("value:Q", title=None, axis=None),
    )
    drawn = base.mark_bar(color=theme.SKY)
    latest = base.transform_filter("datum.is_latest").mark_bar(color=theme.BLUE)
    panel = (drawn + latest).properties(width=theme.WIDTH / _COLUMNS - 18, height=110)
    faceted = panel.facet(facet=alt.Facet("part:N", sort=parts, title=None, header=alt.Header(labelAnchor="start")), columns=_COLUMNS, spacing=18)
    return specified(faceted, title, description, words)
