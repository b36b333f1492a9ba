"""The chart of budget lines."""

import pandas as pd

from greening import locale
from greening.charts.budget_lines import STAGES, budget_lines
from greening.publish import svg

TABLE = pd.DataFrame(
    [("Buildings", "required", 460.0, "460 needed"), ("Buildings", "spent", 118.0, "118 spent"), ("Travel", "budgeted", 0.0, "0 budgeted")],
    columns=["label", "stage", "value", "text"],
)


def drawn():
    return budget_lines(TABLE, "Money", "What each line needed", locale.catalogue("en"))


def test_each_bar_bears_its_number_and_stage_so_that_no_colour_is_needed():
    spec = drawn().spec
    rows = spec["datasets"]["table"]
    assert [{name: row[name] for name in TABLE.columns} for row in rows] == TABLE.to_dict("records")
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["bar", "text", "text"]
    assert spec["layer"][1]["encoding"]["text"]["field"] == "text"


def test_the_stages_are_in_their_order_and_bars_begin_at_zero():
    encoding = drawn().spec["layer"][0]["encoding"]
    assert encoding["yOffset"]["scale"]["domain"] == encoding["color"]["scale"]["domain"] == list(STAGES) == ["required", "budgeted", "spent"]
    assert encoding["x"]["scale"]["domainMin"] == 0


def test_the_name_of_a_line_stands_once_above_its_bars():
    picture = svg.draw(drawn().spec)
    assert picture.count("Buildings") == picture.count("Travel") == 1
    assert picture.index("Buildings") < picture.index("Travel")
    assert all(text in picture for text in TABLE["text"])
