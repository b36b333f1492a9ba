"""Which cells of the submission workbook turn red or amber: the rules of the suites and of the declarations as formulas.

What reading the workbook would reject or hold is red, what it would only warn of is amber. A rule that no formula can say is told in
words, so that nobody takes a cell without colour for a checked one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from upath import UPath

from greening import paths
from greening.collecting.cell_formulas import Sheet
from greening.collecting.rule_formulas import broken
from greening.json_files import read_json
from greening.structure.cells import YEARS
from greening.tables import Column, submission_tables

#: Colours by the level of a rule.
RED, AMBER = "red", "amber"
#: Files of the folder of suites that hold none.
_NO_SUITES = ("schema.json", "waivers.json")


@dataclass(frozen=True)
class Check:
    """One rule of a table: the column that it colours, the formula of a row that breaks it (empty where none says it), and its words."""

    table: str
    column: str
    rule: str
    level: str
    message: str
    formula: str = ""

    @property
    def colour(self) -> str:
        """Red for what is rejected or held, amber for what is warned of."""
        return AMBER if self.level == "warn" else RED


def of_all(expectations: str | Path | UPath, sheets: Mapping[str, Sheet]) -> list[Check]:
    """All checks, table by table: first those of its declaration, then those of its suite; the suites of other facts come last."""
    rules = of_suites(expectations, sheets)
    of_tables = [check for name, sheet in sheets.items() for check in (*of_declarations(sheet), *(rule for rule in rules if rule.table == name))]
    return [*of_tables, *(rule for rule in rules if rule.table not in sheets)]


def of_suites(expectations: str | Path | UPath, sheets: Mapping[str, Sheet]) -> list[Check]:
    """The rules of all suites of the folder, in the order of tables; raises SuiteError where a file is not JSON."""
    folder = paths.root(str(expectations))
    files = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    named = {path.name.removesuffix(".json"): path for path in files if path.name.endswith(".json") and path.name not in _NO_SUITES}
    order = {name: place for place, name in enumerate(submission_tables())}
    contents = {name: read_json(named[name]) for name in sorted(named, key=lambda name: (order.get(name, len(order)), name))}
    return [check for name, content in contents.items() for check in _suite(name, content, sheets.get(name))]


def _suite(name: str, content: Any, sheet: Sheet | None) -> Iterator[Check]:
    entries = content.get("expectations", []) if isinstance(content, dict) else []
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get("meta"), dict):
            yield _check(name, entry.get("type", ""), entry.get("kwargs", {}), entry["meta"], sheet)


def _check(name: str, kind: str, arguments: Mapping[str, Any], meta: Mapping[str, Any], sheet: Sheet | None) -> Check:
    column = str(meta.get("column", arguments.get("column", arguments.get("column_A", ""))))
    told = Check(name, column, str(meta.get("rule", "")), str(meta.get("level", "warn")), str(meta.get("message", "")))
    if sheet is None or column not in sheet.table.columns:
        return told
    try:
        formula = broken(kind, arguments, sheet)
    except (KeyError, TypeError):
        # An argument that is missing or no column: `expectations check` says so, and the workbook only lists the rule.
        formula = None
    return Check(told.table, column, told.rule, told.level, told.message, formula or "")


def of_declarations(sheet: Sheet) -> list[Check]:
    """What the declaration of the table itself asks for: cells that can be read as what their column holds, and none missing."""
    found = [check for name, column in sheet.table.columns.items() for check in _of_column(sheet, name, column)]
    return [*found, *_backwards(sheet)]


def required(sheet: Sheet, column: str, without: Iterable[str] = ()) -> str:
    """The formula of a row that holds something, in other columns than those named, and nothing in the column."""
    return f"AND({sheet.started(tuple(without))},LEN(TRIM({sheet.cell(column)}))=0)"


def _of_column(sheet: Sheet, name: str, column: Column) -> Iterator[Check]:
    formula, rule, message = _unreadable(sheet, name, column)
    if formula:
        level = "warn" if column.on_fault == "blank" else "reject"
        yield Check(sheet.table.name, name, rule, level, message, f"IFERROR(AND({sheet.filled(name)},{formula}),FALSE)")


def _unreadable(sheet: Sheet, name: str, column: Column) -> tuple[str, str, str]:
    """The formula of a filled cell that cannot be read, the rule, and the message that says so; empty where none does."""
    cell = sheet.cell(name)
    if column.many:
        return "", "", ""
    if column.type in ("number", "integer"):
        return _no_number(cell, name, column)
    if column.type == "date":
        return f"{sheet.day(name)}=0", "not_a_date", "template.fault.date"
    if column.type == "boolean":
        words = ",".join(f'LOWER({cell})="{word}"' for word in ("true", "false", "yes", "no"))
        return f"NOT(OR(ISLOGICAL({cell}),{words},{cell}=1,{cell}=0))", "not_true_or_false", "template.fault.boolean"
    if column.choices:
        return f'COUNTIF({sheet.ranges[choices_name(column)]},SUBSTITUTE(TRIM({cell})," ","_"))=0', "unknown_choice", "template.fault.choice"
    if column.type == "country":
        known = f"COUNTIF({sheet.ranges['countries']},TRIM({cell}))+COUNTIF({sheet.ranges['short_countries']},TRIM({cell}))"
        return f"LEN(TRIM({cell}))<4,{known}=0", "unknown_country", "template.fault.country"
    if column.type == "airport":
        return f"LEN(TRIM({cell}))<>3", "unknown_airport", "template.fault.airport"
    return "", "", ""


def _no_number(cell: str, name: str, column: Column) -> tuple[str, str, str]:
    if column.choices:
        listed = ",".join(f"{cell}={choice}" for choice in column.choices)
        return f"NOT(OR({listed}))", "unknown_choice", "template.fault.choice"
    if column.type == "integer" and name.endswith("year"):
        first, last = YEARS
        return f"OR(NOT(ISNUMBER({cell})),{cell}<{first},{cell}>{last},{cell}<>INT({cell}))", "not_a_whole_number", "template.fault.year"
    return f"NOT(ISNUMBER({cell}))", "not_a_number", "template.fault.number"


def _backwards(sheet: Sheet) -> list[Check]:
    if sheet.table.kind != "activity" or not {"start_date", "end_date"} <= sheet.table.columns.keys():
        return []
    begun, ended = sheet.day("start_date"), sheet.day("end_date")
    formula = f"IFERROR(AND({begun}>0,{ended}>0,{ended}<{begun}),FALSE)"
    return [Check(sheet.table.name, "end_date", "end_before_start", "reject", "template.fault.period", formula)]


def choices_name(column: Column) -> str:
    """The name of the range that lists the choices of a column: the same for all columns with the same choices."""
    return "choices_" + "_".join([column.choices[0], column.choices[-1], str(len(column.choices)), str(sum(map(len, column.choices)))])
