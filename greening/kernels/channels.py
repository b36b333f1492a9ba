"""A kernel client for nbclient that speaks to a forked child over its socket, in the place of ZMQ channels."""

import asyncio
import contextlib
import signal
import socket
from datetime import datetime
from queue import Empty
from typing import Any, cast

from jupyter_client.session import DELIM, Session, json_unpacker

from . import wire
from .child import Child
from .errors import NotebookDied

#: Seconds a child has to run its exit handlers after the last cell
_GRACE_S = 5.0

#: Seconds between a child's hanging up and its end, of which news must come
_HANG_UP_S = 1.0

#: Seconds a warden has to clean up
_CLEAN_UP_S = 10.0


class _Channel:
    """Messages of one kind, in the order they came."""

    def __init__(self, client: "WarmClient") -> None:
        self._client = client
        self.queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message; queue.Empty after `timeout` seconds without one."""
        try:
            return await asyncio.wait_for(self.queue.get(), timeout)
        except TimeoutError:
            raise Empty from None

    def send(self, message: dict[str, Any]) -> None:
        """Send a message to the kernel."""
        self._client.send(message)


class _ShellChannel(_Channel):
    """Replies; waiting for one ends at once when the child does."""

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next reply; queue.Empty after `timeout` seconds, NotebookDied if there can be none any more."""
        reply = asyncio.ensure_future(self.queue.get())
        death = asyncio.ensure_future(self._client.died.wait())
        try:
            done, _ = await asyncio.wait({reply, death}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            if reply in done:
                return reply.result()
            if death in done:
                raise NotebookDied(self._client.child.describe_ending())
            raise Empty
        finally:
            for task in (reply, death):
                task.cancel()


class WarmClient:
    """What nbclient needs of a kernel client, and of a kernel manager where it asks one to interrupt."""

    allow_stdin = False

    def __init__(self, child: Child, output_limit_bytes: int | None) -> None:
        """Take charge of `child`; `open` must follow, in the event loop that will be used."""
        self.child, self.session = child, Session(key=wire.KEY)
        self.shell_channel, self.iopub_channel, self.died = _ShellChannel(self), _Channel(self), asyncio.Event()
        self.limit, self._closing = "", False
        self._output_left = output_limit_bytes
        self._frames = wire.FrameBuffer()
        self._others: set[asyncio.Task[Any]] = set()

    async def open(self) -> None:
        """Begin to listen."""
        loop = asyncio.get_running_loop()
        self._others = asyncio.all_tasks()
        loop.add_reader(self.child.messages, self._read_messages)
        loop.add_reader(self.child.control_fileno(), self._read_news)

    async def close(self, *, graceful: bool) -> None:
        """End the child, letting it run its exit handlers if `graceful`, and wait until all that it started has ended."""
        loop, self._closing = asyncio.get_running_loop(), True
        try:
            if graceful:
                self.child.finish()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.died.wait(), _GRACE_S)
            self.child.kill()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.died.wait(), _CLEAN_UP_S)
        finally:
            loop.remove_reader(self.child.messages)
            loop.remove_reader(self.child.control_fileno())
            self.child.close()
            left = asyncio.all_tasks() - self._others - {asyncio.current_task()}
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def send(self, message: dict[str, Any]) -> str:
        """Send a message; gives its id. What cannot be delivered is known by the child's death."""
        self.session.send(cast(Any, _Outlet(self.child.messages)), message)
        return str(message["msg_id"])

    def execute(self, code: str, **options: Any) -> str:
        """Ask for a cell's execution; gives the id of the request."""
        content = {"code": code, "silent": False, "user_expressions": {}, "allow_stdin": False, **options, "stop_on_error": False}
        return self.send(self.session.msg("execute_request", content))

    def kernel_info(self) -> str:
        """Ask what the kernel is; gives the id of the request."""
        return self.send(self.session.msg("kernel_info_request", {}))

    def is_alive(self) -> bool:
        """Whether the child still runs."""
        return not self.died.is_set()

    def interrupt_kernel(self) -> None:
        """Interrupt the cell that runs."""
        self.child.send_signal(signal.SIGINT)

    def _read_messages(self) -> None:
        try:
            data = self.child.messages.recv(1 << 20, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self.child.messages)
            # It can never answer again; as a rule it has ended, and that is told in a moment.
            loop.call_later(_HANG_UP_S, self._hung_up)
            return
        if self._output_left is not None:
            self._output_left -= len(data)
            if self._output_left < 0:
                self.limit = "output"
                self.child.kill()
                return
        for channel, parts in self._frames.feed(data):
            message = _message(parts)
            (self.shell_channel if channel == wire.SHELL else self.iopub_channel).queue.put_nowait(message)

    def _hung_up(self) -> None:
        if not self.died.is_set() and not self._closing:
            self.limit = "connection"
            self.child.kill()

    def _read_news(self) -> None:
        self.child.read_news()
        if self.child.ending is None:
            return
        asyncio.get_running_loop().remove_reader(self.child.control_fileno())
        self.limit = self.limit or self.child.limit
        self._drain()
        self.died.set()

    def _drain(self) -> None:
        """Take in what the child had sent before it ended."""
        while self.limit != "output" and self.child.messages.fileno() >= 0:
            before = self._output_left
            try:
                if not self.child.messages.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
                    return
            except OSError:
                return
            self._read_messages()
            if before is not None and before == self._output_left:
                return


def _message(parts: list[bytes]) -> dict[str, Any]:
    """A message as Session.deserialize gives it; the pair of sockets is private, so its signature is not asked for, and times are read faster."""
    _, header, parent, metadata, content, *buffers = parts[parts.index(DELIM) + 1 :]
    message = {"header": _dated(header), "parent_header": _dated(parent), "metadata": json_unpacker(metadata), "content": json_unpacker(content)}
    names = {name: message["header"][name] for name in ("msg_id", "msg_type")}
    return message | names | {"buffers": [memoryview(buffer) for buffer in buffers]}


def _dated(header: bytes) -> dict[str, Any]:
    read: dict[str, Any] = json_unpacker(header)
    return read | {"date": datetime.fromisoformat(read["date"])} if "date" in read else read


class _Outlet:
    """Looks like a ZMQ stream to a Session."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def send_multipart(self, parts: list[bytes], **_: Any) -> None:
        """Send one message; nothing if the child has ended, which is told elsewhere."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._sock.sendall(wire.pack(wire.SHELL, parts))
