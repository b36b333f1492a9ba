"""How much of each budget is used: the whole as a pale bar, what is used of it dark, and a mark up to where the path allows to use it by now."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import axes, rows, theme
from greening.charts.labels import places
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue

#: How far the mark reaches above and below its bar.
_BEYOND = 4


def used(table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """The rows in their order: `label`, `used` and `allowed`, as parts of a whole of 1, `text` at the end of the bar."""
    ends = table[["used", "allowed"]].max(axis="columns").clip(lower=1.0)
    values = {**places(table, theme.WIDTH, rows.GAP), "@least": 0.0}
    return specified(filled(structure(), values), table.assign(whole=1.0, right=ends), title, description, words)


@cache
def structure() -> Part:
    """Wholes, what is used of them and the marks, with places for the room of names and texts."""
    base = alt.Chart(TABLE).encode(y=rows.row())
    whole = base.mark_bar(fill=theme.GRID, stroke=theme.AXIS, strokeWidth=1, height=theme.BAR_HEIGHT, yOffset=rows.BELOW).encode(
        x=rows.along("whole")
    )
    part = base.mark_bar(color=theme.BLUE, height=theme.BAR_HEIGHT, yOffset=rows.BELOW, aria=True)
    mark = base.transform_filter("isValid(datum.allowed)").mark_tick(
        orient="vertical", color=theme.SAND, thickness=3, opacity=1, size=theme.BAR_HEIGHT + 2 * _BEYOND, yOffset=rows.BELOW
    )
    drawn = [
        whole,
        part.encode(x=rows.along("used"), description=axes.TIP),
        mark.encode(x=rows.along("allowed")),
        rows.named(base),
        rows.ends(base, "right"),
    ]
    return built(alt.layer(*drawn).properties(width=theme.WIDTH, height=alt.Step(theme.BAR_STEP), autosize=theme.FITTED))
