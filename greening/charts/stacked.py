"""A share over the years with the part of it that stands out: a column a year, the part dark at its foot."""

from functools import cache

import altair as alt
import pandas as pd

from greening.charts import axes, theme
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue

#: The width of a column.
_WIDTH = 34


def stacked(table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """One column a `year`: `whole`, a share, and `part` of it; `text` above it with `link`, `tip` of the whole and `part_tip` of the part."""
    values = {
        **axes.of_years(table["year"]),
        **axes.numbers_of(table["whole"], words, "share"),
        "@wide": min(_WIDTH, theme.WIDTH // (2 * len(table))),
    }
    return specified(filled(structure(), values), table, title, description, words)


@cache
def structure() -> Part:
    """The columns and their numbers, with places for the years and the signs of percentages."""
    base = alt.Chart(TABLE).encode(x=axes.years())
    height = axes.height("whole", domain=[0, 1], nice=False)
    bars = base.mark_bar(size=alt.ExprRef("@wide"), aria=True)
    drawn = [
        bars.encode(y=height, fill=alt.value(theme.PALE), description=axes.TIP),
        bars.transform_filter("datum.part > 0").encode(
            y=axes.height("part", domain=[0, 1], nice=False), fill=alt.value(theme.BLUE), description=alt.Description("part_tip:N")
        ),
        axes.numbers(base.encode(y=height, text="text:N")),
    ]
    return built(alt.layer(*drawn).properties(width=theme.WIDTH, height=theme.HEIGHT, autosize=theme.FITTED))
