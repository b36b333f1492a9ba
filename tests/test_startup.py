"""What is asked often answers at once: nothing heavy is loaded for it; and the warm process is ready when it says so."""

import os
import subprocess
import sys

import pytest
from chain_frames import body

from greening import paths
from greening.chain import rehearsal
from greening.figures import evaluate

#: Each of these takes a tenth of a second or much more.
HEAVY = {
    "pandas", "numpy", "pyarrow", "great_expectations", "papermill", "nbclient", "nbconvert", "altair", "jinja2", "babel", "distributed", "s3fs",
    "openpyxl", "IPython", "rfc3987_syntax", "vl_convert", "docx", "lxml",
}  # fmt: skip


def loaded_by(*arguments):
    call = subprocess.run(
        [sys.executable, "-X", "importtime", "pipeline.py", *arguments], capture_output=True, text=True, cwd=paths.HOME, timeout=60, check=True
    )
    return {line.rpartition("|")[2].strip() for line in call.stderr.splitlines() if line.startswith("import time")}


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["status"], ["status", "--year", "2024"]])
def test_help_and_status_load_nothing_heavy(arguments, tmp_path):
    body(tmp_path, 2024, "ONE")
    where = [] if "--help" in arguments else ["--data", str(tmp_path)]
    loaded = loaded_by(*arguments, *where)
    assert "click" in loaded
    assert not loaded & HEAVY


def test_the_rehearsal_reaches_figures_and_pages(tmp_path, monkeypatch):
    seen, shown = [], []
    compute = evaluate.evaluate
    monkeypatch.setattr(evaluate, "evaluate", lambda given: seen.append(compute(given)) or seen[-1])
    monkeypatch.setattr(rehearsal, "SECTIONS", tuple(_noting(show, shown) for show in rehearsal.SECTIONS))
    rehearsal.rehearse()
    assert seen[0].set_index("figure_id").loc["ghg.total", "value"] > 0
    assert all(shown) and len(shown) == len(rehearsal.SECTIONS)


def _noting(show, shown):
    def noting(read):
        section = show(read)
        shown.append(str(section.html))
        return section

    return noting


def test_what_is_preloaded_leaves_one_thread_and_no_file(tmp_path):
    script = (
        "import greening.chain.preload\n"
        "from greening.kernels.processes import thread_names\n"
        "import os, tempfile; print(len(thread_names()), os.listdir(tempfile.gettempdir()))"
    )
    quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
    env = os.environ | quiet | {"TMPDIR": str(tmp_path)}
    call = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=paths.HOME, env=env, timeout=120, check=True)
    assert call.stdout.split() == ["1", "[]"]
