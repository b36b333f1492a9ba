"""The status table: organization, stage reached, findings, published or held and why, and what a run would do; read without pandas."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter

from greening import manifest, paths, review
from greening.chain import freshness, inputs, state
from greening.chain.inputs import Settings
from greening.chain.plan import Register, Task, chosen, plan
from greening.chain.state import State

#: Heads of the columns.
HEADS = ("year", "organization", "stage", "hold", "reject", "warn", "outcome", "review", "why", "would run")
#: Longest text of a column; what is longer stands in full on the validation page.
WHY_WIDTH = 100


def status_table(settings: Settings, years: Sequence[int], organizations: Sequence[str]) -> str:
    """The status of every organization with input, as a table in plain text.

    The last column says where a run would start and why; each organization is taken to be run with the options of its last run.
    Under the table stands what is wrong with the record of reviews.
    Raises CallError for a year without input or an unknown code.
    """
    register = Register(settings.data)
    tasks = chosen(register, years, organizations)
    settings = replace(settings, suites=inputs.of_suites(settings.expectations))
    again = _would_run(plan(register, years, organizations), settings)
    reviews = {year: review.states(settings.data, year) for year in {task.year for task in tasks}}
    stand = {task: reviews[task.year].get(task.organization, review.STATES[0]) for task in tasks}
    table = as_text(HEADS, [_row(task, settings, stand[task], again[task.year, task.organization]) for task in tasks])
    return "\n".join([table, *(fault for year in sorted(reviews) for fault in review.faults(settings.data, year))])


def _would_run(graph: Mapping[Task, set[Task]], settings: Settings) -> dict[tuple[int, str], str]:
    """Where a run would start with each task, and why; empty where it has nothing to do."""
    found: dict[tuple[int, str], str] = {}
    outcomes: dict[Task, str] = {}
    for task in TopologicalSorter(graph).static_order():
        kept = state.read(inputs.folder(task, settings))
        outcomes[task] = kept.outcome if kept else "failed"
        place = (task.year, task.organization)
        found[place] = _first(task, settings, {before: outcomes[before] for before in graph[task]})
        waits_for = sorted(before.name for before in graph[task] if found[before.year, before.organization])
        if waits_for and not found[place]:
            found[place] = f"perhaps: {waits_for[0]} would run{f', and {len(waits_for) - 1} more' if len(waits_for) > 1 else ''}"
    return found


def _first(task: Task, settings: Settings, before: Mapping[Task, str]) -> str:
    settings, history = as_last_run(task, settings), inputs.history(task, before)
    again = freshness.products(task, settings, history)
    if again is None and task.with_pages:
        again = next(iter(freshness.pages(task, settings, freshness.reached(task, settings, history))), None)
    return f"{again.stage}: {again.why}" if again else ""


def as_last_run(task: Task, settings: Settings) -> Settings:
    """The settings with the options of the last run of a task, where there was one."""
    try:
        asked = json.loads((inputs.folder(task, settings) / "run.json").read_text(encoding="utf-8"))["parameters"]
    except (FileNotFoundError, ValueError, KeyError):
        return settings
    return replace(settings, **asked | {"languages": tuple(asked["languages"])})


def _row(task: Task, settings: Settings, reviewed: str, again: str) -> tuple[str, ...]:
    kept = state.read(inputs.folder(task, settings))
    would_run = shortened(again) or "nothing"
    if kept is None:
        return (str(task.year), task.organization, "none", "", "", "", "not run", reviewed, "", would_run)
    counts = [str(kept.findings.get(level, 0)) for level in HEADS[3:6]]
    told = (_outcome(task, kept, settings), reviewed, shortened(kept.why), would_run)
    return (str(task.year), task.organization, kept.stage or "none", *counts, *told)


def _outcome(task: Task, kept: State, settings: Settings) -> str:
    languages = manifest.languages(paths.report(settings.reports, task.year), task.organization)
    published = f"published ({', '.join(languages)})" if languages else "not published"
    return published if kept.outcome == "ok" else f"{kept.outcome}; {'last report stays' if languages else published}"


def shortened(text: str) -> str:
    """A text cut to the width of a table's last column."""
    return text if len(text) <= WHY_WIDTH else text[: WHY_WIDTH - 1] + "…"


def as_text(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under heads as columns of plain text, as wide as their content."""
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (heads, *rows)]
    return "\n".join(lines)
