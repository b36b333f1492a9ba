"""Budget lines: for each what was needed, budgeted and spent, one bar under the other."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import theme
from greening.charts.labels import places
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled, number
from greening.locale import Catalogue

#: The width of the names, between a bar and its number, and the height of one bar.
_LABELS, _GAP, _STEP = 200, 6, 24
#: The stages in their order, and the colour of each; the number at the end of a bar names its stage too.
STAGES = {"required": theme.PALE, "budgeted": theme.SKY, "spent": theme.BLUE}


def budget_lines(table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """The rows in their order: `label` names the line, `stage` is required, budgeted or spent, `value` is its length, `text` is at its end."""
    return specified(filled(structure(), places(table, _LABELS, _GAP)), table, title, description, words)


@cache
def structure() -> Part:
    """Bars by line and stage, with places for the room of names and texts."""
    labels = alt.Axis(labelLimit=number("@limit"), ticks=False, domain=False)
    base = alt.Chart(TABLE).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=labels, scale=alt.Scale(paddingInner=0.25)),
        yOffset=alt.YOffset("stage:N", sort=list(STAGES), scale=alt.Scale(domain=list(STAGES))),
    )
    length = alt.X("value:Q", title=None, axis=None, stack=None, scale=alt.Scale(domainMin=0, nice=True, padding=0, range=[0, number("@end")]))
    colours = alt.Color("stage:N", scale=alt.Scale(domain=list(STAGES), range=list(STAGES.values())))
    drawn = base.mark_bar(height=16).encode(x=length, color=colours)
    ends = base.mark_text(align="left", dx=_GAP).encode(x=length, text="text:N")
    step = alt.Step(_STEP, **{"for": "offset"})
    return built((drawn + ends).properties(width=theme.WIDTH, height=step, autosize=theme.FITTED))
