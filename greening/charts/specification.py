"""What a chart is: a Vega-Lite specification with its title and description.

Reading and drawing specifications needs no altair, which takes long to load: only the charts that are made with it import it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening.charts import theme
from greening.charts.labels import label_limit
from greening.formats import is_missing
from greening.locale import Catalogue

#: The type that a specification has in a notebook.
MIMETYPE = "application/vnd.vegalite.v6+json"
#: The version of Vega-Lite that they are written for.
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"


@dataclass(frozen=True)
class Chart:
    """A specification that holds its data, with what it shows in words."""

    title: str
    description: str
    spec: Mapping[str, Any]


#: The width of a chart where the page is narrow, and of the names of its bars.
_NARROW, _NARROW_NAMES = 340, 150


def narrow(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same chart for a narrow page: its labels keep their size, since less is drawn beside them."""
    if "facet" in spec:
        return {**spec, "columns": 2, "spec": {**spec["spec"], "width": (_NARROW - 30) / 2, "height": 80}}
    names = [row["label"] for rows in spec["datasets"].values() for row in rows if "label" in row]
    layers = [{**layer, "encoding": _narrowed(layer["encoding"], names)} for layer in spec["layer"]]
    return {**spec, "width": _NARROW, "layer": layers}


def _narrowed(encoding: Mapping[str, Any], names: Sequence[str]) -> Mapping[str, Any]:
    """An encoding of bars whose names may be shorter; any other as it is."""
    if not names:
        return encoding
    axis = {**encoding["y"]["axis"], "labelLimit": label_limit(names, _NARROW_NAMES)}
    return {**encoding, "y": {**encoding["y"], "axis": axis}}


def specified(view: Mapping[str, Any], table: pd.DataFrame, title: str, description: str, words: Catalogue) -> Chart:
    """The chart of a table as a specification under the one theme; nothing in it is loaded from elsewhere."""
    shared = {"$schema": _SCHEMA, "config": theme.config(*words.symbols), "description": description}
    return Chart(title, description, {**shared, "datasets": {"table": _rows(table)}, **view})


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table; what is not known is null, since JSON has no word for it."""
    return [{str(name): None if is_missing(cell) else cell for name, cell in row.items()} for row in table.to_dict("records")]
