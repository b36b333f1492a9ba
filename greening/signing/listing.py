"""Where reviews stand, as text: a table of a year, and one organization with its moves and comments."""

from collections.abc import Sequence

from upath import UPath

from greening import review
from greening.chain.plan import Register, chosen
from greening.chain.status import as_text
from greening.review import Standing
from greening.reviewing import comments, log
from greening.reviewing.comments import ANSWERED, CLOSED, OPEN, STATES as COMMENT_STATES
from greening.reviewing.log import MOVES

#: Heads of the table of a year.
HEADS = ("year", "organization", "state", "since", "role", "content", "open", "answered", "note")
_SHORT = 12
_PARTS = {"figures": "figures", "findings": "findings", "goals": "paths of goals", "text": "text", "language": "a new language"}


def table(data: str | UPath, year: int, organizations: Sequence[str] = ()) -> str:
    """The reviews of a year, a line an organization with input, and under it what is wrong with the record and the comments.

    Raises CallError for a year without input and for an unknown code.
    """
    register = Register(data)
    codes = [task.organization for task in chosen(register, [year], organizations)]
    stand, given = review.standings(data, year), comments.read(data, year)
    rows = [_row(year, code, stand.get(code) or review.standing(data, year, code), given) for code in codes]
    return "\n".join([as_text(HEADS, rows), *(["", *told] if (told := faults(data, year, register)) else [])])


def _row(year: int, code: str, now: Standing, given: comments.Comments) -> tuple[str, ...]:
    states = [comment.state for comment in given.of(code)]
    counts = [str(states.count(state)) for state in COMMENT_STATES if state in (OPEN, ANSWERED)]
    return (str(year), code, now.state, now.move.date, now.move.role, now.move.content_hash[:_SHORT], *counts, fallen(now) or now.move.note)


def fallen(now: Standing) -> str:
    """Why a report counts as under review that its record has as approved or final; empty where it does not."""
    if not now.changed:
        return ""
    return f"changed since it was {now.move.state} on {now.move.date}: {', '.join(_PARTS[part] for part in now.changed)}"


def faults(data: str | UPath, year: int, register: Register | None = None) -> list[str]:
    """What is wrong with the record and the comments of a year: lines that do not count, and codes that have no input."""
    record, given = log.read(data, year), comments.read(data, year)
    known = {task.organization for task in (register or Register(data)).tasks(year)}
    unknown = [
        f"data/review/{place}{year}.csv: {code} has no input in {year}"
        for place, codes in (("", record.moves), ("comments/", given.by_organization))
        for code in sorted(codes)
        if code not in known
    ]
    return [*review.faults(data, year), *unknown]


def one(data: str | UPath, year: int, organization: str) -> str:
    """The review of one organization: where it stands, every move, every comment, and the next step."""
    from greening.signing import remarks

    now, given = review.standing(data, year, organization), comments.read(data, year).of(organization)
    head = table(data, year, [organization])
    moves = [
        f"{move.date or '-'}  {move.state}  {move.role or '-'}  {move.content_hash[:_SHORT] or '-'}  {move.note}".rstrip()
        for move in log.read(data, year).moves.get(organization, ())
    ]
    next_step = f"next: python pipeline.py review set --year {year} --organization {organization} {'|'.join(MOVES[now.state])} --role …"
    waiting = sum(comment.state != CLOSED for comment in given)
    parts = [
        head,
        "\n".join(["moves:", *(moves or ["none"])]),
        "\n".join([f"comments: {len(given)}, {waiting} not closed", *remarks.as_text(given), *remarks.unplaced(data, year, organization)]),
        next_step,
    ]
    return "\n\n".join(parts)
