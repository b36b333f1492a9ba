"""The guard: the program that a zygote is started as. It forks the zygote before anything is imported, and outlives it to clean up.

What a notebook leaves behind becomes the zygote's child; if the zygote itself is killed, the guard's, which kills it.
"""

import os
import select
import shutil
import signal
from pathlib import Path
from typing import Any, NoReturn

from . import linux, processes


def main(settings: dict[str, Any]) -> NoReturn:
    """Be the guard, and in a forked process the zygote; its process id is the first line of standard output."""
    guard = os.getpid()
    linux.adopt_orphans()
    zygote = os.fork()
    if zygote:
        _mind(zygote, str(Path(settings["socket"]).parent))
    linux.die_with_parent(signal.SIGTERM, guard)
    os.write(1, b"%d\n" % os.getpid())
    from . import server

    server.main(settings)


def _mind(zygote: int, folder: str) -> NoReturn:
    """Wait for the zygote's end, which SIGTERM brings about; kill all that is left of it."""
    signal.signal(signal.SIGTERM, lambda *_: os.kill(zygote, signal.SIGKILL))
    os.close(1)
    os.waitid(os.P_PID, zygote, os.WEXITED | os.WNOWAIT)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    processes.kill_descendants(os.getpid())
    if select.select([0], [], [], 0)[0]:
        # The parent has ended, and one that was killed cannot do it.
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)
