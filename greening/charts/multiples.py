"""Small multiples: the same years for each part, one under the other on one scale."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import axes, theme
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue

#: The height of a panel, and the space between two.
_HEIGHT, _GAP = 46, 10


def multiples(table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """One panel a `part`, named so, in the order of the rows: a bar for each `year` of height `value`, the latest darker (`is_latest`)."""
    years = sorted(set(table["year"].tolist()))
    named = axes.of_years(table["year"])["@years"]
    return specified(filled(structure(), {"@years": [year for year in named if year in years]}), table, title, description, words)


@cache
def structure() -> Part:
    """The panels, in the order of the rows."""
    base = alt.Chart(TABLE).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False, values=["@years"])),
        y=alt.Y("value:Q", title=None, axis=None),
    )
    drawn = base.transform_filter("!datum.is_latest").mark_bar(color=theme.SKY, aria=True).encode(description=axes.TIP)
    latest = base.transform_filter("datum.is_latest").mark_bar(color=theme.BLUE, aria=True).encode(description=axes.TIP)
    panel = (drawn + latest).properties(width=theme.WIDTH - _GAP, height=_HEIGHT)
    part = alt.Facet("part:N", sort=None, title=None, header=alt.Header(labelAnchor="start"))
    return built(panel.facet(facet=part, columns=1, spacing=_GAP))
