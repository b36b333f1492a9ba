"""What the pages of a task read: the parameters of the narrative notebook, and the content that the keys of pages cover."""

from typing import Any

from upath import UPath

from greening.chain import inputs, keys
from greening.chain.inputs import PRODUCTS, Settings
from greening.chain.notebooks import notebook_path
from greening.chain.plan import Task


def stage(language: str) -> str:
    """The name under which the page of a language is kept."""
    return f"narrative.{language}"


def parameters(task: Task, settings: Settings, language: str) -> dict[str, Any]:
    """The parameters of the narrative notebook."""
    return {"year": task.year, "organization": task.organization, "data": settings.data, "language": language}


def content(task: Task, settings: Settings, language: str) -> dict[str, Any]:
    """All that the page of one language rests on, as hashes."""
    place = inputs.folder(task, settings)
    return {
        "parameters": {"language": language, "languages": list(settings.languages)},
        "notebook": keys.of_files([UPath(notebook_path("narrative"))]),
        "code": keys.of_code("narrative", language),
        "before": {name: keys.of_files(place / f"{product}.parquet" for product in made) for name, made in PRODUCTS.items()},
    }


def validation_content(task: Task, settings: Settings) -> dict[str, Any]:
    """All that the page of findings rests on, as hashes."""
    place = inputs.folder(task, settings)
    products = [place / f"{name}.parquet" for name in ("findings", "checks")]
    return {"code": keys.of_code("narrative", settings.languages[0]), "findings": keys.of_files(products), "language": settings.languages[0]}
