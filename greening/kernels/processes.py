"""Reading /proc: threads of this process, the tree below a process, its memory, its end."""

import contextlib
import os
import signal
import time
from pathlib import Path


def thread_names() -> list[str]:
    """The names of this process's threads, those of libraries included."""
    return [(task / "comm").read_text().strip() for task in Path("/proc/self/task").iterdir()]


def children(pid: int) -> list[int]:
    """The process ids of the direct children of `pid`; empty if it has ended."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return found


def is_running(pid: int) -> bool:
    """Whether the process has not ended; one that waits to be reaped has."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def descendants(pid: int) -> list[int]:
    """The process ids of all that descends from `pid`, parents before children."""
    found: list[int] = []
    pending = children(pid)
    while pending:
        current = pending.pop()
        found.append(current)
        pending += children(current)
    return found


def memory_bytes(pid: int) -> int:
    """The memory of `pid`, pages shared with others counted by share; 0 if it has ended."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0


def use_more_than(limit_bytes: int, pids: list[int], within_s: float) -> bool:
    """Whether the processes together use more memory than this, as far as can be told in `within_s` seconds.

    Shared pages count by share, and to count that takes milliseconds a process; so what counts them in full is asked first, and the
    largest are counted first.
    """
    resident = {pid: resident_bytes(pid) for pid in pids}
    used, deadline = 0, time.monotonic() + within_s
    if sum(resident.values()) <= limit_bytes:
        return False
    for pid in sorted(pids, key=lambda pid: resident[pid], reverse=True):
        used += memory_bytes(pid)
        if used > limit_bytes or time.monotonic() > deadline:
            break
    return used > limit_bytes


def virtual_bytes() -> int:
    """The size of this process's address space."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def resident_bytes(pid: int) -> int:
    """The memory of `pid`, pages shared with others counted in full; 0 if it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def kill_all(pids: list[int]) -> None:
    """Send SIGKILL to each of the processes that has not ended and that may be killed."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def kill_descendants(pid: int, patience_s: float = 5.0) -> bool:
    """Kill all that descends from `pid`, which must be this process and adopt orphans; True if none is left."""
    deadline = time.monotonic() + patience_s
    while victims := descendants(pid):
        kill_all(victims)
        _reap()
        if time.monotonic() > deadline:
            return False
        time.sleep(0.001)
    return True


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
