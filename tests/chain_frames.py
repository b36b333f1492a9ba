"""Tiny cycles for tests of the chain: real files on disk, the real command line."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from greening import paths
from greening.chain import warm
from greening.kernels import is_safe
from greening.kernels.zygote import Zygote

SHIPPED = paths.HOME / "data" / "raw"
FAULTS = paths.HOME / "tests" / "submissions"


def place(data: Path, year: int, code: str, source: Path | None = None) -> Path:
    """Put a submission into a data root: the shipped one of that year and code, or a copy of a folder."""
    folder = data / "raw" / str(year) / code
    shutil.copytree(source or SHIPPED / str(year) / code, folder)
    return folder


def body(data: Path, year: int, code: str, parent: str = "", kwh: float = 1000.0, people: int = 10) -> Path:
    """A small invented body: one office in Kenya with electricity and people."""
    folder = data / "raw" / str(year) / code
    folder.mkdir(parents=True)
    tables = {
        "profile": f"organization,name,parent,country,illustrative\n{code},Invented body {code},{parent},KE,true\n",
        "locations": "location_id,country,tenure,kind\nA,KE,owned,other\n",
        "personnel": f"location_id,headcount\nA,{people}\n",
        "electricity": f"location_id,electricity_kwh,quality\nA,{kwh},metered\n",
        "coverage": "topic,status,note\nwaste,not_reported,No scales\nwater,not_reported,No meter\nair_travel,not_occurring,Nobody flies\n",
        "management": "question_id,answer\nimp.status,in force\n",
    }
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder


@cache
def _zygote() -> Zygote:
    """One warm process for all runs of this process's tests: to load one takes longer than a small run on it."""
    alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return Zygote(warm.PRELOAD, paths.HOME, {**os.environ, **alone, "PYTHONPATH": str(paths.HOME)})


def surroundings() -> dict[str, str]:
    """The environment of a run whose notebooks are forked from the warm process that all runs of these tests share."""
    return {**os.environ, **({warm.LENT: json.dumps(_zygote().lend())} if is_safe()[0] else {})}


def pipeline(*arguments: object, data: Path, reports: Path, expectations: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Call pipeline.py as a user does; gives exit code, standard output and standard error.

    A run has a warm process that is there, and one worker unless the arguments say otherwise: other tests run beside.
    """
    roots = ["--data", data, "--reports", reports, *(["--expectations", expectations] if expectations else [])]
    is_run = arguments[0] in ("run", "verify")
    few = ["--workers", 1] if is_run and not {"--workers", "--scheduler"} & set(map(str, arguments)) else []
    command = [str(part) for part in (sys.executable, paths.HOME / "pipeline.py", *arguments, *few, *roots)]
    env = surroundings() if is_run else None
    return subprocess.run(command, capture_output=True, text=True, cwd=paths.HOME, timeout=600, check=False, env=env)
