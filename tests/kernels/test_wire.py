"""Frames survive any way of being cut up."""

import socket

import pytest
from hypothesis import given, strategies as st

from greening.kernels import wire

frames = st.lists(st.tuples(st.sampled_from([wire.SHELL, wire.IOPUB]), st.lists(st.binary(max_size=40), max_size=4)), max_size=5)


@given(frames, st.integers(1, 50))
def test_frames_come_out_as_they_went_in(sent: list[tuple[int, list[bytes]]], size: int) -> None:
    data = b"".join(wire.pack(*frame) for frame in sent)
    buffer = wire.FrameBuffer()
    assert [frame for i in range(0, len(data), size) for frame in buffer.feed(data[i : i + size])] == sent


def test_a_closed_connection_is_the_end() -> None:
    near, far = socket.socketpair()
    with near, far:
        far.sendall(wire.pack(wire.SHELL, [b"a", b""])[:-1] + b"")
        far.sendall(wire.pack(wire.IOPUB, [b"b"])[:4])
        far.close()
        with pytest.raises(EOFError):
            wire.read_frame(near)
            wire.read_frame(near)
