"""Zygotes shared by the tests, and the way to run a notebook of this folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import papermill
import pytest
from nbformat import NotebookNode

from greening.kernels import engine, is_safe
from greening.kernels.zygote import Zygote

NOTEBOOKS = Path(__file__).parent / "notebooks"

Run = Callable[..., NotebookNode]

if not is_safe()[0]:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def bare() -> Iterator[Zygote]:
    """A zygote with nothing preloaded."""
    with Zygote([]) as zygote:
        yield zygote


@pytest.fixture(scope="session")
def full() -> Iterator[Zygote]:
    """A zygote with the packages that notebooks use."""
    with Zygote(["pandas", "altair", "great_expectations"]) as zygote:
        yield zygote


@pytest.fixture(scope="session")
def run(bare: Zygote) -> Run:
    """Runs a notebook by name through papermill and the warm engine; gives what papermill gives."""
    engine.register()

    def execute(name: str, output: Path | None = None, **options: Any) -> NotebookNode:
        options = {"zygote": bare, "execution_timeout": 30, **options}
        return papermill.execute_notebook(NOTEBOOKS / f"{name}.ipynb", output, engine_name="warm", progress_bar=False, **options)

    return execute
