"""The two versions of the suites that a preview compares: what lies in the folder now, and what judged before."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from upath import UPath

from greening import suites
from greening.chain import kept_suites
from greening.errors import CallError
from greening.stewarding import rule_changes
from greening.stewarding.rule_changes import Change
from greening.suites import NOT_SUITES, Suite

#: What is said of what the last run judged by.
LAST_RUN = "the last run"
_HEAD = "HEAD"


@dataclass(frozen=True)
class Version:
    """The files of a folder of suites: content by name, and where they are from in words."""

    name: str
    files: Mapping[str, bytes]
    _suites: dict[str, Suite] = field(default_factory=dict)

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each file."""
        return {name: rule_changes.digest(content) for name, content in self.files.items()}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the suites."""
        return frozenset(file.removesuffix(".json") for file in self.files)

    def content(self, file: str) -> Any:
        """The content of a file; None where there is no such file or it is no JSON."""
        try:
            return json.loads(self.files[file].decode("utf-8-sig"))
        except (KeyError, ValueError):
            return None

    def suites(self, wanted: set[str]) -> dict[str, Suite]:
        """Those of the wanted suites that there are; raises SuiteError where one is not sound."""
        new = {f"{name}.json" for name in wanted - self._suites.keys()} & self.files.keys()
        if new:
            self._suites.update(_looked_through({name: self.files[name] for name in new}))
        return {name: self._suites[name] for name in sorted(wanted & self._suites.keys())}


def _looked_through(files: Mapping[str, bytes]) -> dict[str, Suite]:
    """The suites of some files, which may lie in no folder."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return suites.load(folder)


def now(expectations: str | UPath) -> Version:
    """The suites as they are; raises SuiteError, which lists every fault, where one is not sound."""
    suites.load(expectations)
    return Version(str(expectations), _suites_of(rule_changes.of_folder(expectations)))


def before(expectations: str | UPath, against: str) -> Version | None:
    """The suites of another folder or of a revision; where neither is named, those of git's last revision, None where there is no git."""
    if against:
        files = rule_changes.of_folder(against) if rule_changes.is_folder(against) else rule_changes.of_revision(expectations, against)
        if not _suites_of(files):
            raise CallError(f"there are no suites in {against}; name a folder of suites or a revision of git")
        return Version(against, _suites_of(files))
    try:
        return Version(_HEAD, _suites_of(rule_changes.of_revision(expectations, _HEAD)))
    except CallError:
        return None


def rule_names(version: Version, file: str) -> frozenset[str]:
    """The names of the rules of a suite's file; none where there is no such file."""
    return frozenset(rule_changes.rules(version.content(file)))


def has_level(version: Version, name: str, level: str) -> bool:
    """Whether a suite has a rule of that level."""
    return any(entry["meta"].get("level") == level for entry in rule_changes.rules(version.content(f"{name}.json")).values())


def is_no_suite(file: str) -> bool:
    """Whether a file of the folder is another than a suite."""
    return file in NOT_SUITES or not file.endswith(".json")


def _suites_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.endswith(".json") and name not in NOT_SUITES}


def of_hashes(hashes: Mapping[str, str], data: str | UPath, other: Version | None) -> Version:
    """The suites of these hashes as far as they are known: kept by a run, or those of another version."""
    found = {file: kept_suites.content(data, sha256) for file, sha256 in hashes.items()}
    of_other = {file: other.files[file] for file, sha256 in hashes.items() if other and other.hashes.get(file) == sha256}
    return Version(LAST_RUN, _suites_of({file: content for file, content in found.items() if content is not None} | of_other))


def changes(old: Version, new: Version, files: set[str]) -> list[Change]:
    """What is different in some files, rule by rule."""
    return [change for file in sorted(files) for change in rule_changes.between(file.removesuffix(".json"), old.content(file), new.content(file))]
