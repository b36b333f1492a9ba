"""The submissions that a preview looks at, and the suites and rules that differ for each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from upath import UPath

from greening import checks, paths
from greening.chain import keys
from greening.errors import CallError
from greening.stewarding import preview_versions as versions
from greening.stewarding.preview_judging import Body
from greening.stewarding.preview_versions import Version
from greening.stewarding.rule_changes import Change
from greening.submission import peek


@dataclass(frozen=True)
class Compared:
    """The suites as they are, and those before: of another folder or revision where one is named, else those of git, if any."""

    new: Version
    old: Version | None
    is_named: bool
    data: str | UPath


@dataclass
class Case:
    """A submission on its way: what is compared of it, and the findings before and after."""

    organization: str
    year: int
    folder: UPath
    #: What the last run kept of stage 1, nothing where it was never run or its files changed since.
    kept: Mapping[str, Any]
    #: The suites that the last run judged it by, as far as they differ and are known.
    then: Version | None = None
    #: The suites that differ, each with the names of the rules to judge again.
    changed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    body: Body | None = None
    #: What was found before; of it what stays, and what is put in question by what changed; and what is found in its place.
    before: pd.DataFrame = field(default_factory=checks.none)
    stays: pd.DataFrame = field(default_factory=checks.none)
    goes: pd.DataFrame = field(default_factory=checks.none)
    comes: pd.DataFrame = field(default_factory=checks.none)

    @property
    def name(self) -> str:
        """Organization and year."""
        return f"{self.organization} {self.year}"

    @property
    def opened(self) -> Body:
        """The submission as it is judged."""
        if self.body is None:
            raise CallError(f"{self.name} was not read; run it first")
        return self.body


def cases(compared: Compared, years: Sequence[int], organizations: Sequence[str]) -> list[Case]:
    """The submissions under data/raw of these years and organizations, all where none are named, with what differs for each.

    Raises CallError where there are none.
    """
    raw = paths.root(compared.data) / "raw"
    wanted = [(year, code) for year, code in sorted(_submitted(raw)) if year in (years or [year]) and code in (organizations or [code])]
    if not wanted:
        raise CallError(f"there is no submission of what was asked for under {raw}; each lies in a folder such as {raw}/2024/EXAMPLE-HQ")
    found = [_case(code, year, compared) for year, code in wanted]
    for case in found:
        case.changed = _changed(case, compared)
    return found


def _submitted(raw: UPath) -> Iterator[tuple[int, str]]:
    for year in raw.iterdir() if raw.is_dir() else ():
        if year.name.isdigit() and year.is_dir():
            yield from ((int(year.name), body.name) for body in year.iterdir() if body.is_dir())


def _case(code: str, year: int, compared: Compared) -> Case:
    folder = paths.processed(compared.data, year, code)
    kept = keys.read("validate", folder)
    stands = bool(kept) and kept["inputs"].get("files") == peek.file_hashes(paths.raw(compared.data, year, code))
    return Case(code, year, folder, kept if stands else {})


def _changed(case: Case, compared: Compared) -> dict[str, frozenset[str]]:
    """The suites that differ for a submission, each with the names of the rules that do; all of its rules where only a hash is known of before."""
    new, old = compared.new, compared.old
    if compared.is_named or not case.kept:
        return _between(old, new, {*new.files, *old.files}) if old else {}
    hashes = {file: value for file, value in case.kept["inputs"]["suites"].items() if not versions.is_no_suite(file)}
    differing = _differing(hashes, new, {f"{table}.json" for table in case.kept.get("absent_tables", ())})
    case.then = versions.of_hashes({file: hashes[file] for file in differing & hashes.keys()}, compared.data, old)
    known = differing & ({*case.then.files} | (differing - hashes.keys()))
    whole = {file.removesuffix(".json"): versions.rule_names(new, file) for file in differing - known}
    return {**_between(case.then, new, known), **whole}


def _differing(hashes: Mapping[str, str], new: Version, absent: set[str]) -> set[str]:
    """The files that are not as they were judged by; suites of tables that a submission does not have were not asked."""
    return {file for file in {*hashes, *new.files} - (absent - hashes.keys()) if hashes.get(file) != new.hashes.get(file)}


def _between(old: Version, new: Version, files: set[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for change in versions.changes(old, new, {file for file in files if old.hashes.get(file) != new.hashes.get(file)}):
        if change.finds_otherwise:
            found.setdefault(change.suite, set()).add(change.rule)
    return {name: frozenset(rules) for name, rules in found.items()}


def told(found: Sequence[Case], compared: Compared) -> list[Change]:
    """What is different in the suites, in words where the version before is known."""
    if compared.is_named and compared.old is not None:
        return versions.changes(compared.old, compared.new, {*compared.old.files, *compared.new.files})
    changes = {(one.suite, one.rule): one for case in found for one in _of_case(case, compared)}
    return [changes[place] for place in sorted(changes)]


def _of_case(case: Case, compared: Compared) -> Iterator[Change]:
    known = _known(case, compared)
    yield from (change for change in known if change.suite in case.changed or not change.finds_otherwise)
    in_words = {change.suite for change in known}
    for name in case.changed.keys() - in_words:
        yield Change(name, "", (f"all {len(case.changed[name])} rules judged again: the suite is not what the last run judged by",))


def _known(case: Case, compared: Compared) -> list[Change]:
    """What differs in words, in the suites that are known as they were."""
    files = {f"{name}.json" for name in case.changed}
    if case.then is not None:
        before = case.then
        return versions.changes(before, compared.new, {file for file in files | set(before.files) if file in before.files or _is_new(file, case)})
    return versions.changes(compared.old, compared.new, files) if compared.old is not None else []


def _is_new(file: str, case: Case) -> bool:
    """Whether the last run judged the submission by no such suite."""
    return file not in case.kept.get("inputs", {}).get("suites", {})
