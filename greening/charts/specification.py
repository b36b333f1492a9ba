"""What a chart is outside of Altair: a Vega-Lite specification with its title and description."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt

from greening.charts import theme
from greening.locale import Catalogue

#: The type that Altair gives to a specification in a notebook.
MIMETYPE = "application/vnd.vegalite.v6+json"


@dataclass(frozen=True)
class Chart:
    """A specification that holds its data, with what it shows in words."""

    title: str
    description: str
    spec: Mapping[str, Any]


#: The width of a chart where the page is narrow, and of the names of its bars.
_NARROW, _NARROW_NAMES = 340, 150
#: So much longer than the longest bar is its axis there, for the number at its end.
_ROOM = 1.5


def narrow(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same chart for a narrow page: its labels keep their size, since less is drawn beside them."""
    config = {**spec.get("config", {}), "axisY": {"labelLimit": _NARROW_NAMES}}
    if "facet" in spec:
        drawn = {**spec["spec"], "width": (_NARROW - 30) / 2, "height": 80}
        return {**spec, "config": config, "columns": 2, "spec": drawn}
    rows = [row for rows in spec.get("datasets", {}).values() for row in rows]
    longest = max((row["value"] for row in rows if isinstance(row.get("value"), float | int)), default=0.0)
    layers = [{**layer, "encoding": _narrowed(layer.get("encoding", {}), longest)} for layer in spec.get("layer", [])]
    return {**spec, "config": config, "width": _NARROW, "layer": layers}


def _narrowed(encoding: Mapping[str, Any], longest: float) -> Mapping[str, Any]:
    """An encoding of bars whose names may be shorter, and whose axis leaves room for the number; any other as it is."""
    y, x = encoding.get("y", {}), encoding.get("x", {})
    if "labelLimit" not in (y.get("axis") or {}) or longest <= 0:
        return encoding
    axis = {name: value for name, value in y["axis"].items() if name != "labelLimit"}
    scale = {**x.get("scale", {}), "domainMax": longest * _ROOM, "nice": False}
    return {**encoding, "y": {**y, "axis": axis}, "x": {**x, "scale": scale}}


def specified(drawn: alt.TopLevelMixin, title: str, description: str, words: Catalogue) -> Chart:
    """The chart as a specification under the one theme; nothing in it is loaded from elsewhere."""
    spec = drawn.to_dict()
    spec["config"] = theme.config(*words.symbols)
    spec["description"] = description
    return Chart(title, description, spec)
