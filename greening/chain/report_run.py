"""A run as its user sees it: progress on standard error, the result on standard output."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from greening import paths
from greening.chain.execute import usable_engine
from greening.chain.inputs import Settings
from greening.chain.lock import one_run_at_a_time
from greening.chain.plan import Task
from greening.chain.run import Result, run
from greening.chain.state import State
from greening.chain.status import as_text, shortened


def run_and_report(settings: Settings, years: Sequence[int], organizations: Sequence[str], workers: int | None) -> bool:
    """Run, print the summary and where the site is; whether everything asked for was published."""
    console = Console(stderr=True)
    engine, note = usable_engine(settings.engine)
    settings = replace(settings, engine=engine)
    if note:
        console.print(note, markup=False)
    with one_run_at_a_time(settings.data, lambda text: console.print(text, markup=False)):
        if console.is_terminal:
            result = _with_bar(console, settings, years, organizations, workers)
        else:
            result = run(settings, years, organizations, workers, _plain_line)
    click.echo(summary(result, settings))
    return all(state.outcome == "ok" for state in result.states)


def _with_bar(console: Console, settings: Settings, years: Sequence[int], organizations: Sequence[str], workers: int | None) -> Result:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        shown = bar.add_task("starting", total=None)

        def progress(task: Task, state: State, _seconds: Mapping[str, float], done: int, total: int) -> None:
            bar.update(shown, completed=done, total=total, description=f"{task.name} {state.stage}")
            if state.outcome != "ok":
                bar.console.print(f"{task.name}: {state.outcome}: {state.why}", markup=False)

        return run(settings, years, organizations, workers, progress)


def _plain_line(task: Task, state: State, seconds: Mapping[str, float], done: int, total: int) -> None:
    took = ", ".join(f"{stage} {value:.1f} s" for stage, value in seconds.items())
    parts = [took or ("up to date" if state.stage else ""), "" if state.outcome == "ok" else f"{state.outcome}: {state.why}"]
    print(f"[{done}/{total}] {task.name}: {': '.join(filter(None, parts))}", file=sys.stderr, flush=True)


def summary(result: Result, settings: Settings) -> str:
    """What was published, held and failed, a line an organization and year, and where the site is."""
    heads = ("year", "organization", "outcome", "hold", "reject", "warn", "why")
    rows = [
        (
            str(state.year),
            state.organization,
            "published" if state.outcome == "ok" else state.outcome,
            *(str(state.findings.get(level, 0)) for level in heads[3:6]),
            shortened(state.why),
        )
        for state in result.states
    ]
    published = sum(state.outcome == "ok" for state in result.states)
    lines = [as_text(heads, rows), "", f"{published} of {len(result.states)} reports published"]
    lines += [f"read by nothing, since it lies outside every organization's folder: {stray}" for stray in result.strays]
    lines += [f"in no group, since its parent rolls up to itself: {name}" for name in result.loops]
    return "\n".join([*lines, f"site: {paths.root(settings.reports) / 'index.html'}"])
