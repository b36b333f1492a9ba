"""Stage 4 of a task: the narrative notebook of each language, its page, and the page of findings."""

import gc
import time
from functools import cache
from typing import Any

from upath import UPath

from greening import locale, paths
from greening.chain import causes, inputs, keys, outgoing, rendering
from greening.chain.execute import execute
from greening.chain.inputs import Settings
from greening.chain.notebooks import kept_name
from greening.chain.plan import Task
from greening.documents import write as documents
from greening.documents.publish import publish as publish_whole
from greening.errors import GateError, GreeningError
from greening.narrative import report
from greening.narrative.report import Report
from greening.publish import chart_files, how_page, pdf, report_workbook, svg, validation_page
from greening.publish.drawings import Drawings
from greening.publish.kept import folder_of
from greening.publish.page import texts
from greening.reviewing import content, page as review_page
from greening.reviewing.naming import name as review_name
from greening.since import page as changes_page
from greening.since.kept import state as kept_state
from greening.since.publish import publish as publish_changes


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
            _publish_checked(task, settings, wanted.removeprefix("narrative."))
    except GreeningError as error:
        return str(error), {}
    return "", {wanted: round(time.monotonic() - started, 3)}


def _publish_checked(task: Task, settings: Settings, language: str) -> None:
    """Publish a page; where the gate lets it not pass, what it found joins the findings."""
    folder = inputs.folder(task, settings)
    try:
        publish(task, settings, language)
    except GateError as error:
        outgoing.block(error, language, folder)
        if not settings.public:
            publish_validation(task, settings)
        raise
    if outgoing.unblock(language, folder) and not settings.public:
        publish_validation(task, settings)


def publish(task: Task, settings: Settings, language: str) -> None:
    """Render and publish the report in one language, with its documents.

    Raises StageError where the notebook fails and GateError where page or documents disagree with the figures; the last ones then stay. Where a
    PDF was asked for and cannot be printed, the page is published without it, and StageError raised after that.
    """
    folder, place = inputs.folder(task, settings), paths.report(settings.reports, task.year, task.organization)
    read = rendering.contents(task, settings, [language])[language]
    keys.forget(rendering.stage(language), folder)
    _remove_outdated(settings, folder, place, read["before"])
    kept = folder / "executed" / kept_name("narrative", language)
    executed = execute("narrative", rendering.parameters(task, settings, language), kept, task.name, settings.engine)
    shown = report.read(task.year, task.organization, settings.data, language)
    has_pdf = settings.pdf and pdf.is_possible()
    wanted = outgoing.wanted(settings, read, folder, place)
    drawings = _drawings(settings.data)
    beside = publish_whole(executed, shown, settings.reports, settings.languages, drawings, has_pdf=has_pdf, outgoing=wanted)
    if not settings.workbook:
        # One of an earlier run would tell older figures than the page.
        (place / report_workbook.name(shown)).unlink(missing_ok=True)
    shared = outgoing.keep(read, folder, place) if wanted.is_due else outgoing.kept(folder)
    if not shown.is_public:
        said, inputs_of = texts(executed), causes.read(folder, language)
        publish_changes(shown, said, inputs_of, folder, settings.reports, settings.languages)
        state = kept_state(shown, said, inputs_of)
        content.keep(content.parts(state, shown.targets), folder, language)
        review_page.write(shown, state, settings.reports, settings.languages)
    _print(place / f"{language}.html", settings, task.year)
    names = (f"{language}.html", f"{language}.pdf", how_page.name(language), changes_page.name(language), review_name(language))
    made = {
        "processed": {f"executed/{kept.name}": keys.digest(kept.read_bytes())},
        "reports": keys.of_files(place / name for name in names)
        | shared
        | _workbook(shown, settings, place)
        | {name: keys.digest(content) for name, content in beside.items()}
        | {f"{chart_files.FOLDER}/{file.name}": keys.digest(file.read_bytes()) for file in chart_files.written(place, language)},
    }
    printed = outgoing.printed((place / f"{language}.html").read_text(encoding="utf-8"))
    keys.write(rendering.stage(language), read, made, folder, printed=printed)
    try:
        outgoing.agree(task, settings, language, folder, place)
    except GateError:
        _take_away(folder, place, language)
        raise


def _workbook(shown: Report, settings: Settings, place: UPath) -> dict[str, str]:
    """The hash of the workbook, where it was written with this page."""
    has_one = settings.workbook and shown.language == settings.languages[0]
    return keys.of_files([place / report_workbook.name(shown)]) if has_one else {}


def _print(page: UPath, settings: Settings, year: int) -> None:
    """Print a page as PDF where that was asked for; one of an earlier run would tell older figures than the page and is taken away."""
    page.with_suffix(".pdf").unlink(missing_ok=True)
    if settings.pdf:
        pdf.write(page, year)


@cache
def _drawings(data: str) -> Drawings:
    """The charts that this process, and runs before it, have drawn."""
    return Drawings(folder_of(paths.root(data) / "processed"))


def publish_validation(task: Task, settings: Settings) -> None:
    """Write the page of findings for those who submitted, whether the report is published, held or failed."""
    read = rendering.validation_content(task, settings)
    written = validation_page.write(task.year, task.organization, settings.data, settings.reports, settings.languages)
    keys.write("validation", read, {"reports": keys.of_files(written)}, inputs.folder(task, settings))


def _remove_outdated(settings: Settings, folder: UPath, place: UPath, before: dict[str, Any]) -> None:
    """Take away pages in other languages that tell older figures than the files now written beside them."""
    for language in locale.languages():
        kept = keys.read(rendering.stage(language), folder).get("inputs", {})
        if kept and kept.get("before") != before and language not in settings.languages:
            _take_away(folder, place, language)


def _take_away(folder: UPath, place: UPath, language: str) -> None:
    """Take away all that was published in a language: no page stays that tells other figures than the files beside it."""
    keys.forget(rendering.stage(language), folder)
    content.forget(folder, language)
    for name in (f"{language}.html", f"{language}.pdf", how_page.name(language), changes_page.name(language), review_name(language)):
        (place / name).unlink(missing_ok=True)
    documents.remove(place, language)
    chart_files.remove(place, language)
