"""What is up to date and what would run, and why: decided from content keys, without pandas, papermill or nbconvert."""

from dataclasses import dataclass, replace
from typing import Any

from greening import paths
from greening.chain import edition, inputs, keys, rendering, state
from greening.chain.inputs import PRODUCTS, History, Settings
from greening.chain.plan import Task
from greening.chain.state import STAGES, State


@dataclass(frozen=True)
class Again:
    """The first stage that has to run again, and why; a stage of a page is followed by its language (`narrative.en`)."""

    stage: str
    why: str


def products(task: Task, settings: Settings, history: History) -> Again | None:
    """The first of stages 1 to 3 that is not up to date; None where all products are as they would be made."""
    place = inputs.folder(task, settings)
    for stage in PRODUCTS:
        if again := _stage(stage, task, settings, history):
            return again
        if keys.read(stage, place).get("verdict", {}).get("outcome") == "failed":
            break
    return None


def _stage(stage: str, task: Task, settings: Settings, history: History) -> Again | None:
    place = inputs.folder(task, settings)
    if STAGES.index(stage) < STAGES.index(settings.start):
        # What was not asked to run is taken as it lies there, as long as it is there.
        lies_there = keys.read(stage, place) and all((place / f"{name}.parquet").is_file() for name in PRODUCTS[stage])
        return None if lies_there else Again(stage, "not made yet")
    if settings.force:
        return Again(stage, "forced")
    why = keys.why_again(stage, inputs.content(stage, task, settings, history), place, {"processed": place})
    return Again(stage, why) if why else None


def reached(task: Task, settings: Settings, history: History) -> State:
    """The state that the products on disk stand for, before any page: the outcome is that of the last stage with a verdict."""
    place = inputs.folder(task, settings)
    found = State(task.organization, task.year, task.title, task.parent, task.is_group, illustrative(task, settings, history))
    for stage in PRODUCTS:
        kept = keys.read(stage, place)
        if not kept:
            break
        found = replace(found, stage=stage, **kept.get("verdict", {}))
        if found.outcome == "failed":
            break
    return found


def illustrative(task: Task, settings: Settings, history: History) -> bool:
    """Whether the task, or a member of the group, is an invented body."""
    places = (member.partition("@") for member in history.members)
    members = (state.read(paths.processed(settings.data, int(year), code)) for code, _, year in places if year)
    return task.illustrative or any(member is not None and member.illustrative for member in members)


def pages(task: Task, settings: Settings, reached: State) -> list[Again]:
    """Every page of a task that has to be made again: the page of findings, and the report in each language where nothing holds it back."""
    contents = _contents(task, settings, reached)
    if settings.public and not edition.is_current(task, settings):
        return [Again(stage, "the products for the public are yet to be made") for stage in contents]
    place = inputs.folder(task, edition.shown(settings))
    roots = {"processed": place, "reports": paths.report(settings.reports, task.year, task.organization)}
    whys = {stage: "forced" if settings.force else keys.why_again(stage, read, place, roots) for stage, read in contents.items()}
    return [Again(stage, why) for stage, why in whys.items() if why]


def _contents(task: Task, settings: Settings, reached: State) -> dict[str, dict[str, Any]]:
    """All that each page of a task rests on; the page of findings, where there are any, is for the inside alone."""
    validation = {} if settings.public else rendering.validation_content(task, settings)
    found = {"validation": validation} if validation.get("findings") else {}
    if reached.outcome != "ok":
        return found
    rendered = rendering.contents(task, edition.shown(settings), settings.languages)
    return found | {rendering.stage(language): read for language, read in rendered.items()}
