"""The maturity checklist of an environmental management system: what a place says of each part that one consists of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from greening import reference

#: What an answer means; an answer in other words is shown as it is, and counts as not known.
IN_PLACE, PARTLY, MISSING, NOT_KNOWN = "in_place", "partly", "not_in_place", "not_known"
_MEANINGS: Mapping[str, str] = {
    **dict.fromkeys(("yes", "true", "met", "approved", "implemented", "already_in_place", "in_place", "done"), IN_PLACE),
    **dict.fromkeys(("partly", "partial", "started", "under_way", "approaching", "draft", "planned"), PARTLY),
    **dict.fromkeys(("no", "false", "none", "missing", "not_started", "not_met", "not_in_place"), MISSING),
}


@dataclass(frozen=True)
class Item:
    """One part of an environmental management system: the question that asks for it, and what it is, in words."""

    question_id: str
    text: str


@cache
def items() -> Sequence[Item]:
    """The checklist in its order. Source: ga71_secretariat_plan."""
    listed = reference.load("ems_checklist")
    return tuple(Item(*row) for row in listed[["question_id", "text"]].itertuples(index=False, name=None))


def meaning(answer: str) -> str:
    """in_place, partly, not_in_place, or not_known where the answer is in other words."""
    return _MEANINGS.get("_".join(answer.strip().casefold().split()), NOT_KNOWN)


def states(answers: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What the answers of one place mean, by question, for the questions of the checklist that were answered.

    Answers to one question that mean different things mean nothing known.
    """
    found: dict[str, str] = {}
    asked = {item.question_id for item in items()}
    for row in answers:
        question, told = row["question_id"].casefold(), meaning(row["answer"])
        if question in asked:
            found[question] = told if found.get(question, told) == told else NOT_KNOWN
    return found
