"""Units of work on the workers of an existing Dask cluster: the only door to Dask."""

import contextlib
import logging
import platform
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

from distributed import Client, Future as ClusterFuture, KilledWorker, Security
from distributed.comm.addressing import get_address_host_port
from upath import UPath

from greening import paths
from greening.chain import keys
from greening.errors import CallError, StageError

T = TypeVar("T")

#: Seconds in which the scheduler, and a first worker, must answer.
PATIENCE_S = 10
#: The scheduler is asked how many workers it has no more often than this; a unit is handed out a thousand times faster.
COUNT_AGAIN_S = 2.0
#: A notebook changes the folder and the environment of its whole process, so a process runs one unit at a time.
_ONE_AT_A_TIME = threading.Lock()


class ClusterPool:
    """The workers of a Dask cluster that somebody else has started, and goes on running when this one is closed."""

    def __init__(self, scheduler: str, engine: str, folders: Sequence[str]) -> None:
        """Connect; CallError says in one line why units cannot run there as they would here."""
        self._scheduler, self._engine = scheduler, engine
        self._outcomes: WeakSet[Future[Any]] = WeakSet()
        self._workers, self._counted = 1, -COUNT_AGAIN_S
        self._client = _connect(scheduler)
        try:
            self._refuse_threads()
            self._refuse_other_code()
            for folder in folders:
                self._refuse_other_folder(paths.root(folder))
        except BaseException:
            self._client.close()
            raise

    @property
    def size(self) -> int:
        """How many units run at once: the workers that the scheduler knew some seconds ago at most, at least one."""
        if time.monotonic() - self._counted > COUNT_AGAIN_S:
            self._workers, self._counted = max(len(self._client.nthreads()), 1), time.monotonic()
        return self._workers

    def expect(self) -> None:
        """Nothing: the workers of a cluster get ready with their first unit."""

    def submit(self, function: Callable[..., T], *args: Any) -> "Future[T]":
        """Hand out one unit; Dask does it again elsewhere where its worker is lost, and gives it up when that has happened too often."""
        outcome: Future[T] = Future()
        self._outcomes.add(outcome)
        done = self._client.submit(_do, code_key(), self._engine, str(Path.cwd()), function, args, pure=False)
        done.add_done_callback(lambda finished: self._settle(finished, outcome))
        return outcome

    def _settle(self, finished: "ClusterFuture[T]", outcome: "Future[T]") -> None:
        if not outcome.set_running_or_notify_cancel():
            return
        try:
            outcome.set_result(finished.result())
        except CancelledError:
            outcome.set_exception(StageError(f"the scheduler at {self._scheduler} was lost"))
        except KilledWorker as error:
            outcome.set_exception(StageError(f"the workers that tried it were ended from outside, the last one {error.last_worker.address}"))
        # Whatever the unit raised is the caller's to judge.
        except BaseException as error:
            outcome.set_exception(error)

    def stop(self) -> None:
        """Cancel what waits. Dask cannot interrupt a unit that runs: its worker finishes it, and its result is dropped."""
        for outcome in list(self._outcomes):
            outcome.cancel()
        self._client.cancel([*self._client.futures])

    def close(self) -> None:
        """Leave the cluster as it is."""
        self._client.close()

    def _refuse_threads(self) -> None:
        for worker, threads in self._client.nthreads().items():
            if threads > 1:
                raise CallError(f"worker {worker} runs {threads} threads, and notebooks need a process each: start workers with --nthreads 1")

    def _refuse_other_code(self) -> None:
        for worker, key in self._client.run(code_key, on_error="return").items():
            if isinstance(key, Exception):
                raise CallError(f"worker {worker} cannot load this program ({type(key).__name__}: {key}): start workers in its environment")
            if key != code_key():
                raise CallError(f"worker {worker} has another version of code, notebooks or packages than this process: update it and start it again")

    def _refuse_other_folder(self, root: UPath) -> None:
        marker = root / f".seen-{uuid.uuid4().hex}"
        paths.write_bytes(marker, b"")
        try:
            seen = self._client.run(_is_there, str(marker), on_error="return")
        finally:
            marker.unlink(missing_ok=True)
        for worker, answer in seen.items():
            if answer is not True:
                why = "" if answer is False else f" ({type(answer).__name__}: {answer})"
                raise CallError(f"worker {worker} does not see {root}{why}: give a folder or URL that every worker reaches")


def _connect(scheduler: str) -> Client:
    """A client of the scheduler, with at least one worker behind it; CallError where nothing answers in time."""
    _refuse_wrong_address(scheduler)
    # It reports on standard error what it mends by itself, such as a result that was lost with its worker.
    logging.getLogger("distributed").setLevel(logging.ERROR)
    try:
        client = Client(scheduler, timeout=PATIENCE_S, set_as_default=False)
    # What Dask raises depends on who answers: nobody, something else, a certificate of another authority.
    except Exception as error:
        raise CallError(f"no Dask scheduler answers at {scheduler}: {_first_line(error)}; start one, or run without --scheduler") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE_S)
        theirs, ours = _scheduler_version(client), metadata.version("distributed")
    except Exception as error:
        client.close()
        raise CallError(f"the scheduler at {scheduler} has no worker: {_first_line(error)}; start dask worker {scheduler}") from error
    if theirs != ours:
        client.close()
        raise CallError(f"the scheduler at {scheduler} runs distributed {theirs}, and this process {ours}: install the same requirements.txt on both")
    return client


def _refuse_wrong_address(scheduler: str) -> None:
    """CallError for what Dask finds out only in a thread that it then waits for in vain."""
    if not scheduler.startswith(("tcp://", "tls://")):
        raise CallError(f"a scheduler's address is tcp://host:port or tls://host:port, not {scheduler}")
    try:
        get_address_host_port(scheduler, strict=True)
        certified = scheduler.startswith("tcp://") or Security().get_connection_args("client")["ssl_context"] is not None
    except (ValueError, OSError) as error:
        raise CallError(f"no Dask scheduler can be reached at {scheduler}: {_first_line(error)}; give tcp://host:port") from error
    if not certified:
        raise CallError(f"{scheduler} needs certificates: name them in Dask's configuration, distributed.comm.tls")


def _scheduler_version(client: Client) -> str:
    versions: Any = client.get_versions()
    return str(versions["scheduler"]["packages"]["distributed"])


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


@cache
def code_key() -> str:
    """Key over all that decides what a unit does in this process: the program, its notebooks, the packages and Python."""
    package = paths.HOME / "greening"
    running = sorted(file for part in ("chain", "kernels") for file in (package / part).rglob("*.py"))
    notebooks = sorted((paths.HOME / "notebooks").glob("*.ipynb"))
    files = {str(file.relative_to(paths.HOME)): keys.digest(file.read_bytes()) for file in (*running, *notebooks)}
    return keys.of_mapping({"outcome": keys.of_code("narrative"), "files": files, "packages": _packages(), "python": platform.python_version()})


def _packages() -> dict[str, str]:
    """The installed versions of what requirements.txt names; what it leaves out on this system is not there."""
    lines = (paths.HOME / "requirements.txt").read_text(encoding="utf-8").splitlines()
    names = {line.partition("==")[0] for line in lines if "==" in line}
    return {name: found.version for found in metadata.distributions() if (name := found.name.lower().replace("_", "-")) in names}


def _is_there(place: str) -> bool:
    return bool(paths.root(place).exists())


@cache
def _prepare(engine: str) -> None:
    from greening.chain.execute import prepare

    prepare(engine)


def _do(code: str, engine: str, folder: str, function: Callable[..., T], args: tuple[Any, ...]) -> T:
    """One unit, on a worker that may have joined after the pool was opened."""
    with _ONE_AT_A_TIME:
        if code != code_key():
            raise CallError("its worker has another version of code, notebooks or packages: update the worker and start it again")
        _prepare(engine)
        # Roots may be written as they are seen from where the run was called.
        with contextlib.chdir(folder) if Path(folder).is_dir() else contextlib.nullcontext():
            return function(*args)
