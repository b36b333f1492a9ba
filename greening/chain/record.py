"""What is kept of a run beside the products: the verdict on the findings, run.json, timings.json."""

import json
from collections.abc import Mapping
from importlib import metadata
from typing import Any

import pandas as pd
from upath import UPath

from greening import paths, tables
from greening.chain import keys
from greening.chain.inputs import Settings
from greening.chain.plan import Task
from greening.chain.state import STAGES
from greening.checks import outcome as outcome_of

#: The packages whose versions can change a number or a page.
_PACKAGES = ("papermill", "nbconvert", "pandas", "pyarrow", "great-expectations", "altair", "vl-convert-python", "babel")


def verdict(folder: UPath, product: str) -> tuple[str, str, dict[str, int]]:
    """Outcome (ok, held or failed), why in plain words, and the findings by level, of a findings product."""
    found = tables.read(product, folder)
    outcome = outcome_of(found)
    return outcome, _why(found, outcome), {str(level): int(count) for level, count in found["level"].value_counts().sort_index().items()}


def _why(found: pd.DataFrame, outcome: str) -> str:
    if outcome == "ok":
        return ""
    stopping = found[(found["level"] == "hold") & found["waived_by"].isna()]
    files = stopping["source_file"].where(stopping["source_file"].isna(), stopping["source_file"].astype("str") + ": ").fillna("")
    messages = (files + stopping["message"].astype("str")).unique()
    more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
    return f"{messages[0]}{more}"


def write(folder: UPath, task: Task, settings: Settings, seconds: Mapping[str, float]) -> None:
    """Write run.json (what went in: same input, same bytes) and timings.json (how long it took)."""
    stages = {stage: keys.read(stage, folder) for stage in (*STAGES[:3], *(f"narrative.{language}" for language in settings.languages))}
    run: dict[str, Any] = {
        "organization": task.organization,
        "year": task.year,
        "parameters": {"gwp_set": settings.gwp_set, "flight_method": settings.flight_method, "languages": list(settings.languages)},
        "packages": {name: metadata.version(name) for name in _PACKAGES},
        "stages": {stage: {"inputs": kept["inputs"], "made": _products(kept["made"])} for stage, kept in stages.items() if kept},
    }
    _write_json(folder / "run.json", run)
    if seconds:
        _write_json(folder / "timings.json", dict(seconds))


def _products(made: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What a stage made, without the executed notebooks: they print where the data lie, which is no input."""
    return {name: sha256 for files in made.values() for name, sha256 in files.items() if not name.startswith("executed/")}


def _write_json(path: UPath, content: Mapping[str, Any]) -> None:
    paths.write_text(path, json.dumps(content, indent=2, sort_keys=True) + "\n")
