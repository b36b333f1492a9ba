"""The warden of one notebook: starts its process, keeps watch over memory and number of processes, tells the client how it ended.

It lives in the zygote, whose loop feeds it. It speaks with the client over one socket, a line of JSON at a time: `{"pid"}` when the
notebook's process runs, `{"limit"}` when it breaks one, `{"exit", "signal"}` when it and all that it started has ended. The client
writes the job, then signals as lines; when it closes, all ends.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from typing import NoReturn

from . import linux, processes, sandbox
from .job import Job

#: Seconds between two looks at memory and number of processes
_WATCH_S = 0.25


class Warden:
    """One notebook's process, its limits, and the client's socket."""

    def __init__(self, handles: list[int], folder: str) -> None:
        """Take over `handles`: the client's socket, the notebook's, and what becomes its output. `folder` is where its temporary folder is made."""
        self._control = socket.socket(fileno=handles[0])
        self.messages, *self.output = handles[1:]
        self._folder, self._inbox = folder, b""
        self._temp: str | None = None
        self._process_limit: int | None = None
        self._memory_limit_bytes: int | None = None
        self._next_look, self._leaving = 0.0, False
        #: The notebook's process, 0 before the job is known
        self.pid = 0
        #: How it ended, as the system tells it
        self.status: int | None = None

    def fileno(self) -> int:
        """The client's socket."""
        return self._control.fileno()

    @property
    def listens(self) -> bool:
        """Whether anything that the client says still matters."""
        return not self._leaving and self.status is None

    @property
    def runs(self) -> bool:
        """Whether the notebook's process has begun and not ended."""
        return self.pid != 0 and self.status is None

    @property
    def is_over(self) -> bool:
        """Whether the notebook's process has ended, or never will begin."""
        return self.status is not None or (self._leaving and self.pid == 0)

    def listen(self, work: Callable[[Job], None]) -> None:
        """Take in what the client has said: first the job, which begins in a process that does `work`, then signals; if it has left, end all."""
        try:
            data = self._control.recv(65536)
        except ConnectionError:
            data = b""
        if not data:
            self.end()
            return
        *lines, self._inbox = (self._inbox + data).split(b"\n")
        if lines and not self.pid:
            self._begin(Job.loads(lines.pop(0)), work)
        for line in lines:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, int(line))

    def _begin(self, job: Job, work: Callable[[Job], None]) -> None:
        if job.writable is not None:
            self._temp = tempfile.mkdtemp(prefix="t-", dir=self._folder)
        zygote = os.getpid()
        # Only the limits are kept: every later notebook starts from the zygote's memory, and the job tells of this one's environment.
        self._process_limit = job.process_limit
        if job.memory_limit_bytes is not None:
            self._memory_limit_bytes = job.memory_limit_bytes + processes.resident_bytes(zygote)
        pid = os.fork()
        if pid == 0:
            _be_child(job, self._temp, zygote, work, self._control)
        self.pid, self._next_look = pid, time.monotonic() + _WATCH_S
        self._release_ends()
        self._tell({"pid": pid})

    def next_look_s(self) -> float:
        """Seconds until `look` has something to do; 0 at least."""
        return max(self._next_look - time.monotonic(), 0.0)

    def look(self) -> None:
        """If it is time, see whether the notebook keeps its limits, and end it if not."""
        if self._leaving or not self.runs or self.next_look_s() > 0:
            return
        tree = [self.pid, *processes.descendants(self.pid)]
        if self._process_limit is not None and len(tree) > self._process_limit:
            self._break("processes")
        elif self._memory_limit_bytes is not None and processes.use_more_than(self._memory_limit_bytes, tree, within_s=_WATCH_S):
            self._break("memory")
        self._next_look = time.monotonic() + _WATCH_S

    def _break(self, limit: str) -> None:
        self._tell({"limit": limit})
        self.end()

    def end(self) -> None:
        """Kill the notebook's process; what it has started is the zygote's to kill."""
        self._leaving = True
        if self.runs:
            os.kill(self.pid, signal.SIGKILL)

    def finish(self) -> None:
        """Tell the client how it ended, and leave nothing behind."""
        if self._temp is not None:
            shutil.rmtree(self._temp, ignore_errors=True)
        if self.status is not None:
            code = os.waitstatus_to_exitcode(self.status)
            self._tell({"exit": max(code, 0), "signal": max(-code, 0)})
        self.release()

    def release(self) -> None:
        """Close every descriptor, as another notebook's process must."""
        self._control.close()
        self._release_ends()

    def _release_ends(self) -> None:
        for number in (self.messages, *self.output):
            if number >= 0:
                os.close(number)
        self.messages, self.output = -1, []

    def _tell(self, news: dict[str, object]) -> None:
        with contextlib.suppress(OSError):
            self._control.sendall(json.dumps(news).encode() + b"\n")


def _be_child(job: Job, temp: str | None, zygote: int, work: Callable[[Job], None], control: socket.socket) -> NoReturn:
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for signum in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(signum, signal.SIG_DFL)
        linux.die_with_parent(signal.SIGKILL, zygote)
        # What its processes leave behind stays its own, and not another notebook's, until it ends.
        linux.adopt_orphans()
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
