"""The floor: the same cells and the same exports in one warm process, with no kernel, no fork and no papermill.

`python -m benchmarks.floor WORK TOLD`: everything is imported and the first organization is done once before anything is counted,
so what is told is the real work alone.
"""

import importlib
import json
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_code_cell, new_output
from traitlets.config import Config

from benchmarks.measured import own_cpu_s
from benchmarks.work import NOTEBOOKS, Took, Work, notebook
from greening import judged, paths
from greening.chain.warm import PRELOAD
from greening.documents.publish import publish
from greening.narrative import report
from greening.publish import validation_page


class CellError(RuntimeError):
    """A cell failed in the warm process; the message names notebook and cause."""


def run_notebook(shell: Any, path: Path, parameters: dict[str, Any]) -> nbformat.NotebookNode:
    """Run a notebook's cells in an empty namespace of this process, with what they show; gives the notebook with its outputs."""
    read = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    place = next(number for number, cell in enumerate(read.cells) if "parameters" in cell.metadata.get("tags", ()))
    # Where papermill puts them: after the defaults.
    read.cells.insert(place + 1, new_code_cell("\n".join(f"{name} = {value!r}" for name, value in parameters.items())))  # type: ignore[no-untyped-call]
    shell.user_ns.clear()
    shell.init_user_ns()
    for cell in read.cells:
        if cell.cell_type == "code":
            cell.outputs = list(_run_cell(shell, cell.source, path.name))
    return read  # type: ignore[no-any-return]


def organization(shell: Any, work: Work, code: str) -> Took:
    """Run the cells of the four notebooks of one organization, publish its page, documents and page of findings; gives what that took."""
    began, marks = time.perf_counter(), [own_cpu_s()]
    for name in NOTEBOOKS:
        executed = run_notebook(shell, notebook(name), work.parameters(name, code))
        marks.append(own_cpu_s())
    publish(executed, report.read(work.year, code, work.data, work.language), work.reports, [work.language])
    validation_page.write(work.year, code, work.data, work.reports, [work.language])
    marks.append(own_cpu_s())
    parts = {part: after - before for part, before, after in zip((*NOTEBOOKS, "page"), marks, marks[1:], strict=False)}
    return Took(code, time.perf_counter() - began, marks[-1] - marks[0], parts)


def judged_together(work: Work) -> Took:
    """Judge all organizations at once, as the product does before their notebooks; gives what that took, for no organization by name."""
    began, before = time.perf_counter(), own_cpu_s()
    judged.judge_together([judged.Asked(work.year, code, work.data) for code in work.organizations], work.expectations)
    cpu_s = own_cpu_s() - before
    return Took("", time.perf_counter() - began, cpu_s, {"judging together": cpu_s})


def _run_cell(shell: Any, source: str, name: str) -> Iterator[nbformat.NotebookNode]:
    # Inside the trap, so that the shell leaves the hook that collects what the last expression shows.
    with shell.display_trap, capture_output() as captured:
        result = shell.run_cell(source, store_history=False)
    if not result.success:
        raise CellError(f"{name}: {result.error_in_exec or result.error_before_exec}")
    for shown in captured.outputs:
        yield new_output("display_data", data=shown.data, metadata=shown.metadata)  # type: ignore[no-untyped-call]


def main(arguments: Sequence[str]) -> None:
    """Do the work of the first file in a warm process and write what each organization took to the second."""
    given, told = arguments
    work = Work.read(given)
    for module in PRELOAD:
        importlib.import_module(module)
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    first = next(iter(work.organizations))
    organization(shell, work, first)
    # What the first time left is not found again.
    shutil.rmtree(str(paths.processed(work.data, work.year, first)))
    took = [judged_together(work), *(organization(shell, work, code) for code in work.organizations)]
    Path(told).write_text(json.dumps([asdict(one) for one in took]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
