"""Small multiples: the same years for each part, side by side on one scale."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import theme
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built
from greening.locale import Catalogue

_COLUMNS = 3


def multiples(table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """One panel a `part`, named so, in the order of the rows: a bar for each `year` of height `value`, the latest darker (`is_latest`)."""
    return specified(structure(), table, title, description, words)


@cache
def structure() -> Part:
    """The panels, in the order of the rows."""
    base = alt.Chart(TABLE).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False)),
        y=alt.Y("value:Q", title=None, axis=None),
    )
    drawn = base.mark_bar(color=theme.SKY)
    latest = base.transform_filter("datum.is_latest").mark_bar(color=theme.BLUE)
    panel = (drawn + latest).properties(width=theme.WIDTH / _COLUMNS - 18, height=110)
    part = alt.Facet("part:N", sort=None, title=None, header=alt.Header(labelAnchor="start"))
    return built(panel.facet(facet=part, columns=_COLUMNS, spacing=18))
