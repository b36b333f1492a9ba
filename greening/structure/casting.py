"""A submission's text cells become typed rows, and every cell that cannot be read becomes a finding.

A typed row carries the columns that all activities share, the columns of its table with defaults filled, and the names of some of its
cells, separated by spaces: `faulty`, those that cannot be read, and `defaulted`, those that were empty and that a default (or, for row_id,
the row's place) stands in for. Rows that a finding rejects are still there, so that all their faults are told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import Any

import pandas as pd

from greening import checks
from greening.structure import columns
from greening.submission.loading import ORIGIN, Submission
from greening.tables import Column, submission_tables
from greening.tables.frames import array

#: Columns of every typed row before those of its table.
SHARED = ("organization", "data_year", "table", *ORIGIN, "row_id")


@dataclass(frozen=True)
class Typed:
    """Typed rows by table, and what could not be read (columns as the product `checks`)."""

    tables: Mapping[str, pd.DataFrame]
    findings: pd.DataFrame


def cast(submission: Submission) -> Typed:
    """The submission's rows with typed values, and a finding for every cell or row id that cannot be used."""
    done = {name: _cast_table(rows, name, submission) for name, rows in submission.tables.items()}
    findings = [found for _, faults in done.values() for found in faults]
    return Typed({name: rows for name, (rows, _) in done.items()}, checks.stack(findings))


def _cast_table(text: pd.DataFrame, name: str, submission: Submission) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    given = {str(column): text[column].to_list() for column in text.columns}
    own = {column: declared for column, declared in submission_tables()[name].columns.items() if column not in SHARED}
    found = {
        column: columns.read(given[column], column, declared, given["sheet"], _default(declared, submission.year)) for column, declared in own.items()
    }
    rows = pd.DataFrame(
        _shared(given, name, submission)
        | {column: array(found[column].values, declared.dtype) for column, declared in own.items()}
        | {"faulty": array(_faulty(found, len(text)), "str"), "defaulted": array(_defaulted(given, own), "str")}
    )
    faults = [fault for column, declared in own.items() for fault in columns.faults(found[column], given[column], column, declared, rows)]
    return rows, [*faults, *_periods_backwards(rows), *_repeated_ids(rows)]


def _shared(given: Mapping[str, list[Any]], name: str, submission: Submission) -> dict[str, Any]:
    count = len(given["row_id"])
    origin = zip(given["row_id"], given["source_file"], given["sheet"], given["source_row"], strict=True)
    return {
        "organization": array([submission.organization] * count, "str"),
        "data_year": array([submission.year] * count, "int64"),
        "table": array([name] * count, "str"),
        "source_file": array(given["source_file"], "str"),
        "sheet": array([sheet or None for sheet in given["sheet"]], "str"),
        "source_row": array(given["source_row"], "int64"),
        "row_id": array([row_id or f"{file}:{sheet or '-'}:{row}" for row_id, file, sheet, row in origin], "str"),
    }


def _default(declared: Column, year: int) -> object:
    """What an empty cell of the column means; None where it says nothing."""
    if declared.type == "boolean" and declared.default:
        return declared.default == "true"
    if declared.type == "number" and declared.default:
        return float(declared.default)
    days = {"year_start": f"{year}-01-01", "year_end": f"{year}-12-31"}
    return days.get(declared.default, declared.default) or None


def _faulty(found: Mapping[str, columns.CellsRead], count: int) -> list[str]:
    """The columns of each row whose cell cannot be used."""
    unusable = {column: one.unusable for column, one in found.items() if one.unusable}
    return _named({column: [position in positions for position in range(count)] for column, positions in unusable.items()}, count)


def _defaulted(given: Mapping[str, list[str]], own: Mapping[str, Column]) -> list[str]:
    """The columns of each row whose cell is empty and filled by a default or, for row_id, by the row's place."""
    replaced = ["row_id", *(column for column, declared in own.items() if declared.default)]
    return _named({column: [not cell for cell in given[column]] for column in replaced}, len(given["row_id"]))


def _named(flagged: Mapping[str, Iterable[bool]], count: int) -> list[str]:
    """The names of the columns that are flagged in each row, separated by spaces."""
    if not flagged:
        return [""] * count
    patterns = list(zip(*flagged.values(), strict=True))
    told = {pattern: " ".join(compress(flagged, pattern)) for pattern in set(patterns)}
    return [told[pattern] for pattern in patterns]


def _periods_backwards(rows: pd.DataFrame) -> list[pd.DataFrame]:
    if submission_tables()[str(rows["table"].iloc[0])].kind != "activity" or "end_date" not in rows:
        return []
    is_backwards = rows["end_date"] < rows["start_date"]
    if not is_backwards.any():
        return []
    backwards = rows[is_backwards]
    messages = [
        f"The period ends on {end:%Y-%m-%d}, before it starts on {start:%Y-%m-%d}. The row is left out."
        for start, end in zip(backwards["start_date"], backwards["end_date"], strict=True)
    ]
    values = backwards["end_date"].dt.strftime("%Y-%m-%d")
    expected = "an end_date not before start_date"
    return [checks.at_rows(backwards, "end_before_start", "reject", messages, column="end_date", value=values, expected=expected)]


def _repeated_ids(rows: pd.DataFrame) -> list[pd.DataFrame]:
    if rows["row_id"].is_unique:
        return []
    repeated = rows[rows.duplicated("row_id", keep=False)]
    places = repeated["source_file"] + " row " + repeated["source_row"].astype("str")
    shared = places.groupby(repeated["row_id"], sort=False).agg(", ".join)
    messages = [
        f"The row_id {name} is used more than once ({shared[name]}), so the rows cannot be told apart. They are left out."
        for name in repeated["row_id"]
    ]
    expected = "each row_id once in a table"
    return [checks.at_rows(repeated, "repeated_row_id", "reject", messages, column="row_id", value=repeated["row_id"], expected=expected)]
