"""Zygotes that belong to this process: one for each list of modules, made when first asked for, closed at exit."""

import os
import threading
from collections.abc import Sequence

from .zygote import BorrowedZygote, Zygote

#: Modules to preload where none are named, separated by commas
PRELOAD_VARIABLE = "WARM_KERNELS_PRELOAD"

_lock = threading.Lock()
_zygotes: dict[tuple[int, tuple[str, ...]], Zygote] = {}


def shared_zygote(preload: Sequence[str] | None = None) -> Zygote:
    """This process's zygote for `preload`, or for the modules that the environment variable WARM_KERNELS_PRELOAD names."""
    if preload is None:
        preload = [name.strip() for name in os.environ.get(PRELOAD_VARIABLE, "").split(",") if name.strip()]
    key = (os.getpid(), tuple(preload))
    with _lock:
        if key not in _zygotes:
            _zygotes[key] = Zygote(preload)
        return _zygotes[key].start(wait=False)


def borrow(preload: Sequence[str], folder: str, pid: int) -> None:
    """Make the zygote that another process lent (see `Zygote.lend`) the one that `shared_zygote` gives for `preload` in this process."""
    with _lock:
        _zygotes[os.getpid(), tuple(preload)] = BorrowedZygote(preload, folder, pid)
