"""Stage 4 of a task: the narrative notebook of each language, its page, and the page of findings."""

import gc
import time
from functools import cache
from pathlib import Path
from typing import Any

from upath import UPath

from greening import locale, paths
from greening.chain import inputs, keys, rendering
from greening.chain.execute import execute
from greening.chain.inputs import Settings
from greening.chain.notebooks import kept_name
from greening.chain.plan import Task
from greening.documents import write as documents
from greening.documents.publish import publish as publish_whole
from greening.errors import GreeningError
from greening.narrative import report
from greening.publish import svg, validation_page
from greening.publish.drawings import Drawings

#: The files beside a page; every language writes the same.
BESIDE = ("figures.csv", "footprint.csv", "report.json")


def prepare() -> None:
    """Get a process that makes pages ready: the library that draws charts takes half a second to begin."""
    svg.draw({"data": {"values": []}, "mark": "point"})
    # What is loaded now stays: no collection of garbage need look at it again.
    gc.collect()
    gc.freeze()


def make(task: Task, settings: Settings, wanted: str) -> tuple[str, dict[str, float]]:
    """Make one page of a task, `validation` or `narrative.<language>`: why it could not be made (empty where it was), and the seconds it took.

    A failure is a text, never an exception: the other pages are made.
    """
    started = time.monotonic()
    try:
        if wanted == "validation":
            publish_validation(task, settings)
        else:
            publish(task, settings, wanted.removeprefix("narrative."))
    except GreeningError as error:
        return str(error), {}
    return "", {wanted: round(time.monotonic() - started, 3)}


def publish(task: Task, settings: Settings, language: str) -> None:
    """Render and publish the report in one language, with its documents.

    Raises StageError where the notebook fails and GateError where page or documents disagree with the figures; the last ones then stay.
    """
    folder, place = inputs.folder(task, settings), paths.report(settings.reports, task.year, task.organization)
    read = rendering.contents(task, settings, [language])[language]
    keys.forget(rendering.stage(language), folder)
    _remove_outdated(settings, folder, place, read["before"])
    kept = folder / "executed" / kept_name("narrative", language)
    executed = execute("narrative", rendering.parameters(task, settings, language), kept, task.name, settings.engine)
    shown = report.read(task.year, task.organization, settings.data, language)
    beside = publish_whole(executed, shown, settings.reports, settings.languages, _drawings(settings.data))
    made = {
        "processed": {f"executed/{kept.name}": keys.digest(kept.read_bytes())},
        "reports": keys.of_files(place / name for name in (f"{language}.html", *BESIDE))
        | {name: keys.digest(content) for name, content in beside.items()},
    }
    keys.write(rendering.stage(language), read, made, folder)


@cache
def _drawings(data: str) -> Drawings:
    """The charts that this process, and runs before it, have drawn; an object store would take longer than drawing them again."""
    processed = paths.root(data) / "processed"
    return Drawings(Path(str(processed)) / "drawings" if paths.is_local(processed) else None)


def publish_validation(task: Task, settings: Settings) -> None:
    """Write the page of findings for those who submitted, whether the report is published, held or failed."""
    read = rendering.validation_content(task, settings)
    written = validation_page.write(task.year, task.organization, settings.data, settings.reports, settings.languages[0])
    keys.write("validation", read, {"reports": keys.of_files([written])}, inputs.folder(task, settings))


def _remove_outdated(settings: Settings, folder: UPath, place: UPath, before: dict[str, Any]) -> None:
    """Take away pages in other languages that tell older figures than the files now written beside them."""
    for language in locale.languages():
        kept = keys.read(rendering.stage(language), folder).get("inputs", {})
        if kept and kept.get("before") != before and language not in settings.languages:
            keys.forget(rendering.stage(language), folder)
            (place / f"{language}.html").unlink(missing_ok=True)
            documents.remove(place, language)
