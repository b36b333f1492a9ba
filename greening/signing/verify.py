"""Verifying a seal: the sealed cycle once more from what was submitted, in a place of its own, and every file compared byte for byte."""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from upath import UPath

from greening import paths
from greening.chain import inputs, keys, site_key, work
from greening.chain.cycle import Cycle
from greening.chain.inputs import Settings
from greening.chain.plan import Task
from greening.chain.pools import open_pool
from greening.chain.state import State
from greening.chain.warm import usable_engine
from greening.errors import CallError
from greening.reviewing import comments, content, lines, log
from greening.signing import contents, seal

SAME, DIFFERS, MISSING = "the same", "differs", "missing"
#: So many names are told of a kind.
_NAMED = 20


#: What the record of a review said of each report before there were moves.
_OLDER = ("organization", "state")


@dataclass(frozen=True)
class Verdict:
    """What came of verifying: how each sealed file came out, how each stands in the published site, and what is no longer what was sealed."""

    files: Mapping[str, str]
    published: Mapping[str, str]
    changed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: Tasks that did not end well, with the reason.
    failed: Mapping[str, str] = field(default_factory=dict)
    not_sealed: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether every file came out the same, and stands so in the published site."""
        return set(self.files.values()) <= {SAME} and set(self.published.values()) <= {SAME}


class _Lines:
    """A line on standard error for each task that is finished."""

    def unit(self, task: Task, part: str, seconds: float) -> None:
        """Nothing: a task is told when it is finished."""

    def task(self, task: Task, state: State, seconds: Mapping[str, float], done: int, total: int) -> None:
        """How far it is, and how long that took."""
        print(f"[{done}/{total}] {task.name}: {state.outcome}, {sum(seconds.values()):.1f} s", file=sys.stderr, flush=True)


def verify(settings: Settings, year: int, organization: str = "", workers: int | None = None) -> Verdict:
    """Run a sealed cycle again and compare; `settings` say where data, suites and reports lie. Nothing there is written.

    Raises CallError where there is no seal, or nothing of what was sealed is submitted any more.
    """
    told = seal.read(settings.data, year, organization)
    _, graph = contents.tasks(settings.data, year, organization)
    sealed = [task for task in graph if task.with_pages]
    now = contents.inputs(settings.data, settings.expectations, graph, sealed)
    with tempfile.TemporaryDirectory(prefix="verify-") as scratch:
        again = _settings(settings, told["parameters"], Path(scratch))
        _lay_out(settings, again, told, sealed)
        failed = _run(again, year, organization, workers)
        files = _compared(told["files"], paths.report(again.reports, year))
    published = _compared(told["files"], paths.report(settings.reports, year))
    return Verdict(files, published, contents.changed(told["inputs"], now), failed, told.get("not_sealed", {}))


def _settings(settings: Settings, options: Mapping[str, Any], scratch: Path) -> Settings:
    """The sealed options, in a place of its own."""
    engine, _ = usable_engine(settings.engine)
    known = {name: options[name] for name in ("gwp_set", "flight_method", "pdf", "workbook") if name in options}
    suites = inputs.of_suites(settings.expectations)
    if not suites:
        raise CallError(f"there are no expectation suites in {settings.expectations}")
    places: dict[str, Any] = {"data": str(scratch / "data"), "reports": str(scratch / "reports"), "expectations": settings.expectations}
    return Settings(**places, **known, languages=tuple(options["languages"]), engine=engine, suites=suites)


def _lay_out(settings: Settings, again: Settings, told: Mapping[str, Any], sealed: Sequence[Task]) -> None:
    """Put what was submitted, and the record of the review as it was sealed, where the cycle runs again."""
    source, target = paths.root(settings.data), Path(again.data)
    target.mkdir(parents=True)
    _bring(source / "raw", target / "raw")
    year = int(told["year"])
    # Lines of the older form count only as they were: at the beginning, and without the cells that came later.
    moves = (log.Move(**{name: str(move.get(name, "")) for name in log.COLUMNS}) for move in told["moves"])
    for move in sorted(moves, key=lambda move: not move.is_bare):
        lines.append(log.place(again.data, year), _OLDER if move.is_bare else log.COLUMNS, vars(move))
    entered = comments.place(settings.data, year)
    if entered.is_file():
        paths.write_bytes(comments.place(again.data, year), entered.read_bytes())
    for task in sealed:
        for name, place in paths.below(content.folder_of_copies(settings.data, year, task.organization)):
            paths.write_bytes(content.folder_of_copies(again.data, year, task.organization) / name, place.read_bytes())


def _bring(source: UPath, target: Path) -> None:
    """The submissions: nobody writes there, so that a link to them does; they are copied where there can be no link."""
    if paths.is_local(source):
        with suppress(OSError):
            target.symlink_to(source.path, target_is_directory=True)
            return
        shutil.copytree(source.path, target)
        return
    source.fs.get(source.path, str(target), recursive=True)


def _run(again: Settings, year: int, organization: str, workers: int | None) -> dict[str, str]:
    """Run the cycle, and for a whole year the pages around its reports; gives the tasks that did not end well, with the reason."""
    register, graph = contents.tasks(again.data, year, organization)
    with open_pool(workers or os.cpu_count() or 1, "", again.engine, (again.data, again.reports)) as pool:
        done = Cycle(graph, again, pool, _Lines()).run()
        if not organization:
            pool.submit(work.write_site, again, year, site_key.told(register, year, again)).result()
    return {task.name: f"{ended.outcome}: {ended.why}" for task, ended in done.items() if ended.outcome != "ok"}


def _compared(files: Mapping[str, str], folder: UPath) -> dict[str, str]:
    """How each file stands in a folder against its hash."""
    found = {name: keys.of_files([folder / name]).get(name.rpartition("/")[2]) for name in files}
    return {name: MISSING if sha256 is None else SAME if sha256 == files[name] else DIFFERS for name, sha256 in found.items()}


def as_text(found: Verdict, *, with_all: bool = False) -> str:
    """The verdict in words: the files that are not the same (all where asked for), what is no longer what was sealed, and the sum."""
    told = [f"{how}: {name}" for name, how in found.files.items() if with_all or how != SAME]
    if with_all:
        told += [f"not sealed, since it {reason}: {name}" for name, reason in found.not_sealed.items()]
    told += [f"in the published site, {how}: {name}" for name, how in found.published.items() if how != SAME]
    told += [f"did not end well: {name}: {why}" for name, why in found.failed.items()]
    told += [f"no longer what was sealed, {contents.KINDS[kind]}: {_listed(names)}" for kind, names in found.changed.items()]
    return "\n".join([*told, _sum(found)])


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _sum(found: Verdict) -> str:
    """How many files came out the same; where not all did and nothing that was sealed has changed, what that leaves."""
    same, count = sum(how == SAME for how in found.files.values()), len(found.files)
    unsealed = f"; {len(found.not_sealed)} not sealed" if found.not_sealed else ""
    if same == count:
        return f"all {count} sealed files came out the same, byte for byte{unsealed}"
    reason = "" if found.changed else "; inputs, program and packages are what they were: the machine or its settings differ"
    return f"{same} of {count} sealed files came out the same{unsealed}{reason}"
