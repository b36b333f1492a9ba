"""Writing a waiver into expectations/waivers.csv, once it is sure that it means something."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from upath import UPath

from greening import paths, tables, waiver_file, waivers
from greening.errors import CallError, DeclarationError, SuiteError
from greening.guarded_cells import guarded
from greening.structure.casting import cast
from greening.submission.loading import load
from greening.waiver_file import COLUMNS, Waiver


@dataclass(frozen=True)
class Written:
    """What was written: where, and how many findings of the last run it waives by data year."""

    place: str
    line: int
    found: Mapping[int, int]


def waive(cells: Mapping[str, str], expectations: str | UPath, data: str | UPath) -> Written:
    """Append a line with these cells (by the names of waiver_file.COLUMNS); raises CallError, with the remedy, where it would be of no use.

    It is held against what the last run found, and against the whole file, whose other faults are told as well.
    """
    path = waiver_file.place(expectations)
    before = path.read_bytes() if path.exists() else b""
    after = _appended(before, cells)
    waiver = _read_back(after, expectations, data)
    found = _matched(waiver, data)
    if not any(found.values()):
        years = ", ".join(str(year) for year in found)
        raise CallError(
            f"nothing that the last run of {years} found of {waiver.organization} is named by this waiver; see what was found: "
            f"python pipeline.py findings --year {max(found)} --organization {waiver.organization}"
        )
    paths.write_bytes(path, after)
    return Written(str(path), waiver.line, {year: count for year, count in found.items() if count})


def _appended(before: bytes, cells: Mapping[str, str]) -> bytes:
    """The file with one line more, written as the others are: separator, line ends and the mark at its beginning stay."""
    text = waiver_file.decoded(before) or ",".join(COLUMNS) + "\n"
    end = "\r\n" if "\r\n" in text else "\n"
    separator = waiver_file.separator(text)
    header = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    row = io.StringIO(newline="")
    csv.writer(row, delimiter=separator, lineterminator=end).writerow([guarded(cells.get(name.strip().casefold(), "")) for name in header])
    mark = "\ufeff" if before.startswith(b"\xef\xbb\xbf") else ""
    return (mark + text + ("" if text.endswith("\n") else end) + row.getvalue()).encode("utf-8")


def _read_back(content: bytes, expectations: str | UPath, data: str | UPath) -> Waiver:
    """The last waiver of the file; raises CallError with the faults of its line, SuiteError with those of others."""
    found, faults = waiver_file.examined(content, expectations, data)
    last = max(found.lines, default=0)
    told = f"/{waiver_file.NAME}:{last}: "
    if own := [fault.partition(told)[2] for fault in faults if told in fault]:
        raise CallError("; ".join(own))
    if faults:
        raise SuiteError("\n".join([*faults, "nothing was written: mend these lines first"]))
    return found.waivers[-1]


def _matched(waiver: Waiver, data: str | UPath) -> dict[int, int]:
    """How many findings of the last run the waiver names in each year that it holds in."""
    years = [year for year in _years(waiver.organization, data) if waiver.year in (None, year)]
    if not years:
        when = f" {waiver.year}" if waiver.year else ""
        again = f"--year {waiver.year} " if waiver.year else ""
        raise CallError(f"{waiver.organization}{when} has not been run: python pipeline.py run {again}--organization {waiver.organization}")
    holding = [year for year in years if waiver.holds_in(year)]
    if not holding:
        raise CallError(
            f"a waiver holds for data years that have ended by {waiver.expires_on}, which {_listed(years)} has not: give a later --expires"
        )
    return {year: int(waivers.named(*_found(waiver, year, data)).sum()) for year in holding}


def _found(waiver: Waiver, year: int, data: str | UPath) -> tuple[pd.DataFrame, Waiver, Mapping[str, pd.DataFrame]]:
    folder = paths.processed(data, year, waiver.organization)
    findings = tables.read("findings" if (folder / "findings.parquet").is_file() else "checks", folder)
    names_a_row = bool(waiver.rows) and not waiver.spans
    return findings, waiver, cast(load(year, waiver.organization, data)).tables if names_a_row else {}


def _years(organization: str, data: str | UPath) -> list[int]:
    """The data years of which there is what stage 1 found of the organization."""
    processed = paths.root(data) / "processed"
    folders = [folder for folder in processed.iterdir() if folder.name.isdigit()] if processed.is_dir() else []
    found = []
    for folder in folders:
        try:
            tables.read("checks", folder / organization)
        except DeclarationError:
            continue
        found.append(int(folder.name))
    return sorted(found)


def _listed(years: Sequence[int]) -> str:
    return ", ".join(map(str, years))
