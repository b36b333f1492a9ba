"""How much room names and numbers of bars need: estimated, since measuring text is most of what a drawing costs."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from greening.charts import theme

#: Signs of which none is wider than 0.62 of its size in the font of the charts, and signs of which none is wider than its size; of all others none is
#: wider than 1.5. Font: Liberation Sans, which is as wide as Arial.
_SLIM_SIGNS = frozenset("abcdefghijklnopqrstuvxyz0123456789 .,:;'()-/")
_FULL_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZmw%+")
_SLIM, _FULL, _BROAD = 0.62, 1.0, 1.5
#: Scripts that fonts of machines draw, by their first and last sign: Cyrillic, Arabic and Chinese signs are hardly wider than their size.
_SCRIPTS = (("\u0400", "\u04ff"), ("\u0600", "\u06ff"), ("\u3000", "\u9fff"), ("\uff00", "\uffef"))
#: The most of a chart's width that numbers have beside what is drawn; a longer one is cut off.
_MOST = 0.6


def label_limit(labels: Iterable[str], width: int) -> int:
    """The limit of names that have so much width (px); 0, for none, where all surely fit: a name with a limit is measured once more."""
    return width if _widest(labels) > width else 0


def places(table: pd.DataFrame, width: int, gap: int) -> Mapping[str, Any]:
    """What a chart of rows keeps free: `@limit` for the names of a width (px), `@end` for the longest text, so far from what it stands beside.

    Vega fits a chart to its width but once, and would cut the text off. `@most` is the limit of a text that is longer than there is room for.
    """
    most = int(width * _MOST)
    needed = room(table["text"])
    return {
        "@limit": label_limit(table["label"], width),
        "@end": {"expr": f"width - {gap + min(needed, most)}"},
        "@most": most if needed > most else 0,
    }


def room(texts: Iterable[str]) -> int:
    """The room that numbers surely fit in (px), in steps of ten: charts that differ in their tables alone are read once by what draws them."""
    return math.ceil(_widest(texts) / 10) * 10


def _widest(texts: Iterable[str]) -> float:
    return max((sum(map(_share, text)) for text in texts), default=0.0) * theme.LABEL_SIZE


def _share(sign: str) -> float:
    is_full = sign in _FULL_SIGNS or any(first <= sign <= last for first, last in _SCRIPTS)
    return _SLIM if sign in _SLIM_SIGNS else _FULL if is_full else _BROAD
