"""A copy of the project whose notebooks and settings a test may change, run as a user runs it; and what such a run leaves behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import nbformat

from greening import paths
from greening.chain import warm
from greening.chain.notebooks import NOTEBOOKS

#: Variable that every process of one run inherits, whatever it does to its parent, group and session.
MARK = "GREENING_TEST_RUN"


class Tree:
    """The copy, with a home and a place for temporary files of its own."""

    def __init__(self, root: Path) -> None:
        self.code, self.home = root / "code", root / "home"
        # A socket's path must be short, and the folder of a test is long.
        self.temporary = Path(tempfile.mkdtemp(prefix="g-", dir="/tmp"))
        self.home.mkdir(parents=True)
        for name in ("greening", "notebooks", "expectations"):
            shutil.copytree(paths.HOME / name, self.code / name)
        for name in ("pipeline.py", "requirements.txt"):
            shutil.copy2(paths.HOME / name, self.code / name)

    def replace(self, file: str, old: str, new: str) -> None:
        """Change one text of one file; ValueError where it is not there once."""
        path = self.code / file
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise ValueError(f"{old!r} is {text.count(old)} times in {file}")
        path.write_text(text.replace(old, new), encoding="utf-8")

    def add_cells(self, stage: str, after: str, sources: Mapping[str, str]) -> None:
        """Add cells to a stage's notebook, by id, after the cell with the id `after`."""
        path = self.code / "notebooks" / NOTEBOOKS[stage]
        notebook = nbformat.read(path, as_version=4)
        place = [cell.id for cell in notebook.cells].index(after) + 1
        notebook.cells[place:place] = [nbformat.v4.new_code_cell(source, id=name) for name, source in sources.items()]
        nbformat.write(notebook, path)

    def start(self, *arguments: object, data: Path, reports: Path, mark: str) -> subprocess.Popen[str]:
        """Start pipeline.py of the copy in a process group of its own."""
        command = [sys.executable, self.code / "pipeline.py", *arguments, "--data", data, "--reports", reports]
        # IPython keeps its profile where it is told to; whatever else is in the home was not meant to be there.
        env = {**os.environ, "HOME": str(self.home), "IPYTHONDIR": str(self.home.parent / "ipython"), "TMPDIR": str(self.temporary), MARK: mark}
        for name in ("PYTHONPATH", warm.LENT):
            env.pop(name, None)
        return subprocess.Popen(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.code,
            env=env,
            start_new_session=True,
        )

    def close(self) -> None:
        """Remove what is not under the root."""
        shutil.rmtree(self.temporary, ignore_errors=True)


def processes(mark: str) -> dict[int, str]:
    """The processes that a marked run has started and that still run, by process id, with their command lines."""
    wanted, found = f"{MARK}={mark}".encode(), {}
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and int(process.name) != os.getpid():
            try:
                if wanted in (process / "environ").read_bytes().split(b"\0"):
                    found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200]
            except OSError:
                continue
    return found


def left_after(mark: str, seconds: float) -> dict[int, str]:
    """The processes of a marked run that are still there after so many seconds; those are then ended."""
    deadline = time.monotonic() + seconds
    while (left := processes(mark)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in left:
        os.kill(process, signal.SIGKILL)
    return left
