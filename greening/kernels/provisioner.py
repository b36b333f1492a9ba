"""A kernel provisioner: JupyterLab, nbclient and stock papermill start their kernels by forking a warm process.

Everything but the start is jupyter_client's own: connection file, ports, channels, restarts. Where forking is not safe, or
the kernel is not an ipykernel, the kernel is started as usual.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from . import is_safe
from .child import Child
from .job import Job
from .shared import shared_zygote
from .zygote import ZygoteError

#: The name of the entry point in group jupyter_client.kernel_provisioners
PROVISIONER = "warm-provisioner"

#: The name of the kernelspec that `install` writes
KERNEL = "python3-warm"

_LAUNCHERS = ("ipykernel_launcher", "ipykernel")


class ForkedProcess:
    """A forked kernel with the part of subprocess.Popen that jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, child: Child, timeout_s: float = 30.0) -> None:
        """Wait until `child` runs and its process id is known; ZygoteError if it never does."""
        self._child = child
        while child.pid is None:
            if child.ending is not None or not child.wait_news(timeout_s):
                raise ZygoteError(f"the kernel did not start: {child.describe_ending()}")
        self.pid: int = child.pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code once it has ended, negative for a signal; None before."""
        if self.returncode is None and self._child.wait(0):
            self._note_ending()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; gives the exit code. TimeoutError if it takes longer than `timeout` seconds."""
        while self.poll() is None:
            if not self._child.wait(60.0 if timeout is None else timeout) and timeout is not None:
                raise TimeoutError(f"the kernel has not ended after {timeout} s")
        return self.returncode or 0

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel's process group; nothing if it has ended."""
        if self.poll() is None:
            self._child.send_signal(signum)

    def kill(self) -> None:
        """Kill the kernel and all that it started."""
        self._child.kill()

    def terminate(self) -> None:
        """Kill the kernel and all that it started: a kernel has nothing to save."""
        self._child.kill()

    def _note_ending(self) -> None:
        ending = self._child.ending or {}
        signum = int(ending.get("signal", 9))
        self.returncode = -signum if signum else int(ending.get("exit", 1))
        self._child.close()


class WarmProvisioner(LocalProvisioner):
    """Forks kernels from this process's zygote; `preload` comes from the kernelspec."""

    preload: list[str] = List(Unicode(), help="Modules that the zygote imports before it is forked").tag(config=True)  # type: ignore[assignment]

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel for the command line `cmd`; gives its connection information."""
        launcher = next((index for index, word in enumerate(cmd) if word in _LAUNCHERS), None)
        safe, reason = is_safe()
        if launcher is None or not safe:
            self.log.warning("Starting a stock kernel: %s", reason or "it is not an ipykernel")
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = kwargs.get("cwd") or str(Path.cwd())
        process = await asyncio.to_thread(self._fork, cmd[launcher + 1 :], str(self.cwd), kwargs.get("env"))
        self.process, self.pid, self.pgid = process, process.pid, None  # type: ignore[assignment]
        return self.connection_info

    def _fork(self, argv: list[str], cwd: str, env: dict[str, str] | None) -> ForkedProcess:
        zygote = shared_zygote(self.preload)
        job = Job(cwd=cwd, env=zygote.env_changes(env), kernel_argv=[str(Path(word).expanduser()) if word.startswith("~") else word for word in argv])
        return ForkedProcess(zygote.fork(job, output=(1, 2)))


def kernelspec(preload: list[str], display_name: str = "Python 3 (warm)") -> dict[str, Any]:
    """The content of kernel.json for a warm kernel that preloads `preload`."""
    return {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": display_name,
        "language": "python",
        "metadata": {"kernel_provisioner": {"provisioner_name": PROVISIONER, "config": {"preload": preload}}},
    }


def install(preload: list[str], prefix: str | None = None, name: str = KERNEL) -> str:
    """Install the kernelspec under `prefix`, for the user unless given; gives its folder."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "kernel.json").write_text(json.dumps(kernelspec(preload), indent=1))
        return str(KernelSpecManager().install_kernel_spec(folder, name, user=prefix is None, prefix=prefix))


def is_registered() -> bool:
    """Whether jupyter_client finds the provisioner, that is whether this package is installed with its entry points."""
    entries: dict[str, str] = KernelProvisionerFactory.instance().get_provisioner_entries()
    return PROVISIONER in entries
