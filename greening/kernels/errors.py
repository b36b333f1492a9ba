"""What can go wrong, for those who call. Every message names the cell and says in plain words what happened.

RuntimeError
  ZygoteError                the zygote did not start, or would not fork
nbclient.exceptions.DeadKernelError
  NotebookDied               the notebook's process ended before the notebook did
    MemoryLimitExceeded
    OutputLimitExceeded
    ProcessLimitExceeded
"""

from nbclient.exceptions import DeadKernelError

from .zygote import ZygoteError

__all__ = ["MemoryLimitExceeded", "NotebookDied", "OutputLimitExceeded", "ProcessLimitExceeded", "ZygoteError", "death"]


class NotebookDied(DeadKernelError):
    """The notebook's process ended before the notebook did: it exited, was killed or crashed."""


class MemoryLimitExceeded(NotebookDied):
    """The notebook and its child processes used more memory than they may."""


class OutputLimitExceeded(NotebookDied):
    """The notebook put out more than it may."""


class ProcessLimitExceeded(NotebookDied):
    """The notebook started more processes than it may."""


_BY_LIMIT = {"memory": MemoryLimitExceeded, "output": OutputLimitExceeded, "processes": ProcessLimitExceeded}


def death(limit: str, where: str, ending: str) -> NotebookDied:
    """The error for a notebook that ended at `where`; `limit` is the limit it broke, empty if none."""
    return _BY_LIMIT.get(limit, NotebookDied)(f"{where}: {ending}")
