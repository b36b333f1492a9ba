"""The papermill engine: saving, progress, errors, exits, time limits."""

import asyncio
import json
import logging
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillException, PapermillExecutionError

from greening.kernels import engine
from greening.kernels.errors import NotebookDied

from .conftest import Run


def text_of(outputs: list[Any]) -> str:
    return "".join(output.text for output in outputs if output.output_type == "stream")


def test_an_empty_cell_is_skipped_and_a_result_kept(run: Run, tmp_path: Path) -> None:
    run("empty", tmp_path / "out.ipynb")
    saved = nbformat.read(tmp_path / "out.ipynb", 4)
    assert saved.cells[1].outputs[0].data == {"text/plain": "'only'"}
    assert saved.metadata.papermill.exception is None
    assert saved.metadata.language_info.name == "python"


def test_an_error_is_papermills_and_the_notebook_is_saved_up_to_it(run: Run, tmp_path: Path) -> None:
    with pytest.raises(PapermillExecutionError) as caught:
        run("divides_by_zero", tmp_path / "out.ipynb")
    assert (caught.value.ename, caught.value.exec_count, caught.value.cell_index) == ("ZeroDivisionError", 2, 2)
    code = [cell for cell in nbformat.read(tmp_path / "out.ipynb", 4).cells if cell.cell_type == "code"]
    assert text_of(code[1].outputs) == "so far\n"
    assert [cell.metadata.papermill.status for cell in code] == ["completed", "failed", "pending"]


def test_parameters_are_passed_and_exit_handlers_run(run: Run, tmp_path: Path) -> None:
    run("runs_at_exit", tmp_path / "out.ipynb", parameters={"folder": str(tmp_path)})
    assert nbformat.read(tmp_path / "out.ipynb", 4).cells[2].metadata.tags == ["injected-parameters"]
    assert (tmp_path / "left").read_text() == "written at exit"


def test_the_notebook_starts_in_the_folder_of_the_caller(run: Run, tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": ""}})
    notebook.cells = [nbformat.v4.new_code_cell("import os\nprint(os.getcwd())")]
    out = papermill.execute_notebook(notebook, None, engine_name="warm", progress_bar=False, cwd=tmp_path)
    assert text_of(out.cells[0].outputs).strip() == str(tmp_path)


def test_a_changed_environment_reaches_the_notebook(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERNELS_ADDED", "yes")
    monkeypatch.delenv("PATH")
    state = json.loads(text_of(run("shows_state", zygote=None).cells[1].outputs))
    assert state["env"]["KERNELS_ADDED"] == "yes"
    assert "PATH" not in state["env"]


def test_an_exit_is_a_death_unless_allowed(run: Run) -> None:
    with pytest.raises(NotebookDied, match=r"cell 2 of 3 .*sys\.exit"):
        run("exits_quietly")
    cells = run("exits_quietly", allow_exit=True).cells
    assert cells[1].outputs[0].ename == "SystemExit"
    assert cells[2].outputs == []


def test_an_exit_with_a_code_is_an_error_as_papermill_has_it(run: Run) -> None:
    with pytest.raises(PapermillExecutionError) as caught:
        run("exits_with_code")
    assert (caught.value.ename, caught.value.evalue) == ("SystemExit", "3")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("exits_at_once", "cell 2 of 3 .* exited with code 7"),
        ("kills_itself", "cell 2 of 3 .* killed by signal 9 .SIGKILL"),
        ("kills_its_group", "cell 2 of 2 .* killed by signal 9 .SIGKILL"),
        ("crashes", "cell 2 of 2 .* killed by signal 11 .SIGSEGV"),
        ("quits", "cell 2 of 2 .* exited with code 0"),
        ("hangs_up", "cell 2 of 2 .* closed its connection"),
    ],
)
def test_a_death_is_told_at_once_and_names_the_cell(run: Run, name: str, said: str, tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(DeadKernelError, match=said):
        run(name, tmp_path / "out.ipynb")
    assert time.monotonic() - began < 5
    saved = nbformat.read(tmp_path / "out.ipynb", 4)
    assert saved.metadata.papermill.exception is True


def test_last_words_are_kept(run: Run, tmp_path: Path) -> None:
    with pytest.raises(DeadKernelError):
        run("exits_at_once", tmp_path / "out.ipynb")
    assert text_of(nbformat.read(tmp_path / "out.ipynb", 4).cells[1].outputs) == "last words\n"


@pytest.mark.parametrize("name", ["loops", "stops_itself", "waits_long"])
def test_a_hung_notebook_is_stopped_in_time(run: Run, name: str) -> None:
    began = time.monotonic()
    with pytest.raises(CellTimeoutError, match=r"cell \d of \d"):
        run(name, execution_timeout=1)
    assert time.monotonic() - began < 8


def test_a_time_limit_is_told_in_one_line(run: Run) -> None:
    with pytest.raises(CellTimeoutError) as caught:
        run("loops", execution_timeout=1)
    assert str(caught.value).endswith("after 1 seconds.")


def test_half_of_a_character_loses_nothing_else(run: Run) -> None:
    cells = run("prints_half_a_character").cells
    assert text_of(cells[0].outputs) == "?\nwhole\n"
    assert cells[1].outputs[0].data == {"text/plain": "'and on'"}


def test_streams_go_to_the_files_given(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as file, pytest.raises(PapermillExecutionError):
        run("divides_by_zero", stdout_file=file)
    assert (tmp_path / "out").read_text() == "so far\n"


def test_another_language_is_refused(run: Run) -> None:
    with pytest.raises(PapermillException, match="is in R"):
        run("speaks_r")


def test_where_forking_is_unsafe_stock_papermill_runs_and_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ran = []
    # What a run has set its level to would hide it.
    caplog.set_level(logging.WARNING, "papermill")
    monkeypatch.setattr(engine, "is_safe", lambda: (False, "no fork here"))
    monkeypatch.setattr(engine.NBClientEngine, "execute_managed_notebook", lambda nb_man, *_, **__: ran.append(nb_man))
    run("empty")
    assert len(ran) == 1
    assert "no fork here" in caplog.text


def test_the_engine_is_known_to_papermill_by_name(run: Run) -> None:
    assert papermill_engines.get_engine("warm") is engine.WarmEngine


def test_it_runs_where_an_event_loop_runs_already(run: Run) -> None:
    async def work() -> bool:
        return bool(run("empty").cells[1].outputs)

    assert asyncio.run(work())


def test_a_ctrl_c_ends_the_child(run: Run) -> None:
    timer = threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        run("waits_long")
    assert subprocess.run(["pgrep", "-f", "^sleep 987$"], stdout=subprocess.DEVNULL, check=False).returncode != 0
    assert run("empty").cells[1].outputs
