"""Who has handed in and who has not: when it is due, which reminders were sent, and what to do next."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import yaml
from upath import UPath

from greening import paths
from greening.collecting.listing import aligned
from greening.collecting.request_log import ASKED, EXTENDED, FOLDER, RECEIVED, REMINDED, Event, day, read
from greening.errors import CallError
from greening.spelling import offer
from greening.submission.files import listing

#: The settings beside the logs, which need not be there.
SETTINGS = "settings.yml"


@dataclass(frozen=True)
class Settings:
    """When a submission is due and when it is reminded of: month and day of the year after the data year, and days before (-) and after it."""

    due: str = "03-31"
    reminders: tuple[int, ...] = (-14, 0, 7, 21)
    escalate: int = 30
    escalate_to: str = "head of administration"


@dataclass(frozen=True)
class Standing:
    """Where an organization stands: what happened, and what is to be done next."""

    organization: str
    #: not asked, waiting, late, received.
    state: str
    due: date | None
    reminders: int
    last: str
    next_step: str
    #: What is due today: `ask`, `remind`, `escalate`, or nothing.
    action: str = ""


def settings(data: str | UPath) -> Settings:
    """The settings in data/requests/settings.yml, by their defaults where it does not say; raises CallError for what it cannot be."""
    path = paths.root(data) / FOLDER / SETTINGS
    if not path.is_file():
        return Settings()
    try:
        given = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.CBaseLoader) or {}
    except (yaml.YAMLError, UnicodeDecodeError):
        raise CallError(f"{path} is broken; write lines such as `due: 03-31` and `reminders: [-14, 0, 7, 21]`") from None
    if not isinstance(given, dict):
        raise CallError(f"{path} must hold names and what they are, such as `due: 03-31`")
    known = tuple(Settings.__dataclass_fields__)
    for name in given:
        if name not in Settings.__dataclass_fields__:
            known = tuple(Settings.__dataclass_fields__)
            raise CallError(f"{path}: {name} is no setting.{offer(name, known)} There are: {', '.join(known)}")
    own = Settings()
    found = Settings(
        str(given.get("due", own.due)),
        _listed_days(given.get("reminders", list(own.reminders)), path),
        _days(given.get("escalate", own.escalate), path, "escalate"),
        str(given.get("escalate_to", own.escalate_to)),
    )
    day(f"2000-{found.due}", f"{path}: due, which is a month and a day such as 03-31,")
    return found


def _listed_days(given: object, path: UPath) -> tuple[int, ...]:
    if not isinstance(given, list):
        raise CallError(f"{path}: reminders must be a list of days, such as [-14, 0, 7, 21]")
    return tuple(sorted(_days(one, path, "reminders") for one in given))


def due_day(year: int, rules: Settings) -> date:
    """The day on which submissions for a data year are due where nobody said another."""
    # A 29 February is the 28th in other years.
    text = f"{year + 1}-{rules.due}"
    return date(year + 1, 2, 28) if rules.due == "02-29" and (year + 1) % 4 else date.fromisoformat(text)


def standings(year: int, data: str, today: date, organizations: Sequence[str] = ()) -> list[Standing]:
    """Where each organization stands that is expected: those in the log, and those with a submission of the year or the year before.

    Raises CallError for an organization that is none of them.
    """
    logged: Mapping[str, list[Event]] = defaultdict(list)
    for event in read(data, year):
        logged[event.organization].append(event)
    expected = sorted({*logged, *_folders(data, year), *_folders(data, year - 1)})
    if unknown := [code for code in organizations if code not in expected]:
        raise CallError(f"{', '.join(unknown)} is not expected for {year}; there are: {', '.join(expected) or 'none'}. Ask it with `requests ask`")
    rules = settings(data)
    return [_standing(code, logged[code], year, data, today, rules) for code in expected if not organizations or code in organizations]


def as_text(found: Sequence[Standing], year: int, today: date) -> str:
    """The standings as a table, those to act on today first, and how many there are of each."""
    if not found:
        return f"Nobody is expected for {year}: there is no submission of {year - 1} and nobody was asked. Ask with `requests ask`."
    ordered = sorted(found, key=lambda one: (not one.action, one.state == "received", one.due or date.max, one.organization))
    rows = [[one.organization, one.state, _day(one.due), _days_left(one, today), str(one.reminders), one.last, one.next_step] for one in ordered]
    states = ("received", "late", "waiting", "not asked")
    counted = ", ".join(f"{sum(one.state == state for one in found)} {state}" for state in states)
    due_today = sum(bool(one.action) for one in found)
    title = f"Submissions for {year} as of {today}: {counted}; {due_today} to act on today"
    return f"{title}\n\n{aligned(['organization', 'state', 'due', 'days', 'reminders', 'last', 'next step'], rows, most=0)}"


def _standing(code: str, events: Iterable[Event], year: int, data: str, today: date, rules: Settings) -> Standing:
    known = [event for event in events if event.date <= today.isoformat()]
    due = _due(known, due_day(year, rules))
    last = f"{known[-1].event} {known[-1].date}" if known else ""
    later = _since_received(known)
    has_handed_in = len(later) < len(known)
    # Who was asked again after handing in is waited for again.
    if has_handed_in and not _days_of(later, ASKED):
        return Standing(code, "received", due, 0, last, "")
    if not has_handed_in and listing(paths.raw(data, year, code)):
        return Standing(code, "received", due, 0, last, "its files have no receipt: write one with `receive`")
    if not later:
        return Standing(code, "not asked", due, 0, last, f"ask: requests ask --year {year} --organization {code}", "ask")
    return _waiting(code, later, due, last, today, rules)


def _due(events: Sequence[Event], otherwise: date) -> date:
    """The day by which the organization was last asked to hand in."""
    return next((day(event.due, "due") for event in reversed(events) if event.due), otherwise)


def _since_received(events: Sequence[Event]) -> Sequence[Event]:
    """What happened since the last submission came in; all where none did."""
    last = max((place for place, event in enumerate(events) if event.event == RECEIVED), default=-1)
    return events[last + 1 :]


def _waiting(code: str, events: Sequence[Event], due: date, last: str, today: date, rules: Settings) -> Standing:
    """Where one stands who was asked and has not handed in. More time starts the reminders anew."""
    reminded = _days_of(events, REMINDED)
    planned = [due + timedelta(days=offset) for offset in rules.reminders]
    # A reminder answers for every planned one up to its day.
    left = [one for one in planned if one > max([date.min, *reminded, *_days_of(events, ASKED, EXTENDED)])]
    next_step, action = _next(left, len(reminded) + 1, due + timedelta(days=rules.escalate), today, rules.escalate_to)
    return Standing(code, "late" if today > due else "waiting", due, len(reminded), last, next_step, action)


def _next(planned: Sequence[date], number: int, escalated: date, today: date, role: str) -> tuple[str, str]:
    """What is to be done, and whether it is due today, by the reminders that are left and the day on which they end."""
    if past := [one for one in planned if one <= today]:
        return f"send reminder {number} (planned for {past[-1]})", "remind"
    if today >= escalated:
        return f"{'reminders have had no answer' if number > 1 else 'too late to remind'}: write to the {role}", "escalate"
    return f"wait; reminder {number} on {planned[0]}" if planned else f"wait; the {role} from {escalated}", ""


def _days_of(events: Iterable[Event], *kinds: str) -> list[date]:
    return [day(event.date, "date") for event in events if event.event in kinds]


def _days(text: object, path: UPath, name: str) -> int:
    try:
        return int(str(text))
    except ValueError:
        raise CallError(f"{path}: {name} holds {text}, which is no number of days; write one such as 7 or -14") from None


def _folders(data: str, year: int) -> Iterator[str]:
    folder = paths.raw(data, year)
    if folder.is_dir():
        yield from (entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))


def _day(found: date | None) -> str:
    return found.isoformat() if found else ""


def _days_left(one: Standing, today: date) -> str:
    """Days to the due day, or since it with a plus sign."""
    return "" if one.due is None or one.state == "received" else f"{(today - one.due).days:+d}"
