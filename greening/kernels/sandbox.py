"""What a notebook's process may use and where it may write, set in the process itself before the first cell."""

import errno
import os
import resource
import sys
import tempfile
from collections.abc import Callable

from . import linux
from .processes import virtual_bytes

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

#: Audit events that change what a name stands for: positions of the path and of its folder's descriptor
_NAME_CHANGES: dict[str, tuple[tuple[int, int], ...]] = {
    "os.link": ((1, 3),),
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.rmdir": ((0, 1),),
    "os.symlink": ((1, 2),),
}

#: Audit events that change the file itself, links followed: position of the folder's descriptor, if there can be one
_FILE_CHANGES = {"os.chmod": 2, "os.chown": 3, "os.truncate": None, "os.utime": 3}


def limit_memory(extra_bytes: int) -> None:
    """Let this process's address space grow by `extra_bytes` and no more; what exceeds it raises MemoryError."""
    limit = virtual_bytes() + extra_bytes
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def use_temp_folder(folder: str) -> None:
    """Make `folder` the place of temporary files, for this process and those that it starts."""
    os.environ["TMPDIR"] = folder
    tempfile.tempdir = None


def confine(folders: list[str]) -> bool:
    """Refuse writing outside `folders` from now on. True if the kernel enforces it, False if only the audit hook does.

    The audit hook speaks first and in plain words, but native code and child processes pass it by.
    """
    roots = [os.path.realpath(folder) for folder in folders]
    enforced = linux.confine(roots)
    sys.addaudithook(_guard(roots))
    return enforced


def _guard(roots: list[str]) -> Callable[[str, tuple[object, ...]], None]:
    allowed = tuple(root.rstrip("/") + "/" for root in (*roots, "/dev", "/proc"))
    told = ", ".join(roots)

    def check(path: object, folder: object = -1, *, follow: bool = True) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        target = os.fsdecode(path)
        if isinstance(folder, int) and folder >= 0:
            target = f"{os.path.realpath(f'/proc/self/fd/{folder}')}/{target}"
        if follow:
            target = os.path.realpath(target)
        else:
            parent, name = os.path.split(target)
            target = f"{os.path.realpath(parent)}/{name}"
        if not (target + "/").startswith(allowed):
            raise PermissionError(errno.EACCES, f"this notebook may not write to {target}: it may write only in {told}")

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event == "open":
            if _opens_for_writing(*args):
                check(args[0])
        elif event in _NAME_CHANGES:
            for path, beside in _NAME_CHANGES[event]:
                check(args[path], args[beside], follow=False)
        elif event in _FILE_CHANGES:
            folder = _FILE_CHANGES[event]
            check(args[0], -1 if folder is None else args[folder])

    return hook


def _opens_for_writing(path: object, mode: object, flags: object) -> bool:
    if isinstance(mode, str):
        return any(sign in mode for sign in "wax+")
    # A relative path here may belong to a folder descriptor that the event does not tell; Landlock sees it all the same.
    relative = isinstance(path, (str, bytes)) and not os.fsdecode(path).startswith("/")
    return not relative and isinstance(flags, int) and bool(flags & _WRITING)
