"""How far the review of a report is, as its record and what is published say; read without pandas, since it decides whether a page is up to date."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upath import UPath

from greening import paths
from greening.reviewing import comments, content, log
from greening.reviewing.log import BINDING, STATES as STATES, Move

#: The state into which a report falls back that is no longer what was approved.
_AGAIN = "under_review"


@dataclass(frozen=True)
class Standing:
    """Where the review of a report stands: its state as it counts, the last move of its record, and what changed since an approval.

    `changed` has the parts that are no longer what was approved (content.PARTS, and `language`); where there are any, the report is under review
    again, whatever its record says.
    """

    state: str
    move: Move
    changed: tuple[str, ...] = ()


def state(data: str | UPath, year: int, organization: str) -> str:
    """The state of an organization's report as it counts: a draft where nothing is recorded, under review where it changed after it was approved."""
    return standing(data, year, organization).state


def states(data: str | UPath, year: int) -> dict[str, str]:
    """The states, as they count, of all reports of a year that the record names."""
    return {organization: one.state for organization, one in standings(data, year).items()}


def standings(data: str | UPath, year: int) -> dict[str, Standing]:
    """Where the reviews of a year stand that the record names."""
    return {organization: _standing(data, year, moves[-1]) for organization, moves in log.read(data, year).moves.items()}


def standing(data: str | UPath, year: int, organization: str) -> Standing:
    """Where the review of an organization's report stands."""
    moves = log.read(data, year).moves.get(organization, ())
    return _standing(data, year, moves[-1]) if moves else Standing(STATES[0], Move(organization, STATES[0]))


def _standing(data: str | UPath, year: int, move: Move) -> Standing:
    if move.state not in BINDING or not move.content_hash:
        return Standing(move.state, move)
    published = content.published(paths.processed(data, year, move.organization))
    if not published or content.hashed(published) == move.content_hash:
        return Standing(move.state, move)
    kept_hash, approved = content.copied(data, year, move.organization, content.APPROVED)
    # Without the copy nobody can say which part it was.
    changed = content.differences(approved, published) if kept_hash == move.content_hash else list(content.PARTS)
    return Standing(_AGAIN if changed else move.state, move, tuple(changed))


def shown(data: str | UPath, year: int, organization: str) -> dict[str, Any]:
    """All that the pages of a report show of its review: what their key covers."""
    now = standing(data, year, organization)
    told = {"state": now.state, "move": vars(now.move), "changed": list(now.changed)}
    looked, _ = content.copied(data, year, organization, content.LOOKED)
    return told | {"looked": looked, "comments": comments.key(data, year, organization)}


def faults(data: str | UPath, year: int) -> list[str]:
    """What is wrong with the record of a year's reviews and with the comments on its reports, each with file and line: these do not count."""
    return [*log.read(data, year).faults, *comments.read(data, year).faults]


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two reviews as they are shown have the same state for the same reasons."""
    return all(one[name] == other[name] for name in ("state", "move", "changed"))
