"""A papermill engine that runs a notebook in a forked child: papermill's and nbclient's own code, another kernel."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_core.utils import run_sync
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.util import run_hook
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillException
from papermill.log import logger

from . import is_safe
from .channels import WarmClient
from .errors import NotebookDied, death
from .job import DEFAULT_OUTPUT_LIMIT_BYTES, DEFAULT_PROCESS_LIMIT, Job, default_memory_limit_bytes
from .shared import shared_zygote
from .zygote import Zygote

#: Exit values that papermill does not count as a failure
_QUIET_EXITS = ("", "0")


class WarmNotebookClient(PapermillNotebookClient):  # type: ignore[misc]
    """nbclient, with a forked child in the place of a kernel reached over ZMQ."""

    def __init__(
        self, nb_man: NotebookExecutionManager, zygote: Zygote, job: Job, output_limit_bytes: int | None, allow_exit: bool, **traits: Any
    ) -> None:
        """Run `nb_man.nb` as `job`."""
        super().__init__(nb_man, **traits)
        self._zygote, self._job, self._output_limit_bytes, self._allow_exit = zygote, job, output_limit_bytes, allow_exit

    @contextmanager
    def setup_kernel(self, **_: Any) -> Iterator[None]:
        """Fork the child; end it, with all that it started, however the notebook ends."""
        client = WarmClient(self._zygote.fork(self._job), self._output_limit_bytes)
        self.kc = self.km = client
        graceful = False
        try:
            run_sync(self._open)()
            yield
            graceful = True
        finally:
            run_sync(client.close)(graceful=graceful)

    async def _open(self) -> None:
        await self.kc.open()
        await run_hook(self.on_notebook_start, notebook=self.nb)

    async def async_execute_cell(self, cell: NotebookNode, cell_index: int, *args: Any, **kwargs: Any) -> NotebookNode:
        """nbclient's, with errors that name the cell."""
        try:
            executed: NotebookNode = await super().async_execute_cell(cell, cell_index, *args, **kwargs)
            return executed
        except CellTimeoutError as error:
            self.nb_man.cell_exception(cell, cell_index=cell_index, exception=error)
            if self.kc.child.limit:
                # It is being stopped for another reason already, and that takes its time.
                raise await self._death(cell, cell_index) from error
            # The lines after the first repeat the cell.
            raise CellTimeoutError(f"{self._where(cell, cell_index)}: {str(error).splitlines()[0]}") from error
        except DeadKernelError as error:
            self.nb_man.cell_exception(cell, cell_index=cell_index, exception=error)
            raise await self._death(cell, cell_index) from error
        except CellExecutionError as error:
            if error.ename == "SystemExit" and error.evalue in _QUIET_EXITS and not self._allow_exit:
                self.nb_man.cell_exception(cell, cell_index=cell_index, exception=error)
                raise NotebookDied(f"{self._where(cell, cell_index)}: it called sys.exit, and the cells after it did not run") from error
            raise

    def execute_cell(self, cell: NotebookNode, cell_index: int, *args: Any, **kwargs: Any) -> NotebookNode:
        """nbclient's; no event loop is started for a cell that has nothing to execute."""
        if cell.cell_type != "code" and self.on_cell_start is None:
            return cell
        return run_sync(self.async_execute_cell)(cell, cell_index, *args, **kwargs)

    async def _death(self, cell: NotebookNode, cell_index: int) -> NotebookDied:
        await self.kc.died.wait()
        endings = {
            "output": f"it put out more than {self._output_limit_bytes or 0:,} bytes and was stopped",
            "connection": "it closed its connection and was stopped",
        }
        return death(self.kc.limit, self._where(cell, cell_index), endings.get(self.kc.limit) or self.kc.child.describe_ending())

    def _where(self, cell: NotebookNode, cell_index: int) -> str:
        first = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")
        return f"cell {cell_index + 1} of {len(self.nb.cells)} ({first[:60]!r}) stopped the notebook"

    def output(self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int) -> NotebookNode | None:
        """nbclient's, and a stream that continues the one before it becomes one with it."""
        out: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
        if out is not None and out.output_type == "stream" and len(outs) > 1:
            before = outs[-2]
            if before.output_type == "stream" and before.name == out.name:
                before.text += out.text
                outs.pop()
        return out


class WarmEngine(Engine):  # type: ignore[misc]
    """The engine named "warm"."""

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, *args: Any, executed: list[NotebookNode] | None = None, **options: Any) -> NotebookNode:
        """papermill's. Where all went well and `executed` took the notebook, an empty one comes back: papermill would write it out once more."""
        done: NotebookNode = super().execute_notebook(nb, *args, executed=executed, **options)
        return done if executed is None or _has_error(done) else new_notebook(metadata=done.metadata)  # type: ignore[no-untyped-call]

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        zygote: Zygote | None = None,
        memory_limit_bytes: int | None = -1,
        output_limit_bytes: int | None = DEFAULT_OUTPUT_LIMIT_BYTES,
        process_limit: int | None = DEFAULT_PROCESS_LIMIT,
        writable: Sequence[str | os.PathLike[str]] | None = None,
        allow_exit: bool = False,
        executed: list[NotebookNode] | None = None,
        **traits: Any,
    ) -> None:
        """Run the notebook in a child of `zygote`, one of this process's own unless given.

        memory_limit_bytes: what notebook and children may use beyond what was preloaded; half of the machine's unless given, None for no limit.
        output_limit_bytes, process_limit: None for no limit. writable: the only folders to write to; None for no restriction.
        allow_exit: whether sys.exit() ends the notebook well, as papermill has it; otherwise it is an error, for cells were left out.
        executed: takes the notebook however it ends, for a caller that gives no output path; papermill's own answer is then empty.

        Raises papermill's PapermillExecutionError (after saving, as ever) for an error in a cell, nbclient's CellTimeoutError, and
        NotebookDied, a DeadKernelError, when the child ends early. Where `is_safe` says no, stock papermill runs the notebook.
        """
        safe, reason = is_safe()
        if not safe:
            logger.warning("Running with a stock kernel: %s", reason)
            NBClientEngine.execute_managed_notebook(
                nb_man, kernel_name, log_output, stdout_file, stderr_file, start_timeout, execution_timeout, **traits
            )
            return
        _check_language(nb_man.nb)
        zygote = zygote if zygote is not None else shared_zygote()
        job = Job(
            cwd=zygote.working_folder(),
            env=zygote.env_changes(),
            memory_limit_bytes=default_memory_limit_bytes() if memory_limit_bytes == -1 else memory_limit_bytes,
            process_limit=process_limit,
            writable=None if writable is None else [_folder(path) for path in writable],
        )
        traits.pop("input_path", None)
        traits |= {"timeout": execution_timeout or traits.get("timeout"), "log": logger, "log_output": log_output}
        traits |= {"kernel_name": kernel_name, "stdout_file": stdout_file, "stderr_file": stderr_file}
        if executed is not None:
            executed.append(nb_man.nb)
        WarmNotebookClient(nb_man, zygote, job, output_limit_bytes, allow_exit, **traits).execute()


def _folder(path: str | os.PathLike[str]) -> str:
    if not Path(path).is_dir():
        raise ValueError(f"{os.fspath(path)} is not a folder, so no notebook can be let write to it")
    return str(Path(path).resolve())


def _has_error(nb: NotebookNode) -> bool:
    return any(output.output_type == "error" for cell in nb.cells for output in cell.get("outputs", ()))


def _check_language(nb: NotebookNode) -> None:
    language = nb.metadata.get("kernelspec", {}).get("language", "python")
    if language != "python":
        raise PapermillException(f"The engine 'warm' runs notebooks in python, and this one is in {language}")


def register() -> None:
    """Make the engine known to papermill as "warm"."""
    papermill_engines.register("warm", WarmEngine)
