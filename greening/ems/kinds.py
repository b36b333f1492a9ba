"""Kinds of measure: the words of a submission, and the few kinds that a report counts by."""

from collections.abc import Mapping
from functools import cache

from greening import reference

#: Kind of a measure whose own word is not known.
OTHER = "other"


def category(kind: str | None) -> str:
    """The kind that a measure is counted under; `other` where its own word is not known, empty where none is given."""
    return _categories().get(_word(kind), OTHER) if kind else ""


def is_known(kind: str) -> bool:
    """Whether a measure's own word for its kind is known."""
    return _word(kind) in _categories()


def categories() -> tuple[str, ...]:
    """Every kind that measures are counted under, in the order of the list."""
    return tuple(dict.fromkeys([*_categories().values(), OTHER]))


def _word(kind: str) -> str:
    return "_".join(kind.strip().casefold().split())


@cache
def _categories() -> Mapping[str, str]:
    listed = reference.load("measure_kinds")
    return dict(zip(listed["kind"].tolist(), listed["category"].tolist(), strict=True))
