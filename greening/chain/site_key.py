"""What the pages around the reports tell, and whether they are up to date: known without the templates that make them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from upath import UPath

from greening import locale, paths, review
from greening.chain import edition, inputs, keys, rendering, state
from greening.chain.inputs import Settings
from greening.chain.plan import Register, Task, bodies

#: Kinds of registered bodies that say more than that a body is one; all others are `other`.
_NO_KIND = ("", "group", "invented", "other_entity")


def told(register: Register, year: int, settings: Settings) -> dict[str, Any]:
    """What the pages of a year are told: `states` of the organizations that were run, with `kind` and `review`; `languages`; `missing`; and `rules`.

    `missing` has code, name and group of each body that is a member of a group with a page and handed in nothing for the year; `rules` is a key
    over the suites.
    """
    tasks = register.tasks(year)
    reviewed = review.states(settings.data, year)
    found = ((task, state.read(inputs.folder(task, edition.shown(settings)))) for task in tasks)
    # Why an organization is held may quote what it submitted.
    untold = {"why": "", "findings": {}} if settings.public else {}
    states = [
        {**asdict(kept), **untold, "kind": _kind(task), "review": reviewed.get(task.organization, review.STATES[0])}
        for task, kept in found
        if kept is not None
    ]
    rules = keys.of_mapping(settings.suites or inputs.of_suites(settings.expectations))
    return {"states": states, "languages": list(settings.languages), "missing": _missing(tasks), "rules": rules}


def _kind(task: Task) -> str:
    kind = bodies()[task.organization].kind if task.organization in bodies() else ""
    return "other" if kind in _NO_KIND else kind


def _missing(tasks: Sequence[Task]) -> list[list[str]]:
    """Members without input of the year, once each, under the first group that they are a member of."""
    there = {task.organization for task in tasks}
    found = {code: task.organization for task in reversed(tasks) for code in task.members if code not in there}
    return [[code, bodies()[code].name if code in bodies() else code, group] for code, group in sorted(found.items())]


def published(data: str, year: int, states: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The SHA-256 of every file that was published for the organizations of these states, by its path below the year's folder."""
    found: dict[str, str] = {}
    for code in (str(one["organization"]) for one in states):
        folder = paths.processed(data, year, code)
        for page in ("validation", *(rendering.stage(language) for language in locale.languages())):
            made = keys.read(page, folder).get("made", {}).get("reports", {})
            found |= {f"{code}/{name}": sha256 for name, sha256 in made.items()}
    return found


def is_current(reports: UPath, year: int, told: Mapping[str, Any], data: str) -> bool:
    """Whether the pages around the reports of a year, and the pages of all years, are as they would be written for what is told."""
    read, kept = _content(year, told, data), paths.processed(data, year)
    return keys.is_current("site", read, kept, {"reports": reports}) and keys.is_current("years", {}, kept.parent, {"reports": reports})


def keep(reports: UPath, year: int, told: Mapping[str, Any], data: str, written: Iterable[UPath]) -> None:
    """Keep what the pages around the reports of a year were made from, and what was `written`."""
    kept = paths.processed(data, year)
    names = [place.relative_to(reports).as_posix() for place in written]
    # The pages of all years are written anew with every year: they are no one year's.
    of_all = [name for name in names if "/" not in name]
    keys.write("site", _content(year, told, data), {"reports": _sums(reports, [name for name in names if "/" in name])}, kept)
    keys.write("years", {}, {"reports": _sums(reports, of_all)}, kept.parent)


def _content(year: int, told: Mapping[str, Any], data: str) -> dict[str, Any]:
    code = {language: keys.of_code("narrative", language) for language in locale.languages()}
    return {"year": year, **told, "published": published(data, year, told["states"]), "code": code}


def _sums(reports: UPath, names: Sequence[str]) -> dict[str, str]:
    return {name: keys.digest((reports / name).read_bytes()) for name in names}
