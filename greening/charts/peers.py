"""Members beside each other: a point for the value of each, a bar for its interval, and the number at its end."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import theme
from greening.charts.labels import places
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled, number
from greening.locale import Catalogue

#: The width of the names, and between the end of an interval and the number.
_LABELS, _GAP = 230, 10


def ranges(table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """The rows in their order: `label` names the member, `value` is its point, `low` and `high` its interval, `text` the number."""
    return specified(filled(structure(), places(table, _LABELS, _GAP)), table, title, description, words)


@cache
def structure() -> Part:
    """Intervals, points and numbers in the order of the rows, with places for the room of names and numbers."""
    labels = alt.Axis(labelLimit=number("@limit"), ticks=False, domain=False)
    base = alt.Chart(TABLE).encode(y=alt.Y("label:N", sort=None, title=None, axis=labels))
    scale = alt.Scale(domainMin=0, nice=True, padding=0, range=[0, number("@end")])

    def along(column: str) -> alt.X:
        return alt.X(f"{column}:Q", title=None, axis=None, stack=None, scale=scale)

    intervals = base.mark_rule(color=theme.PALE, strokeWidth=9).encode(x=along("low"), x2="high:Q")
    points = base.mark_point(color=theme.BLUE, fill=theme.BLUE, size=70, opacity=1).encode(x=along("value"))
    ends = base.mark_text(align="left", dx=_GAP).encode(x=along("high"), text="text:N")
    return built((intervals + points + ends).properties(width=theme.WIDTH, height=alt.Step(theme.BAR_STEP), autosize=theme.FITTED))
