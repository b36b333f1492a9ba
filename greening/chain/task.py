"""The products of one task: stages 1 to 3 of one organization and year, each only where it is not up to date."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow.parquet
from upath import UPath

from greening import paths
from greening.chain import freshness, inputs, keys, state
from greening.chain.execute import execute
from greening.chain.inputs import PRODUCTS, History, Settings
from greening.chain.notebooks import kept_name
from greening.chain.plan import Task
from greening.chain.state import STAGES, State
from greening.chain.verdict import verdict
from greening.errors import GreeningError, StageError
from greening.submission import peek
from greening.tables import submission_tables

#: The product of findings that a stage's verdict is passed on.
_JUDGED = {"validate": "checks", "targets": "findings"}


@dataclass
class Run:
    """A task under way: what it asked for, what came before, and what was done."""

    task: Task
    settings: Settings
    history: History
    folder: UPath
    #: Stages that were run, with their seconds; those that were up to date are not here.
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Note how long a stage takes."""
        started = time.monotonic()
        yield
        self.seconds[stage] = round(time.monotonic() - started, 3)


def run(task: Task, settings: Settings, history: History) -> tuple[State, dict[str, float]]:
    """The state that a task's products end in, and the seconds of each stage that was run.

    A failure is a state, never an exception: the other tasks go on.
    """
    this = Run(task, settings, history, inputs.folder(task, settings))
    paths.remove_parts(*(this.folder / name for name in (".", "keys", "executed", "last")))
    reached = State(task.organization, task.year, task.title, task.parent, task.is_group, freshness.illustrative(task, settings, history))
    try:
        reached = _stages(this, reached)
    except GreeningError as error:
        reached = freshness.reached(task, settings, history)
        _drop_products(this, after=reached.stage)
        reached = replace(reached, outcome="failed", why=str(error))
    state.write(reached, this.folder)
    return reached, this.seconds


def _stages(this: Run, reached: State) -> State:
    for stage in PRODUCTS:
        _bring_up_to_date(this, stage)
        reached = replace(reached, stage=stage, **keys.read(stage, this.folder).get("verdict", {}))
        if reached.outcome == "failed":
            _drop_products(this, after=stage)
            break
    return reached


def _bring_up_to_date(this: Run, stage: str) -> None:
    task, settings = this.task, this.settings
    if STAGES.index(stage) < STAGES.index(settings.start):
        _demand_products(this, stage)
        return
    read = inputs.content(stage, task, settings, this.history)
    if not settings.force and keys.is_current(stage, read, this.folder, {"processed": this.folder}):
        return
    keys.forget(stage, this.folder)
    with this.timed(stage):
        given = inputs.parameters(stage, task, settings, this.history)
        execute(stage, given, this.folder / "executed" / kept_name(stage), task.name, settings.engine)
    extra: dict[str, Any] = {"verdict": verdict(this.folder, _JUDGED[stage])} if stage in _JUDGED else {}
    made = [this.folder / f"{name}.parquet" for name in PRODUCTS[stage]]
    if stage == "validate":
        extra["profile"] = peek.profile(paths.raw(settings.data, task.year, task.organization))
        extra["absent_tables"] = sorted(set(submission_tables()) - _tables_present(this.folder, task.organization))
        read["suites"] = {name: sha for name, sha in read["suites"].items() if name.removesuffix(".json") not in extra["absent_tables"]}
        if extra["verdict"]["outcome"] == "failed":
            # Stage 3 does not run, so what stage 1 found is all that is found.
            made.append(this.folder / "findings.parquet")
            paths.write_bytes(made[-1], (this.folder / "checks.parquet").read_bytes())
    keys.write(stage, read, {"processed": keys.of_files(made)}, this.folder, **extra)


def _demand_products(this: Run, stage: str) -> None:
    missing = [name for name in PRODUCTS[stage] if not (this.folder / f"{name}.parquet").is_file()]
    if missing:
        raise StageError(f"{this.task.name}: {', '.join(missing)} not made yet; run without --from {this.settings.start} first")


def _drop_products(this: Run, after: str) -> None:
    """Remove what later stages made of an earlier input, so that nothing reads it as this input's."""
    later = STAGES.index(after) + 1 if after else 0
    kept = set(keys.read(after, this.folder).get("made", {}).get("processed", {})) if after else set()
    for stage in STAGES[later:3]:
        keys.forget(stage, this.folder)
        for name in {f"{product}.parquet" for product in PRODUCTS[stage]} - kept:
            (this.folder / name).unlink(missing_ok=True)


def _tables_present(folder: UPath, organization: str) -> set[str]:
    """The tables that the organization itself handed in: a group's activities also hold its members' rows."""
    present: set[str] = set()
    for product in ("activities", "checks"):
        with (folder / f"{product}.parquet").open("rb") as file:
            rows = pyarrow.parquet.read_table(file, columns=["table"], filters=[("organization", "=", organization)])
        present.update(value for value in rows.column("table").unique().to_pylist() if value)
    return present
