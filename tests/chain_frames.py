"""Tiny cycles for tests of the chain: real files on disk, the real command line."""

import shutil
import subprocess
import sys
from pathlib import Path

from greening import paths

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


def pipeline(*arguments: object, data: Path, reports: Path, expectations: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Call pipeline.py as a user does; gives exit code, standard output and standard error."""
    roots = ["--data", data, "--reports", reports, *(["--expectations", expectations] if expectations else [])]
    command = [sys.executable, paths.HOME / "pipeline.py", *arguments, *roots]
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=paths.HOME, timeout=600, check=False)
