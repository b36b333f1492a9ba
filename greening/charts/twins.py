"""Two measures of each row beside each other, each on its own scale under its own head."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from greening.charts import rows, theme
from greening.charts.labels import label_limit, room
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue

#: The measures, the colour of each, and where its bars begin, as a part of the width.
SIDES = (("first", theme.BLUE, 0.0), ("second", theme.GREEN, 0.54))
#: The heads stand above the first row.
_ABOVE = -30


def twins(table: pd.DataFrame, title: str, description: str, words: Catalogue, heads: tuple[str, str]) -> Chart:
    """The rows in their order: `label`, and of the `first` and the `second` measure the value (`first`) with its `_text`, `_tip` and `_link`.

    A measure that is not known has no bar.
    """
    values: dict[str, Any] = {"@limit": label_limit(table["label"], theme.WIDTH)}
    for (side, _, start), following in zip(SIDES, (SIDES[1][2], 1.0), strict=True):
        taken = room(table[f"{side}_text"]) + rows.GAP + 4
        values |= {f"@{side}": [0.0, float(table[side].fillna(0.0).max())], f"@{side}_across": [start * theme.WIDTH, following * theme.WIDTH - taken]}
    # A head stands once, in the first row.
    headed = table.assign(**{f"{side}_head": [head, *[""] * (len(table) - 1)] for (side, _, _), head in zip(SIDES, heads, strict=True)})
    return specified(filled(structure(), values), headed, title, description, words)


@cache
def structure() -> Part:
    """Names, heads and the bars of both measures, with places for the room of each."""
    base = alt.Chart(TABLE).encode(y=rows.row())
    drawn = [rows.named(base), *(layer for side in SIDES for layer in _side(base, *side))]
    return built(alt.layer(*drawn).resolve_scale(x="independent").properties(width=theme.WIDTH, height=alt.Step(theme.BAR_STEP)))


def _side(base: alt.Chart, side: str, colour: str, start: float) -> list[alt.Chart]:
    scale = alt.Scale(domain=[f"@{side}"], range=[f"@{side}_across"], nice=False, zero=False)
    along = alt.X(f"{side}:Q", title=None, axis=None, stack=None, scale=scale)
    known = base.transform_filter(f"isValid(datum.{side})")
    bars = known.mark_bar(color=colour, height=theme.BAR_HEIGHT, yOffset=rows.BELOW, aria=True)
    ends = known.mark_text(align="left", dx=rows.GAP, yOffset=rows.BELOW, aria=True)
    heads = base.transform_filter(f"datum.{side}_head != ''").mark_text(align="left", dy=_ABOVE, color=theme.GREY)
    return [
        bars.encode(x=along, x2=alt.X2Datum(0), description=alt.Description(f"{side}_tip:N")),
        ends.encode(x=along, text=f"{side}_text:N", description=alt.Description(f"{side}_link:N")),
        heads.encode(x=alt.value(start * theme.WIDTH), text=f"{side}_head:N"),
    ]
