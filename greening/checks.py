"""Findings: how a fault in the data is written down, and which faults stop an organization.

A frame of findings has the columns of the product `checks`. Rows that a finding drops are counted in `rows`, each raw
row once: at the first finding that rejects it.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import pandas as pd

from greening import tables

#: The levels of a finding: the row is dropped, publication waits, or it is only shown.
LEVELS = ("reject", "hold", "warn")

#: Rules that make an organization fail, since what it handed in cannot be read at all; no waiver lifts them.
FILE_FAULTS = frozenset(
    {
        "empty_folder",
        "empty_file",
        "not_utf8",
        "nul_bytes",
        "not_what_its_name_says",
        "wrong_separator",
        "broken_quotes",
        "no_header",
        "protected_workbook",
        "unsafe_workbook",
        "unreadable_workbook",
        "missing_profile",
        "several_profiles",
        "wrong_folder",
    }
)

#: What becomes of a row whose cell can be left out, where nothing else is wrong with it.
ROW_KEPT = "The cell is left out and the row kept."

#: What tells one raw row from another within a table.
ROW = ["table", "source_file", "sheet", "source_row"]


def finding(rule: str, level: str, message: str, **details: Any) -> dict[str, Any]:
    """One finding as a mapping: details are columns of `checks`, such as source_file, value or rows."""
    return {"rule": rule, "level": level, "message": message, "rows": 0} | details


@cache
def none() -> pd.DataFrame:
    """No findings, in the columns of `checks`; one frame for all, since most cells have no fault."""
    return tables.empty("checks")


def frame(findings: Iterable[dict[str, Any]], organization: str, year: int) -> pd.DataFrame:
    """The findings of one organization and year as a frame; empty text becomes missing."""
    rows = pd.DataFrame(list(findings))
    if rows.empty:
        return none()
    return tables.stack("checks", [rows.replace("", None).assign(organization=organization, year=year)])


def at_rows(rows: pd.DataFrame, rule: str, level: str, messages: Sequence[str], **details: Any) -> pd.DataFrame:
    """One finding for each of the rows, a frame with organization, data_year, table, source_file, sheet and source_row."""
    if rows.empty:
        return none()
    where = rows[["organization", *ROW]].assign(year=rows["data_year"])
    found = where.assign(rule=rule, level=level, message=list(messages), rows=0, **details)
    return tables.stack("checks", [found])


def rejected(rows: pd.DataFrame, findings: pd.DataFrame) -> pd.Series:
    """Whether a finding of level reject names the row: true or false for each of the rows."""
    if findings.empty:
        return pd.Series(False, index=rows.index)
    named = findings.loc[(findings["level"] == "reject") & findings["source_row"].notna(), ROW]
    if named.empty or rows.empty:
        return pd.Series(False, index=rows.index)
    return pd.Series(_row_keys(rows).isin(_row_keys(named)), index=rows.index)


def at_any(findings: pd.DataFrame, rows: Iterable[pd.DataFrame]) -> pd.Series:
    """Whether each finding is at one of the rows."""
    keys = [key for some in rows for key in _row_keys(some)]
    at_a_row = findings["source_row"].notna()
    named = pd.Series(False, index=findings.index)
    return named.mask(at_a_row, pd.Series(_row_keys(findings[at_a_row]).isin(keys), index=findings.index[at_a_row])) if keys else named


def stack(findings: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The findings of several frames one under the other."""
    filled = [found for found in findings if not found.empty]
    return tables.stack("checks", filled) if filled else none()


def count_dropped(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings with `rows` 1 at the first rejection of each raw row and 0 at its others; whole files keep their count."""
    ordered = findings.sort_values(list(tables.products()["checks"].key), kind="stable", na_position="last")
    at_a_row = ordered["source_row"].notna()
    drops = (ordered["level"] == "reject") & at_a_row
    first = drops & ~ordered.loc[drops].duplicated(ROW).reindex(ordered.index, fill_value=False)
    rows = ordered["rows"].fillna(0).mask(at_a_row, first.astype("int64"))
    return ordered.assign(rows=rows.astype("Int64")).reset_index(drop=True)


def _row_keys(rows: pd.DataFrame) -> pd.MultiIndex:
    # A missing sheet must equal a missing sheet, which NaN does not.
    text = {column: rows[column].astype("str").fillna("") for column in ROW[:-1]}
    return pd.MultiIndex.from_frame(pd.DataFrame(text).assign(source_row=rows["source_row"].astype("int64")))


def outcome(findings: pd.DataFrame) -> str:
    """`failed` where files could not be read, `held` where a finding of level hold is not waived, else `ok`."""
    if findings["rule"].isin(FILE_FAULTS).any():
        return "failed"
    held = (findings["level"] == "hold") & findings["waived_by"].isna()
    return "held" if held.any() else "ok"
