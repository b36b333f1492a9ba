"""The baseline: stock papermill with the python3 kernel, then the page by the nbconvert API, one organization after the other.

`python -m benchmarks.stock WORK TOLD` in an ordinary Python process: nothing is preloaded, every notebook gets a kernel of its own
that imports what it needs, great_expectations runs in the notebook, and papermill's own defaults hold.
"""

import json
import logging
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import nbformat
import papermill

from benchmarks.measured import own_cpu_s
from benchmarks.work import NOTEBOOKS, Took, Work, notebook
from greening.documents.publish import publish
from greening.narrative import report


def organization(work: Work, code: str) -> Took:
    """Run the four notebooks of one organization and publish its page and documents; gives what that took."""
    began, marks = time.perf_counter(), [own_cpu_s()]
    for name in NOTEBOOKS:
        output = work.folder(code) / name
        papermill.execute_notebook(str(notebook(name)), str(output), work.parameters(name, code), kernel_name="python3", progress_bar=False)
        marks.append(own_cpu_s())
    executed = nbformat.read(output, as_version=4)  # type: ignore[no-untyped-call]
    publish(executed, report.read(work.year, code, work.data, work.language), work.reports, [work.language])
    marks.append(own_cpu_s())
    parts = {part: after - before for part, before, after in zip((*NOTEBOOKS, "page"), marks, marks[1:], strict=False)}
    return Took(code, time.perf_counter() - began, marks[-1] - marks[0], parts)


def main(arguments: Sequence[str]) -> None:
    """Do the work of the first file and write what each organization took to the second."""
    if "rfc3987_syntax" in sys.modules and sys.modules["rfc3987_syntax"] is None:
        sys.exit("this tree holds an import back that stock tools make: it is no baseline")
    # Papermill logs every cell; a kernel warns at every start that its loopback sockets are not encrypted.
    logging.getLogger("papermill").setLevel(logging.ERROR)
    given, told = arguments
    work = Work.read(given)
    Path(told).write_text(json.dumps([asdict(organization(work, code)) for code in work.organizations]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
