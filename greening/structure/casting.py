"""A submission's text cells become typed rows, and every cell that cannot be read becomes a finding.

A typed row carries the columns that all activities share, the columns of its table with defaults filled, and the names of some of its
cells, separated by spaces: `faulty`, those that cannot be read, and `defaulted`, those that were empty and that a default (or, for row_id,
the row's place) stands in for. Rows that a finding rejects are still there, so that all their faults are told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from greening import checks
from greening.structure import cells, codes
from greening.structure.cells import Reading
from greening.submission.loading import ORIGIN, Submission
from greening.tables import Column, submission_tables

#: Who reads a column, by its declared type; a column with choices or of lists is read by those first.
_READERS: Mapping[str, Callable[[pd.Series, Column], Reading]] = {
    "number": cells.numbers,
    "integer": cells.numbers,
    "date": cells.dates,
    "boolean": cells.booleans,
    "country": codes.countries,
    "airport": codes.airports,
    "refrigerant": codes.refrigerants,
    "text": cells.words,
    "location": cells.words,
}

#: The rule that an unreadable cell breaks, by the declared type of its column; where there are choices, it is unknown_choice.
_RULES: Mapping[str, str] = {
    "number": "not_a_number",
    "integer": "not_a_whole_number",
    "date": "not_a_date",
    "boolean": "not_true_or_false",
    "country": "unknown_country",
    "airport": "unknown_airport",
    "refrigerant": "unknown_refrigerant",
}

#: What becomes of a row whose cell can be left out, where nothing else is wrong with it.
ROW_KEPT = "The cell is left out and the row kept."

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
    base = _shared(text, name, submission)
    faulty = pd.Series("", index=text.index, dtype="str")
    values, findings = {}, []
    for column, declared in submission_tables()[name].columns.items():
        if column in SHARED:
            continue
        values[column], unusable, faults = _cast_column(text[column], declared, column, base)
        findings += faults
        faulty = faulty.mask(unusable, faulty + " " + column)
    filled = _with_defaults(values, text, name, submission.year)
    rows = base.assign(**filled, faulty=faulty.str.strip(), defaulted=_defaulted(text, name))
    return rows, [*findings, _periods_backwards(rows), _repeated_ids(rows)]


def _shared(text: pd.DataFrame, name: str, submission: Submission) -> pd.DataFrame:
    place = text["source_file"] + ":" + text["sheet"].where(text["sheet"] != "", "-") + ":" + text["source_row"].astype("str")
    return pd.DataFrame(
        {
            "organization": submission.organization,
            "data_year": submission.year,
            "table": name,
            "source_file": text["source_file"],
            "sheet": text["sheet"].where(text["sheet"] != ""),
            "source_row": text["source_row"],
            "row_id": text["row_id"].where(text["row_id"] != "", place),
        },
        index=text.index,
    ).astype({"organization": "str", "table": "str"})


def _cast_column(text: pd.Series, declared: Column, column: str, base: pd.DataFrame) -> tuple[pd.Series, pd.Series, list[pd.DataFrame]]:
    """The values of a column, which of its cells cannot be used, and what is wrong with them."""
    failed = _failed_formula(text, declared, base["sheet"].isna())
    empty = (text == "") & declared.required
    filled = text[(text != "") & ~failed]
    reading = _reader(declared, column)(filled, declared)
    values = reading.values.reindex(text.index)
    unread = filled[reading.values.isna()]
    findings = [
        _unreadable(base.loc[unread.index], unread, declared, column, reading),
        _formulas(base[failed], text[failed], declared, column),
        _empty(base[empty], declared, column),
    ]
    return values, failed | empty | text.index.isin(unread.index), findings


def _failed_formula(text: pd.Series, declared: Column, in_csv: pd.Series) -> pd.Series:
    """Which cells hold a failed formula; a text of a CSV file may begin with an equals sign, since no spreadsheet calculates there."""
    written = text.str.fullmatch(cells.FORMULA_TEXT)
    calculated = declared.type in ("number", "integer", "date", "boolean")
    return text.str.fullmatch(cells.FORMULA_ERROR) | (written if calculated else written & ~in_csv)


def _reader(declared: Column, column: str) -> Callable[[pd.Series, Column], Reading]:
    if declared.many:
        return cells.lists
    if declared.choices and declared.type == "text":
        return cells.choices
    if declared.type == "integer" and column.endswith("year"):
        return cells.years
    return _READERS[declared.type]


def _unreadable(rows: pd.DataFrame, found: pd.Series, declared: Column, column: str, reading: Reading) -> pd.DataFrame:
    end = _consequence(declared)
    hints = {cell: reading.hint(cell) for cell in found.unique()}
    messages = [f'{column} is "{cell}", but {reading.expected} is expected.{hints[cell]} {end}' for cell in found]
    rule = "unknown_choice" if declared.choices else _RULES.get(declared.type, "not_a_list")
    return checks.at_rows(rows, rule, _level(declared), messages, column=column, value=found, expected=reading.expected)


def _formulas(rows: pd.DataFrame, found: pd.Series, declared: Column, column: str) -> pd.DataFrame:
    messages = [
        f"{column} holds {cell}: a formula that failed or was never calculated. Open the workbook, let it calculate, "
        f"mend the formula and save it again. {_consequence(declared)}"
        for cell in found
    ]
    expected = "a calculated value"
    return checks.at_rows(rows, "formula_without_value", _level(declared), messages, column=column, value=found, expected=expected)


def _empty(rows: pd.DataFrame, declared: Column, column: str) -> pd.DataFrame:
    message = f"{column} is empty, but every row needs it ({declared.about}). The row is left out."
    return checks.at_rows(rows, "required_cell_empty", "reject", [message] * len(rows), column=column, expected=declared.about)


def _level(declared: Column) -> str:
    return "warn" if declared.on_fault == "blank" else "reject"


def _consequence(declared: Column) -> str:
    return ROW_KEPT if declared.on_fault == "blank" else "The row is left out."


def _with_defaults(values: Mapping[str, pd.Series], text: pd.DataFrame, name: str, year: int) -> dict[str, pd.Series]:
    declared = submission_tables()[name].columns
    return {
        column: cast_values.mask(text[column] == "", _default(declared[column], year)) if declared[column].default else cast_values
        for column, cast_values in values.items()
    }


def _defaulted(text: pd.DataFrame, name: str) -> pd.Series:
    """The columns of each row whose cell is empty and filled by a default or, for row_id, by the row's place."""
    replaced = ["row_id", *(column for column, declared in submission_tables()[name].columns.items() if declared.default)]
    found = pd.Series("", index=text.index, dtype="str")
    for column in replaced:
        found = found.mask(text[column] == "", found + " " + column)
    return found.str.strip()


def _default(declared: Column, year: int) -> object:
    ends = {"year_start": pd.Timestamp(year, 1, 1), "year_end": pd.Timestamp(year, 12, 31)}
    if declared.type == "boolean":
        return declared.default == "true"
    return float(declared.default) if declared.type == "number" else ends.get(declared.default, declared.default)


def _periods_backwards(rows: pd.DataFrame) -> pd.DataFrame:
    if submission_tables()[str(rows["table"].iloc[0])].kind != "activity" or "end_date" not in rows:
        return checks.at_rows(rows.iloc[:0], "", "", [])
    backwards = rows[rows["end_date"] < rows["start_date"]]
    messages = [
        f"The period ends on {end:%Y-%m-%d}, before it starts on {start:%Y-%m-%d}. The row is left out."
        for start, end in zip(backwards["start_date"], backwards["end_date"], strict=True)
    ]
    values = backwards["end_date"].dt.strftime("%Y-%m-%d")
    expected = "an end_date not before start_date"
    return checks.at_rows(backwards, "end_before_start", "reject", messages, column="end_date", value=values, expected=expected)


def _repeated_ids(rows: pd.DataFrame) -> pd.DataFrame:
    repeated = rows[rows.duplicated("row_id", keep=False)]
    places = repeated["source_file"] + " row " + repeated["source_row"].astype("str")
    shared = places.groupby(repeated["row_id"], sort=False).agg(", ".join)
    messages = [
        f"The row_id {name} is used more than once ({shared[name]}), so the rows cannot be told apart. They are left out."
        for name in repeated["row_id"]
    ]
    expected = "each row_id once in a table"
    return checks.at_rows(repeated, "repeated_row_id", "reject", messages, column="row_id", value=repeated["row_id"], expected=expected)
