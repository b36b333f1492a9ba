"""What a child is asked to do, as it travels to the child over a private pair of sockets."""

import dataclasses
import json
import os

#: Bytes of output (as messages) that a notebook may send unless told otherwise
DEFAULT_OUTPUT_LIMIT_BYTES = 64 * 1024**2

#: Processes that a notebook may have at one time, itself included, unless told otherwise
DEFAULT_PROCESS_LIMIT = 128


def default_memory_limit_bytes() -> int:
    """Half of the machine's memory, in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


@dataclasses.dataclass(frozen=True)
class Job:
    """One fork: a notebook's cells (`kernel_argv` empty) or an ipykernel with its arguments.

    `env` is only what differs from the zygote's environment; None removes a variable. `writable` None means no
    restriction; a list, even an empty one, confines writing to those folders and a temporary folder of the child's own.
    """

    cwd: str
    env: dict[str, str | None] = dataclasses.field(default_factory=dict)
    kernel_argv: list[str] = dataclasses.field(default_factory=list)
    memory_limit_bytes: int | None = None
    process_limit: int | None = None
    writable: list[str] | None = None

    def dumps(self) -> bytes:
        """The job as one line of JSON."""
        return json.dumps(dataclasses.asdict(self)).encode() + b"\n"

    @classmethod
    def loads(cls, line: bytes) -> "Job":
        """The job that `dumps` wrote."""
        return cls(**json.loads(line))


def env_difference(base: dict[str, str], now: dict[str, str]) -> dict[str, str | None]:
    """What must be set, or with None removed, to come from environment `base` to `now`."""
    changed: dict[str, str | None] = {name: value for name, value in now.items() if base.get(name) != value}
    return changed | dict.fromkeys(base.keys() - now.keys())
