"""What a sealed report rests on: every input, the program, the packages and the options, as hashes by name."""

import platform
from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter
from importlib import metadata
from pathlib import Path
from typing import Any

from upath import UPath

from greening import paths
from greening.chain import keys
from greening.chain.plan import Register, Task, plan
from greening.reviewing import comments, content, log

#: What a seal names, in the order in which it is told.
KINDS: Mapping[str, str] = {
    "raw": "submitted files",
    "suites": "expectation suites and waivers",
    "reference": "reference tables",
    "program": "the program",
    "packages": "packages",
    "review": "the record of the review",
}
#: Files of the package that are no part of what it does.
_NO_PROGRAM = (".pyc", ".md")


def tasks(data: str | UPath, year: int, organization: str = "") -> tuple[Register, dict[Task, set[Task]]]:
    """What has to be run for the reports of a year, or of one organization: its tasks with those that each waits for, and the register of the rest.

    Raises CallError for a year without input and for an unknown code.
    """
    register = Register(data)
    graph = plan(register, [year], [organization] if organization else [])
    wanted = [task for task in graph if task.with_pages and organization in ("", task.organization)]
    needed: set[Task] = set()
    while wanted:
        task = wanted.pop()
        if task not in needed:
            needed.add(task)
            wanted.extend(graph[task])
    # Groups above an organization are planned with it, and are no part of its report.
    return register, {task: graph[task] for task in TopologicalSorter(graph).static_order() if task in needed}


def inputs(data: str | UPath, expectations: str | UPath, graph: Mapping[Task, set[Task]], sealed: Sequence[Task]) -> dict[str, dict[str, str]]:
    """The SHA-256 of everything that the tasks rest on, by kind (KINDS) and name."""
    return {
        "raw": _raw(data, graph),
        "suites": _sums({place.name: place for place in sorted(paths.root(expectations).iterdir(), key=str) if place.suffix in (".json", ".csv")}),
        "reference": keys.reference_tables(),
        "program": _program(),
        "packages": _packages(),
        "review": {key: value for task in sealed for key, value in _review(data, task).items()},
    }


def _raw(data: str | UPath, graph: Mapping[Task, set[Task]]) -> dict[str, str]:
    folders = {f"{task.year}/{task.organization}": paths.raw(data, task.year, task.organization) for task in sorted(graph)}
    return _sums({f"{name}/{file}": place for name, folder in folders.items() for file, place in paths.below(folder)})


def _sums(places: Mapping[str, UPath]) -> dict[str, str]:
    return {name: keys.digest(place.read_bytes()) for name, place in places.items()}


def _program() -> dict[str, str]:
    """The package without its reference tables, the notebooks, and the list of packages."""
    package, notebooks = paths.HOME / "greening", paths.HOME / "notebooks"
    files = [file for file in sorted(package.rglob("*")) if file.is_file() and file.suffix not in _NO_PROGRAM and file.parent.name != "tables"]
    declared = sorted((package / "tables").glob("*"))
    listed = [*files, *(file for file in declared if file.is_file() and file.suffix != ".pyc"), *sorted(notebooks.glob("*.ipynb"))]
    return {_name(file): keys.digest(file.read_bytes()) for file in [*listed, paths.HOME / "requirements.txt"]}


def _name(file: Path) -> str:
    return file.relative_to(paths.HOME).as_posix()


def _packages() -> dict[str, str]:
    """The version of Python, and of each package that the list of packages names."""
    lines = (line.split("#")[0].strip() for line in (paths.HOME / "requirements.txt").read_text(encoding="utf-8").splitlines())
    names = [line.partition("==")[0].partition("[")[0].strip() for line in lines if "==" in line]
    return {"python": platform.python_version(), **{name: _version(name) for name in names}}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def _review(data: str | UPath, task: Task) -> dict[str, str]:
    """What the pages show of the review: the moves, the comments, and the copies that they are compared with."""
    year, code = task.year, task.organization
    moves: list[dict[str, Any]] = [vars(move) for move in log.read(data, year).moves.get(code, ())]
    copies = {f"{code} {kind}": content.copied(data, year, code, kind)[0] for kind in (content.APPROVED, content.LOOKED)}
    told = {f"{code} moves": keys.of_mapping({"moves": moves}), f"{code} comments": comments.key(data, year, code), **copies}
    return {name: value for name, value in told.items() if value}


def changed(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """What is no longer what it was, by kind: names that changed, came or went, each said to have done so."""
    found = {kind: _changed(before.get(kind, {}), now.get(kind, {})) for kind in KINDS}
    return {kind: names for kind, names in found.items() if names}


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    names = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    return [f"{name} ({'new' if name not in before else 'gone' if name not in now else 'changed'})" for name in names]
