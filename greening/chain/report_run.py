"""A run as its user sees it: progress on standard error, the result on standard output."""

import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from greening import paths, review
from greening.chain.cycle import Watch
from greening.chain.inputs import Settings
from greening.chain.lock import one_run_at_a_time
from greening.chain.plan import Task
from greening.chain.run import Result, run
from greening.chain.state import State
from greening.chain.status import as_text, shortened
from greening.chain.warm import usable_engine

#: The exit code of a program that was interrupted.
INTERRUPTED = 130


def run_and_report(settings: Settings, years: Sequence[int], organizations: Sequence[str], workers: int | None, scheduler: str) -> bool:
    """Run, print the summary and where the site is; whether everything asked for was published.

    An interrupt (Ctrl-C, or a request to end) stops all work at once and exits with code 130; the next run goes on from there.
    """
    console = Console(stderr=True)
    engine, note = usable_engine(settings.engine)
    settings = replace(settings, engine=engine)
    if note:
        console.print(note, markup=False)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with one_run_at_a_time(settings.data, lambda text: console.print(text, markup=False)), _watch(console) as watch:
            result = run(settings, years, organizations, workers, scheduler, watch)
    except KeyboardInterrupt:
        console.print("stopped; what is finished is kept, and the same command goes on from there", markup=False)
        sys.exit(INTERRUPTED)
    click.echo(summary(result, settings))
    return all(state.outcome == "ok" for state in result.states)


@contextmanager
def _watch(console: Console) -> Iterator[Watch]:
    """A progress bar on a terminal, plain lines elsewhere."""
    if not console.is_terminal:
        yield _Lines()
        return
    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        yield _Bar(bar)


class _Bar:
    """A progress bar: the last thing done, tasks done and in all, how many a minute, time left."""

    def __init__(self, bar: Progress) -> None:
        self._bar, self._shown, self._started = bar, bar.add_task("starting", total=None, rate=""), time.monotonic()
        #: Tasks of which something was run: those up to date say nothing about how long the others take.
        self._run = 0

    def unit(self, task: Task, part: str, seconds: float) -> None:
        """A stage or page of a task was run."""
        self._bar.update(self._shown, description=f"{task.name} {part} {seconds:.1f} s")

    def task(self, task: Task, state: State, seconds: Mapping[str, float], done: int, total: int) -> None:
        """A task is finished."""
        self._run += bool(seconds)
        minutes = (time.monotonic() - self._started) / 60
        self._bar.update(self._shown, completed=done, total=total, rate=f"{self._run / minutes:.0f}/min" if self._run else "")
        if state.outcome != "ok":
            self._bar.console.print(f"{task.name}: {state.outcome}: {state.why}", markup=False)


class _Lines:
    """A line for each task that is finished."""

    def unit(self, task: Task, part: str, seconds: float) -> None:
        """Nothing: a task is told when it is finished."""

    def task(self, task: Task, state: State, seconds: Mapping[str, float], done: int, total: int) -> None:
        """One line: what was run and how long it took, and why the task is held or failed."""
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
    years = sorted({state.year for state in result.states})
    lines += [fault for year in years for fault in review.faults(settings.data, year)]
    return "\n".join([*lines, f"site: {paths.root(settings.reports) / 'index.html'}"])
