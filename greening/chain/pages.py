"""Stage 4 of a task: the narrative notebook of each language, its page, and the page of findings."""

from typing import TYPE_CHECKING, Any

from upath import UPath

from greening import locale, paths
from greening.chain import keys
from greening.chain.execute import execute, kept_name, notebook_path
from greening.chain.inputs import PRODUCTS, Settings
from greening.chain.plan import Task
from greening.narrative import report
from greening.publish import page, validation_page

if TYPE_CHECKING:
    from greening.chain.task import Run

#: The files beside a page; every language writes the same.
BESIDE = ("figures.csv", "footprint.csv", "report.json")


def parameters(task: Task, settings: Settings, language: str) -> dict[str, Any]:
    """The parameters of the narrative notebook."""
    return {"year": task.year, "organization": task.organization, "data": settings.data, "language": language}


def publish(run: "Run", language: str) -> None:
    """Render and publish the report in one language, unless it stands as it would be made.

    Raises StageError where the notebook fails and GateError where the page disagrees with the figures; the last page then stays.
    """
    stage, place = f"narrative.{language}", paths.report(run.settings.reports, run.task.year, run.task.organization)
    read = _content(run, language)
    roots = {"processed": run.folder, "reports": place}
    if not run.settings.force and keys.is_current(stage, keys.of_mapping(read), run.folder, roots):
        return
    keys.forget(stage, run.folder)
    _remove_outdated(run, place, read["before"])
    kept = run.folder / "executed" / kept_name("narrative", language)
    with run.timed(stage):
        executed = execute("narrative", parameters(run.task, run.settings, language), kept, run.task.name, run.settings.engine)
        shown = report.read(run.task.year, run.task.organization, run.settings.data, language)
        page.publish(executed, shown, run.settings.reports, run.settings.languages)
    made = {
        "processed": {f"executed/{kept.name}": keys.digest(kept.read_bytes())},
        "reports": keys.of_files(place / name for name in (f"{language}.html", *BESIDE)),
    }
    keys.write(stage, read, made, run.folder)


def publish_validation(run: "Run") -> None:
    """Write the page of findings for those who submitted, whether the report is published, held or failed."""
    language = run.settings.languages[0]
    products = [run.folder / f"{name}.parquet" for name in ("findings", "checks")]
    place = paths.report(run.settings.reports, run.task.year, run.task.organization)
    read = {"code": keys.of_code("narrative"), "findings": keys.of_files(products), "language": language}
    if keys.is_current("validation", keys.of_mapping(read), run.folder, {"reports": place}) or not read["findings"]:
        return
    written = validation_page.write(run.task.year, run.task.organization, run.settings.data, run.settings.reports, language)
    keys.write("validation", read, {"reports": keys.of_files([written])}, run.folder)


def _content(run: "Run", language: str) -> dict[str, Any]:
    products = {name: keys.of_files(run.folder / f"{product}.parquet" for product in made) for name, made in PRODUCTS.items()}
    return {
        "parameters": {"language": language, "languages": list(run.settings.languages)},
        "notebook": keys.of_files([UPath(notebook_path("narrative"))]),
        "code": keys.of_code("narrative", language),
        "before": products,
    }


def _remove_outdated(run: "Run", place: UPath, before: dict[str, Any]) -> None:
    """Take away pages in other languages that tell older figures than the files now written beside them."""
    for language in locale.languages():
        kept = keys.read(f"narrative.{language}", run.folder).get("inputs", {})
        if kept and kept.get("before") != before and language not in run.settings.languages:
            keys.forget(f"narrative.{language}", run.folder)
            (place / f"{language}.html").unlink(missing_ok=True)
