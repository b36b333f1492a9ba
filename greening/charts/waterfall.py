"""What accounts for a change: from the value before to the value now, a bar for each part that leads on from the one before."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import axes, rows, theme
from greening.charts.labels import places
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue

#: What a row is, and its colour: the value before or now, a part that fell or rose, one that cannot be told from zero, and what is not explained.
COLOURS = {"total": theme.INK, "fell": theme.GREEN, "rose": theme.SAND, "unclear": theme.PALE, "unexplained": theme.GREY}
#: The axis begins so far below the lowest value, of the whole span: a bar of no length would not be seen at the edge.
_MARGIN = 0.06


def waterfall(table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """The rows in their order: `label`, `kind` (a key of COLOURS), `start` and `end` of the bar, `text`; `low` and `high`, the interval of its end.

    The axis does not begin at zero, so that the parts can be seen: totals are therefore points, whose length says nothing.
    """
    ends = table[["start", "end", "low", "high"]]
    least, most = float(ends.min().min()), float(ends.max().max())
    values = {**places(table, theme.WIDTH, rows.GAP), "@least": least - _MARGIN * (most - least)}
    drawn = table.assign(right=ends.max(axis="columns"), next=table["label"].shift(-1).fillna(table["label"]))
    return specified(filled(structure(), values), drawn, title, description, words)


@cache
def structure() -> Part:
    """Bars, points and what joins them, with places for the room of names and numbers."""
    base = alt.Chart(TABLE).encode(y=rows.row())
    colours = alt.Color("kind:N", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())))
    joined = base.mark_rule(color=theme.AXIS, yOffset=rows.BELOW, y2Offset=rows.BELOW).encode(x=rows.along("end"), y2="next:N")
    interval = base.transform_filter("datum.kind != 'total'").mark_rule(color=theme.AXIS, strokeWidth=2, yOffset=rows.BELOW)
    bars = base.transform_filter("datum.kind != 'total'").mark_bar(height=theme.BAR_HEIGHT, yOffset=rows.BELOW, aria=True)
    points = base.transform_filter("datum.kind == 'total'").mark_point(
        color=theme.INK, fill=theme.INK, shape="diamond", size=110, opacity=1, yOffset=rows.BELOW, aria=True
    )
    drawn = [
        joined,
        bars.encode(x=rows.along("start"), x2="end:Q", color=colours, description=axes.TIP),
        interval.encode(x=rows.along("low"), x2="high:Q"),
        points.encode(x=rows.along("end"), description=axes.TIP),
        # The lines that join bars pass behind the names.
        rows.named(base, stroke=theme.PAPER, strokeWidth=4),
        rows.ends(base, "right"),
    ]
    return built(alt.layer(*drawn).properties(width=theme.WIDTH, height=alt.Step(theme.BAR_STEP), autosize=theme.FITTED))
