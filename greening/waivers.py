"""Waivers: findings that someone with the authority to do so has accepted, kept in expectations/waivers.json.

A waiver lifts a hold; it brings no rejected row back and makes no unreadable file readable.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from upath import UPath

from greening import checks, paths
from greening.checks import finding
from greening.errors import SuiteError
from greening.json_files import read_json

#: What a waiver must say, and may say beside it.
_MUST_SAY = ("organization", "year", "rule", "waived_by", "reason")
_MAY_SAY = ("table", "row_id")


def load(expectations: str | UPath) -> list[dict[str, Any]]:
    """The waivers of the folder, none where there is no such file; raises SuiteError, which lists every fault."""
    found = faults(expectations)
    if found:
        raise SuiteError("\n".join(found))
    path = _file(expectations)
    return list(read_json(path)) if path.exists() else []


def faults(expectations: str | UPath) -> list[str]:
    """Every fault of the waivers' file, in words; empty where it is sound or not there."""
    path = _file(expectations)
    if not path.exists():
        return []
    try:
        content = read_json(path)
    except SuiteError as error:
        return [str(error)]
    if not isinstance(content, list):
        return [f"{path.name}: waivers are a list"]
    return [f"{path.name}, waiver {position}: {fault}" for position, entry in enumerate(content, start=1) for fault in _entry_faults(entry)]


def apply(findings: pd.DataFrame, waived: list[dict[str, Any]], rows: Mapping[str, pd.DataFrame], of: tuple[str, int]) -> pd.DataFrame:
    """The findings with waived_by filled where a waiver names them, and a warning for each waiver that names none.

    rows are the typed rows by table, in which a row_id is looked up; of is the organization and year.
    """
    organization, year = of
    unused = []
    for waiver in waived:
        if (waiver["organization"], waiver["year"]) != of:
            continue
        named = _named(findings, waiver, rows)
        findings = findings.assign(waived_by=findings["waived_by"].mask(named, waiver["waived_by"]))
        unused += [] if named.any() else [_unused(waiver)]
    return checks.stack([findings, checks.frame(unused, organization, year)])


def _named(findings: pd.DataFrame, waiver: Mapping[str, Any], rows: Mapping[str, pd.DataFrame]) -> pd.Series:
    named: pd.Series[bool] = findings["rule"].eq(waiver["rule"])
    if "table" in waiver:
        named &= findings["table"].eq(waiver["table"])
    if "row_id" in waiver:
        meant = [table[table["row_id"] == waiver["row_id"]] for table in rows.values()]
        named &= checks.at_any(findings, meant)
    return named


def _unused(waiver: Mapping[str, Any]) -> dict[str, Any]:
    what = " ".join(str(waiver[part]) for part in (*_MAY_SAY, "rule") if part in waiver)
    return finding(
        "unused_waiver",
        "warn",
        f"The waiver of {what} by {waiver['waived_by']} matches no finding. Take it away, or mend what it names.",
        table=waiver.get("table", ""),
        value=waiver["rule"],
        expected="a finding of this organization and year",
    )


def _entry_faults(entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return ["a waiver is an object"]
    found = [f"it has no {part}" for part in _MUST_SAY if entry.get(part) in (None, "")]
    return found + [f"it has {part}, which means nothing here" for part in entry if part not in (*_MUST_SAY, *_MAY_SAY)]


def _file(expectations: str | UPath) -> UPath:
    return paths.root(str(expectations)) / "waivers.json"
