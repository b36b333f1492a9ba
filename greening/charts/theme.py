"""Colours, fonts and sizes of every chart, set once.

The colours are told apart by people with any colour vision; no chart relies on them alone: marks are labelled or differ in shape.
"""

from typing import Any

BLUE = "#00567d"
SKY = "#3d9cc9"
GREEN = "#3f7d4e"
SAND = "#c58b1b"
GREY = "#5d6b73"
PALE = "#cfe0e8"
INK = "#1c2b33"

#: The first is what charts are measured with everywhere: it comes with what draws them, and is as wide as Arial.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
WIDTH = 720
HEIGHT = 290
BAR_STEP = 30
LABEL_SIZE = 13

#: A single view with its axes is as wide as WIDTH, however long the labels are.
FITTED = {"type": "fit-x", "contains": "padding"}


def config(decimal: str, thousands: str) -> dict[str, Any]:
    """The Vega-Lite configuration, with the signs that numbers of the language have."""
    words = {"labelColor": INK, "titleColor": GREY, "labelFontSize": LABEL_SIZE, "titleFontSize": 13, "titleFontWeight": "normal"}
    return {
        "font": FONT,
        "background": None,
        # Descriptions of single marks would only repeat the data table.
        "aria": False,
        "view": {"stroke": None},
        # Labels of axes are short numbers; one that may be cut off sets its own limit, and is measured once more for it.
        "axis": {
            **words,
            "labelLimit": 0,
            "domainColor": "#9aa8af",
            "tickColor": "#9aa8af",
            "gridColor": "#e4ebee",
            "labelPadding": 6,
            "titlePadding": 10,
        },
        "axisX": {"grid": False},
        "header": {"labelColor": INK, "labelFontSize": 14, "labelFontWeight": "bold", "titleColor": GREY},
        "legend": {"disable": True},
        "text": {"font": FONT, "fontSize": 13, "fill": INK},
        "locale": {"number": {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}},
    }
