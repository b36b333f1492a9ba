"""Seals of final reports: a list of hashes of everything that they rest on, and of every file that was published."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from upath import UPath

from greening import manifest, paths, review
from greening.chain import edition, freshness, inputs, keys, rendering, state
from greening.chain.inputs import Settings
from greening.chain.plan import Task
from greening.chain.status import as_last_run
from greening.errors import CallError, GreeningError
from greening.review import STATES
from greening.reviewing import log
from greening.signing import contents
from greening.signing.moves import checked_day

#: Pages that say what changed since the run before: another machine, which had another run before, writes others.
_OF_RUNS = "changes."
HISTORY = "tells the history of runs"
#: So many names are told.
_NAMED = 5


def place(data: str | UPath, year: int, organization: str = "") -> UPath:
    """Where the seal of a year, or of one organization's report, lies."""
    return paths.root(data) / "review" / "seals" / f"{year}{f'-{organization}' if organization else ''}.json"


def seal(settings: Settings, year: int, organization: str = "", day: str = "") -> tuple[UPath, Mapping[str, Any]]:
    """Write the seal of a year, or of one organization's report; gives its place and what it says. A seal that was there is kept beside it.

    Raises CallError for a year without input and for an unknown code, and GreeningError where a report is not final, not as a run would publish it,
    or not as it was published.
    """
    when = checked_day(day)
    if (paths.root(settings.reports) / edition.MARK).is_file():
        raise CallError(f"{settings.reports} holds the edition for the public; seal the inside one, which --reports names")
    settings = replace(settings, suites=inputs.of_suites(settings.expectations))
    _, graph = contents.tasks(settings.data, year, organization)
    sealed = sorted(task for task in graph if task.with_pages)
    _refuse_unfinished(settings, year, sealed)
    options = _options(settings, sealed)
    _refuse_outdated(replace(settings, **options), graph)
    files, not_sealed = _files(settings, year, sealed, options["languages"], is_whole=not organization)
    told = {
        "year": year,
        "organization": organization,
        "date": when,
        "parameters": {name: list(value) if isinstance(value, tuple) else value for name, value in options.items()},
        "moves": [vars(move) for task in sealed for move in log.read(settings.data, year).moves.get(task.organization, ())],
        "inputs": contents.inputs(settings.data, settings.expectations, graph, sealed),
        "files": files,
        "not_sealed": not_sealed,
    }
    target = place(settings.data, year, organization)
    _keep_earlier(target)
    paths.write_text(target, json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return target, told


def _refuse_unfinished(settings: Settings, year: int, sealed: Sequence[Task]) -> None:
    stand = {task.organization: review.standing(settings.data, year, task.organization) for task in sealed}
    waiting = [f"{code} is {one.state}{' again, since it changed' if one.changed else ''}" for code, one in stand.items() if one.state != STATES[-1]]
    if waiting:
        raise GreeningError(f"only final reports are sealed: {'; '.join(waiting)}; see: python pipeline.py review list --year {year}")


def _options(settings: Settings, sealed: Sequence[Task]) -> dict[str, Any]:
    """The options of the last run, which must be the same for all reports."""
    names = ("gwp_set", "flight_method", "languages", "pdf", "workbook")
    found = [{name: getattr(as_last_run(task, settings), name) for name in names} for task in sealed]
    if any(one != found[0] for one in found):
        raise GreeningError(
            "the reports were not all run with the same options (languages, factors, files); run the year once with those that are wanted"
        )
    return found[0]


def _refuse_outdated(settings: Settings, graph: Mapping[Task, set[Task]]) -> None:
    """Raise where a run would make anything again."""
    outcomes: dict[Task, str] = {}
    for task, before in graph.items():
        history = inputs.history(task, {one: outcomes[one] for one in before})
        again = freshness.products(task, settings, history)
        if again is None and task.with_pages:
            again = next(iter(freshness.pages(task, settings, freshness.reached(task, settings, history))), None)
        if again is not None:
            raise GreeningError(f"{task.name} is not as a run would publish it ({again.stage}: {again.why}); run the year first")
        kept = state.read(inputs.folder(task, settings))
        outcomes[task] = kept.outcome if kept else "failed"


def _files(
    settings: Settings, year: int, sealed: Sequence[Task], languages: Sequence[str], *, is_whole: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """The published files with their hashes, and those that are not sealed with the reason, by their path below the year's folder."""
    listed = _published(settings, year, {task.organization for task in sealed}, is_whole=is_whole)
    made = {name for task in sealed for name in _made(settings, task, languages)}
    reasons = {name: _reason(name, made) for name in listed}
    return {name: listed[name] for name in listed if not reasons[name]}, {name: reason for name, reason in reasons.items() if reason}


def _published(settings: Settings, year: int, codes: set[str], *, is_whole: bool) -> dict[str, str]:
    """The files of some organizations, or all of the year, as its manifest lists them; raises GreeningError where they are not as published."""
    folder = paths.report(settings.reports, year)
    listed = {name: sha256 for name, sha256 in sorted(manifest.files(folder).items()) if is_whole or name.split("/")[0] in codes}
    touched = [name for name, sha256 in listed.items() if keys.of_files([folder / name]).get(name.rpartition("/")[2]) != sha256]
    if touched:
        raise GreeningError(f"not as published: {', '.join(touched[:_NAMED])}{' and others' if len(touched) > _NAMED else ''}; run the year first")
    return listed


def _reason(name: str, made: set[str]) -> str:
    """Why a file is not sealed; empty where it is. Pages around the reports are made with every run."""
    if name.rpartition("/")[2].startswith(_OF_RUNS):
        return HISTORY
    return "" if name in made or "/" not in name else "is of an earlier run, with other options"


def _made(settings: Settings, task: Task, languages: Sequence[str]) -> list[str]:
    """The files that the last run made of a report."""
    folder = inputs.folder(task, settings)
    pages = ("validation", *(rendering.stage(language) for language in languages))
    return [f"{task.organization}/{name}" for page in pages for name in keys.read(page, folder).get("made", {}).get("reports", {})]


def _keep_earlier(target: UPath) -> None:
    """Keep a seal that is there under the next free number."""
    if not target.is_file():
        return
    numbers = (number for number in range(1, 10_000) if not target.with_name(f"{target.stem}.{number}.json").exists())
    paths.write_bytes(target.with_name(f"{target.stem}.{next(numbers)}.json"), target.read_bytes())


def read(data: str | UPath, year: int, organization: str = "") -> Mapping[str, Any]:
    """A seal; raises CallError where there is none, or it cannot be read."""
    target = place(data, year, organization)
    try:
        told = dict(json.loads(target.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        code = f" --organization {organization}" if organization else ""
        raise CallError(f"there is no seal {target}; make one: python pipeline.py seal --year {year}{code}") from error
    except (ValueError, TypeError) as error:
        raise CallError(f"the seal {target} is damaged: {error}; take it from a copy, or seal again") from error
    if missing := [name for name in ("parameters", "moves", "inputs", "files") if name not in told]:
        raise CallError(f"the seal {target} is damaged: it has no {', '.join(missing)}; take it from a copy, or seal again")
    return told
