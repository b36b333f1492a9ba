"""The zygote's own process: imports, prepares, then forks one warden for each request.

Started by `Zygote` as a program of its own, so that a parent with threads may have one. It ends when its standard input
closes, that is when its parent ends in whatever way.
"""

import atexit
import contextlib
import fcntl
import gc
import importlib
import linecache
import logging
import os
import select
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from . import linux, processes, warden
from .job import Job

#: Set before the first import: one thread each, and nothing that calls home
_ENV = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "GX_ANALYTICS_ENABLED": "False",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def main(settings: dict[str, Any]) -> None:
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
    """The listening socket and the wardens that have not yet ended."""

    def __init__(self, app: Any, listener: socket.socket, lifeline: int, folder: str) -> None:
        self._app, self._listener, self._lifeline, self._folder = app, listener, lifeline, folder
        self._wake, waking = os.pipe()
        self._waking = waking
        os.set_blocking(self._wake, False)
        os.set_blocking(waking, False)
        self._wardens: set[int] = set()

    def serve(self) -> NoReturn:
        """Fork on request; when the parent ends, end the wardens and this process."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: os.close(self._lifeline))
        signal.set_wakeup_fd(self._waking, warn_on_full_buffer=False)
        while True:
            try:
                ready = select.select([self._listener.fileno(), self._lifeline, self._wake], [], [])[0]
            except (OSError, ValueError):
                self._end()
            if self._wake in ready:
                os.read(self._wake, 512)
                self._reap()
            if self._lifeline in ready:
                self._end()
            if self._listener.fileno() in ready:
                self._answer()

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) > 0:
                self._wardens.discard(pid)

    def _end(self) -> NoReturn:
        for pid in self._wardens:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 3
        while self._wardens and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.005)
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
            self._fork(handles, connection)
            connection.sendall(b"ok")
        except Exception as error:
            with contextlib.suppress(OSError):
                connection.sendall(str(error).encode())
        finally:
            connection.close()
            for handle in handles:
                os.close(handle)

    def _fork(self, handles: list[int], connection: socket.socket) -> None:
        zygote = os.getpid()
        pid = os.fork()
        if pid:
            self._wardens.add(pid)
            return
        signal.set_wakeup_fd(-1)
        connection.close()
        self._listener.close()
        for number in (self._lifeline, self._wake, self._waking):
            os.close(number)
        control, messages, *output = handles

        def work(job: Job) -> None:
            if job.kernel_argv:
                os.close(messages)
                _become_kernel(job, output)
            else:
                _run_notebook(self._app, socket.socket(fileno=messages))

        def release() -> None:
            for number in (messages, *output):
                os.close(number)

        warden.mind(socket.socket(fileno=control), self._folder, zygote, work, release)


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
