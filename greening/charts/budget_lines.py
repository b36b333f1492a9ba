"""Budget lines: for each what was needed, budgeted and spent, one bar under the other."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import axes, rows, theme
from greening.charts.labels import places
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled, number
from greening.locale import Catalogue

#: The height of one bar with the space around it: a finger meets one number at a time.
_STEP = 26
#: The part of a line's height that its name has above its bars.
_NAME = 0.3
#: The stages in their order, and the colour of each; the number at the end of a bar names its stage too.
STAGES = {"required": theme.PALE, "budgeted": theme.SKY, "spent": theme.BLUE}


def budget_lines(table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """The rows in their order: `label` names the line, `stage` is required, budgeted or spent, `value` is its length, `text` is at its end."""
    values = {**places(table, theme.WIDTH, rows.GAP), "@least": 0.0}
    # The name of a line stands once, above its first bar.
    named = table.assign(name=table["label"].where(~table["label"].duplicated(), ""))
    return specified(filled(structure(), values), named, title, description, words)


@cache
def structure() -> Part:
    """Bars by line and stage, with places for the room of names and texts."""
    line = alt.Y("label:N", sort=None, title=None, axis=None, scale=alt.Scale(paddingInner=_NAME, paddingOuter=_NAME))
    base = alt.Chart(TABLE).encode(y=line, yOffset=alt.YOffset("stage:N", sort=list(STAGES), scale=alt.Scale(domain=list(STAGES))))
    colours = alt.Color("stage:N", scale=alt.Scale(domain=list(STAGES), range=list(STAGES.values())))
    drawn = base.mark_bar(height=theme.BAR_HEIGHT, aria=True).encode(x=rows.along("value"), color=colours, description=axes.TIP)
    ends = base.mark_text(align="left", dx=rows.GAP, limit=number("@most"), aria=True).encode(
        x=rows.along("value"), text="text:N", description=axes.LINK
    )
    start = alt.Y("label:N", sort=None, title=None, axis=None, bandPosition=0)
    names = alt.Chart(TABLE).mark_text(align="left", dy=-6, fontWeight="bold", limit=number("@limit")).encode(y=start, x=alt.value(0), text="name:N")
    step = alt.Step(_STEP, **{"for": "offset"})
    return built((drawn + ends + names).properties(width=theme.WIDTH, height=step, autosize=theme.FITTED))
