"""One run at a time on the same products: the second waits for the first, and says who it waits for."""

import contextlib
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator

from filelock import FileLock, Timeout
from upath import UPath

from greening import paths

#: Name of the lock beside the products; the operating system frees it when its process ends, however it ends.
LOCK = ".run.lock"
#: Says which process holds the lock.
HOLDER = ".run.holder"
#: In an object store the holder writes the lock anew every so many seconds ...
RENEWED_S = 20.0
#: ... and one that has not been written for so many seconds is nobody's: its process was ended.
FORSAKEN_S = 90.0
#: How often one that waits looks again.
_LOOK_S = 2.0


@contextlib.contextmanager
def one_run_at_a_time(data: str, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of a data root while the block runs; `say` is told whom it waits for."""
    folder = paths.root(data) / "processed"
    held = _local_lock(folder, say) if paths.is_local(folder) else _lease(folder / LOCK, say)
    with held:
        yield


@contextlib.contextmanager
def _local_lock(folder: UPath, say: Callable[[str], None]) -> Iterator[None]:
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


@contextlib.contextmanager
def _lease(place: UPath, say: Callable[[str], None]) -> Iterator[None]:
    """A lock that is a file of the store: it is made only where there is none, and it is nobody's once nobody renews it."""
    _take(place, say)
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(place, ended), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()
        place.unlink(missing_ok=True)


def _take(place: UPath, say: Callable[[str], None]) -> None:
    seen, since, is_said = b"", time.monotonic(), False
    while True:
        try:
            place.fs.pipe_file(place.path, _sign(), mode="create")
            return
        except FileExistsError:
            now = _content(place)
        if now != seen:
            seen, since = now, time.monotonic()
        elif time.monotonic() - since > FORSAKEN_S:
            place.unlink(missing_ok=True)
            continue
        if not is_said and seen:
            say(f"{seen.decode().splitlines()[0]} is already running on {place.parent}: waiting until it has finished")
            is_said = True
        time.sleep(_LOOK_S)


def _sign() -> bytes:
    # The last line makes each writing of the lock differ from the one before.
    return f"process {os.getpid()} on {socket.gethostname()}\n{uuid.uuid4().hex}".encode()


def _content(place: UPath) -> bytes:
    try:
        return bytes(place.read_bytes())
    except FileNotFoundError:
        return b""


def _renew(place: UPath, ended: threading.Event) -> None:
    while not ended.wait(RENEWED_S):
        # A store that does not answer now may do so the next time.
        with contextlib.suppress(OSError):
            paths.write_bytes(place, _sign())
