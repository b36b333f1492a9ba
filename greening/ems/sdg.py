"""Targets of the Sustainable Development Goals: the list of the note to the 71st General Assembly, and which of them a topic serves.

The list of the note ends in "etc.": other targets are accepted, and told.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from greening import reference

#: The number of a target: a goal, and a number or a letter.
TARGET = re.compile(r"(?:1[0-7]|[1-9])\.(?:[1-9][0-9]?|[a-d])")
_BETWEEN = re.compile(r"[\s,;]+")
#: How the targets of an action are known.
STATED, BY_TOPIC = "stated", "topic"


def tags(cell: str | None) -> list[str]:
    """The targets that a cell names, each once in its order; words that cannot be a target are left out."""
    words = _BETWEEN.split(cell.strip().casefold()) if cell else []
    return list(dict.fromkeys(word for word in words if TARGET.fullmatch(word)))


def not_targets(cell: str | None) -> list[str]:
    """The words of a cell that cannot be the number of a target."""
    words = _BETWEEN.split(cell.strip()) if cell else []
    return [word for word in words if word and not TARGET.fullmatch(word.casefold())]


def beyond_note(named: Sequence[str]) -> list[str]:
    """Those of the targets that the note does not list."""
    return [target for target in named if target not in _listed()]


def of_topics(*words: str | None) -> list[str]:
    """The targets that the first of these words serves which is a topic: an aspect, or the beginning of a metric."""
    topics = (_topic(word) for word in words if word)
    return list(next((_by_topic()[topic] for topic in topics if topic in _by_topic()), ()))


def _topic(word: str) -> str:
    return word.strip().casefold().replace(" ", "_")


def order(target: str) -> tuple[int, bool, str]:
    """The place of a target in a list: by goal, numbers before letters."""
    goal, _, part = target.partition(".")
    return int(goal), not part.isdigit(), part.zfill(2)


@cache
def _listed() -> frozenset[str]:
    listed = reference.load("sdg_targets")
    return frozenset(listed.loc[listed["in_note"], "target"].astype("str"))


@cache
def _by_topic() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    listed = reference.load("sdg_targets")
    for target, topics in zip(listed["target"].tolist(), listed["topics"].fillna("").tolist(), strict=True):
        for topic in topics.split():
            found.setdefault(topic, []).append(str(target))
    return found
