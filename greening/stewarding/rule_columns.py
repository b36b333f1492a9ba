"""The columns of a sheet of rules, and a rule as the cells of a row and back: every argument of every kind of expectation has its column."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from greening.stewarding import rule_cells
from greening.stewarding.rule_cells import NUMBER, TEXT, CellError, Given
from greening.suite_checks import schema
from greening.suite_checks.faults import Path
from greening.suite_checks.kinds import argument_names, kinds

#: Parts of a rule whose name another part has, too.
_SHOWN_COLUMN = "finding_column"
_HEADERS = {"type_": "column_type"}

#: Arguments that most rules have, in the order in which they are read; all others follow at the end.
_OFTEN = (
    *("column", "min_value", "max_value", "strict_min", "strict_max", "value_set", "regex", "row_condition", "mostly"),
    *("column_A", "column_B", "column_list", "or_equal", "ignore_row_if"),
)


@dataclass(frozen=True)
class RuleColumn:
    """One column of a sheet: its header, the part of a rule that it fills (type, kwargs or meta) and the name there, and how it is written."""

    header: str
    part: str
    name: str
    kind: str
    about: str
    is_rare: bool = False


@cache
def columns() -> Mapping[str, RuleColumn]:
    """The columns of a sheet of rules by their headers, in order."""
    meta = schema.of_meta()["properties"]
    said = {
        name: RuleColumn(
            _SHOWN_COLUMN if name == "column" else name, "meta", name, NUMBER if name == "since_year" else TEXT, meta[name]["description"]
        )
        for name in schema.meta_names()
    }
    kind = RuleColumn("type", "type", "", TEXT, "What is expected; one of the list")
    often = [_of_argument(name, is_rare=False) for name in _OFTEN]
    rare = [_of_argument(name, is_rare=True) for name in argument_names() if name not in _OFTEN]
    rest = [column for name, column in said.items() if name not in ("rule", "level")]
    return {column.header: column for column in [said["rule"], said["level"], kind, *often, *rest, *rare]}


def cells(entry: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    """The cells of a rule by header; what the rule does not say has none."""
    found = {}
    for header, column in columns().items():
        part = entry if column.part == "type" else entry[column.part]
        name = column.name or "type"
        if name in part:
            found[header] = rule_cells.to_cell(part[name], column.kind)
    return found


def entry(row: Mapping[str, Any], like: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, str]]:
    """The rule that the cells of a row say, and by header why a cell cannot be read.

    Where like, the rule as it stands, says the same thing, it is kept as it is written there, and so is the order of its parts.
    """
    found: dict[str, dict[str, Any]] = {"type": {}, "kwargs": {}, "meta": {}}
    unread = {}
    for header, cell in row.items():
        column = columns()[header]
        try:
            value = rule_cells.from_cell(cell, column.kind)
        except CellError as error:
            unread[header] = f"{header} {error}"
            continue
        if value is not None:
            found[column.part][column.name] = value.value if isinstance(value, Given) else value
    kind = found["type"].get("", "")
    known = kinds()[kind].arguments if isinstance(kind, str) and kind in kinds() else argument_names()
    kept = like or {}
    kwargs = _as_before(found["kwargs"], kept.get("kwargs", {}), list(known))
    meta = _as_before(found["meta"], kept.get("meta", {}), list(schema.meta_names()))
    return ({"type": kind} if kind else {}) | {"kwargs": kwargs, "meta": meta}, unread


def header_of(path: Path) -> str:
    """The header of the column in which a part of a rule stands; rule where it is about the whole."""
    part, name = (*path, "", "")[:2]
    if part == "type":
        return "type"
    return next((header for header, column in columns().items() if column.part == part and column.name == name), "rule")


def _of_argument(name: str, *, is_rare: bool) -> RuleColumn:
    about = next(kind.arguments[name].about for kind in kinds().values() if name in kind.arguments)
    return RuleColumn(_HEADERS.get(name, name), "kwargs", name, rule_cells.kind_of(name), about, is_rare)


def _as_before(found: Mapping[str, Any], before: Mapping[str, Any], order: list[str]) -> dict[str, Any]:
    names = [name for name in before if name in found]
    names += [name for name in [*order, *found] if name in found and name not in names]
    return {name: before[name] if name in before and rule_cells.same(before[name], found[name]) else found[name] for name in dict.fromkeys(names)}
