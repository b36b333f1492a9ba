"""Waivers at work: which findings are accepted, by whom, why and until when; and the waivers that are of no use.

A waiver lifts a hold; it brings no rejected row back and makes no unreadable file readable. The file is read by `waiver_file`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from upath import UPath

from greening import checks, tables, waiver_file, waiver_names
from greening.checks import finding
from greening.errors import SuiteError
from greening.waiver_file import Waiver

#: What is written of a waiver beside a finding, in the products `checks` and `findings`.
_TOLD = ("waived_by", "waived_reason", "waived_until")
#: The rules of the warnings on waivers themselves.
ON_WAIVERS = ("unused_waiver", "expired_waiver")


def load(expectations: str | UPath) -> tuple[Waiver, ...]:
    """The waivers of the folder of suites, none where there is no such file; raises SuiteError, which lists every fault of the file itself."""
    found = waiver_file.read(expectations)
    if found.faults:
        raise SuiteError("\n".join(found.faults))
    return found.waivers


def faults(expectations: str | UPath, data: str | UPath = "") -> list[str]:
    """Every fault of the waivers' file, in words; empty where it is sound or not there (see waiver_file.faults)."""
    return waiver_file.faults(expectations, data)


def apply(findings: pd.DataFrame, expectations: str | UPath, rows: Mapping[str, pd.DataFrame], of: tuple[str, int]) -> pd.DataFrame:
    """What stage 1 found with who waived it, why and until when, and a warning for each waiver that expired or names none.

    expectations is the folder of suites and waivers; rows are the typed rows by table, in which a row_id is looked up; of is the organization
    and year. A waiver of what only stage 3 can find is left to `settle`.
    """
    waived = [waiver for waiver in load(expectations) if waiver.is_for(*of)]
    found, useless = applied(findings, waived, rows, of[1])
    now = [_unused(waiver, of[1]) for waiver in useless if not waiver_names.is_found_later(waiver.rule, expectations)]
    return checks.stack([found, checks.frame(now, *of)])


def settle(
    findings: pd.DataFrame, figures: pd.DataFrame, expectations: str | UPath, activities: pd.DataFrame, of: tuple[str, int]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All findings and figures of stage 3, with what is waived of what only figures can show; added warnings count in `findings.warn`."""
    waived = [waiver for waiver in load(expectations) if waiver.is_for(*of)]
    if not waived:
        return findings, figures
    found, useless = applied(findings, waived, {"activities": activities}, of[1])
    told = [_unused(waiver, of[1]) for waiver in useless if waiver_names.is_found_later(waiver.rule, expectations)]
    return tables.stack("findings", [found, checks.frame(told, *of)]), counted(figures, len(told))


def counted(figures: pd.DataFrame, told: int) -> pd.DataFrame:
    """The figures with so many more warnings counted in `findings.warn`."""
    return figures.assign(value=figures["value"].mask(figures["figure_id"] == "findings.warn", figures["value"] + told)) if told else figures


def told_later(folder: UPath) -> int:
    """How many warnings on waivers stage 3 added to those of stage 1, in the folder of an organization's products; 0 before stage 3 was run."""
    if not (folder / "findings.parquet").is_file():
        return 0
    first, last = (tables.read(product, folder)["rule"].isin(ON_WAIVERS).sum() for product in ("checks", "findings"))
    return int(last - first)


def applied(findings: pd.DataFrame, waived: Sequence[Waiver], rows: Mapping[str, pd.DataFrame], year: int) -> tuple[pd.DataFrame, list[Waiver]]:
    """The findings with what is waived, and the waivers of which a warning is due."""
    useless = []
    for waiver in waived:
        meant = named(findings, waiver, rows)
        if waiver.holds_in(year):
            findings = _waived(findings, meant, waiver)
        if _is_useless(waiver, year, is_matched=bool(meant.any())):
            useless.append(waiver)
    return findings, useless


def named(findings: pd.DataFrame, waiver: Waiver, rows: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Whether the waiver names each finding of an organization and year that it is for."""
    meant: pd.Series[bool] = findings["rule"].eq(waiver.rule)
    if waiver.table:
        meant &= findings["table"].eq(waiver.table)
    if waiver.file:
        meant &= findings["source_file"].eq(waiver.file)
    if waiver.spans:
        within = [findings["source_row"].between(first, last) for first, last in waiver.spans]
        meant &= pd.concat(within, axis="columns").any(axis="columns").fillna(False).astype("bool")
    elif waiver.rows:
        meant &= checks.at_any(findings, [table[table["row_id"] == waiver.rows] for table in rows.values()])
    return meant


def _waived(findings: pd.DataFrame, meant: pd.Series, waiver: Waiver) -> pd.DataFrame:
    """The findings with the waiver told beside those that it names; where two name one, the first in the file is told."""
    new = meant & findings["waived_by"].isna()
    told = zip(_TOLD, (waiver.decided_by, waiver.reason, waiver.expires_on.isoformat()), strict=True)
    return findings.assign(**{name: findings[name].mask(new, text) for name, text in told})


def _is_useless(waiver: Waiver, year: int, *, is_matched: bool) -> bool:
    """Whether a warning is due: it expired though it is still asked for, or it holds and there is nothing that it names.

    One for every year is asked for where there is still something that it names; and that there is nothing is told from the data year
    before its decision onwards, so that reports of the past do not change.
    """
    if not waiver.holds_in(year):
        return is_matched or waiver.year is not None
    return not is_matched and (waiver.year is not None or year >= waiver.decided_on.year - 1)


def _unused(waiver: Waiver, year: int) -> dict[str, Any]:
    what, waived_by = " ".join(filter(None, (waiver.table, waiver.rows, waiver.rule))), waiver.decided_by
    told = {"table": waiver.table, "value": waiver.rule}
    if waiver.holds_in(year):
        message = f"The waiver of {what} by {waived_by} matches no finding. Take it away, or mend what it names."
        return finding("unused_waiver", "warn", message, **told, expected="a finding of this organization and year")
    expires_on = waiver.expires_on.isoformat()
    message = f"The waiver of {what} by {waived_by} expired on {expires_on}. Mend what it waived and take it away, or have it decided again."
    return finding("expired_waiver", "warn", message, **told, expected="a waiver that holds until the data year has ended")
