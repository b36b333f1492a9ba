"""Writing down in the request log that organizations were asked, reminded or given more time."""

from collections.abc import Iterator, Sequence
from datetime import date

from greening import codes
from greening.chain.plan import bodies
from greening.collecting import requests
from greening.collecting.request_log import ASKED, EXTENDED, FOLDER, REMINDED, Event, append, day as as_day, read, today_or
from greening.errors import CallError


def ask(organizations: Sequence[str], *, is_all: bool, year: int, data: str, day: str, due: str, role: str, note: str) -> str:
    """Write down that organizations were asked, and say of whom; `is_all` is everybody who is expected and was not asked."""
    today = today_or(day)
    expected = {one.organization: one for one in requests.standings(year, data, today)}
    waiting = [code for code, one in expected.items() if one.action == "ask"]
    chosen = _chosen(organizations, waiting, is_all=is_all, what="ask")
    until = as_day(due, "--due").isoformat() if due else requests.due_day(year, requests.settings(data)).isoformat()
    append(data, year, [Event(code, today.isoformat(), ASKED, role, until, note) for code in chosen])
    if not chosen:
        return "nobody is left to ask"
    return "\n".join(
        [f"{_listed(chosen)}: asked on {today}, due {until}", *_remarks([code for code in chosen if code not in expected], until, today, year)]
    )


def _remarks(new: Sequence[str], until: str, today: date, year: int) -> Iterator[str]:
    """What may be a slip in what was written down."""
    if until < today.isoformat():
        yield f"{until} is past, so whoever was asked is late already; name another day with --due, if that is wrong."
    if unknown := [code for code in new if code not in bodies()]:
        yield f"New: {_listed(unknown)}, with no submission of {year - 1}. If that is a slip, take the row out of the log {FOLDER}/{year}.csv."


def remind(organizations: Sequence[str], *, is_all: bool, year: int, data: str, day: str, role: str, note: str) -> str:
    """Write down that organizations were reminded, and say of whom; who was reminded on that day already is not again."""
    today = today_or(day)
    standing = {one.organization: one for one in requests.standings(year, data, today)}
    chosen = _chosen(organizations, [code for code, one in standing.items() if one.action == "remind"], is_all=is_all, what="remind")
    _refuse_unasked(chosen, standing, year)
    again = sorted(_reminded_on(today.isoformat(), year, data) & set(chosen))
    fresh = [code for code in chosen if code not in again]
    append(data, year, [Event(code, today.isoformat(), REMINDED, role, "", note) for code in fresh])
    said = ((fresh, f"reminded on {today}"), (again, f"reminded on {today} already"))
    return "\n".join(f"{_listed(found)}: {what}" for found, what in said if found) or "nobody is to be reminded"


def _reminded_on(day: str, year: int, data: str) -> set[str]:
    return {event.organization for event in read(data, year) if event.event == REMINDED and event.date == day}


def extend(organizations: Sequence[str], *, year: int, data: str, day: str, due: str, role: str, note: str) -> str:
    """Write down that organizations were given more time, and say of whom."""
    today, until = today_or(day), as_day(due, "--due")
    if until <= today:
        raise CallError(f"--due is {until}, which is not after {today}; name the day until which there is time")
    chosen = _chosen(organizations, (), is_all=False, what="extend")
    _refuse_unasked(chosen, {one.organization: one for one in requests.standings(year, data, today, chosen)}, year)
    append(data, year, [Event(code, today.isoformat(), EXTENDED, role, until.isoformat(), note) for code in chosen])
    return f"{_listed(chosen)}: time until {until}"


def _chosen(organizations: Sequence[str], waiting: Sequence[str], *, is_all: bool, what: str) -> list[str]:
    if is_all == bool(organizations):
        raise CallError(f"say whom to {what} with --organization CODE, repeated for several" + ("" if what == "extend" else ", or --all"))
    codes.refuse_odd(organizations)
    return list(dict.fromkeys(organizations)) or list(waiting)


def _refuse_unasked(chosen: Sequence[str], standing: dict[str, requests.Standing], year: int) -> None:
    for code in chosen:
        if code not in standing or standing[code].state == "not asked":
            raise CallError(f"{code} was not asked for {year} yet; first: requests ask --year {year} --organization {code}")
        if standing[code].state == "received":
            raise CallError(f"{code} has handed in for {year}; to ask for more: requests ask --year {year} --organization {code}")


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes)
