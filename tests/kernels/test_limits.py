"""Notebooks that take too much: memory, output, processes, and folders that are not theirs."""

import os
import subprocess
import time
from pathlib import Path

import nbformat
import pytest
from papermill.exceptions import PapermillExecutionError

from greening.kernels import linux
from greening.kernels.errors import MemoryLimitExceeded, OutputLimitExceeded, ProcessLimitExceeded
from greening.kernels.zygote import Zygote

from .conftest import Run
from .test_engine import text_of

MIB = 1024**2


def running(command: str) -> bool:
    return subprocess.run(["pgrep", "-f", f"^{command}$"], stdout=subprocess.DEVNULL, check=False).returncode == 0


def test_20_gb_at_once_is_a_memory_error_of_the_cell(run: Run) -> None:
    with pytest.raises(PapermillExecutionError) as caught:
        run("allocates_20_gb", memory_limit_bytes=500 * MIB)
    assert (caught.value.ename, caught.value.exec_count) == ("MemoryError", 1)


def test_by_default_no_notebook_gets_all_of_the_machine(run: Run) -> None:
    if os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") > 36 * 1024 * MIB:
        pytest.skip("20 GB are less than half of this machine")
    with pytest.raises(PapermillExecutionError, match="MemoryError"):
        run("allocates_20_gb")


def test_memory_taken_bit_by_bit_ends_too(run: Run) -> None:
    with pytest.raises((PapermillExecutionError, MemoryLimitExceeded), match=r"MemoryError|more memory"):
        run("grows_without_end", memory_limit_bytes=200 * MIB)


def test_memory_of_child_processes_counts(run: Run) -> None:
    with pytest.raises(MemoryLimitExceeded, match=r"cell 2 of 2 .* more memory than it may"):
        run("children_grow", memory_limit_bytes=400 * MIB)


@pytest.mark.parametrize("name", ["prints_without_end", "prints_one_giant", "shell_prints_without_end"])
def test_output_without_end_is_stopped(run: Run, name: str) -> None:
    began = time.monotonic()
    with pytest.raises(OutputLimitExceeded, match=r"cell \d of \d .* more than 1,000,000 bytes"):
        run(name, output_limit_bytes=1_000_000)
    assert time.monotonic() - began < 10
    assert not running("yes")


def test_a_fork_bomb_is_stopped(run: Run) -> None:
    with pytest.raises(ProcessLimitExceeded, match="more processes than it may"):
        run("forks_without_end", process_limit=20)


def test_children_end_with_the_notebook_even_those_that_detached(run: Run) -> None:
    # Newer Pythons warn on the standard error of a fork in a process with threads.
    printed = [output for output in run("leaves_children").cells[1].outputs if output.get("name") == "stdout"]
    quiet, detached, itself = map(int, text_of(printed).split())
    assert not any(Path(f"/proc/{pid}").exists() for pid in (quiet, detached, itself))
    assert not running("sleep 988")


def test_writing_outside_the_folders_given_fails(run: Run, tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "kept").write_text("kept")
    with pytest.raises(PapermillExecutionError) as caught:
        run("writes_outside", tmp_path / "out.ipynb", parameters={"inside": str(inside), "outside": str(outside)}, writable=[inside])
    assert caught.value.cell_index == 6, caught.value
    assert f"may not write to {outside}/last" in caught.value.evalue
    by_child = set() if linux.landlock_version() else {"by_child"}
    assert {path.name for path in outside.iterdir()} == {"kept"} | by_child
    assert (outside / "kept").read_text() == "kept"
    assert (inside / "kept").read_text() == "fine"


@pytest.mark.skipif(linux.landlock_version() < 6, reason="this kernel cannot hold back signals")
def test_signals_reach_only_what_the_notebook_started(run: Run, bare: Zygote, tmp_path: Path) -> None:
    zygote = bare.pid
    with pytest.raises(PapermillExecutionError) as caught:
        run("kills_its_elders", tmp_path / "out.ipynb", writable=[tmp_path])
    assert (caught.value.ename, caught.value.cell_index) == ("PermissionError", 2)
    code = [cell for cell in nbformat.read(tmp_path / "out.ipynb", 4).cells if cell.cell_type == "code"]
    assert text_of(code[1].outputs) == "-9\n"
    assert bare.pid == zygote
    assert run("empty").cells[1].outputs


def test_a_folder_that_does_not_exist_cannot_be_made_writable(run: Run, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a folder"):
        run("empty", writable=[tmp_path / "nowhere"])
