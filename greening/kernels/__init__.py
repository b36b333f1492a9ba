"""Warm kernels: notebooks run in children forked from a process that has already imported what they need.

This sub-package stands on its own and imports nothing from its parent. Its parts are imported by name
(`kernels.zygote`, `kernels.engine`, `kernels.provisioner`), so that asking `is_safe` costs nothing.
"""

import os
import socket
import sys
from pathlib import Path

__all__ = ["is_safe"]


def is_safe() -> tuple[bool, str]:
    """Whether this machine can run warm kernels, and where it cannot, one line that says why."""
    if not sys.platform.startswith("linux"):
        return False, f"warm kernels need Linux: on {sys.platform} a forked process cannot be relied on"
    if not hasattr(os, "fork") or not hasattr(socket, "send_fds"):
        return False, "warm kernels need os.fork and Unix sockets that pass file descriptors"
    if not Path("/proc/self/task").is_dir():
        return False, "warm kernels need /proc, to see that only one thread runs before a fork"
    return True, ""
