"""The workbench of a data steward: a submission at hand, rules tried on it, failing rows to look at, and a rule saved once it is sound."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from upath import UPath

from greening import checks, paths, suites, tables, validation
from greening.errors import CallError, SuiteError
from greening.history import last_year
from greening.spelling import offer
from greening.stewarding import rule_changes
from greening.structure.casting import Typed, cast
from greening.submission.loading import Submission, load
from greening.views import catalogue
from greening.views.rows import Known

#: Columns of a finding that say where it is and what it is.
_SHOWN = ("source_file", "sheet", "source_row", "column", "value", "level", "message")


@dataclass(frozen=True)
class Workbench:
    """A submission with its typed rows, and the folder of suites."""

    submission: Submission
    typed: Typed
    expectations: str
    previous: pd.DataFrame | None = field(default=None, repr=False)

    def tables(self) -> pd.DataFrame:
        """What can be looked at: each table and view with its number of rows, of columns, and of rules in its suite."""
        named = {**dict.fromkeys(self.typed.tables, "table"), **dict.fromkeys([*catalogue.OF_ROWS, *catalogue.OF_ALL], "view")}
        rows = [
            {"name": name, "kind": kind, "rows": len(frame := self.rows(name)), "columns": frame.shape[1], "rules": len(self._rules(name))}
            for name, kind in named.items()
        ]
        return pd.DataFrame(rows, columns=["name", "kind", "rows", "columns", "rules"])

    def rows(self, name: str) -> pd.DataFrame:
        """The rows that the suite of a table or view judges, helper columns included; raises CallError where there is no such table."""
        if name not in catalogue.names():
            raise CallError(f"there is no table or view {name}.{offer(name, catalogue.names())}")
        known = Known(
            self.typed.tables,
            last_year={}
            if self.previous is None
            else {str(table): tables.rows(self.previous, str(table)) for table in self.previous["table"].unique()},
            organization=self.submission.organization,
            year=self.submission.year,
            neighbours=self.submission.neighbours,
        )
        return catalogue.frame(name, known)

    def rule(self, name: str) -> dict[str, Any]:
        """A rule of a suite, `suite.rule`, to try and change; raises CallError where there is no such rule."""
        suite, _, rule = name.partition(".")
        known = self._rules(suite)
        if rule not in known:
            every = [f"{suite}.{one}" for one in known] or [f"{one}." for one in catalogue.names()]
            raise CallError(f"there is no rule {name}.{offer(name, every)}")
        return dict(json.loads(json.dumps(known[rule])))

    def failing(self, table: str, rule: Mapping[str, Any] | str) -> pd.DataFrame:
        """The findings of a rule, given as in a suite or by its name in the suite of the table: where, what, and the message.

        Raises SuiteError, which says what is wrong, where the rule is not sound.
        """
        found = self._found(table, rule)
        return found[list(_SHOWN)].reset_index(drop=True)

    def failing_rows(self, table: str, rule: Mapping[str, Any] | str) -> pd.DataFrame:
        """The whole rows that do not meet a rule, helper columns included."""
        rows, found = self.rows(table), self._found(table, rule)
        return rows[checks.at_any(_as_places(rows), [found.dropna(subset=["source_row"])])] if len(found) else rows.iloc[:0]

    def save(self, table: str, rule: Mapping[str, Any]) -> str:
        """Write a rule into the suite of a table, in the place of the one of that name or at its end; what was changed, in words.

        The whole suite is checked first: raises SuiteError, and writes nothing, where anything in it would not be sound.
        """
        path = paths.root(self.expectations) / f"{table}.json"
        content: dict[str, Any] = {"$schema": "./schema.json", "name": table, "expectations": []}
        if path.is_file():
            content = json.loads(path.read_bytes().decode("utf-8-sig"))
        before = json.loads(json.dumps(content))
        name = rule.get("meta", {}).get("rule", "")
        names = [entry.get("meta", {}).get("rule") for entry in content["expectations"]]
        places = names.index(name) if name in names else len(names)
        content["expectations"][places : places + 1] = [dict(rule)]
        written = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        _checked(table, written)
        changes = rule_changes.between(table, before, content)
        if not changes:
            return f"{table}.{name} is in {path} as it is: nothing was written"
        paths.write_text(path, written)
        return f"{path}: {table}.{name}: {'; '.join(changes[0].told)}"

    def _found(self, table: str, rule: Mapping[str, Any] | str) -> pd.DataFrame:
        entry = self.rule(f"{table}.{rule}") if isinstance(rule, str) else rule
        written = json.dumps({"name": table, "expectations": [dict(entry)]})
        suite = _checked(table, written)[table]
        return validation.check(self.rows(table), suite)

    def _rules(self, suite: str) -> dict[str, Mapping[str, Any]]:
        path = paths.root(self.expectations) / f"{suite}.json"
        return rule_changes.rules(json.loads(path.read_bytes().decode("utf-8-sig"))) if path.is_file() else {}


def open_submission(year: int, organization: str, data: str | UPath = "data", expectations: str | UPath = "expectations") -> Workbench:
    """The workbench of a submission; raises CallError where there is none."""
    folder = paths.raw(data, year, organization)
    if not folder.is_dir():
        there = sorted(path.name for path in folder.parent.iterdir()) if folder.parent.is_dir() else []
        raise CallError(f"there is no submission in {folder}.{offer(organization, there)}")
    submission = load(year, organization, data)
    has_previous = (paths.processed(data, year - 1, organization) / "activities.parquet").is_file()
    previous = last_year("activities", data, organization, year, [year - 1] if has_previous else [])
    return Workbench(submission, cast(submission), str(expectations), previous)


def _checked(table: str, written: str) -> dict[str, suites.Suite]:
    """The suite of a content; raises SuiteError with every fault."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{table}.json").write_text(written, encoding="utf-8")
        try:
            return suites.load(folder)
        except SuiteError as error:
            raise SuiteError(str(error).replace(f"{folder}/", "")) from None


def _as_places(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[checks.ROW]
