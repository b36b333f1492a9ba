"""Organizations whose submission was checked, as a run would leave them: files, findings, state and key, made without a run."""

from pathlib import Path

import pandas as pd
from chain_frames import body

from greening import paths, tables
from greening.chain import keys, state
from greening.submission import peek

FOUND = {
    "table": "waste",
    "source_file": "waste.csv",
    "source_row": 7,
    "column": "waste_kg",
    "rule": "negative_quantity",
    "level": "reject",
    "value": "-5",
    "expected": "0 or more",
    "message": "waste_kg is -5; it cannot be below zero. The row is left out.",
}


def checked(data: Path, code: str, *rows: dict[str, object], outcome: str = "ok", year: int = 2024, role: str = "") -> None:
    """An organization with these findings; each row says what differs from `FOUND`."""
    body(data, year, code)
    folder = paths.processed(data, year, code)
    frame = pd.DataFrame([{"organization": code, "year": year, **FOUND, **row} for row in rows])
    tables.write("findings", tables.stack("findings", [frame]) if rows else tables.empty("findings"), folder)
    state.write(state.State(code, year, code, stage="targets", outcome=outcome), folder)
    files = peek.file_hashes(paths.raw(data, year, code))
    keys.write("validate", {"files": files}, {"processed": {}}, folder, profile={"organization": code, "name": code, "focal_point_role": role})
