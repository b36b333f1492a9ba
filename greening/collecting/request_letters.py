"""Letters that ask for a submission, remind of it, or go to who can decide, as plain text in the language of who reads them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from upath import UPath

from greening import locale, paths
from greening.chain.plan import bodies
from greening.collecting import contacts
from greening.collecting.contacts import Contact
from greening.collecting.letters import Letter, addressed, isolating, signed
from greening.collecting.listing import aligned
from greening.collecting.request_log import day
from greening.collecting.requests import Settings, Standing, settings
from greening.errors import CallError
from greening.locale import Catalogue
from greening.submission import peek

#: Folder of the letters below that of the data.
FOLDER = "mails"


@dataclass(frozen=True)
class Written:
    """A letter that was written: to whom, of what kind, in which language, and where it is."""

    organization: str
    kind: str
    language: str
    place: UPath


def write(year: int, standings: Sequence[Standing], data: str, language: str, out: str, due: str = "") -> list[Written]:
    """Write the letter that is due to each organization: of asking, of reminding, or to the role that can decide.

    Who is asked is told the day `due`, where one is given. The language is that of data/requests/contacts.csv, else the given one.
    Raises CallError for a language without a catalogue.
    """
    if language not in locale.languages():
        raise CallError(f"no catalogue for the language {language}; write one of {', '.join(locale.languages())}")
    known, rules = contacts.read(data), settings(data)
    folder = paths.root(out) if out else paths.root(data) / FOLDER / str(year)
    written = []
    for one in standings:
        if one.action == "ask" and due:
            one = replace(one, due=day(due, "--due"))
        if one.action:
            contact = known.get(one.organization, Contact())
            words = locale.catalogue(contact.language or language)
            place = folder / f"{one.organization}_{one.action}.txt"
            paths.write_text(place, letter(year, one, contact, _name(one.organization, year, data), rules, words).text(words))
            written.append(Written(one.organization, one.action, words.language, place))
    return written


def letter(year: int, one: Standing, contact: Contact, name: str, rules: Settings, words: Catalogue) -> Letter:
    """The letter that is due to an organization."""
    apart = isolating(words)
    said = apart(words.said(name))
    reader = rules.escalate_to if one.action == "escalate" else contact.role
    due = words.date(one.due) if one.due else ""
    facts = {"name": said, "year": str(year), "date": due}
    told = [*addressed(said, reader, words), "\n".join(_told(one, facts, words))]
    told.append(words.text("request.due" if one.action == "ask" or one.state == "waiting" else "request.overdue", date=due))
    if one.action != "escalate":
        told += [words.text("request.workbook", file=apart(f"{one.organization}.xlsx")), words.text("request.how"), words.text("request.later")]
    told += [] if one.action == "ask" else [words.text("request.crossed")]
    return Letter(words.text(f"request.subject.{one.action}", name=words.said(name), year=str(year), date=due), [*told, signed(words)])


def _told(one: Standing, facts: Mapping[str, str], words: Catalogue) -> Iterator[str]:
    """What the letter is for, in lines of their own: not every language has a space between two sentences."""
    yield words.text(f"request.{one.action}", **facts)
    if one.action == "remind":
        yield words.text("request.number", number=words.count(one.reminders + 1))
    if one.action == "escalate" and one.reminders:
        yield words.counted("request.unanswered", one.reminders)


def _name(organization: str, year: int, data: str) -> str:
    """The organization's name as it last handed it in, else as it is registered, else its code."""
    profiles: list[Mapping[str, str]] = [peek.profile(paths.raw(data, one, organization)) for one in (year, year - 1)]
    registered = bodies().get(organization)
    return next((name for profile in profiles if (name := profile.get("name"))), registered.name if registered else organization)


def as_text(written: Sequence[Written], year: int) -> str:
    """Which letters were written, and how to note that they were sent."""
    if not written:
        return f"No letter for {year} is due today."
    table = aligned(
        ["organization", "letter", "language", "file"], [[one.organization, one.kind, one.language, str(one.place)] for one in written], most=0
    )
    kinds = {one.kind for one in written}
    steps = [f"requests {kind} --year {year} --all" for kind in ("ask", "remind") if kind in kinds]
    return f"{table}\n\nNothing was sent." + (f" Once they are, write it down: {' and '.join(steps)}" if steps else "")
