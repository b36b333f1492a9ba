"""The structure of a chart, which altair builds and checks once a process, and which is filled for each chart.

Altair checks every part against the whole schema of Vega-Lite, for fifty milliseconds a chart; what differs between two charts of a kind is a handful
of values. So a structure holds a place (`@name`) for each of them.
"""

from collections.abc import Mapping
from typing import Any

import altair as alt

#: A part of a Vega-Lite specification.
Part = dict[str, Any]
#: Where the table comes in, under the name that `specification.specified` gives it.
TABLE = alt.NamedData("table")


def built(chart: alt.LayerChart | alt.FacetChart) -> Part:
    """The chart as altair writes it, with the places in it; the theme and the schema are every chart's and come in later.

    Raises jsonschema's ValidationError where it is no Vega-Lite.
    """
    return {name: part for name, part in chart.to_dict().items() if name not in ("$schema", "config")}


def number(place: str) -> alt.ExprRef:
    """The place of a number, which altair would not take as a text."""
    return alt.ExprRef(place)


def filled(part: Any, values: Mapping[str, Any]) -> Any:
    """A copy of a part of a structure with the value of each place: of a text, of a list that is the place alone, of a number (see `number`)."""
    match part:
        case str():
            return values.get(part, part)
        case [str(place)] if place in values:
            return values[place]
        case {"expr": place}:
            return values[place]
        case dict():
            return {name: filled(inner, values) for name, inner in part.items()}
        case list():
            return [filled(inner, values) for inner in part]
    return part
