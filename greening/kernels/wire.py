"""Frames on a stream socket: a channel and the parts of one Jupyter message."""

import socket
import struct
from collections.abc import Iterable, Iterator

#: Channels, as in the Jupyter protocol
SHELL, IOPUB = 0, 1

#: A Session wants a key to sign with. The sockets are private to the two that speak, so this one is no secret.
KEY = b"private pair of sockets"

_HEAD = struct.Struct(">BI")
_LENGTH = struct.Struct(">Q")


def pack(channel: int, parts: Iterable[bytes | memoryview]) -> bytes:
    """One frame: channel, number of parts, their lengths, the parts."""
    blobs = [bytes(part) for part in parts]
    lengths = b"".join(_LENGTH.pack(len(blob)) for blob in blobs)
    return b"".join([_HEAD.pack(channel, len(blobs)), lengths, *blobs])


def read_exactly(sock: socket.socket, size: int) -> bytes:
    """`size` bytes, waiting for them. EOFError if the other side closes first."""
    chunks = bytearray()
    while len(chunks) < size:
        chunk = sock.recv(min(size - len(chunks), 1 << 20))
        if not chunk:
            raise EOFError("the other side closed the connection")
        chunks += chunk
    return bytes(chunks)


def read_frame(sock: socket.socket) -> tuple[int, list[bytes]]:
    """The next frame, waiting for it. EOFError if the other side closes first."""
    channel, count = _HEAD.unpack(read_exactly(sock, _HEAD.size))
    raw = read_exactly(sock, count * _LENGTH.size)
    return channel, [read_exactly(sock, length) for (length,) in _LENGTH.iter_unpack(raw)]


class FrameBuffer:
    """Gathers bytes as they come and gives the frames that are whole."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[int, list[bytes]]]:
        """The frames that `data` completes: channel and parts."""
        self._data += data
        while (frame := self._take()) is not None:
            yield frame

    def _take(self) -> tuple[int, list[bytes]] | None:
        if len(self._data) < _HEAD.size:
            return None
        channel, count = _HEAD.unpack_from(self._data)
        body = _HEAD.size + count * _LENGTH.size
        if len(self._data) < body:
            return None
        lengths = [_LENGTH.unpack_from(self._data, _HEAD.size + i * _LENGTH.size)[0] for i in range(count)]
        end = body + sum(lengths)
        if len(self._data) < end:
            return None
        parts = []
        for length in lengths:
            parts.append(bytes(self._data[body : body + length]))
            body += length
        del self._data[:end]
        return channel, parts
