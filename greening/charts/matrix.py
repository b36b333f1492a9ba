"""Rows and columns of signs: what is known of each topic at each place, or how much of each kind went which way."""

import math
from collections.abc import Sequence
from functools import cache
from unicodedata import east_asian_width

import altair as alt
import pandas as pd

from greening.charts import axes, theme
from greening.charts.labels import label_limit, room
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled, number
from greening.locale import Catalogue

#: The height of a row, and the width of a column.
_ROW, _COLUMN = 26, 20
#: Between a name and the first column, and between the last column and the text at its end.
_GAP = 8
#: The names of columns are slanted: what is left of their length sideways and upwards.
_SLANT = math.sqrt(0.5)
#: How wide a sign usually is, as a part of its size, and how wide one of Chinese is: a name that takes more reaches into the space above.
_USUAL, _SQUARE_SIGN = 0.55, 1.0
#: What numbers take of the room that they surely fit in.
_NUMBERS = 0.92
#: The square around a sign, in square pixels, and the most that a circle takes.
_SQUARE, _CIRCLE = 250, 300
#: Signs that differ in shape and lightness: what is there fills its square, what stands in for it half of it, what is missing is an empty square.
WHOLE, HALF, EMPTY, NONE = SIGNS = ("whole", "half", "empty", "none")
_SHAPES = {"whole": "square", "half": "M-1,0L1,0L1,1L-1,1Z", "empty": "square", "none": "M-.4,0L.4,0"}


def signs(table: pd.DataFrame, columns: Sequence[str], title: str, description: str, words: Catalogue) -> Chart:
    """One row a cell: `label` names its row, `column` its column, `sign` is one of SIGNS; `end` is the text at the end of the row, in its first cell.

    Rows and columns stand in their order, those of columns as given.
    """
    return _drawn(table, columns, title, description, words, _signs())


def circles(table: pd.DataFrame, columns: Sequence[str], title: str, description: str, words: Catalogue) -> Chart:
    """As `signs`, with a circle a cell whose area is its `value`, none where that is nothing; those that are `is_marked` have another colour."""
    return _drawn(table, columns, title, description, words, _circles())


def prepare() -> None:
    """Build both structures."""
    _signs()
    _circles()


def _drawn(table: pd.DataFrame, columns: Sequence[str], title: str, description: str, words: Catalogue, structure: Part) -> Chart:
    rows = table["label"].nunique()
    ends = math.ceil(_NUMBERS * room(table["end"])) + _GAP if (table["end"] != "").any() else 0
    start = theme.WIDTH - ends - _COLUMN * len(columns)
    above = math.ceil(max(map(_length, columns)) * _SLANT) + _GAP
    most = float(table["value"].max()) if "value" in table.columns else 1.0
    names = {
        "@limit": label_limit(table["label"], start - _GAP),
        "@across": [start, start + _COLUMN * len(columns)],
        "@height": [above, above + _ROW * rows],
        "@above": above - 4,
        "@end": theme.WIDTH - ends + _GAP,
        "@columns": list(columns),
        "@most": [0.0, most or 1.0],
    }
    first = table.assign(name=table["label"].where(~table["label"].duplicated(), ""), head=_heads(table))
    view = {**filled(structure, names), "height": above + _ROW * rows}
    return specified(view, first, title, description, words)


def _length(name: str) -> float:
    """How long a name is, about (px)."""
    return theme.LABEL_SIZE * sum(_SQUARE_SIGN if east_asian_width(sign) in "WF" else _USUAL for sign in name)


def _heads(table: pd.DataFrame) -> pd.Series:
    """The names of the columns, each in one cell."""
    return table["column"].where(~table["column"].duplicated(), "")


def _frame() -> list[alt.Chart]:
    """The names of rows and columns, and what stands at the end of rows."""
    base = alt.Chart(TABLE)
    named = base.transform_filter("datum.name != ''")
    heads = base.transform_filter("datum.head != ''")
    ended = base.transform_filter("datum.end != ''")
    return [
        named.mark_rule(color=theme.GRID, yOffset=_ROW / 2).encode(y=_row(), x=alt.value(0), x2=alt.value(theme.WIDTH)),
        named.mark_text(align="left", limit=number("@limit")).encode(y=_row(), x=alt.value(0), text="name:N"),
        heads.mark_text(align="right", angle=45).encode(x=_column(), y=alt.value(alt.ExprRef("@above")), text="head:N"),
        ended.mark_text(align="left", aria=True).encode(y=_row(), x=alt.value(alt.ExprRef("@end")), text="end:N", description=axes.LINK),
    ]


def _row() -> alt.Y:
    return alt.Y("label:N", sort=None, title=None, axis=None, scale=alt.Scale(type="band", range=["@height"], padding=0))


def _column() -> alt.X:
    return alt.X("column:N", sort=None, title=None, axis=None, scale=alt.Scale(domain=["@columns"], type="band", range=["@across"], padding=0))


@cache
def _signs() -> Part:
    cells = alt.Chart(TABLE).encode(x=_column(), y=_row())
    shapes = alt.Shape("sign:N", scale=alt.Scale(domain=list(_SHAPES), range=list(_SHAPES.values())))
    fills = alt.Fill("sign:N", scale=alt.Scale(domain=list(SIGNS), range=[theme.BLUE, theme.SKY, theme.PAPER, theme.GREY]))
    edges = alt.Stroke("sign:N", scale=alt.Scale(domain=list(SIGNS), range=[theme.BLUE, theme.SKY, theme.SAND, theme.GREY]))
    points = cells.mark_point(size=_SQUARE, strokeWidth=1.5, opacity=1, aria=True).encode(
        shape=shapes, fill=fills, stroke=edges, description=axes.TIP
    )
    return _built([*_frame(), points])


@cache
def _circles() -> Part:
    cells = alt.Chart(TABLE).transform_filter("datum.value > 0").encode(x=_column(), y=_row())
    colours = alt.Fill("is_marked:N", scale=alt.Scale(domain=[False, True], range=[theme.PALE, theme.GREEN]))
    sizes = alt.Size("value:Q", scale=alt.Scale(type="linear", domain=["@most"], range=[8, _CIRCLE], nice=False))
    points = cells.mark_point(shape="circle", strokeWidth=0, opacity=1, aria=True).encode(size=sizes, fill=colours, description=axes.TIP)
    return _built([*_frame(), points])


def _built(layers: list[alt.Chart]) -> Part:
    return built(alt.layer(*layers).properties(width=theme.WIDTH, height=theme.HEIGHT))
