"""The kernel of a forked notebook: ipykernel's own kernel and shell, with a plain socket in the place of ZMQ.

`prepare` builds it once, in the zygote; `run` gives it a connection, in the child, and serves requests until the other
side closes. Because display, tracebacks, magics and comms are ipykernel's code, outputs are ipykernel's outputs.
"""

import asyncio
import atexit
import gc
import os
import random
import socket
import sys
import tempfile
import threading
import types
from typing import Any

import zmq
from ipykernel.compiler import XCachingCompiler, get_tmp_hash_seed, murmur2_x86
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from tornado import ioloop
from traitlets import Any as AnyTrait, Type

from . import wire
from .streams import CapturedStream, watch

#: Where a message's header stands among its parts: after the delimiter and the signature
_HEADER = 2

_NO_HISTORY = ["--HistoryManager.enabled=False", "--HistoryManager.hist_file=:memory:"]


class _Wire:
    """Looks like a ZMQ stream to a Session, and writes frames of one channel."""

    def __init__(self, channel: int) -> None:
        self.channel = channel
        self.sock: socket.socket | None = None
        self.sent = 0
        self._lock = threading.Lock()

    def send_multipart(self, parts: list[bytes], **_: Any) -> None:
        """Send one message; quietly nothing once nobody listens."""
        if self.sock is None:
            return
        frame = wire.pack(self.channel, parts)
        self.sent += 1
        with self._lock:
            self.sock.sendall(frame)

    def flush(self, *_: Any) -> None:
        """Nothing is held back here."""


class _StableCompiler(XCachingCompiler):
    """Names a cell's code by its content alone, so that warnings read the same in every run."""

    def get_code_name(self, raw_code: str, *_: object) -> str:
        """The name of the file that the cell pretends to be: ipykernel's, without the process id."""
        return f"{_SYSTEM_TEMP}/ipykernel_0/{murmur2_x86(raw_code, get_tmp_hash_seed())}.py"  # type: ignore[no-untyped-call]


_SYSTEM_TEMP = tempfile.gettempdir()


class _NoDebugger:
    """Takes the debugger's place: nobody can attach to a notebook that runs by itself."""

    def __init__(self, *_: Any) -> None:
        pass


class _WarmKernel(IPythonKernel):
    """ipykernel's kernel on frames, in one thread and without subshells."""

    _supports_kernel_subshells = False
    shell_stream = AnyTrait()
    compiler_class = Type(_StableCompiler)
    debugger_class = Type(_NoDebugger)


class _WarmApp(IPKernelApp):
    """ipykernel's application (profile, configuration, extensions, start-up files) without connections."""

    def init_poller(self) -> None:
        """Nothing: the kernel dies with its zygote."""

    def init_connection_file(self) -> None:
        """Nothing: there is none."""

    def init_sockets(self) -> None:
        """Two channels to be connected after the fork."""
        self.shell_socket, self.iopub_socket = _Wire(wire.SHELL), _Wire(wire.IOPUB)
        self.session = Session(parent=self, key=wire.KEY)

    def init_heartbeat(self) -> None:
        """Nothing: the end of the process closes the connection."""

    def write_connection_file(self, **_: Any) -> None:
        """Nothing: there is none."""

    def log_connection_info(self) -> None:
        """Nothing to tell."""

    def init_io(self) -> None:
        """Nothing before the fork: streams are captured in the child."""
        self.patch_io()  # type: ignore[no-untyped-call]

    def init_kernel(self) -> None:
        """The kernel, not yet connected."""
        self.kernel = _WarmKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=self.shell_socket,
            iopub_socket=self.iopub_socket,
            shell_channel_thread=types.SimpleNamespace(parent_thread=threading.main_thread()),
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )


def prepare() -> IPKernelApp:
    """The application with its kernel and shell."""
    app = _WarmApp.instance()
    app.initialize(_NO_HISTORY)  # type: ignore[no-untyped-call]
    return app


def warm_up(app: IPKernelApp) -> None:
    """Load what IPython loads late, with a first cell: formatting of results and of errors."""
    shell = app.kernel.shell
    shell.display_formatter.format({"a": [1.5]})
    try:
        raise ValueError("warm")
    except ValueError:
        shell.InteractiveTB.structured_traceback(*sys.exc_info())


def forget() -> None:
    """Undo `prepare`, in a child that is to become an ipykernel of its own."""
    app = _WarmApp.instance()
    app.reset_io()  # type: ignore[no-untyped-call]
    type(app.kernel.shell).clear_instance()
    _WarmKernel.clear_instance()
    _WarmApp.clear_instance()
    atexit.unregister(app.close)


def reseed() -> None:
    """Give this process random numbers of its own."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def run(app: IPKernelApp, connection: socket.socket) -> None:
    """Serve the notebook at the other end of `connection` until it closes."""
    reseed()
    gc.enable()
    kernel, session = app.kernel, app.session
    session.pid = os.getpid()
    kernel.shell_stream.sock = kernel.iopub_socket.sock = connection
    sys.stdout.flush()
    sys.stderr.flush()
    streams = [CapturedStream(session, kernel.iopub_socket, name, number) for number, name in ((1, "stdout"), (2, "stderr"))]
    sys.stdout, sys.stderr = streams
    watch(streams)
    try:
        asyncio.run(_serve(kernel, connection))
    finally:
        for stream in streams:
            stream.flush()


async def _serve(kernel: Any, connection: socket.socket) -> None:
    kernel.io_loop = ioloop.IOLoop.current()
    kernel.shell.exit_now = False
    loop = asyncio.get_running_loop()
    while True:
        arrived = loop.create_future()
        loop.add_reader(connection, arrived.set_result, None)
        await arrived
        loop.remove_reader(connection)
        try:
            _, parts = wire.read_frame(connection)
        except (EOFError, ConnectionError):
            return
        executes = b'"execute_request"' in parts[_HEADER]
        if executes and kernel.shell.exit_now:
            return
        before = kernel.shell_stream.sent
        await kernel.dispatch_shell([zmq.Frame(part) for part in parts])
        if executes and kernel.shell_stream.sent == before:
            raise RuntimeError("the kernel gave no answer to a cell")
