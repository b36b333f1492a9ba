"""Expectation suites: what data stewards keep under expectations/, one JSON file a submission table or view.

A suite is read only when nothing in any of them is wrong: every fault is told at once, with file, rule and place.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

import pandas as pd
from upath import UPath

from greening import expectations as engine, paths, waivers
from greening.checks import LEVELS
from greening.errors import SuiteError
from greening.expectations import Expectation
from greening.json_files import read_json
from greening.spelling import offer
from greening.views import catalogue

#: Files of the folder that are no suites.
NOT_SUITES = ("schema.json", "waivers.json")

#: What the meta of every rule must say.
_MUST_SAY = ("rule", "level", "message", "reason")

#: Something to stand in a cell, by the kind of its dtype.
_SOMETHING: Mapping[str, Any] = {"O": "a", "U": "a", "f": 1.0, "i": 1, "b": True, "M": "2024-01-01"}

#: Arguments of expectations that name columns.
_COLUMN_ARGUMENTS = ("column", "column_A", "column_B", "column_list", "column_set")


@dataclass(frozen=True)
class Rule:
    """One rule of a suite: the expectation, and how a row that does not meet it is told."""

    expectation: Expectation
    rule: str
    level: str
    message: str
    reason: str
    expected: str
    column: str


@dataclass(frozen=True)
class Suite:
    """The rules for one submission table or view; key is that of the content which was looked through."""

    name: str
    rules: tuple[Rule, ...]
    key: str = ""


@dataclass(frozen=True)
class Folder:
    """The suites of a folder as they stand in their files, by file, the key of each, and the faults of files that cannot be read."""

    contents: Mapping[str, Any]
    keys: Mapping[str, str]
    faults: tuple[str, ...]


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
        found += _file_faults(file, content, by_rule=_is_judged(file, judged) and folder.keys[file] not in sound)
    if found:
        raise SuiteError("\n".join(found))
    return {
        file.removesuffix(".json"): _suite(file, content, folder.keys[file]) for file, content in folder.contents.items() if _is_judged(file, judged)
    }


def faults(expectations: str | UPath) -> list[str]:
    """Every fault of every suite of the folder and of the waivers, in words; empty where all are sound."""
    folder = read(expectations)
    of_files = {file: _file_faults(file, content, by_rule=True) for file, content in folder.contents.items()}
    sound = [_suite(file, folder.contents[file], folder.keys[file]) for file, found in of_files.items() if not found]
    tried = [fault for suite in sound for fault in _trial_faults(suite)]
    return [*folder.faults, *(fault for found in of_files.values() for fault in found), *tried, *waivers.faults(expectations)]


def read(expectations: str | UPath) -> Folder:
    """The suites of the folder as they stand in their files."""
    contents, found = {}, []
    folder = paths.root(str(expectations))
    files = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    for path in files:
        if path.name.endswith(".json") and path.name not in NOT_SUITES and not path.name.startswith("."):
            try:
                contents[path.name] = read_json(path)
            except SuiteError as error:
                found.append(str(error))
    found += [] if contents or found else [f"{folder}: there are no suites"]
    return Folder(contents, {file: _key(file, content) for file, content in contents.items()}, tuple(found))


def _key(file: str, content: Any) -> str:
    return hashlib.sha256(json.dumps([engine.basis(), file, content]).encode("utf-8")).hexdigest()


def _is_judged(file: str, judged: Collection[str] | None) -> bool:
    return judged is None or file.removesuffix(".json") in judged


def _suite(file: str, content: Mapping[str, Any], key: str) -> Suite:
    return Suite(
        content["name"],
        tuple(_rule(f"{file}, expectation {position}", entry) for position, entry in enumerate(content["expectations"], start=1)),
        key,
    )


def _rule(place: str, entry: Mapping[str, Any]) -> Rule:
    kwargs, meta = entry.get("kwargs", {}), entry["meta"]
    column = meta.get("column", kwargs.get("column", kwargs.get("column_A", "")))
    expectation = Expectation(entry["type"], kwargs, f"{place} (rule {meta['rule']})")
    return Rule(expectation, meta["rule"], meta["level"], meta["message"], meta["reason"], meta.get("expected", ""), column)


def _file_faults(file: str, content: Any, *, by_rule: bool) -> list[str]:
    name = file.removesuffix(".json")
    if name not in catalogue.names():
        return [f"{file}: {name} is no submission table and no view.{offer(name, catalogue.names())}"]
    if not isinstance(content, dict) or not isinstance(content.get("expectations"), list):
        return [f"{file}: a suite is an object with name and a list of expectations"]
    entries = content["expectations"]
    looked_through = entries if by_rule else []
    return [
        *([] if content.get("name") == name else [f"{file}: the name in the file is {content.get('name')}, not {name}"]),
        *(f"{file}: the rule {rule} is there more than once; each needs its own name" for rule in _repeated_rules(entries)),
        *(f"{file}, expectation {position} {fault}" for position, entry in enumerate(looked_through, start=1) for fault in _told_faults(name, entry)),
    ]


def _trial_faults(suite: Suite) -> list[str]:
    """What goes wrong when the rules are held against a row with something in every column."""
    sample = catalogue.sample(suite.name)
    row = pd.DataFrame({name: pd.Series([_SOMETHING[dtype.kind]], dtype=dtype) for name, dtype in sample.dtypes.items()})
    found = []
    for rule in suite.rules:
        try:
            engine.unmet(row, [rule.expectation])
        except SuiteError as error:
            found.append(" ".join(str(error).splitlines()[1:]))
    return found


def _repeated_rules(entries: list[Any]) -> list[str]:
    times = Counter(str(_meta(entry).get("rule", "")) for entry in entries)
    return [rule for rule, count in times.items() if rule and count > 1]


def _told_faults(name: str, entry: Any) -> list[str]:
    return [f"(rule {_meta(entry).get('rule') or 'without name'}): {fault}" for fault in _entry_faults(name, entry)]


def _meta(entry: Any) -> Mapping[str, Any]:
    meta = entry.get("meta") if isinstance(entry, dict) else None
    return meta if isinstance(meta, dict) else {}


def _entry_faults(name: str, entry: Any) -> list[str]:
    if not isinstance(entry, dict) or not isinstance(entry.get("type"), str) or not isinstance(entry.get("kwargs", {}), dict):
        return ["an expectation is an object with type, kwargs and meta"]
    known = list(catalogue.sample(name).columns)
    expectation = Expectation(entry["type"], entry.get("kwargs", {}))
    return [
        *_meta_faults(_meta(entry), known),
        *_message_faults(str(_meta(entry).get("message", "")), known),
        *_type_faults(expectation, _meta(entry)),
        *_column_faults(expectation.kwargs, known),
        *_condition_faults(expectation.kwargs, catalogue.sample(name)),
    ]


def _meta_faults(meta: Mapping[str, Any], known: list[str]) -> list[str]:
    found = [f"meta has no {part}" for part in _MUST_SAY if not isinstance(meta.get(part), str) or not meta[part].strip()]
    if meta.get("level") and meta["level"] not in LEVELS:
        found.append(f"the level {meta['level']} is not one of {', '.join(LEVELS)}.{offer(str(meta['level']), LEVELS)}")
    if "column" in meta and meta["column"] not in known:
        found.append(f"meta names the column {meta['column']}, which is not there.{offer(str(meta['column']), known)}")
    return found


def _message_faults(message: str, known: list[str]) -> list[str]:
    try:
        fields = [field for _, field, _, _ in Formatter().parse(message) if field is not None]
    except ValueError as error:
        return [f"the message cannot be filled in: {error}"]
    return [f"the message speaks of {{{field}}}, which is not there.{offer(field, known)}" for field in fields if field not in [*known, "value"]]


def _type_faults(expectation: Expectation, meta: Mapping[str, Any]) -> list[str]:
    if expectation.type not in engine.types():
        return [f"there is no expectation {expectation.type}.{offer(expectation.type, engine.types())}"]
    fault = engine.argument_fault(expectation)
    found = [f"the arguments are not right: {fault}"] if fault else []
    if meta.get("level") == "reject" and not engine.judges_rows(expectation.type):
        found.append(f"{expectation.type} judges the whole and no row, so it cannot reject: use hold or warn")
    return found


def _column_faults(kwargs: Mapping[str, Any], known: list[str]) -> list[str]:
    named = [name for argument in _COLUMN_ARGUMENTS for name in _listed(kwargs.get(argument, []))]
    return [f"there is no column {name}.{offer(str(name), known)}" for name in named if name not in known]


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _condition_faults(kwargs: Mapping[str, Any], sample: pd.DataFrame) -> list[str]:
    condition = kwargs.get("row_condition")
    if condition is None:
        return []
    # A condition is Python of its own making to pandas: whatever it raises, the condition is at fault.
    try:
        sample.query(condition)
    except Exception as error:
        return [f"the row_condition {condition!r} cannot be used: {type(error).__name__}: {error}"]
    return []
