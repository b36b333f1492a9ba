"""Standard output and error of a notebook's process, captured as ipykernel captures them.

Text written through Python and bytes written to file descriptors 1 and 2, by child processes too, meet in one buffer per
stream. It is sent where ipykernel sends it: before any other output, at the end of a cell, and 0.2 s after it was written.
"""

import contextlib
import contextvars
import io
import os
import select
import threading
import time
from typing import Any

from ipykernel.iostream import OutStream
from jupyter_client.session import Session

#: A buffer of this many characters is sent at once
_FULL_CHARACTERS = 64 * 1024


class CapturedStream(OutStream):
    """One standard stream. It is an ipykernel OutStream in all that a notebook can see, without ZMQ and its thread."""

    def __init__(self, session: Session, wire: Any, name: str, number: int) -> None:
        """Capture file descriptor `number` as stream `name`; messages go to `wire`."""
        self.session, self.name, self.topic = session, name, f"stream.{name}".encode()
        self.pub_thread = wire
        self._parent_header = contextvars.ContextVar("parent_header")
        self._parent_header.set({})
        self._parent_header_global: dict[str, Any] = {}
        self._isatty, self._should_watch, self._local = False, False, threading.local()
        self._master_pid, self._number = os.getpid(), number
        self._guard, self._text, self._text_parent = threading.RLock(), io.StringIO(), self._parent_header_global
        self._since: float | None = None
        self._original_stdstream_copy = os.dup(number)
        self.pipe, writing = os.pipe()
        os.dup2(writing, number)
        os.close(writing)
        os.set_blocking(self.pipe, False)

    def write(self, string: str) -> int:
        """Add to the stream; gives the number of characters."""
        if not isinstance(string, str):
            raise TypeError(f"write() argument must be str, not {type(string)}")
        if self.pub_thread is None:
            raise ValueError("I/O operation on closed file")
        if os.getpid() != self._master_pid:
            os.write(self._number, string.encode(errors="replace"))
            return len(string)
        with self._guard:
            self.pull()
            self._add(string)
        return len(string)

    def pull(self) -> None:
        """Take in what has been written to the file descriptor."""
        with self._guard, contextlib.suppress(BlockingIOError):
            while data := os.read(self.pipe, 65536):
                self._add(data.decode(errors="replace"))

    def flush(self) -> None:
        """Send what has been gathered."""
        if os.getpid() != self._master_pid:
            return
        with self._guard:
            self.pull()
            self._send()

    def flush_if_due(self, now: float) -> None:
        """Take in what has been written, and send it if it has waited 0.2 s."""
        with self._guard:
            self.pull()
            if self._since is not None and now - self._since >= self.flush_interval:
                self._send()

    def _add(self, text: str) -> None:
        parent = self.parent_header
        if self._since is not None and parent != self._text_parent:
            self._send()
        if self._since is None:
            self._since, self._text_parent = time.monotonic(), parent
        self._text.write(text)
        if self._text.tell() >= _FULL_CHARACTERS:
            self._send()

    def _send(self) -> None:
        text, self._text, self._since = self._text.getvalue(), io.StringIO(), None
        if text and self.pub_thread is not None:
            # Half of a character pair cannot travel; a stock kernel loses the whole piece with it.
            content = {"name": self.name, "text": text.encode("utf-8", "replace").decode()}
            self.session.send(self.pub_thread, "stream", content, parent=self._text_parent, ident=self.topic)


def watch(streams: list[CapturedStream]) -> None:
    """Keep the pipes behind `streams` from filling up and send what is due, in a thread of its own."""

    def work() -> None:
        poller = select.poll()
        for stream in streams:
            poller.register(stream.pipe, select.POLLIN)
        while True:
            poller.poll(int(OutStream.flush_interval * 500))
            for stream in streams:
                stream.flush_if_due(time.monotonic())

    threading.Thread(target=work, name="kernels-streams", daemon=True).start()
