"""What the pages of a task read: the parameters of the narrative notebook, and the content that the keys of pages cover."""

from collections.abc import Iterable
from typing import Any

from upath import UPath

from greening import locale, review
from greening.chain import inputs, keys
from greening.chain.inputs import PRODUCTS, Settings
from greening.chain.notebooks import notebook_path
from greening.chain.plan import Task

#: Beside the products: what the gate found in a page, which was then not published.
BLOCKED = "gate.{language}.jsonl"


def stage(language: str) -> str:
    """The name under which the page of a language is kept."""
    return f"narrative.{language}"


def parameters(task: Task, settings: Settings, language: str) -> dict[str, Any]:
    """The parameters of the narrative notebook."""
    return {"year": task.year, "organization": task.organization, "data": settings.data, "language": language}


def contents(task: Task, settings: Settings, languages: Iterable[str]) -> dict[str, dict[str, Any]]:
    """All that the page of each language rests on, as hashes, by language."""
    place = inputs.folder(task, settings)
    shared = {
        "notebook": keys.of_files([UPath(notebook_path("narrative"))]),
        "before": {name: keys.of_files(place / f"{product}.parquet" for product in made) for name, made in PRODUCTS.items()},
        "review": review.shown(settings.data, task.year, task.organization),
    }
    options = {name: True for name in ("pdf", "workbook") if getattr(settings, name)}
    asked = {"languages": list(settings.languages), **options}
    return {
        language: {**shared, "parameters": {"language": language, **asked}, "code": keys.of_code("narrative", language)} for language in languages
    }


def validation_content(task: Task, settings: Settings) -> dict[str, Any]:
    """All that the page of findings rests on, as hashes."""
    place = inputs.folder(task, settings)
    products = [place / f"{name}.parquet" for name in ("findings", "checks")]
    asked = tuple(dict.fromkeys((locale.SOURCE, *settings.languages)))
    blocked = keys.of_files(place / BLOCKED.format(language=language) for language in settings.languages)
    return {
        "code": {language: keys.of_code("narrative", language) for language in asked},
        "findings": keys.of_files(products) | blocked,
        "review": review.state(settings.data, task.year, task.organization),
    }
