"""Which actions come first: the environmental risk that an action treats, times how feasible it is.

| | feasibility high (3) | medium (2) | low (1) |
|---|---|---|---|
| risk high (3) | 9 | 6 | 3 |
| risk medium (2) | 6 | 4 | 2 |
| risk low (1) | 3 | 2 | 1 |

Equal products share a rank. Among them the order is that of the action_id, so that it does not depend on the order of rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: What each grade counts.
GRADES: Mapping[str, int] = {"high": 3, "medium": 2, "low": 1}
#: Statuses of actions that can still be put first.
OPEN = ("planned", "under_way")
#: How the risk of an action is known.
STATED, BY_ASPECT = "stated", "aspect"


def grade(cell: Any) -> str:
    """high, medium or low where the cell says so in one of these words; else empty."""
    word = str(cell).strip().casefold() if cell is not None else ""
    return word if word in GRADES else ""


def highest(grades: Iterable[str]) -> str:
    """The highest of the grades; empty where there is none."""
    return max((one for one in grades if one in GRADES), key=GRADES.__getitem__, default="")


def risk(stated: Any, aspect: str | None, places: Sequence[str], aspects: Iterable[Mapping[str, Any]]) -> tuple[str, str]:
    """The grade of the risk that an action treats, and how it is known.

    What the action itself states as high, medium or low; else the highest significance of its aspect at its places, where a
    significance without a place holds for all, and an action without places is of all.
    """
    if own := grade(stated):
        return own, STATED
    wanted = _name(aspect)
    at_places = [
        grade(row["significance"])
        for row in aspects
        if wanted and _name(row["aspect"]) == wanted and (row["location_id"] is None or not places or row["location_id"] in places)
    ]
    found = highest(at_places)
    return found, BY_ASPECT if found else ""


def _name(aspect: str | None) -> str:
    return aspect.strip().casefold() if aspect else ""


def priority(risk_grade: str, feasibility: str) -> int | None:
    """Risk times feasibility, 1 to 9; None where either has no grade."""
    return GRADES[risk_grade] * GRADES[feasibility] if risk_grade in GRADES and feasibility in GRADES else None


def ranks(priorities: Sequence[int | None]) -> list[int | None]:
    """The rank of each: one more than the number of those that are higher; None where there is no priority."""
    return [None if one is None else 1 + sum(other > one for other in priorities if other is not None) for one in priorities]
