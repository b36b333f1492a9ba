"""The nearest valid spelling of a word that is not known."""

import difflib
import re
from collections.abc import Iterable
from itertools import takewhile

#: How alike two words must be for one to be offered for the other; 0 to 1, as difflib's ratio counts.
LIKENESS = 0.6


def plain(word: str) -> str:
    """The word without case, spaces or hyphens, in which different spellings of one name are the same."""
    return re.sub(r"[\s_-]+", "_", word.strip().casefold()).strip("_")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like the given one; empty where none is like it."""
    spelled = {plain(name): name for name in known}
    wanted = plain(word)
    alike = difflib.get_close_matches(wanted, spelled, n=5, cutoff=LIKENESS)
    # Of words as much alike, the one that begins alike for longer.
    found = sorted(alike, key=lambda name: _likeness(wanted, name), reverse=True)
    # kwh for electricity_kwh: too short to be alike, but a part of it.
    within = [name for name in spelled if min(len(wanted), len(name)) > 2 and (wanted in name or name in wanted)]
    return next((spelled[name] for name in [*found, *within]), "")


def offer(word: str, known: Iterable[str]) -> str:
    """A question that offers the nearest known word, to follow a sentence; empty where none is like it."""
    found = nearest(word, known)
    return f" Did you mean {found}?" if found else ""


def _likeness(word: str, other: str) -> tuple[float, int]:
    same_start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    return difflib.SequenceMatcher(None, other, word).ratio(), same_start
