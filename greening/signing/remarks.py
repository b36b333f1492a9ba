"""Comments, answers and closings, as people enter them by command."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from upath import UPath

from greening import paths, review, spelling
from greening.errors import CallError
from greening.review import STATES
from greening.reviewing import comments, lines
from greening.reviewing.comments import ANSWERED, CLOSED, COLUMNS, OPEN, Comment, Comments, Entry
from greening.signing.moves import checked_day, refuse_unknown


def comment(data: str | UPath, year: int, organization: str, on: str, text: str, role: str, day: str = "") -> Entry:
    """Enter a comment; gives it with its id. Raises CallError where it is on nothing that the report has, offering the nearest name."""
    refuse_unknown(data, year, [organization])
    if review.state(data, year, organization) == STATES[-1]:
        raise CallError(f"{organization} {year} is final; move it back first: {_back(year, organization)}")
    if fault := comments.fault_of_target(on) or absent(data, year, organization, on):
        raise CallError(fault)
    return _append(data, year, Entry("", organization, on, _said(text), _role(role), checked_day(day), OPEN))


def answer(data: str | UPath, year: int, comment_id: str, text: str, role: str, day: str = "") -> Entry:
    """Enter an answer to a comment; gives it. Raises CallError where there is no such comment."""
    return _reply(data, year, comment_id, _said(text), role, day, ANSWERED)


def close(data: str | UPath, year: int, comment_id: str, text: str, role: str, day: str = "") -> Entry:
    """Close a comment, with or without words; gives the line. Raises CallError where there is no such comment, or it is closed."""
    return _reply(data, year, comment_id, " ".join(text.split()), role, day, CLOSED)


def _reply(data: str | UPath, year: int, comment_id: str, text: str, role: str, day: str, state: str) -> Entry:
    known = comments.read(data, year)
    found = known.find(comment_id)
    if found is None:
        ids = [one.entry.id for listed in known.by_organization.values() for one in listed]
        raise CallError(f"there is no comment {comment_id} of {year}; there are: {', '.join(ids) or 'none'}")
    if found.state == CLOSED and state == CLOSED:
        raise CallError(f"comment {comment_id} of {year} is closed already; enter a new one with review comment")
    entry = Entry("", found.entry.organization, found.entry.on, text, _role(role), checked_day(day), state, comment_id)
    return _append(data, year, entry)


def _append(data: str | UPath, year: int, entry: Entry) -> Entry:
    place = comments.place(data, year)
    with lines.held(place):
        # Under the lock: two who comment at the same time get two ids.
        numbered = Entry(**{**vars(entry), "id": _next_id(comments.read(data, year), lines.read(place).lines)})
        lines.append(place, COLUMNS, vars(numbered))
    return numbered


def _next_id(known: Comments, entered: Sequence[lines.Line]) -> str:
    used = [int(line.cells.get("id", "")) for line in entered if line.cells.get("id", "").isdigit()]
    return str(max([known.count, *used], default=0) + 1)


def _said(text: str) -> str:
    if not text.strip():
        raise CallError("say something: the text is empty")
    return " ".join(text.split())


def _role(role: str) -> str:
    if not role.strip():
        raise CallError('say which role that is, for example --role "Reviewer"')
    return " ".join(role.split())


def _back(year: int, organization: str) -> str:
    return f"python pipeline.py review set --year {year} --organization {organization} under_review --role …"


def absent(data: str | UPath, year: int, organization: str, on: str) -> str:
    """That the published report has nothing of the name that a comment is on, with the nearest name; empty where it has, or nothing is published."""
    kind, _, target = on.partition(":")
    known = targets(data, year, organization).get(kind, ())
    if not known or target in known:
        return ""
    return f"{organization} {year} has no {kind} {target}.{spelling.offer(target, known)}"


def targets(data: str | UPath, year: int, organization: str) -> Mapping[str, Sequence[str]]:
    """What the published report has to comment on, by kind: figures, sections, and findings by rule, table and row; empty without a report."""
    # Where it is needed: both load pandas.
    from greening import tables
    from greening.errors import DeclarationError
    from greening.reviewing.placing import names_of_findings
    from greening.since import kept

    folder = paths.processed(data, year, organization)
    found: dict[str, Sequence[str]] = {}
    last = folder / "last"
    memories = [kept.parsed(place) for place in sorted(last.iterdir(), key=str) if place.name.endswith(".json.z")] if last.is_dir() else []
    for memory in (one for one in memories if one is not None):
        found = {"figure": list(memory.state.figures), "section": list(memory.state.texts)}
        break
    with suppress(DeclarationError):
        found["finding"] = names_of_findings(tables.read("findings", folder))
    return found


def unplaced(data: str | UPath, year: int, organization: str) -> list[str]:
    """The comments on an organization's report that are on nothing that it has, each in words."""
    given = comments.read(data, year).of(organization)
    faults = ((one.entry.id, absent(data, year, organization, one.entry.on)) for one in given)
    return [f"comment {comment_id}: {fault}" for comment_id, fault in faults if fault]


def as_text(given: Sequence[Comment]) -> list[str]:
    """Comments with what was said to them, a line each."""
    told: list[str] = []
    for one in given:
        told.append(f"{one.entry.id}  {one.state}  {one.entry.on}  {one.entry.date}  {one.entry.role}: {one.entry.text}")
        told += [f"    {reply.state}  {reply.date}  {reply.role}: {reply.text}".rstrip(": ") for reply in one.replies]
    return told
