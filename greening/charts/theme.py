"""Colours, fonts and sizes of every chart, set once.

The colours are told apart by people with any colour vision; no chart relies on them alone: marks are labelled or differ in shape.
"""

from typing import Any

import altair as alt

BLUE = "#00567d"
SKY = "#3d9cc9"
GREEN = "#3f7d4e"
SAND = "#c58b1b"
GREY = "#5d6b73"
PALE = "#cfe0e8"
INK = "#1c2b33"

FONT = "Arial, Helvetica, sans-serif"
WIDTH = 720
HEIGHT = 290
BAR_STEP = 30

#: A single view with its axes is as wide as WIDTH, however long the labels are.
FITTED = alt.AutoSizeParams(type="fit-x", contains="padding")


def config(decimal: str, thousands: str) -> dict[str, Any]:
    """The Vega-Lite configuration, with the signs that numbers of the language have."""
    words = {"labelColor": INK, "titleColor": GREY, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal"}
    return {
        "font": FONT,
        "background": None,
        "view": {"stroke": None},
        "axis": {**words, "domainColor": "#9aa8af", "tickColor": "#9aa8af", "gridColor": "#e4ebee", "labelPadding": 6, "titlePadding": 10},
        "axisX": {"grid": False},
        "header": {"labelColor": INK, "labelFontSize": 14, "labelFontWeight": "bold", "titleColor": GREY},
        "legend": {"disable": True},
        "text": {"font": FONT, "fontSize": 13, "fill": INK},
        "locale": {"number": {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}},
    }
