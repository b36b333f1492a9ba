"""The zygote's own process: imports, prepares, then forks a process for each notebook and minds them all in one loop.

Started by `Zygote` as a program of its own, so that a parent with threads may have one. It ends when its standard input
closes, that is when its parent ends in whatever way. What an ended notebook has left behind becomes this process's child.
"""

import atexit
import contextlib
import fcntl
import functools
import gc
import importlib
import linecache
import logging
import math
import os
import select
import shutil
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from . import linux, processes
from .job import Job
from .warden import Warden

#: Set before the first import: one thread each, and nothing that calls home
_ENV = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "GX_ANALYTICS_ENABLED": "False",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}

#: Milliseconds between two looks for what an ended notebook has left behind, and seconds until those are given up
_SWEEP_MS, _PATIENCE_S = 1, 5.0

#: Seconds that the notebooks have to end in when the zygote does
_END_S = 3.0


def main(settings: dict[str, Any]) -> NoReturn:
    """Preload `settings["preload"]`, listen on `settings["socket"]`, and serve until standard input closes."""
    # What a notebook finds there in a stock kernel; from Python 3.13 the line that started this process would be shown as a notebook's.
    sys.argv = ["ipykernel_launcher.py"]
    linecache.clearcache()
    lifeline, answer = os.dup(0), os.dup(1)
    _silence(0, os.O_RDONLY)
    os.dup2(2, 1)
    folder = str(Path(settings["socket"]).parent)
    try:
        with _ending_with_parent(lifeline, folder):
            app = _preload(settings["preload"])
        listener = socket.socket(socket.AF_UNIX)
        usual = os.umask(0o177)
        listener.bind(settings["socket"])
        os.umask(usual)
        listener.listen(64)
    except Exception as error:
        os.write(answer, f"{type(error).__name__}: {error}".encode())
        os._exit(1)
    os.write(answer, b"ready")
    os.close(answer)
    _Server(app, listener, lifeline, folder).serve()


@contextlib.contextmanager
def _ending_with_parent(lifeline: int, folder: str) -> Iterator[None]:
    """End this process, and remove the folder, as soon as the parent ends: who imports cannot listen."""

    def end(*_: object) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    usual = signal.signal(signal.SIGIO, end)
    flags = fcntl.fcntl(lifeline, fcntl.F_GETFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, flags | os.O_ASYNC)
    if select.select([lifeline], [], [], 0)[0]:
        end()
    yield
    fcntl.fcntl(lifeline, fcntl.F_SETFL, flags)
    signal.signal(signal.SIGIO, usual)


def _silence(number: int, flags: int) -> None:
    null = os.open(os.devnull, flags)
    os.dup2(null, number)
    os.close(null)


def _preload(modules: list[str]) -> Any:
    """Prepare the shell, import all; RuntimeError names the module that starts threads."""
    os.environ.update(_ENV)
    # An optional grammar of jsonschema's that takes over a second to import; jsonschema does without it.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    gc.disable()
    from . import runner

    app = runner.prepare()
    _refuse_threads("preparing the shell")
    # Imported as in a first cell: pandas and others ask, once and for all, whether they are in a notebook.
    with app.kernel.shell.builtin_trap:
        for module in ("tornado.platform.asyncio", "shutil", "tempfile", *modules):
            importlib.import_module(module)
            _refuse_threads(f"importing {module}")
    # Some packages swallow all warnings once imported, and a notebook that never asked for them must still show its own.
    logging.captureWarnings(False)
    runner.warm_up(app)
    gc.collect()
    gc.freeze()
    linux.collapse_memory()
    return app


def _refuse_threads(doing: str) -> None:
    names = processes.thread_names()
    if len(names) > 1:
        raise RuntimeError(f"{doing} left {len(names)} threads running ({', '.join(names)}): a fork would not be safe")


class _Server:
    """The listening socket, and a warden for each notebook that has not yet ended."""

    def __init__(self, app: Any, listener: socket.socket, lifeline: int, folder: str) -> None:
        self._app, self._listener, self._lifeline, self._folder = app, listener, lifeline, folder
        self._wake, self._waking = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._waking, False)
        self._wardens: list[Warden] = []
        # What a preloaded module has started is no notebook's.
        self._own = set(processes.children(os.getpid()))
        self._ending = False
        self._sweep_until = math.inf

    def serve(self) -> NoReturn:
        """Fork on request and mind the notebooks; when the parent ends, end them and this process."""
        linux.adopt_orphans()
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._note_end)
        signal.set_wakeup_fd(self._waking, warn_on_full_buffer=False)
        while not self._ending:
            self._turn(self._wait())
        self._end()

    def _note_end(self, *_: object) -> None:
        self._ending = True

    def _wait(self) -> set[int]:
        """The descriptors that have something to read, empty if it is time to look after the notebooks."""
        poll = select.poll()
        listening = [warden.fileno() for warden in self._wardens if warden.listens]
        for number in (self._listener.fileno(), self._lifeline, self._wake, *listening):
            poll.register(number, select.POLLIN)
        return {number for number, _ in poll.poll(self._patience_ms())}

    def _patience_ms(self) -> float | None:
        if any(warden.is_over for warden in self._wardens):
            return _SWEEP_MS
        # Rounded up: the poll takes whole milliseconds, and one too early would find nothing to do.
        return min((math.ceil(warden.next_look_s() * 1000) for warden in self._wardens if warden.runs), default=None)

    def _turn(self, ready: set[int]) -> None:
        if self._wake in ready:
            os.read(self._wake, 512)
            self._reap()
        if self._lifeline in ready:
            self._ending = True
        for warden in self._wardens:
            self._mind(warden, speaks=warden.fileno() in ready)
        # A request that is not taken any more is made again to the next zygote.
        if self._listener.fileno() in ready and not self._ending:
            self._answer()
        self._finish()

    def _mind(self, warden: Warden, *, speaks: bool) -> None:
        try:
            if speaks:
                warden.listen(functools.partial(self._work, warden))
            warden.look()
        except Exception:
            traceback.print_exc()
            warden.end()

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                self._own.discard(found[0])
                for warden in self._wardens:
                    if warden.runs and warden.pid == found[0]:
                        warden.status = found[1]

    def _finish(self) -> None:
        """Dismiss the wardens whose notebook is over, once nothing is left of those."""
        over = [warden for warden in self._wardens if warden.is_over]
        if not over:
            return
        orphans, now = self._kill_orphans(), time.monotonic()
        self._sweep_until = min(self._sweep_until, now + _PATIENCE_S)
        if orphans and now < self._sweep_until:
            return
        # Those that cannot be killed must not hold up the notebooks to come.
        self._own.update(orphans)
        self._sweep_until = math.inf
        self._wardens = [warden for warden in self._wardens if warden not in over]
        for warden in over:
            warden.finish()

    def _kill_orphans(self) -> list[int]:
        """Kill what ended notebooks have left behind, and give what was found: a notebook's own processes are children of this one only then."""
        known = self._own | {warden.pid for warden in self._wardens if warden.runs}
        orphans = [pid for pid in processes.children(os.getpid()) if pid not in known]
        for pid in orphans:
            processes.kill_all([pid, *processes.descendants(pid)])
        self._reap()
        return orphans

    def _end(self) -> NoReturn:
        for warden in self._wardens:
            warden.end()
        deadline = time.monotonic() + _END_S
        while self._wardens and time.monotonic() < deadline:
            self._reap()
            self._finish()
            time.sleep(_SWEEP_MS / 1000)
        processes.kill_descendants(os.getpid())
        # A parent that was killed cannot do it.
        shutil.rmtree(self._folder, ignore_errors=True)
        os._exit(0)

    def _answer(self) -> None:
        connection, _ = self._listener.accept()
        handles: list[int] = []
        try:
            connection.settimeout(5)
            _, handles, _, _ = socket.recv_fds(connection, 16, 4)
            if len(handles) < 2:
                raise ValueError("a request brings the ends of two sockets")
            _refuse_threads("something in the zygote")
            self._wardens.append(Warden(handles, self._folder))
            handles = []
            connection.sendall(b"ok")
        except Exception as error:
            with contextlib.suppress(OSError):
                connection.sendall(str(error).encode())
        finally:
            connection.close()
            for handle in handles:
                os.close(handle)

    def _work(self, warden: Warden, job: Job) -> None:
        """In the notebook's process: let go of all that is not its own, then do the job."""
        self._listener.close()
        for number in (self._lifeline, self._wake, self._waking):
            os.close(number)
        for other in self._wardens:
            if other is not warden:
                other.release()
        if job.kernel_argv:
            os.close(warden.messages)
            _become_kernel(job, warden.output)
        else:
            _run_notebook(self._app, socket.socket(fileno=warden.messages))


def _run_notebook(app: Any, connection: socket.socket) -> None:
    from . import runner

    runner.run(app, connection)
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()


def _become_kernel(job: Job, output: list[int]) -> None:
    from ipykernel.kernelapp import IPKernelApp

    from . import runner

    for number, handle in enumerate(output, start=1):
        os.dup2(handle, number)
        os.close(handle)
    runner.forget()
    runner.reseed()
    gc.enable()
    sys.argv = ["ipykernel_launcher.py", *job.kernel_argv]
    IPKernelApp.launch_instance(argv=[*job.kernel_argv, f"--IPKernelApp.parent_handle={os.getppid()}"])
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
