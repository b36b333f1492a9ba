"""What is kept of a run beside the products: run.json (what went in) and timings.json (how long it took); read without pandas."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from typing import Any

from upath import UPath

from greening import paths
from greening.chain import keys
from greening.chain.inputs import Settings
from greening.chain.plan import Task
from greening.chain.state import STAGES

#: The packages whose versions can change a number or a page.
_PACKAGES = ("papermill", "nbconvert", "pandas", "pyarrow", "great-expectations", "altair", "vl-convert-python", "babel")


def write(folder: UPath, task: Task, settings: Settings, seconds: Mapping[str, float]) -> None:
    """Write run.json (same input, same bytes) where it tells something new, and timings.json where something was run."""
    stages = {stage: keys.read(stage, folder) for stage in (*STAGES[:3], *(f"narrative.{language}" for language in settings.languages))}
    run: dict[str, Any] = {
        "organization": task.organization,
        "year": task.year,
        "parameters": {"gwp_set": settings.gwp_set, "flight_method": settings.flight_method, "languages": list(settings.languages)}
        | {name: True for name in ("pdf", "workbook") if getattr(settings, name)},
        "packages": _versions(),
        "stages": {stage: {"inputs": kept["inputs"], "made": _products(kept["made"])} for stage, kept in stages.items() if kept},
    }
    _write_json(folder / "run.json", run)
    if seconds:
        _write_json(folder / "timings.json", dict(seconds))


@cache
def _versions() -> Mapping[str, str]:
    return {name: metadata.version(name) for name in _PACKAGES}


def _products(made: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What a stage made, without executed notebooks and pages of changes: where the data lie and what was run before is no input."""
    return {name: sha256 for files in made.values() for name, sha256 in files.items() if not name.startswith(("executed/", "changes."))}


def _write_json(path: UPath, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, indent=2, sort_keys=True) + "\n"
    try:
        unchanged = path.read_text(encoding="utf-8") == text
    except FileNotFoundError:
        unchanged = False
    if not unchanged:
        paths.write_text(path, text)
