"""Moves of a report from one state of its review to another, as people ask for them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from upath import UPath

from greening import paths, review, spelling
from greening.chain import state as states
from greening.chain.plan import Register, chosen
from greening.errors import CallError, GreeningError
from greening.review import STATES, Standing
from greening.reviewing import comments, content, lines, log
from greening.reviewing.comments import OPEN
from greening.reviewing.log import BINDING, COLUMNS, MOVES, Move

#: States into which a report is moved by somebody who has looked at it.
_LOOKED = ("comments", *BINDING)
_SHORT = 12


def move(data: str | UPath, year: int, organization: str, state: str, role: str, note: str = "", day: str = "") -> Standing:
    """Record that a role moves a report to a state, today where no day is given; gives where the review stands now.

    Raises CallError where the call or the move cannot be, naming the states that are possible, and GreeningError where what is to be approved is not
    published, or open comments stand against making it final.
    """
    refuse_unknown(data, year, [organization])
    wanted, said = spelling.plain(state), role.strip()
    if wanted not in STATES:
        raise CallError(f"{state} is no state of a review; there are {', '.join(STATES)}.{spelling.offer(state, STATES)}")
    when = checked_day(day)
    if not said:
        raise CallError('say which role moves the report, for example --role "Reviewer"')
    with lines.held(log.place(data, year)):
        before = review.standing(data, year, organization)
        _refuse(data, year, before, wanted)
        hashed = content.hashed(content.published(paths.processed(data, year, organization)))
        if wanted in _LOOKED and hashed:
            content.copy(data, year, organization, content.LOOKED)
        if wanted in BINDING:
            # Before the line that refers to it.
            content.copy(data, year, organization, content.APPROVED)
        line = Move(organization, wanted, said, when, hashed, " ".join(note.split()))
        lines.append(log.place(data, year), COLUMNS, vars(line))
    return review.standing(data, year, organization)


def submit(data: str | UPath, year: int, organization: str, role: str, day: str = "", note: str = "") -> bool:
    """Record that a submission was received, where the review can go on from that; whether it was recorded.

    An approved or final report stays so until it changes, and is then under review again by itself.
    """
    if "submitted" not in MOVES[review.state(data, year, organization)]:
        return False
    move(data, year, organization, "submitted", role, note, day)
    return True


def refuse_unknown(data: str | UPath, year: int, organizations: Sequence[str]) -> None:
    """Raises CallError for a year without input and for an unknown code, naming what there is."""
    chosen(Register(data), [year], organizations)


def checked_day(day: str) -> str:
    """The day that is meant, today where none is given; raises CallError where it is none."""
    told = day.strip() or datetime.now(UTC).date().isoformat()
    if not log.is_day(told):
        raise CallError(f"{day} is no day; write it as 2026-11-21")
    return told


def _refuse(data: str | UPath, year: int, before: Standing, wanted: str) -> None:
    """Raise where a report cannot go from where it stands to a state."""
    organization = before.move.organization
    if wanted not in MOVES[before.state]:
        fell = f", since it changed after it was {before.move.state}" if before.changed else ""
        raise CallError(f"{organization} {year} is {before.state}{fell}, and cannot go to {wanted}; it can go to {', '.join(MOVES[before.state])}")
    if wanted in BINDING:
        _refuse_unpublished(data, year, organization, wanted)
    if wanted == STATES[-1]:
        _refuse_open(data, year, organization)


def _refuse_unpublished(data: str | UPath, year: int, organization: str, wanted: str) -> None:
    folder = paths.processed(data, year, organization)
    reached, run = states.read(folder), f"python pipeline.py run --year {year} --organization {organization}"
    if reached is not None and reached.outcome != "ok":
        raise GreeningError(f"{organization} {year} is {reached.outcome} and cannot be {wanted}: {reached.why}; mend that, and run: {run}")
    if not content.published(folder):
        raise GreeningError(f"nothing is published of {organization} {year} that could be {wanted}; run: {run}")


def _refuse_open(data: str | UPath, year: int, organization: str) -> None:
    waiting = [comment.entry for comment in comments.read(data, year).of(organization) if comment.state == OPEN]
    if waiting:
        told = "; ".join(f"{entry.id} on {entry.on}: {entry.text[:60]}" for entry in waiting)
        raise GreeningError(
            f"{organization} {year} cannot be final while comments are open ({told}); answer or close them: "
            f"python pipeline.py review close --year {year} {waiting[0].id} --role …"
        )
