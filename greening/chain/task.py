"""One task: the stages of one organization and year, each only where it is not up to date."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pyarrow.parquet
from upath import UPath

from greening import paths
from greening.chain import inputs, keys, record, state
from greening.chain.execute import execute, kept_name
from greening.chain.inputs import PRODUCTS, History, Settings
from greening.chain.plan import Task
from greening.chain.state import STAGES, State
from greening.errors import GreeningError, StageError
from greening.tables import submission_tables


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


def run(task: Task, settings: Settings, before: list[Task]) -> tuple[State, dict[str, float]]:
    """The state that a task ends in, and the seconds of each stage that was run.

    A failure is a state, never an exception: the other tasks go on.
    """
    this = Run(task, settings, inputs.history(task, settings, before), inputs.folder(task, settings))
    reached = State(task.organization, task.year, task.title, task.parent, task.is_group, _illustrative(this))
    try:
        reached = _stages(this, reached)
    except GreeningError as error:
        _drop_products(this, after=reached.stage)
        reached = replace(reached, outcome="failed", why=str(error))
    state.write(reached, this.folder)
    if task.with_pages:
        reached = _pages(this, reached)
        state.write(reached, this.folder)
    record.write(this.folder, task, settings, this.seconds)
    return reached, this.seconds


def _stages(this: Run, reached: State) -> State:
    for stage in PRODUCTS:
        _bring_up_to_date(this, stage)
        reached = replace(reached, stage=stage)
        if stage == "validate":
            outcome, why, counts = record.verdict(this.folder, "checks")
            reached = replace(reached, outcome=outcome, why=why, findings=counts)
            if outcome == "failed":
                _drop_products(this, after="validate")
                # Stage 3 does not run, so what stage 1 found is all that is found.
                paths.write_bytes(this.folder / "findings.parquet", (this.folder / "checks.parquet").read_bytes())
                return reached
    outcome, why, counts = record.verdict(this.folder, "findings")
    return replace(reached, outcome=outcome, why=why, findings=counts)


def _bring_up_to_date(this: Run, stage: str) -> None:
    task, settings = this.task, this.settings
    if STAGES.index(stage) < STAGES.index(settings.start):
        _demand_products(this, stage)
        return
    read = inputs.content(stage, task, settings, this.history)
    if not settings.force and keys.is_current(stage, keys.of_mapping(read), this.folder, {"processed": this.folder}):
        return
    keys.forget(stage, this.folder)
    with this.timed(stage):
        given = inputs.parameters(stage, task, settings, this.history)
        execute(stage, given, this.folder / "executed" / kept_name(stage), task.name, settings.engine)
    made = {f"{name}.parquet": this.folder / f"{name}.parquet" for name in PRODUCTS[stage]}
    extra = {}
    if stage == "validate":
        extra["absent_tables"] = sorted(set(submission_tables()) - _tables_present(this.folder))
        read["suites"] = {name: sha for name, sha in read["suites"].items() if name.removesuffix(".json") not in extra["absent_tables"]}
    keys.write(stage, read, {"processed": keys.of_files(made.values())}, this.folder, **extra)


def _pages(this: Run, reached: State) -> State:
    """Publish what may be published: the validation page always, the report where nothing holds it back."""
    # The publisher draws charts with a library that takes a second to load; a task without pages does without.
    from greening.chain import pages

    try:
        if reached.outcome == "ok":
            for language in this.settings.languages:
                pages.publish(this, language)
            reached = replace(reached, stage="narrative")
    except GreeningError as error:
        reached = replace(reached, outcome="failed", why=str(error))
    pages.publish_validation(this)
    return reached


def _demand_products(this: Run, stage: str) -> None:
    missing = [name for name in PRODUCTS[stage] if not (this.folder / f"{name}.parquet").is_file()]
    if missing:
        raise StageError(f"{this.task.name}: {', '.join(missing)} not made yet; run without --from {this.settings.start} first")


def _drop_products(this: Run, after: str) -> None:
    """Remove what later stages made of an earlier input, so that nothing reads it as this input's."""
    later = STAGES.index(after) + 1 if after else 0
    for stage in STAGES[later:3]:
        keys.forget(stage, this.folder)
        for name in PRODUCTS[stage]:
            (this.folder / f"{name}.parquet").unlink(missing_ok=True)


def _tables_present(folder: UPath) -> set[str]:
    present: set[str] = set()
    for product in ("activities", "checks"):
        with (folder / f"{product}.parquet").open("rb") as file:
            column = pyarrow.parquet.read_table(file, columns=["table"]).column("table")
        present.update(value for value in column.unique().to_pylist() if value)
    return present


def _illustrative(this: Run) -> bool:
    places = (member.partition("@") for member in this.history.members)
    members = (state.read(paths.processed(this.settings.data, int(year), code)) for code, _, year in places if year)
    return this.task.illustrative or any(member is not None and member.illustrative for member in members)
