"""Where units of work are handed out: processes of this machine, or the workers of an existing Dask cluster."""

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Protocol, TypeVar, cast

from greening.chain import warm
from greening.errors import StageError

T = TypeVar("T")

#: Seconds that a process has to tidy up when it is told to end; then it is killed.
GRACE_S = 1.0
#: Seconds that a process without work has to leave by itself.
LEAVE_S = 15.0


class Pool(Protocol):
    """Where units of work are handed out; a unit is a function of a module, with arguments and a result that can be pickled."""

    @property
    def size(self) -> int:
        """How many units run at once."""

    def expect(self) -> None:
        """Get ready, without waiting, for a unit that is sure to come."""

    def submit(self, function: Callable[..., T], *args: Any) -> "Future[T]":
        """Hand out one unit.

        The future raises what the function raises, and StageError where the unit's process was ended from outside each time it was tried.
        """

    def stop(self) -> None:
        """End all work at once; what has not been finished is cancelled."""

    def close(self) -> None:
        """Let go of the workers once all work is done."""


@contextlib.contextmanager
def open_pool(workers: int, scheduler: str, engine: str, folders: Sequence[str] = ()) -> Iterator[Pool]:
    """The pool of a run: `workers` local processes, or the cluster whose scheduler listens at `scheduler`.

    `engine` is what notebooks run on; `folders` are roots that every worker of a cluster must share. A block that ends by an
    exception, an interrupt included, stops all work.

    Raises CallError where the cluster does not answer or cannot do what this process would do.
    """
    pool = _cluster(scheduler, engine, folders) if scheduler else LocalPool(workers, engine)
    try:
        yield pool
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.close()


def _cluster(scheduler: str, engine: str, folders: Sequence[str]) -> Pool:
    # Dask takes a third of a second to load; a run on this machine does without.
    from greening.chain.cluster import ClusterPool

    return ClusterPool(scheduler, engine, folders)


class LocalPool:
    """Processes of this machine, each started with the first unit that it gets.

    A thread minds each process, so that one that is killed takes down its own unit only: that one is done again in a new process.
    """

    def __init__(self, workers: int, engine: str) -> None:
        self.size, self._engine = workers, engine
        self._idle = [_Worker(engine) for _ in range(workers)]
        self._workers = tuple(self._idle)
        self._minders = ThreadPoolExecutor(workers, "pool")

    def expect(self) -> None:
        """Start the warm process and the first worker; see `Pool`."""
        if self._engine == "warm":
            warm.lend()
        self._ready_one_more()

    def submit(self, function: Callable[..., T], *args: Any) -> "Future[T]":
        """Hand out one unit; see `Pool`."""
        if self._engine == "warm":
            warm.lend()
        return self._minders.submit(self._do, function, args)

    def _do(self, function: Callable[..., T], args: tuple[Any, ...]) -> T:
        # The last to become idle is the first to be used: few units start few processes.
        worker = self._idle.pop()
        try:
            worker.get_ready()
            self._ready_one_more()
            return cast(T, worker.call_again(function, args))
        finally:
            self._idle.append(worker)

    def _ready_one_more(self) -> None:
        """Start the process that is next: while the first waits for notebooks, it loads what it will need."""
        with contextlib.suppress(IndexError):
            self._idle[-1].start()

    def stop(self) -> None:
        """End every process, within seconds; units that wait or run are cancelled."""
        self._minders.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.terminate()
        deadline = time.monotonic() + GRACE_S
        for worker in self._workers:
            worker.join(max(deadline - time.monotonic(), 0))

    def close(self) -> None:
        """Let the processes end once nothing is left to do."""
        self._minders.shutdown(wait=True)
        for worker in self._workers:
            worker.leave()
        for worker in self._workers:
            worker.join(LEAVE_S)


class _Lost(Exception):
    """A process ended before it answered."""


class _Worker:
    """One process, started when it is first called, and again when it is called after its end."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._process: SpawnProcess | None = None
        self._connection: Connection[Any, Any] | None = None
        self._stopped = self._is_ready = False
        self._starting = threading.Lock()

    def start(self) -> None:
        """Start the process, where it is not, without waiting until it has loaded what it needs."""
        # What went wrong is told by the unit that it gets.
        with contextlib.suppress(CancelledError):
            self._start()

    def get_ready(self) -> None:
        """Start the process and wait until it has loaded what it needs."""
        with contextlib.suppress(EOFError, ConnectionError):
            connection = self._start()
            if not self._is_ready:
                connection.recv()
                self._is_ready = True

    def call_again(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """As `call`, once more where the process ends before it has answered; StageError where it does so twice."""
        with contextlib.suppress(_Lost):
            return self.call(function, args)
        try:
            return self.call(function, args)
        except _Lost:
            raise StageError("its process was ended from outside, twice; run again, with fewer --workers where memory is short") from None

    def call(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """What the function returns or raises; _Lost where the process ends before it has answered."""
        self.get_ready()
        unit, connection = pickle.dumps((function, args)), self._start()
        try:
            connection.send_bytes(unit)
            raised, value = connection.recv()
        except (EOFError, ConnectionError):
            if self._stopped:
                raise CancelledError from None
            self._connection, self._is_ready = None, False
            raise _Lost from None
        if raised:
            raise value
        return value

    def _start(self) -> "Connection[Any, Any]":
        with self._starting:
            if self._stopped:
                raise CancelledError
            if self._connection is None:
                # A fresh process: a forked one would inherit the threads of the libraries that this one uses.
                context = multiprocessing.get_context("spawn")
                self._connection, far = context.Pipe()
                self._process = context.Process(target=_serve, args=(far, self._engine), daemon=True)
                # Until it has a handler of its own (see _serve), Ctrl-C waits: the mask is inherited. To start the tracker would lift it.
                resource_tracker.ensure_running()
                usual = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
                self._process.start()
                signal.pthread_sigmask(signal.SIG_SETMASK, usual)
                far.close()
            return self._connection

    def terminate(self) -> None:
        """End the process and start no other."""
        with self._starting:
            self._stopped = True
        if self._process is not None:
            self._process.terminate()

    def leave(self) -> None:
        """Let the process end: nothing more will be asked of it; one that nothing was ever asked of ends at once."""
        if self._process is not None and not self._is_ready:
            self._process.kill()
        if self._connection is not None:
            self._connection.close()

    def join(self, patience_s: float) -> None:
        """Wait for the process to end; kill it where it does not."""
        if self._process is not None:
            self._process.join(patience_s)
            self._process.kill()
            self._process.join()


def _serve(connection: "Connection[Any, Any]", engine: str) -> None:
    """Do unit after unit until the other end is closed."""
    # Ctrl-C goes to every process of the terminal, and the parent decides. A handler, since programs that are started would inherit SIG_IGN.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # What does the work takes more than a second to load: the parent does without.
    from greening.chain.execute import prepare

    prepare(engine)
    from greening.chain import pages

    pages.prepare()
    _send(connection, (False, None))
    while True:
        try:
            asked = connection.recv_bytes()
        except (EOFError, ConnectionError):
            return
        _send(connection, _outcome(asked))


def _outcome(asked: bytes) -> tuple[bool, Any]:
    """Whether the unit raised, and its result or what it raised."""
    try:
        function, args = pickle.loads(asked)
        return False, function(*args)
    except Exception as error:
        return True, error


def _send(connection: "Connection[Any, Any]", answer: tuple[bool, Any]) -> None:
    try:
        connection.send(answer)
    except BrokenPipeError:
        return
    # Pickle raises what it likes; nothing has been sent yet.
    except Exception as error:
        connection.send((True, StageError(f"its outcome cannot be sent: {type(error).__name__}: {error}")))


def _end_with_parent() -> None:
    """End this process when its parent has ended in whatever way, even in the middle of a unit: the next run does that one again."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
