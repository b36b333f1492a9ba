"""What a chart is: a Vega-Lite specification with its title and description.

Reading and drawing specifications needs no altair, which takes long to load: only the charts that are made with it import it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greening.charts import theme
from greening.formats import is_missing
from greening.locale import Catalogue

#: The type that a specification has in a notebook.
MIMETYPE = "application/vnd.vegalite.v6+json"
#: The version of Vega-Lite that they are written for.
#: Columns of every table that is drawn: what a mark tells to who points at it, and the figure, with what it is, that its text leads to.
_TOLD = ("tip", "link", "allowed_link")
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"


@dataclass(frozen=True)
class Chart:
    """A specification that holds its data, with what it shows in words."""

    title: str
    description: str
    spec: Mapping[str, Any]


def specified(view: Mapping[str, Any], table: pd.DataFrame, title: str, description: str, words: Catalogue, *, has_sides: bool = True) -> Chart:
    """The chart of a table as a specification under the one theme; nothing in it is loaded from elsewhere.

    In a language that is written from the right it is drawn mirrored, as publications of the United Nations do: bars grow to the left, time runs to
    the left, the axis stands on the right. What has no sides that could be changed, such as a map, is not (`has_sides`).
    """
    shared = {"$schema": _SCHEMA, "config": theme.config(*words.symbols), "description": description}
    mirrored = {"usermeta": {"mirrored": True}} if has_sides and words.direction == "rtl" else {}
    return Chart(title, description, {**shared, **mirrored, "datasets": {"table": _rows(table)}, **view})


def is_mirrored(spec: Mapping[str, Any]) -> bool:
    """Whether a specification is drawn from the right."""
    return bool(spec.get("usermeta", {}).get("mirrored"))


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table; what is not known is null, since JSON has no word for it."""
    told = table.assign(**{name: "" for name in _TOLD if name not in table.columns})
    return [{str(name): None if is_missing(cell) else cell for name, cell in row.items()} for row in told.to_dict("records")]
