"""What a waiver may name: organizations, tables, and rules of suites and of the program itself."""

import csv
import io
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from upath import UPath

from greening import code_rules, paths
from greening.errors import SuiteError
from greening.json_files import read_json
from greening.spelling import nearest, offer
from greening.tables import submission_tables


class Known:
    """What there is for a waiver to name: organizations, tables, and rules by the suites that have them."""

    def __init__(self, expectations: str | UPath, data: str | UPath) -> None:
        """Read what there is: suites, registered organizations, and folders under the root of data, where one is given."""
        self._tables = submission_tables()
        self._organizations = _organizations(data)
        self._rules = rules_by_suite(expectations)

    def faults(self, line: Mapping[str, str]) -> Iterator[str]:
        """What the line names that is not there."""
        if line["organization"] and line["organization"] not in self._organizations:
            yield f"there is no organization {line['organization']}.{offer(line['organization'], sorted(self._organizations))}"
        if line["table"] and line["table"] not in self._tables:
            yield f"there is no table {line['table']}.{offer(line['table'], self._tables)}"
        elif line["rule"]:
            yield from self._rule_faults(line["rule"], line["table"])

    def _rule_faults(self, rule: str, table: str) -> Iterator[str]:
        suites = [name for name, rules in self._rules.items() if rule in rules]
        if not suites:
            yield from self._of_no_suite(rule, table)
        elif table and table not in suites and not any(name not in self._tables for name in suites):
            yield f"{table} has no rule {rule}; it is a rule of {', '.join(suites)}"

    def _of_no_suite(self, rule: str, table: str) -> Iterator[str]:
        """Rules of the program are looked for only where no suite has the rule: that takes longer."""
        own = {*code_rules.names(), *code_rules.later()}
        if rule in code_rules.file_faults():
            yield f"no waiver lifts {rule}: what cannot be read has to be handed in again"
        elif rule not in own:
            every = sorted({*own, *(name for rules in self._rules.values() for name in rules)})
            # Of rules as much alike, one of the same table: that is what was most likely meant.
            alike = [nearest(rule, self._rules.get(table, ())), nearest(rule, every)]
            yield f"there is no rule {rule}.{offer(rule, [max(alike, key=lambda name: _likeness(rule, name))])}"


def _likeness(word: str, other: str) -> float:
    return SequenceMatcher(None, word.casefold(), other.casefold()).ratio()


def is_found_later(rule: str, expectations: str | UPath) -> bool:
    """Whether only stage 3 can find the rule, by the figures: it is none of a suite, and none of those that reading a submission finds."""
    return rule in code_rules.later() and not any(rule in rules for rules in rules_by_suite(expectations).values())


def rules_by_suite(expectations: str | UPath) -> dict[str, list[str]]:
    """The names of the rules of each suite of the folder, as far as its files can be read."""
    found = {}
    for path in sorted(paths.root(str(expectations)).glob("*.json"), key=str):
        try:
            content = read_json(path)
        except SuiteError:
            continue
        entries = content.get("expectations") if isinstance(content, dict) else None
        if isinstance(entries, list):
            metas = (entry.get("meta") for entry in entries if isinstance(entry, dict))
            found[path.name.removesuffix(".json")] = [str(meta["rule"]) for meta in metas if isinstance(meta, dict) and "rule" in meta]
    return found


def _organizations(data: str | UPath) -> set[str]:
    """The codes that are registered, and those of the folders under data/raw."""
    register = paths.HOME / "greening" / "reference" / "tables" / "organizations.csv"
    codes = {row["code"] for row in csv.DictReader(io.StringIO(register.read_text(encoding="utf-8")))}
    raw = paths.root(data) / "raw" if data else None
    years = [year for year in raw.iterdir() if year.is_dir()] if raw is not None and raw.is_dir() else []
    return codes | {folder.name for year in years for folder in year.iterdir() if folder.is_dir()}
