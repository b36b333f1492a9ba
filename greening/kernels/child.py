"""A forked child as its client sees it."""

import contextlib
import json
import select
import signal
import socket
import time

from .job import Job


class Child:
    """The client's ends of two private sockets: `messages` to the child, control to its warden in the zygote."""

    def __init__(self, control: socket.socket, messages: socket.socket, job: Job) -> None:
        """Send `job`; the child begins it."""
        self.messages, self._control, self._news = messages, control, b""
        self.pid: int | None = None
        #: The limit that it broke, empty as long as there is none.
        self.limit = ""
        self.ending: dict[str, int | str] | None = None
        self._control.sendall(job.dumps())

    def control_fileno(self) -> int:
        """The descriptor that becomes readable when there is news of the child."""
        return self._control.fileno()

    def read_news(self) -> None:
        """Take in what the warden has said; `pid`, `limit` and `ending` tell it. `ending` is set, empty, if the warden is gone."""
        try:
            data = self._control.recv(65536, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.ending = self.ending if self.ending is not None else {}
            return
        *lines, self._news = (self._news + data).split(b"\n")
        for news in map(json.loads, lines):
            self.pid = news.get("pid", self.pid)
            self.limit = news.get("limit", self.limit)
            if "exit" in news:
                self.ending = news

    def wait_news(self, timeout_s: float) -> bool:
        """Wait for news and take it in; False if there is none by then."""
        if not select.select([self._control], [], [], max(timeout_s, 0))[0]:
            return False
        self.read_news()
        return True

    def wait(self, timeout_s: float) -> bool:
        """Wait for the child and all that it started to end; False if they have not by then."""
        deadline = time.monotonic() + timeout_s
        while self.ending is None:
            if not self.wait_news(deadline - time.monotonic()):
                return False
        return True

    def send_signal(self, signum: int) -> None:
        """Have the warden send a signal to the child's process group."""
        with contextlib.suppress(OSError):
            self._control.sendall(b"%d\n" % signum)

    def finish(self) -> None:
        """Let the child end by itself: nothing more will be asked of it."""
        with contextlib.suppress(OSError):
            self.messages.shutdown(socket.SHUT_WR)

    def kill(self) -> None:
        """Have the warden kill the child and all that it started, now."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Let go of the child; what still runs of it is killed."""
        self.messages.close()
        self._control.close()

    def describe_ending(self) -> str:
        """How it ended, in plain words."""
        ending = self.ending or {}
        if self.limit:
            return {"memory": "it used more memory than it may", "processes": "it started more processes than it may"}[self.limit]
        if ending.get("signal"):
            return f"it was killed by signal {ending['signal']} ({_signal_name(int(ending['signal']))})"
        if "exit" in ending:
            return f"its process exited with code {ending['exit']}"
        return "its process was lost together with its zygote"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
