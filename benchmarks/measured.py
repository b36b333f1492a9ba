"""Wall and CPU seconds of a command with every process that it starts, directly or not."""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from greening.kernels import linux

#: Seconds that processes may take to end once the command itself has ended.
_GRACE_S = 15.0
_POLL_S = 0.02


@dataclass(frozen=True)
class Measured:
    """What a command took."""

    wall_s: float
    cpu_s: float
    #: Peak resident memory of the command's own process, without those that it starts.
    peak_mib: float
    #: Processes that outlived the command and were ended here; their CPU is counted.
    left_over: int
    exit_code: int
    stdout: str
    stderr: str


class CommandError(RuntimeError):
    """A measured command ended in another way than it should."""


def measure(command: Sequence[str | Path], cwd: Path, expected: Sequence[int] = (0,), **environment: str) -> Measured:
    """Run a command as a user would, in a folder, and give what it took.

    Variables are added to an environment in which bytecode is kept and libraries use one thread. Raises CommandError, with the end
    of what was printed, where the exit code is none of those expected.
    """
    with tempfile.TemporaryDirectory() as scratch:
        told = Path(scratch, "measured.json")
        wrapper = [sys.executable, "-m", "benchmarks.measured", str(told), *map(str, command)]
        called = subprocess.run(wrapper, cwd=cwd, env=clean_environment(cwd) | environment, capture_output=True, text=True, check=False)
        if not told.exists():
            raise CommandError(f"{' '.join(wrapper)}: {called.stderr[-2000:]}")
        found = Measured(**json.loads(told.read_text(encoding="utf-8")))
    if found.exit_code not in expected:
        raise CommandError(f"{' '.join(map(str, command))} ended with {found.exit_code}:\n{found.stdout[-1000:]}\n{found.stderr[-3000:]}")
    return found


def clean_environment(tree: Path) -> dict[str, str]:
    """The environment of every measured process, stock and ours alike: bytecode is kept, linear algebra has one thread, code is the tree's."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
    return kept | {"PYTHONPATH": str(tree), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def own_cpu_s() -> float:
    """CPU seconds of this process and of all its ended and awaited children."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _run(command: Sequence[str]) -> Measured:
    # Whatever the command leaves behind becomes a child of this process, which waits for it: nothing escapes the count.
    linux.adopt_orphans()
    with tempfile.TemporaryFile("w+") as stdout, tempfile.TemporaryFile("w+") as stderr:
        before, started = _children_cpu_s(), time.perf_counter()
        process = subprocess.Popen(command, stdout=stdout, stderr=stderr)
        peak_kib = 0
        while process.poll() is None:
            peak_kib = max(peak_kib, _peak_kib(process.pid))
            time.sleep(_POLL_S)
        wall_s = time.perf_counter() - started
        left_over = _wait_for_rest()
        texts = [_content(file) for file in (stdout, stderr)]
    return Measured(wall_s, _children_cpu_s() - before, peak_kib / 1024, left_over, process.returncode, *texts)


def _children_cpu_s() -> float:
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def _peak_kib(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def _wait_for_rest() -> int:
    """Wait for every process that is left; those that do not end by themselves are ended and counted."""
    ended: set[int] = set()
    deadline = time.monotonic() + _GRACE_S
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG) != (0, 0):
                continue
        except ChildProcessError:
            return len(ended)
        if time.monotonic() > deadline:
            ended.update(_end(pid) for pid in _children())
        time.sleep(_POLL_S)


def _children() -> list[int]:
    tasks = Path("/proc/self/task").iterdir()
    return [int(pid) for task in tasks for pid in Path(task, "children").read_text(encoding="utf-8").split()]


def _end(pid: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return pid


def _content(file: TextIO) -> str:
    file.seek(0)
    return file.read()


def main(arguments: Sequence[str]) -> None:
    """Measure the command after the first argument, and write what it took to the file that this names, as JSON."""
    told, *command = arguments
    Path(told).write_text(json.dumps(asdict(_run(command))), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
