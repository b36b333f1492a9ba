"""The warm process that notebooks are forked from: one for all the workers of a run, or one of a worker's own."""

import json
import os

from greening import paths
from greening.kernels import is_safe
from greening.kernels.shared import borrow, shared_zygote
from greening.kernels.zygote import Zygote

#: What a warm process has imported before it forks.
PRELOAD = ("greening.chain.preload",)
#: Tells a worker where the warm process of its run is, and a run that of the program which starts many runs.
LENT = "GREENING_WARM_PROCESS"
#: Whether this process was lent one when it started.
_IS_BORROWER = LENT in os.environ


def usable_engine(wanted: str) -> tuple[str, str]:
    """The engine that notebooks run on here, and where it is not the one wanted, one line that says why."""
    safe, reason = is_safe()
    return ("papermill", f"notebooks run on stock kernels: {reason}") if wanted == "warm" and not safe else (wanted, "")


def set_environment() -> None:
    """Set what every notebook's process is to find in its environment."""
    parts = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if str(paths.HOME) not in parts:
        os.environ["PYTHONPATH"] = os.pathsep.join(part for part in (str(paths.HOME), *parts) if part)
    # Threads of linear algebra gain nothing on these tables, cost start-up in every kernel, and forbid a fork.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def lend() -> None:
    """Start the warm process, without waiting for it, and let the workers that this process starts from now on use it.

    One that was lent to this process is lent on: a worker starts its own where that one has ended.
    """
    set_environment()
    if not _IS_BORROWER:
        os.environ[LENT] = json.dumps(shared_zygote(PRELOAD).lend())


def zygote() -> Zygote:
    """The warm process of this worker: the one that was lent, or its own."""
    lent = os.environ.pop(LENT, "")
    if lent:
        borrow(PRELOAD, *json.loads(lent))
    return shared_zygote(PRELOAD)
