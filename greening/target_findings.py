"""Goals without a baseline: what only their figures can show is told to the submitter."""

import pandas as pd

from greening import goals, tables
from greening.target_figures import Row
from greening.target_goal import MISSING

#: Rule of the finding.
RULE = "goal_without_baseline"


def findings(set_goals: pd.DataFrame, paths: pd.DataFrame, organization: str, year: int) -> pd.DataFrame:
    """Findings, in the product's columns, on the organization's adopted goals whose baseline is not known: one row a goal, level warn.

    `set_goals` are the rows of goals (`goals.applied`), `paths` the product `targets`. What the rules on adoptions have said of a missing base
    year is not said again.
    """
    if paths.empty:
        return tables.empty("findings")
    of_year = paths[(paths["year"] == year) & (paths["baseline_state"] == MISSING) & (paths["status"] != "not_adopted").fillna(True)]
    missing = set(of_year["goal_id"])
    if not missing:
        return tables.empty("findings")
    firsts: dict[str, Row] = {}
    for row in set_goals[set_goals["goal_id"].isin(missing) & (set_goals["organization"] == organization)].to_dict("records"):
        firsts.setdefault(row["goal_id"], row)
    rows = [_finding(row, year) for row in firsts.values() if not _is_told(row)]
    return tables.stack("findings", [pd.DataFrame(rows)])


def _is_told(row: Row) -> bool:
    return bool(row["table"] == "adoptions" and not goals.is_given(row["baseline_year"]))


def _lack(base_year: int, year: int) -> str:
    return f"its base year {base_year} is still to come" if base_year > year else f"no figure of its base year {base_year} is known"


def _finding(row: Row, year: int) -> dict[str, object]:
    has_year = goals.is_given(row["baseline_year"])
    lack = _lack(int(row["baseline_year"]), year) if has_year else "no base year is given"
    return {
        **{name: row[name] for name in ("organization", "table", "source_file", "sheet", "source_row")},
        "year": year,
        "column": "baseline_value" if has_year else "baseline_year",
        "rule": RULE,
        "level": "warn",
        "value": "",
        "expected": "baseline_value" if has_year else "baseline_year",
        "message": f"The goal {row['goal_id']} is measured from nothing: {lack}. It is shown without a path and never as met",
        "rows": 0,
    }
