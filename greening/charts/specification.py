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


def specified(drawn: alt.TopLevelMixin, title: str, description: str, words: Catalogue) -> Chart:
    """The chart as a specification under the one theme; nothing in it is loaded from elsewhere."""
    spec = drawn.to_dict()
    spec["config"] = theme.config(*words.symbols)
    spec["description"] = description
    return Chart(title, description, spec)
