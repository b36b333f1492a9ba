"""Who changed a rule, when and why, as git knows it: newest first, through renames of its file."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upath import UPath

from greening import code_rules, paths
from greening.errors import CallError
from greening.spelling import offer
from greening.stewarding import rule_changes
from greening.suites import NOT_SUITES

_FIELD, _RECORD = "\x1f", "\x1e"
#: What stands in the place of an author where the change is not in git yet.
UNCOMMITTED = "not committed yet"


@dataclass(frozen=True)
class Step:
    """One change of a rule: the day, who made it, the subject of the commit, and what is different in words."""

    day: str
    author: str
    subject: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """The changes of one rule of a suite, newest first."""

    suite: str
    rule: str
    steps: Sequence[Step]


@dataclass(frozen=True)
class _Version:
    """A suite's file as a commit left it, or as it lies in the folder."""

    day: str
    author: str
    subject: str
    content: Any


def history(wanted: str, expectations: str | UPath) -> list[History]:
    """The history of a rule, `suite.rule`, or of every rule of that name; none where the suites are not kept in git.

    Raises CallError where no suite has or ever had such a rule.
    """
    folder = paths.root(str(expectations))
    if not is_in_git(folder):
        return []
    suite, _, rule = wanted.rpartition(".")
    names = [suite] if suite else _suites(folder)
    found = [found for name in names if (found := _of_suite(folder, name, rule)).steps]
    if not found:
        known = sorted({f"{name}.{rule}" for name in _suites(folder) for rule in _rules(folder, name)})
        raise CallError(_unknown(wanted, known if suite else [name.partition(".")[2] for name in known]))
    return found


def _unknown(wanted: str, known: Sequence[str]) -> str:
    """Why there is no history of what was asked for."""
    if wanted in {*code_rules.names(), *code_rules.later()}:
        return f"{wanted} is found by the program and is a rule of no suite, so no steward changed it; docs/rules.md says what it means"
    return f"no suite has or had a rule {wanted}.{offer(wanted, known)} See the page rules.html of a year, which lists them all."


def as_text(found: Sequence[History]) -> str:
    """The histories as lines: when, who, what changed, and the subject of the commit."""
    return "\n\n".join("\n".join([f"{one.suite}.{one.rule}", *_lines(one.steps)]) for one in found)


def _lines(steps: Sequence[Step]) -> Iterator[str]:
    width = max(len(step.author) for step in steps)
    for step in steps:
        yield f"  {step.day or ' ' * 10}  {step.author:<{width}}  {'; '.join(step.told)}"
        if step.subject:
            yield f"  {' ' * 10}  {' ' * width}  why: {step.subject}"


def is_in_git(folder: UPath) -> bool:
    """Whether git keeps the folder."""
    try:
        return paths.is_local(folder) and folder.is_dir() and bool(_git(folder, "rev-parse", "HEAD").strip())
    except (OSError, subprocess.CalledProcessError):
        return False


def _of_suite(folder: UPath, suite: str, rule: str) -> History:
    versions = [*_as_it_lies(folder, suite), *_committed(folder, suite)]
    steps: list[Step] = []
    for place, version in enumerate(versions):
        before = versions[place + 1].content if place + 1 < len(versions) else None
        changes = rule_changes.between(suite, before, version.content)
        steps += [Step(version.day, version.author, version.subject, change.told) for change in changes if change.rule == rule]
    return History(suite, rule, steps)


def _as_it_lies(folder: UPath, suite: str) -> list[_Version]:
    path = folder / f"{suite}.json"
    return [_Version("", UNCOMMITTED, "", _parsed(path.read_bytes()))] if path.is_file() else []


def _committed(folder: UPath, suite: str) -> list[_Version]:
    """The file as each commit left it, newest first; a commit that took it away left none."""
    form = f"--format={_RECORD}%H{_FIELD}%ad{_FIELD}%an{_FIELD}%s"
    log = _git(folder, "log", "--follow", "--date=short", form, "--name-only", "--", f"{suite}.json").decode("utf-8", "replace")
    commits = [_commit(record) for record in log.split(_RECORD) if record.strip()]
    contents = _contents(folder, [f"{commit}:{path}" for commit, path, *_ in commits])
    return [_Version(day, author, subject, content) for (_, _, day, author, subject), content in zip(commits, contents, strict=True)]


def _commit(record: str) -> tuple[str, str, str, str, str]:
    head, *files = [line for line in record.splitlines() if line.strip()]
    commit, day, author, subject = head.split(_FIELD)
    return commit, files[-1] if files else "", day, author, subject


def _contents(folder: UPath, names: Sequence[str]) -> list[Any]:
    """What git keeps under each name, all asked of one process; None where there is nothing."""
    answer = _git(folder, "cat-file", "--batch", given="\n".join(names).encode() + b"\n") if names else b""
    found: list[Any] = []
    for _ in names:
        head, _, answer = answer.partition(b"\n")
        if head.endswith(b"missing"):
            found.append(None)
            continue
        size = int(head.split()[-1])
        found.append(_parsed(answer[:size]))
        answer = answer[size + 1 :]
    return found


def _parsed(content: bytes) -> Any:
    """The content of a suite; a version that was no JSON counts as one without rules."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except ValueError:
        return None


def _suites(folder: UPath) -> list[str]:
    """The suites that there are, and those that git knows of."""
    known = _git(folder, "log", "--format=", "--name-only", "--diff-filter=D", "--relative", "--", "*.json").decode("utf-8", "replace")
    there = {path.name for path in folder.glob("*.json")} | {line.strip() for line in known.splitlines() if line.strip()}
    return sorted(name.removesuffix(".json") for name in there if "/" not in name and name not in NOT_SUITES)


def _rules(folder: UPath, suite: str) -> Mapping[str, Any]:
    path = folder / f"{suite}.json"
    return rule_changes.rules(_parsed(path.read_bytes())) if path.is_file() else {}


def _git(folder: UPath, *arguments: str, given: bytes = b"") -> bytes:
    return subprocess.run(["git", "-C", folder.path, *arguments], input=given, capture_output=True, check=True).stdout
