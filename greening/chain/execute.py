"""Papermill over one notebook: the only door to papermill."""

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from upath import UPath

from greening import paths
from greening.errors import StageError
from greening.kernels import engine, is_safe
from greening.kernels.shared import shared_zygote

#: The notebook of each stage.
NOTEBOOKS: Mapping[str, str] = {
    "validate": "1_validate_submissions.ipynb",
    "footprints": "2_compute_footprints.ipynb",
    "targets": "3_evaluate_targets.ipynb",
    "narrative": "4_render_narrative.ipynb",
}
#: Seconds that one cell may take: a million rows take minutes, a hung cell takes for ever.
CELL_TIMEOUT_S = 1800
#: What a warm process has imported before it forks.
PRELOAD = ("greening.chain.preload",)
#: What papermill and nbclient write of the clock, and what names the machine; a product holds neither.
_VOLATILE = ("papermill", "execution")


def notebook_path(stage: str) -> Path:
    """The notebook of a stage."""
    return paths.HOME / "notebooks" / NOTEBOOKS[stage]


def kept_name(stage: str, language: str = "") -> str:
    """The name under which a stage's executed notebook is kept: the notebook's own, with the language of the narrative."""
    path = notebook_path(stage)
    return f"{path.stem}.{language}{path.suffix}" if language else path.name


def usable_engine(wanted: str) -> tuple[str, str]:
    """The engine that notebooks run on here, and where it is not the one wanted, one line that says why."""
    safe, reason = is_safe()
    return ("papermill", f"notebooks run on stock kernels: {reason}") if wanted == "warm" and not safe else (wanted, "")


def prepare(wanted: str) -> None:
    """Set up this process to run notebooks; a warm process is started by the first notebook, so that a run with nothing to do has none."""
    os.environ["PYTHONPATH"] = os.pathsep.join(part for part in (str(paths.HOME), os.environ.get("PYTHONPATH", "")) if part)
    # Threads of linear algebra gain nothing on these tables, cost start-up in every kernel, and forbid a fork.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / path.name
        try:
            papermill.execute_notebook(
                str(path),
                str(output),
                parameters=dict(parameters),
                kernel_name="python3",
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                execution_timeout=CELL_TIMEOUT_S,
                **_engine_options(wanted, kept),
            )
        except PapermillExecutionError as error:
            raise StageError(f"{who}, {stage}, cell {error.exec_count}: {error.ename}: {error.evalue}") from error
        except (CellTimeoutError, DeadKernelError) as error:
            raise StageError(f"{who}, {stage}: {error}") from error
        finally:
            if output.exists():
                paths.write_text(kept, _without_times(output.read_text(encoding="utf-8")))
    executed = nbformat.from_dict(json.loads(kept.read_text(encoding="utf-8")))  # type: ignore[no-untyped-call]
    return cast(nbformat.NotebookNode, executed)


def _engine_options(wanted: str, kept: UPath) -> dict[str, Any]:
    if wanted != "warm":
        # A kernel warns at every start that its loopback sockets are not encrypted.
        return {"extra_arguments": ["--IPKernelApp.log_level=50"]}
    folder = kept.parent.parent
    if not paths.is_local(folder):
        return {"engine_name": "warm", "zygote": shared_zygote(PRELOAD)}
    folder.mkdir(parents=True, exist_ok=True)
    return {"engine_name": "warm", "zygote": shared_zygote(PRELOAD), "writable": [str(folder)]}


def _check_parameters(path: Path, parameters: Mapping[str, Any], who: str, stage: str) -> None:
    # papermill only warns of a parameter that the notebook does not have.
    declared = set(papermill.inspect_notebook(str(path)))
    if declared != set(parameters):
        missing, unknown = sorted(declared - set(parameters)), sorted(set(parameters) - declared)
        raise StageError(f"{who}, {stage}: parameters differ from the notebook's; not passed: {missing}, not in the notebook: {unknown}")


def _without_times(text: str) -> str:
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        # papermill gives the cell that it adds a random id.
        if "injected-parameters" in cell["metadata"].get("tags", ()):
            cell["id"] = "injected-parameters"
    for holder in (notebook, *notebook["cells"]):
        for name in _VOLATILE:
            holder["metadata"].pop(name, None)
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
