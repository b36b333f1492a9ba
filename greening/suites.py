"""Expectation suites: what data stewards keep under expectations/, one JSON file a submission table or view.

A suite is read only when nothing in any of them is wrong: every fault is told at once, with file, line and rule.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from upath import UPath

from greening import paths, waivers
from greening.errors import SuiteError
from greening.suite_checks import meaning, reading, structure
from greening.suite_checks.basis import basis
from greening.suite_checks.faults import Fault, Path, told
from greening.suite_checks.kinds import Expectation

#: Files of the folder that are no suites.
NOT_SUITES = ("schema.json", "waivers.json")


@dataclass(frozen=True)
class Rule:
    """One rule of a suite: the expectation, and how a row that does not meet it is told.

    since_year is the first data year that it judges, 0 for all of them; owner the role that answers for it, which may be left open.
    """

    expectation: Expectation
    rule: str
    level: str
    message: str
    reason: str
    expected: str
    column: str
    since_year: int = 0
    owner: str = ""


@dataclass(frozen=True)
class Suite:
    """The rules for one submission table or view; key is that of the content which was looked through."""

    name: str
    rules: tuple[Rule, ...]
    key: str = ""


@dataclass(frozen=True)
class Folder:
    """The suites of a folder as they stand in their files: content, key and text of each, by file, and the faults of how they are written."""

    contents: Mapping[str, Any]
    keys: Mapping[str, str]
    faults: tuple[Fault, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    place: str = ""

    def told(self, found: Collection[Fault]) -> list[str]:
        """The faults in words, each with file and line."""
        return told(list(found), self.place, lambda file, path: self.line(file, path))

    def line(self, file: str, path: Path) -> int:
        """The line of a part of a file; 0 where the file has no text."""
        return reading.line_of(self.texts[file], path) if self.texts.get(file) else 0


def load(expectations: str | UPath, judged: Collection[str] | None = None, sound: Collection[str] = ()) -> dict[str, Suite]:
    """The suites of the folder by name, as `looked_through` gives them."""
    return looked_through(read(expectations), judged, sound)


def looked_through(folder: Folder, judged: Collection[str] | None = None, sound: Collection[str] = ()) -> dict[str, Suite]:
    """The suites of the folder by name; raises SuiteError, which lists every fault, where one is not sound.

    judged are the tables and views that will be held against their suites, all where not said: only they are looked through rule by
    rule, since that takes most of the time. sound are the keys of suites that were looked through before, and need not be again.
    """
    found = [*folder.faults]
    for file, content in folder.contents.items():
        found += file_faults(file, content, by_rule=_is_judged(file, judged) and folder.keys[file] not in sound)
    if found:
        raise SuiteError("\n".join(folder.told(found)))
    return {
        file.removesuffix(".json"): suite_of(file, content, folder.keys[file])
        for file, content in folder.contents.items()
        if _is_judged(file, judged)
    }


def of_year(suites: Mapping[str, Suite], year: int) -> dict[str, Suite]:
    """The suites with those rules that judge a data year: each from its since_year on."""
    return {
        name: suite if all(rule.since_year <= year for rule in suite.rules) else replace(suite, rules=_in_force(suite, year))
        for name, suite in suites.items()
    }


def _in_force(suite: Suite, year: int) -> tuple[Rule, ...]:
    return tuple(rule for rule in suite.rules if rule.since_year <= year)


def faults(expectations: str | UPath) -> list[str]:
    """Every fault of every suite of the folder, by itself, and of the waivers, in words; empty where all are sound."""
    folder = read(expectations)
    found = [fault for file, content in folder.contents.items() for fault in file_faults(file, content, by_rule=True)]
    return [*folder.told([*folder.faults, *found]), *waivers.faults(expectations)]


def read(expectations: str | UPath) -> Folder:
    """The suites of the folder as they stand in their files."""
    meant = _meant_as_suites(paths.root(str(expectations)))
    read = {path.name: reading.read(path) for path in meant if path.name.endswith(".json") and path.is_file()}
    contents = {file: one.content for file, one in read.items() if one.is_json}
    texts = {file: one.text for file, one in read.items()}
    return Folder(contents, {file: _key(file, content) for file, content in contents.items()}, _written(meant, read), texts, str(expectations))


def _written(meant: Collection[UPath], read: Mapping[str, reading.Read]) -> tuple[Fault, ...]:
    """What is wrong with files before it is asked what they say."""
    others = [path.name for path in meant if path.name not in read]
    told = [Fault(name, (), "this is no suite: a suite is a file whose name ends in .json, in small letters") for name in others]
    none = [] if meant else [Fault("", (), "there are no suites")]
    return (*told, *(fault for one in read.values() for fault in one.faults), *none)


def _meant_as_suites(folder: UPath) -> list[UPath]:
    files = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    others = (*NOT_SUITES, *(path.name for path in files if path.name.startswith(".")))
    return [path for path in files if path.name.casefold().endswith(".json") and path.name not in others]


def _key(file: str, content: Any) -> str:
    return hashlib.sha256(json.dumps([basis(), file, content]).encode("utf-8")).hexdigest()


def _is_judged(file: str, judged: Collection[str] | None) -> bool:
    return judged is None or file.removesuffix(".json") in judged


def suite_of(file: str, content: Mapping[str, Any], key: str = "") -> Suite:
    """The suite of a file's content in which nothing is wrong."""
    return Suite(
        content["name"],
        tuple(rule_of(entry, f"{file}, expectation {position}") for position, entry in enumerate(content["expectations"], start=1)),
        key,
    )


def sound_rules(file: str, content: Any, found: Iterable[Fault]) -> dict[int, Rule]:
    """The rules of a file in which nothing is wrong by themselves, by their place; found is all that is wrong with the file."""
    entries = content.get("expectations") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not structure.is_known(file):
        return {}
    wrong = {fault.path[1] for fault in found if len(fault.path) > 1 and fault.path[0] == "expectations"}
    return {place: rule_of(entry, f"{file}, expectation {place + 1}") for place, entry in enumerate(entries) if place not in wrong}


def rule_of(entry: Mapping[str, Any], place: str = "") -> Rule:
    """One rule as it stands in a suite in which nothing is wrong; place is where, for messages."""
    kwargs, meta = entry["kwargs"], entry["meta"]
    column = meta.get("column", kwargs.get("column", kwargs.get("column_A", "")))
    expectation = Expectation(entry["type"], kwargs, f"{place} (rule {meta['rule']})")
    said = (meta["rule"], meta["level"], meta["message"], meta["reason"], meta.get("expected", ""))
    return Rule(expectation, *said, column, int(meta.get("since_year", 0)), meta.get("owner", ""))


def file_faults(file: str, content: Any, *, by_rule: bool) -> list[Fault]:
    """What is wrong with the content of one suite file; its rules are looked through only by_rule."""
    name = file.removesuffix(".json")
    found = structure.of_suite(file, content)
    entries = content.get("expectations") if isinstance(content, dict) else None
    if by_rule and isinstance(entries, list) and structure.is_known(file):
        for position, entry in enumerate(entries):
            found += [*structure.of_rule(file, position, entry), *meaning.of_rule(name, file, position, entry)]
    return found
