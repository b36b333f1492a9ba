"""The verdict on what was found: may it be published, and if not, why."""

from typing import Any

import pandas as pd
from upath import UPath

from greening import tables
from greening.checks import outcome as outcome_of


def verdict(folder: UPath, product: str) -> dict[str, Any]:
    """`outcome` (ok, held or failed), `why` in plain words, and `findings` by level, of a product of findings."""
    found = tables.read(product, folder)
    outcome = outcome_of(found)
    counts = found["level"].value_counts().sort_index()
    return {"outcome": outcome, "why": _why(found, outcome), "findings": {str(level): int(count) for level, count in counts.items()}}


def _why(found: pd.DataFrame, outcome: str) -> str:
    if outcome == "ok":
        return ""
    stopping = found[(found["level"] == "hold") & found["waived_by"].isna()]
    files = stopping["source_file"].where(stopping["source_file"].isna(), stopping["source_file"].astype("str") + ": ").fillna("")
    messages = (files + stopping["message"].astype("str")).unique()
    more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
    return f"{messages[0]}{more}"
