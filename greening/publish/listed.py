"""The findings of a body as they are listed for people: with what the gate held back, in the order in which to mend them."""

import json
from collections.abc import Sequence

import pandas as pd
from upath import UPath

from greening import tables
from greening.errors import DeclarationError

#: The rule that a page breaks which would print anything else than the figures are, and the files that say so beside the products.
GATE, BLOCKED = "publish.gate", "gate.*.jsonl"
#: The levels in the order in which they matter to who submitted.
LEVELS = ("hold", "reject", "warn")

#: Tables whose faults bring others with them, in the order in which to mend them.
_ROOTS = ("profile", "locations")
#: Rules that a row breaks since a row of another table is not there: mending that one mends them all.
_WAITING = ("unknown_location",)


def read(folder: UPath, organization: str, year: int) -> pd.DataFrame:
    """The findings in an organization's folder of products, and what the gate found in pages that were then not published.

    Where stage 3 was not reached, the findings are those of stage 1. Raises DeclarationError where neither product has been made.
    """
    return _with_blocked(_first(("findings", "checks"), folder), folder, year, organization)


def folded(findings: pd.DataFrame) -> list[pd.DataFrame]:
    """The findings in the order in which to mend them, those that wait for the same mending together."""
    rank = findings["table"].map({table: place for place, table in enumerate(_ROOTS)}).fillna(len(_ROOTS))
    waits = findings["rule"].isin(_WAITING)
    ordered = findings.assign(rank=rank.mask(waits, len(_ROOTS) + 1), apart=range(len(findings))).sort_values("rank", kind="stable")
    same = ordered["message"].where(ordered["rule"].isin(_WAITING), ordered["apart"].astype("str"))
    return [group for _, group in ordered.groupby([ordered["rule"], same], sort=False, dropna=False)]


def _first(products: Sequence[str], folder: UPath) -> pd.DataFrame:
    for product in products[:-1]:
        try:
            return tables.read(product, folder)
        except DeclarationError:
            continue
    return tables.read(products[-1], folder)


def _with_blocked(findings: pd.DataFrame, folder: UPath, year: int, organization: str) -> pd.DataFrame:
    """The findings, and what the gate found: the file, the figure, what it holds and what it should."""
    found = [json.loads(line) for place in sorted(folder.glob(BLOCKED), key=str) for line in place.read_text(encoding="utf-8").splitlines()]
    if not found:
        return findings
    rows = [
        {"source_file": row["file"], "column": row["figure"], "value": row["found"], "expected": row["expected"], "message": row["told"]}
        for row in found
    ]
    shared = {"organization": organization, "year": year, "rule": GATE, "level": "hold"}
    return tables.stack("findings", [findings, pd.DataFrame([{**shared, **row} for row in rows])])
