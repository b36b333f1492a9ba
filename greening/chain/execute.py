"""Papermill over one notebook: the only door to papermill."""

import json
import logging
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from upath import UPath

from greening import paths
from greening.chain import warm
from greening.chain.notebooks import notebook_path
from greening.errors import StageError
from greening.kernels import engine

#: Seconds that one cell may take: a million rows take minutes, a hung cell takes for ever.
CELL_TIMEOUT_S = 1800
#: What papermill and nbclient write of the clock, and what names the machine; a product holds neither.
_VOLATILE = ("papermill", "execution")
#: The tags of cells that papermill adds: the parameters, and in front of a cell that failed and on top a word that it did.
_ADDED = frozenset({"injected-parameters", "papermill-error-cell-tag"})
#: Processes that a notebook may have at one time: it needs one, and libraries a few.
PROCESS_LIMIT = 32


def prepare(wanted: str) -> None:
    """Set up this process to run notebooks."""
    warm.set_environment()
    logging.getLogger("papermill").setLevel(logging.ERROR)
    if wanted == "warm":
        engine.register()


def execute(stage: str, parameters: Mapping[str, Any], kept: UPath, who: str, wanted: str = "papermill") -> nbformat.NotebookNode:
    """Run a stage's notebook with papermill, keep it executed at `kept` without times, and return it.

    `wanted` is the engine: warm (a fork of a process that has imported everything) or papermill (a stock kernel).
    Raises StageError, naming who, stage, cell and cause, where a parameter is not the notebook's, a cell fails or its process ends.
    """
    path = notebook_path(stage)
    _check_parameters(path, parameters, who, stage)
    executed: list[nbformat.NotebookNode] = []
    with tempfile.TemporaryDirectory() as scratch:
        # A stock kernel's notebook is known only from its file where a cell fails; for every other it is written once, and not twice.
        output = Path(scratch) / path.name
        try:
            papermill.execute_notebook(
                str(path),
                None if wanted == "warm" else str(output),
                parameters=dict(parameters),
                kernel_name="python3",
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                execution_timeout=CELL_TIMEOUT_S,
                **_engine_options(wanted, [kept.parent.parent]),
                **({"executed": executed} if wanted == "warm" else {}),
            )
        except PapermillExecutionError as error:
            raise StageError(f"{who}, {stage}, cell {error.exec_count}: {_told(error)}") from error
        except (CellTimeoutError, DeadKernelError) as error:
            raise StageError(f"{who}, {stage}: {error}") from error
        finally:
            if output.exists():
                executed.append(nbformat.read(output, as_version=4))  # type: ignore[no-untyped-call]
            if executed:
                _without_times(executed[-1])
                # On one line: nbformat's own writer breaks lines in Python, which for a notebook with charts takes eight times as long.
                paths.write_text(kept, json.dumps(executed[-1], sort_keys=True, ensure_ascii=False) + "\n")
    return executed[-1]


def call(source: str, folders: Sequence[UPath], who: str) -> None:
    """Run a line of Python in a fork of the warm process, as a notebook is run, with only these folders to write to.

    Raises StageError, naming who, where it fails or its process ends.
    """
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])  # type: ignore[no-untyped-call]
    try:
        papermill.execute_notebook(
            notebook, None, kernel_name="python3", progress_bar=False, execution_timeout=CELL_TIMEOUT_S, **_engine_options("warm", folders)
        )
    except PapermillExecutionError as error:
        raise StageError(f"{who}: {_told(error)}") from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise StageError(f"{who}: {error}") from error


def _engine_options(wanted: str, folders: Sequence[UPath]) -> dict[str, Any]:
    # Times are not kept.
    options: dict[str, Any] = {"record_timing": False}
    if wanted != "warm":
        # A kernel warns at every start that its loopback sockets are not encrypted.
        return options | {"extra_arguments": ["--IPKernelApp.log_level=50"]}
    writable = [folder for folder in folders if paths.is_local(folder)]
    for folder in writable:
        folder.mkdir(parents=True, exist_ok=True)
    options |= {"engine_name": "warm", "zygote": warm.zygote(), "process_limit": PROCESS_LIMIT}
    return options | {"writable": [str(folder) for folder in writable]}


def _told(error: PapermillExecutionError) -> str:
    """An error of a cell by its name, and its message where it has one."""
    return ": ".join(part for part in (str(error.ename), str(error.evalue)) if part)


def _check_parameters(path: Path, parameters: Mapping[str, Any], who: str, stage: str) -> None:
    # papermill only warns of a parameter that the notebook does not have.
    declared = set(papermill.inspect_notebook(str(path)))
    if declared != set(parameters):
        missing, unknown = sorted(declared - set(parameters)), sorted(set(parameters) - declared)
        raise StageError(f"{who}, {stage}: parameters differ from the notebook's; not passed: {missing}, not in the notebook: {unknown}")


def _without_times(notebook: nbformat.NotebookNode) -> None:
    for place, cell in enumerate(notebook.cells):
        # papermill gives the cells that it adds random ids.
        added = _ADDED.intersection(cell.metadata.get("tags", ()))
        if added:
            cell.id = f"{min(added)}-{place}"
    for holder in (notebook, *notebook.cells):
        for name in _VOLATILE:
            holder.metadata.pop(name, None)
