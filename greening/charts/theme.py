"""Colours, fonts and sizes of every chart, set once.

The colours are told apart by people with any colour vision; no chart relies on them alone: marks are labelled or differ in shape. A drawing names
them by class (`NAMES`), so that a page in the dark, in print or in forced colours has its own (`charts.css`).
"""

from typing import Any

BLUE = "#00567d"
SKY = "#3591be"
GREEN = "#3f7d4e"
SAND = "#b57d12"
GREY = "#5d6b73"
#: Intervals: three times as light or dark as what lies under them, like every mark that tells something.
PALE = "#7d99a8"
INK = "#1c2b33"
PAPER = "white"
AXIS = "#9aa8af"
GRID = "#e4ebee"
#: The name of each colour in classes of drawings and in the style sheet.
NAMES = {
    BLUE: "blue",
    SKY: "sky",
    GREEN: "green",
    SAND: "sand",
    GREY: "grey",
    PALE: "pale",
    INK: "ink",
    PAPER: "paper",
    AXIS: "axis",
    GRID: "grid",
}

#: The first is what charts are measured with everywhere: it comes with what draws them, and is as wide as Arial.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
#: A chart is drawn once, so wide that its words can be read on a phone; on a broad page two stand side by side.
WIDTH = 380
HEIGHT = 220
#: A row of bars: its name above it, its number at its end.
BAR_STEP, BAR_HEIGHT = 42, 14
LABEL_SIZE = 13

#: A single view with its axes is as wide as WIDTH, however long the labels are.
FITTED = {"type": "fit-x", "contains": "padding"}


def config(decimal: str, thousands: str) -> dict[str, Any]:
    """The Vega-Lite configuration, with the signs that numbers of the language have."""
    words = {"labelColor": INK, "titleColor": GREY, "labelFontSize": LABEL_SIZE, "titleFontSize": 13, "titleFontWeight": "normal"}
    return {
        "font": FONT,
        "background": None,
        # Only the marks that say so are described: what is told there is shown to who points at them.
        "aria": False,
        "view": {"stroke": None},
        # Labels of axes are short numbers; one that may be cut off sets its own limit, and is measured once more for it.
        "axis": {
            **words,
            "labelLimit": 0,
            "domainColor": AXIS,
            "tickColor": AXIS,
            "gridColor": GRID,
            "labelPadding": 6,
            "titlePadding": 10,
        },
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False},
        "header": {"labelColor": INK, "labelFontSize": LABEL_SIZE, "labelFontWeight": "bold", "titleColor": GREY},
        "legend": {"disable": True},
        "text": {"font": FONT, "fontSize": 13, "fill": INK},
        "locale": {"number": {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}},
    }
