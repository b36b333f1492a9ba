"""What only stage 3 can see of carbon credits, as rows of `findings`: claims of other bodies and years, and decisions that credits contradict."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from greening.credits.claims import SHARED, TWICE
from greening.credits.decisions import latest

#: Rules of these findings.
CLAIMED_TWICE, BEYOND_JOINT_PURCHASE, DECISION_DIFFERS = "credits_claimed_twice", "joint_purchase_exceeded", "credits_against_decision"

Record = Mapping[str, Any]
#: Columns of `offset_decisions` that findings are made from.
COLUMNS = ("organization", "data_year", "source_file", "sheet", "source_row", "status", "date")


def findings(claimed: pd.DataFrame, decisions: Sequence[Record]) -> list[dict[str, Any]]:
    """The findings on a product `credits` (`claimed`); `decisions` are the rows of `offset_decisions`, of a group those of its members."""
    if claimed.empty:
        return []
    rows = [{str(name): cell for name, cell in row.items()} for row in claimed.to_dict("records")]
    return [*_claims(rows), *_decisions(rows, decisions)]


def _claims(rows: Sequence[Record]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["reason"] == SHARED:
            message = f"The bodies of the joint purchase together claim more credits than the serial numbers {row['serials']} hold"
            yield _finding(row, BEYOND_JOINT_PURCHASE, "credits_tco2e", f"{message}; {row['withheld_tco2e']:,.10g} are left out of the sum.")
        # What stands in this year's or last year's files of the body itself, stage 1 has found.
        elif row["reason"] == TWICE and row["is_seen_only_here"]:
            message = f"Credits of the serial numbers {row['serials']} are claimed elsewhere too ({row['held_by']})"
            yield _finding(row, CLAIMED_TWICE, "serial_from", f"{message}; {row['withheld_tco2e']:,.10g} of them are left out of the sum.")


def _decisions(rows: Sequence[Record], decisions: Sequence[Record]) -> Iterator[dict[str, Any]]:
    claiming = {row["organization"] for row in rows if row["counted_tco2e"] > 0}
    for decision in latest(decisions).values():
        if decision["status"] == "does_not_offset" and decision["organization"] in claiming:
            message = f"{decision['organization']} decided not to offset, but claims credits for the year; neither is taken for granted."
            yield _finding({**decision, "year": decision["data_year"]}, DECISION_DIFFERS, "status", message, "offset_decisions")


def _finding(row: Record, rule: str, column: str, message: str, table: str = "offsets") -> dict[str, Any]:
    place = {name: row[name] for name in ("organization", "source_file", "sheet", "source_row")}
    value = row.get("serials") if table == "offsets" else row.get(column)
    told = {"year": row["year"], "table": table, "column": column, "rule": rule, "level": "warn", "value": value, "message": message}
    return {**place, **told, "expected": "each credit claimed once", "rows": 0}
