"""The zygote as its parent sees it: start, ask for children, close."""

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

from . import processes
from .child import Child
from .job import Job, env_difference

_BOOT = "import json, sys; settings = json.loads(sys.argv[1]); sys.path[:] = settings['path']; from {package} import guard; guard.main(settings)"

#: Seconds between two looks whether a borrowed zygote is ready
_POLL_S = 0.01


class ZygoteError(RuntimeError):
    """The zygote did not start, or would not fork; the message says why."""


class Zygote:
    """A single-threaded process that has imported `preload` and forks a fresh child for each notebook.

    `cwd` and `env` are what notebooks start with, those of this process unless given. Threads may share one Zygote. If its
    process has died it is started again at the next request.
    """

    def __init__(self, preload: Sequence[str], cwd: str | os.PathLike[str] | None = None, env: dict[str, str] | None = None) -> None:
        self.preload = tuple(preload)
        self._cwd = str(Path(cwd).resolve()) if cwd is not None else None
        self._env = dict(env) if env is not None else None
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = ""
        self._ready = False
        self._pid: int | None = None
        self._born_cwd, self._born_env = "", dict[str, str]()
        self._finalizer: weakref.finalize[..., Zygote] | None = None

    def start(self, *, wait: bool = True) -> "Zygote":
        """Start the process and give this object; ZygoteError if a module cannot be imported or starts threads.

        With `wait=False` it loads while the caller does other work, and the first request waits and raises.
        """
        with self._lock:
            if not self._alive():
                self._spawn()
            if wait:
                self._await_ready()
        return self

    def close(self) -> None:
        """End the process and every notebook that it still runs."""
        with self._lock:
            if self._finalizer is not None:
                self._finalizer()
            self._process, self._finalizer, self._ready = None, None, False

    def __enter__(self) -> "Zygote":
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process id, None while it is not running."""
        with self._lock:
            return self._read_pid() if self._alive() else None

    def _read_pid(self) -> int | None:
        """The process started is the guard; what it forked at once says its process id in a first line."""
        if self._pid is None and self._process is not None and self._process.stdout is not None:
            line = self._process.stdout.readline()
            self._pid = int(line) if line.strip().isdigit() else None
        return self._pid

    def fork(self, job: Job, output: Sequence[int] = ()) -> Child:
        """A child that does `job`; `output` are the descriptors that become its standard output and error."""
        control, far_control = socket.socketpair()
        messages, far_messages = socket.socketpair()
        with far_control, far_messages:
            handles = [far_control.fileno(), far_messages.fileno(), *output]
            try:
                answer = self._request(handles)
            except OSError as error:
                # It may have died just then: once it is known to have, a second try starts it again.
                if self._process is not None:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        self._process.wait(5)
                if self._alive():
                    raise ZygoteError(f"the zygote does not answer: {error}") from error
                answer = self._request(handles)
        if answer != b"ok":
            raise ZygoteError(f"the zygote would not fork: {answer.decode(errors='replace')}")
        return Child(control, messages, job)

    def _request(self, handles: list[int]) -> bytes:
        self.start()
        with socket.socket(socket.AF_UNIX) as request:
            request.settimeout(30)
            request.connect(self._socket_path())
            socket.send_fds(request, [b"fork"], handles)
            return request.recv(4096)

    def working_folder(self) -> str:
        """Where a notebook starts now: this process's folder if it has changed since the zygote was started, or else `cwd`."""
        here = str(Path.cwd())
        return here if self._cwd is None or here != self._born_cwd else self._cwd

    def env_changes(self, env: dict[str, str] | None = None) -> dict[str, str | None]:
        """How `env` (unless given, this process's environment) differs from that of this process when the zygote was started."""
        if env is not None:
            return env_difference(self._born_env if self._env is None else self._env, env)
        return env_difference(self._born_env, dict(os.environ))

    def lend(self) -> tuple[str, int]:
        """What another process of this machine and user needs to borrow this zygote: its folder, and the process id of its guard,
        which ends when nothing of the zygote is left. Starts it, without waiting.
        """
        self.start(wait=False)
        return self._folder, self._process.pid if self._process is not None else 0

    def _socket_path(self) -> str:
        return f"{self._folder}/s"

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _spawn(self) -> None:
        if self._finalizer is not None:
            self._finalizer()
        self._born_cwd, self._born_env, self._ready, self._pid = str(Path.cwd()), dict(os.environ), False, None
        self._folder = tempfile.mkdtemp(prefix="zygote-", dir="/tmp" if len(tempfile.gettempdir()) > 60 else None)
        settings = {"preload": self.preload, "socket": self._socket_path(), "path": sys.path}
        with Path(self._folder, "log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT.format(package=__package__), json.dumps(settings)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self._cwd,
                env=self._env,
                start_new_session=True,
            )
        self._finalizer = weakref.finalize(self, _end, self._process, self._folder, os.getpid())

    def _await_ready(self) -> None:
        if self._ready or self._process is None or self._process.stdout is None:
            return
        self._read_pid()
        answer = self._process.stdout.read()
        if answer != b"ready":
            log = Path(self._folder, "log").read_text(errors="replace").strip().splitlines()[-3:]
            raise ZygoteError("the zygote did not start: " + (answer.decode(errors="replace") or " / ".join(log)))
        self._ready = True


class BorrowedZygote(Zygote):
    """The zygote of another process, as that one lent it; once it has ended, one of this process's own takes its place.

    Its children start from this process's folder and environment, which must have been those of the lender when it started the zygote.
    """

    def __init__(self, preload: Sequence[str], folder: str, pid: int) -> None:
        """Borrow the zygote in `folder`, whose guard is process `pid`; `preload` is what it has imported."""
        super().__init__(preload)
        self._folder, self._lender_pid, self._borrowed = folder, pid, True
        self._born_cwd, self._born_env = str(Path.cwd()), dict(os.environ)

    def start(self, *, wait: bool = True) -> "Zygote":
        """Nothing while the borrowed one runs; else start one of this process's own."""
        return self if self._borrowed else super().start(wait=wait)

    def _request(self, handles: list[int]) -> bytes:
        while self._borrowed:
            try:
                return super()._request(handles)
            except (FileNotFoundError, ConnectionError):
                # It is still loading, or gone.
                self._borrowed = processes.is_running(self._lender_pid)
                time.sleep(_POLL_S)
        return super()._request(handles)


def _end(process: "subprocess.Popen[bytes]", folder: str, owner: int) -> None:
    """Close the lifeline, wait, and remove the folder; nothing in a process that merely inherited the zygote."""
    if os.getpid() != owner:
        return
    if not Path(folder, "s").exists():
        # Still importing: it would hear of its end only when that is done, and has no child yet.
        process.terminate()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def fingerprint(preload: Iterable[str], paths: Iterable[str | os.PathLike[str]]) -> str:
    """A hash over Python, the preloaded packages as installed and the content of `paths` (files, and folders in depth).

    A caller that keeps it beside a running zygote knows when to start a new one.
    """
    digest = hashlib.sha256(sys.version.encode())
    for module in sorted(preload):
        digest.update(repr((module, _installed(module))).encode())
    for path in map(Path, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(repr((str(file), file.stat().st_size)).encode() + file.read_bytes())
    return digest.hexdigest()


def _installed(module: str) -> tuple[str, int, int] | None:
    """Where the package of `module` lies, with size and time of its first file; None if it has none."""
    spec = importlib.util.find_spec(module.partition(".")[0])
    if spec is None or not spec.has_location or spec.origin is None:
        return None
    stat = Path(spec.origin).stat()
    return spec.origin, stat.st_size, stat.st_mtime_ns
