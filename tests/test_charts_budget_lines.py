"""The chart of budget lines."""

import pandas as pd

from greening import locale
from greening.charts.budget_lines import STAGES, budget_lines
from greening.charts.specification import narrow

TABLE = pd.DataFrame(
    [("Buildings", "required", 460.0, "460 needed"), ("Buildings", "spent", 118.0, "118 spent"), ("Travel", "budgeted", 0.0, "0 budgeted")],
    columns=["label", "stage", "value", "text"],
)


def drawn():
    return budget_lines(TABLE, "Money", "What each line needed", locale.catalogue("en"))


def test_each_bar_bears_its_number_and_stage_so_that_no_colour_is_needed():
    spec = drawn().spec
    assert spec["datasets"]["table"] == TABLE.to_dict("records")
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["bar", "text"]
    assert spec["layer"][1]["encoding"]["text"]["field"] == "text"


def test_the_stages_are_in_their_order_and_bars_begin_at_zero():
    encoding = drawn().spec["layer"][0]["encoding"]
    assert encoding["yOffset"]["scale"]["domain"] == encoding["color"]["scale"]["domain"] == list(STAGES) == ["required", "budgeted", "spent"]
    assert encoding["x"]["scale"]["domainMin"] == 0


def test_the_chart_of_a_narrow_page_keeps_its_table():
    chart = drawn().spec
    assert narrow(chart)["datasets"] == chart["datasets"]
    assert narrow(chart)["width"] < chart["width"]
