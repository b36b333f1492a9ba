"""The warden: a small process between zygote and notebook that outlives the notebook just long enough to clean up.

It alone can see how the notebook ended, find every process the notebook left behind, and keep watch over memory and number
of processes. It speaks with the client over one socket, a line of JSON at a time: `{"pid"}` when the child runs,
`{"limit"}` when it breaks one, `{"exit", "signal"}` when all is over. The client writes the job, then signals as lines; when it closes, all ends.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import NoReturn

from . import linux, processes, sandbox
from .job import Job

#: Seconds between two looks at memory and number of processes
_WATCH_S = 0.25


def mind(control: socket.socket, folder: str, zygote: int, work: Callable[[Job], None], release: Callable[[], None]) -> NoReturn:
    """Be the warden of one child that does `work`; `release` closes what only the child needs. Never returns.

    Runs in a process just forked; `folder` is where the child's temporary folder is made.
    """
    code = 1
    try:
        linux.die_with_parent(signal.SIGTERM, zygote)
        os.setsid()
        linux.adopt_orphans()
        warden = _Warden(control, folder)
        warden.start(work)
        release()
        warden.watch()
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        processes.kill_descendants(os.getpid())
        os._exit(code)


class _Warden:
    """One child, its limits, and the client's socket."""

    def __init__(self, control: socket.socket, folder: str) -> None:
        self._control, self._inbox = control, b""
        while b"\n" not in self._inbox:
            self._take()
        line, self._inbox = self._inbox.split(b"\n", 1)
        self._job = Job.loads(line)
        self._temp = tempfile.mkdtemp(prefix="t-", dir=folder) if self._job.writable is not None else None
        self._wake, waking = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(waking, False)
        for signum in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(signum, self._noted)
        signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
        self._ended, self._pid = False, 0
        self._inherited_bytes = processes.resident_bytes(os.getpid())
        self._status: int | None = None

    def start(self, work: Callable[[Job], None]) -> None:
        """Fork the child and tell the client its process id."""
        warden = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            _be_child(self._job, self._temp, warden, work, self._control)
        self._tell({"pid": self._pid})

    def watch(self) -> None:
        """Wait for the child's end, or bring it about; then clean up and tell the client."""
        while self._status is None and not self._ended:
            ready = select.select([self._control.fileno(), self._wake], [], [], _WATCH_S)[0]
            if self._wake in ready:
                os.read(self._wake, 512)
            if self._control.fileno() in ready:
                self._listen()
            self._reap()
            if self._status is None:
                self._check_limits()
        self._finish()

    def _noted(self, signum: int, _frame: object) -> None:
        self._ended = self._ended or signum == signal.SIGTERM

    def _take(self) -> None:
        data = self._control.recv(65536)
        if not data:
            raise EOFError("the client left before it said what to do")
        self._inbox += data

    def _listen(self) -> None:
        try:
            self._take()
        except (EOFError, ConnectionError):
            self._ended = True
            return
        *lines, self._inbox = self._inbox.split(b"\n")
        for line in lines:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._pid, int(line))

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                if found[0] == self._pid:
                    self._status = found[1]

    def _check_limits(self) -> None:
        tree = processes.descendants(os.getpid())
        if self._job.process_limit is not None and len(tree) > self._job.process_limit:
            self._break("processes")
        elif self._job.memory_limit_bytes is not None:
            limit = self._job.memory_limit_bytes + self._inherited_bytes
            if processes.use_more_than(limit, tree, within_s=_WATCH_S):
                self._break("memory")

    def _break(self, limit: str) -> None:
        self._ended = True
        self._tell({"limit": limit})

    def _finish(self) -> None:
        if self._status is None:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(self._pid, signal.SIGKILL)
                self._status = os.waitpid(self._pid, 0)[1]
        processes.kill_descendants(os.getpid())
        if self._temp is not None:
            shutil.rmtree(self._temp, ignore_errors=True)
        code = os.waitstatus_to_exitcode(self._status or 0)
        self._tell({"exit": max(code, 0), "signal": max(-code, 0)})

    def _tell(self, news: dict[str, object]) -> None:
        with contextlib.suppress(OSError):
            self._control.sendall(json.dumps(news).encode() + b"\n")


def _be_child(job: Job, temp: str | None, warden: int, work: Callable[[Job], None], control: socket.socket) -> NoReturn:
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for signum in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(signum, signal.SIG_DFL)
        linux.die_with_parent(signal.SIGKILL, warden)
        os.setsid()
        control.close()
        for name, value in job.env.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        os.chdir(job.cwd)
        if job.memory_limit_bytes is not None:
            sandbox.limit_memory(job.memory_limit_bytes)
        if job.writable is not None and temp is not None:
            sandbox.use_temp_folder(temp)
            sandbox.confine([*job.writable, temp])
        work(job)
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)
