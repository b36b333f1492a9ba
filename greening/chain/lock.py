"""One run at a time on the same products: the second waits for the first, and says who it waits for."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from greening import paths

#: Name of the lock beside the products; the operating system frees it when its process ends, however it ends.
LOCK = ".run.lock"
#: Says which process holds the lock.
HOLDER = ".run.holder"


@contextmanager
def one_run_at_a_time(data: str, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of a data root while the block runs; `say` is told whom it waits for.

    A root that is not on this machine's file system has no lock: an object store has none to give.
    """
    folder = paths.root(data) / "processed"
    if not paths.is_local(folder):
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    lock, holder = FileLock(str(folder / LOCK)), folder / HOLDER
    try:
        lock.acquire(timeout=0)
    except Timeout:
        who = holder.read_text(encoding="utf-8") if holder.exists() else "another process"
        say(f"{who} is already running on {folder}: waiting until it has finished")
        lock.acquire()
    try:
        paths.write_text(holder, f"process {os.getpid()}")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()
