"""What differs between two versions of the suites, rule by rule and in plain words."""

import hashlib
import io
import json
import subprocess
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from upath import UPath

from greening import paths
from greening.errors import CallError

#: Parts of a rule that change how it is worded and not what it finds.
_WORDING = ("message", "reason", "expected", "owner")
_LONGEST = 60


@dataclass(frozen=True)
class Change:
    """A rule that is new, gone or changed: the suite, the rule, and what is different in words; whether it may find something else."""

    suite: str
    rule: str
    told: tuple[str, ...]
    finds_otherwise: bool = True


def rules(content: Any) -> dict[str, Mapping[str, Any]]:
    """The rules of a suite's content by name; those without a name are no rules."""
    entries = content.get("expectations") if isinstance(content, Mapping) else None
    found = [entry for entry in entries or [] if isinstance(entry, Mapping) and isinstance(entry.get("meta"), Mapping)]
    return {str(entry["meta"].get("rule", "")): entry for entry in found if entry["meta"].get("rule")}


def between(suite: str, before: Any, after: Any) -> list[Change]:
    """The changes from one content of a suite to another; None where there is no such suite."""
    old, new = rules(before), rules(after)
    added = [Change(suite, name, ("new rule",)) for name in new if name not in old]
    gone = [Change(suite, name, ("taken out",)) for name in old if name not in new]
    kept = [(name, tuple(_differences(old[name], new[name]))) for name in new if name in old]
    changed = [Change(suite, name, told, _finds_otherwise(old[name], new[name])) for name, told in kept if told]
    return [*added, *changed, *gone]


def _finds_otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return _judging(before) != _judging(after)


def _judging(entry: Mapping[str, Any]) -> list[Any]:
    meta = {name: value for name, value in entry["meta"].items() if name not in _WORDING}
    return [entry.get("type"), json.dumps(entry.get("kwargs", {}), sort_keys=True), json.dumps(meta, sort_keys=True)]


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if before.get("type") != after.get("type"):
        yield f"type {_told(before.get('type'))} -> {_told(after.get('type'))}"
    yield from _of_parts(before.get("kwargs", {}), after.get("kwargs", {}))
    yield from _of_parts(before["meta"], after["meta"])


def _of_parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if json.dumps(old) == json.dumps(new) and (name in before) == (name in after):
            continue
        if isinstance(old, list) and isinstance(new, list):
            yield f"{name}: {_of_lists(old, new)}"
        elif name not in before:
            yield f"{name} {_told(new)} added"
        elif name not in after:
            yield f"{name} {_told(old)} taken out"
        elif name in _WORDING and max(len(str(old)), len(str(new))) > _LONGEST:
            yield f"{name} reworded"
        else:
            yield f"{name} {_told(old)} -> {_told(new)}"


def _of_lists(before: Sequence[Any], after: Sequence[Any]) -> str:
    added = [_told(one) for one in after if one not in before]
    gone = [_told(one) for one in before if one not in after]
    parts = [*([f"{', '.join(added)} added"] if added else []), *([f"{', '.join(gone)} taken out"] if gone else [])]
    return "; ".join(parts) or "in another order"


def _told(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def of_revision(expectations: str | UPath, revision: str) -> dict[str, bytes]:
    """The files of the folder of suites as they were in a revision of git, by name; raises CallError where there is none."""
    folder = paths.root(str(expectations))
    if not paths.is_local(folder) or not folder.is_dir():
        raise CallError(f"{expectations} is no folder on this machine, so git knows no {revision} of it: name a folder of suites with --against")
    try:
        prefix = _git(folder.path, "rev-parse", "--show-prefix").decode().strip()
        # From the top: elsewhere git takes the path to be below the folder that it is called in.
        top = _git(folder.path, "rev-parse", "--show-toplevel").decode().strip()
        archive = _git(top, "archive", "--format=tar", f"{revision}:{prefix.rstrip('/')}" if prefix else revision)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CallError(
            f"{revision} is neither a folder of suites nor a revision that git knows of {expectations}; see: git log -- {expectations}"
        ) from error
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        members = [member for member in files.getmembers() if member.isfile() and "/" not in member.name]
        return {member.name: content.read() for member in members if (content := files.extractfile(member)) is not None}


def _git(folder: str, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=True).stdout


def of_folder(place: str | UPath) -> dict[str, bytes]:
    """The files of a folder of suites by name."""
    return {path.name: path.read_bytes() for path in paths.root(str(place)).glob("*.json")}


def is_folder(place: str) -> bool:
    """Whether the place is a folder, and not the name of a revision."""
    return Path(place).is_dir() or "://" in place


def digest(content: bytes) -> str:
    """The SHA-256 of a file, as the keys of a run keep it."""
    return hashlib.sha256(content).hexdigest()
