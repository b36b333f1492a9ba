"""Where emissions lead: what was reported, business as usual with its band, planned actions as wedges under it, the plan, and the goal's path."""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from greening.charts import axes, theme
from greening.charts.specification import Chart, specified
from greening.charts.structure import TABLE, Part, built, filled
from greening.locale import Catalogue

#: Fills of wedges, in turn: neighbours differ in lightness too, and each has its name beside it.
FILLS = (theme.SKY, theme.SAND, theme.GREEN, theme.GREY)
#: Part of the width that is kept free for the names at the ends of lines and wedges.
NAMES_SHARE = 0.44
#: So many years have room for their names.
_NAMED_YEARS = 4
#: Part of the years over which a thin line leads from the end of a line to its name.
LEADER_SHARE = 0.05
#: The band may reach so far above the highest line; what is above is cut off.
_MOST_BAND = 1.3
#: The axis reaches so far above the highest line.
_ABOVE = 1.08
#: So many layers show the years that bear a note.
_NOTED = 2
#: Kinds of marks that stand beside the lines.
_BESIDE = ("label", "leader")
#: What is drawn of a kind in a year.
Mark = Mapping[str, Any]


def projection(marks: Sequence[Mark], title: str, description: str, words: Catalogue, unit: str) -> Chart:
    """One mark a kind (known, usual, wedge, plan, path, noted, label, leader) and year.

    `value`, `low` and `high` of it, `part` and `fill` of a wedge, `text` of a label beside the end of a line, to which a leader of that `part` goes.

    Business as usual is dotted within its band, the plan a full line, the path dashed, what was reported a point with its interval. Years that
    bear a note (`is_noted`, `note`) have a pale band. A unit of `share` makes the axis one of percentages.
    """
    table = pd.DataFrame(list(marks))
    years = pd.Series([mark["year"] for mark in marks if mark["kind"] not in _BESIDE])
    first, last = int(years.min()), int(years.max())
    domain = [first - 0.5, last + 0.5 + (last - first) * NAMES_SHARE]
    values = {**axes.of_years(years, _NAMED_YEARS), **axes.numbers_of(table["value"], words, unit), "@domain": domain, "@height": [0.0, top(marks)]}
    view = structure()
    # The first layers are those of noted years.
    layers = view["layer"] if axes.has_notes(table) else view["layer"][_NOTED:]
    return specified(filled({**view, "layer": layers}, values), table, title, description, words)


def top(marks: Iterable[Mark]) -> float:
    """The upper end of the axis: above every line, and above the band where it does not reach far beyond."""
    drawn = [mark for mark in marks if mark["kind"] not in _BESIDE]
    lines = max(mark["value"] for mark in drawn)
    band = max((mark["high"] for mark in drawn if mark["high"] is not None and not math.isnan(mark["high"])), default=0.0)
    return float(max(_ABOVE * lines, min(band, _MOST_BAND * lines)))


@cache
def structure() -> Part:
    """The layers with places for the years, the height and the numbers of its axis; those of noted years come first."""
    drawn = [*axes.noted(alt.Chart(TABLE)), *_usual(), *_lines(), *_known(), *_names()]
    return built(alt.layer(*drawn).properties(width=theme.WIDTH, height=theme.HEIGHT, autosize=theme.FITTED))


def _of(kind: str) -> alt.Chart:
    base: alt.Chart = alt.Chart(TABLE).transform_filter(f"datum.kind == '{kind}'").encode(x=axes.years())
    return base


def _height(column: str) -> alt.Y:
    return axes.height(column, domain=["@height"], nice=False)


def _usual() -> list[alt.Chart]:
    low, value = _height("low"), _height("value")
    fills = alt.Scale(domain=list(range(len(FILLS))), range=list(FILLS))
    edged = _of("wedge").mark_area(clip=True, opacity=0.75, stroke=theme.PAPER, strokeWidth=1)
    return [
        _of("usual").mark_area(color=theme.GREY, opacity=0.13, clip=True).encode(y=low, y2="high:Q"),
        edged.encode(y=low, y2="high:Q", detail="part:N", fill=alt.Fill("fill:O", scale=fills, legend=None)),
        _of("usual").mark_line(color=theme.GREY, strokeDash=[2, 3], strokeWidth=2).encode(y=value),
    ]


def _lines() -> list[alt.Chart]:
    value = _height("value")
    return [
        _of("path").mark_line(color=theme.GREEN, strokeDash=[7, 5], strokeWidth=2).encode(y=value),
        _of("plan").mark_line(color=theme.BLUE, strokeWidth=2.5).encode(y=value),
    ]


def _known() -> list[alt.Chart]:
    return [
        _of("known").mark_rule(color=theme.PALE, strokeWidth=9, clip=True).encode(y=_height("low"), y2="high:Q"),
        _of("known").mark_point(color=theme.BLUE, fill=theme.BLUE, size=50, opacity=1, aria=True).encode(y=_height("value"), description=axes.TIP),
    ]


def _names() -> list[alt.Chart]:
    value = _height("value")
    return [
        _of("leader").mark_line(color=theme.GREY, strokeWidth=0.7).encode(y=value, detail="part:N"),
        _of("label").mark_text(align="left", dx=4, color=theme.INK).encode(y=value, text="text:N"),
    ]


def spread(values: list[float], least: float, most: float) -> list[float]:
    """Where names stand that belong to values, in their order: as near to them as can be, `least` apart, between 0 and `most`."""
    order = sorted(range(len(values)), key=lambda place: -values[place])
    groups: list[list[float]] = []
    for rank, place in enumerate(order):
        # Moved apart by their rank, names may only keep their order: those that do not are put on their common mean (pool adjacent violators).
        groups.append([values[place] + rank * least])
        while len(groups) > 1 and _mean(groups[-2]) < _mean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    free = [_mean(group) for group in groups for _ in group]
    room = (len(values) - 1) * least
    placed = dict(zip(order, (min(max(value, room), most) - rank * least for rank, value in enumerate(free)), strict=True))
    return [placed[place] for place in range(len(values))]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
