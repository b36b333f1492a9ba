"""What other factors would do to a year: every organization and the groups above it, with the earlier years that they are compared with."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter

from greening import paths
from greening.chain import keys
from greening.chain.plan import Register, Task, chosen
from greening.compare import unit
from greening.compare.other import Other
from greening.compare.unit import Changed, ChangedOf, Outcome, Unit
from greening.errors import StageError

#: A process is worth its start for so many organizations and years.
_UNITS_A_PROCESS = 3
#: An organization and year.
Place = tuple[str, int]


@dataclass(frozen=True)
class Preview:
    """What other factors would do."""

    year: int
    other: Other
    #: Organizations of the year by code, groups last.
    names: tuple[str, ...]
    #: The outcome of all that has been run, of the year and of what it rests on.
    found: Mapping[Place, Outcome]
    #: Organizations of the year whose products are from before a change of the program or its factors: compared is with what a run would make now.
    outdated: tuple[str, ...]
    #: Groups of the year that submit nothing themselves.
    rolled_up: tuple[str, ...]

    @property
    def outcomes(self) -> list[Outcome]:
        """The outcomes of the year."""
        return [self.found[name, self.year] for name in self.names if (name, self.year) in self.found]

    @property
    def earlier(self) -> list[Outcome]:
        """Those of earlier years of the same organizations that move, or that cannot be computed."""
        others = [self.found[place] for place in sorted(self.found) if place[0] in self.names and place[1] < self.year]
        return [outcome for outcome in others if outcome.moves or outcome.fault]

    @property
    def not_run(self) -> list[str]:
        """Organizations of the year that have not been run."""
        return [name for name in self.names if (name, self.year) not in self.found]

    @property
    def is_whole(self) -> bool:
        """Whether everything could be computed."""
        return not self.not_run and not any(outcome.fault for outcome in (*self.outcomes, *self.earlier))


def preview(year: int, organizations: Sequence[str], other: Other, data: str) -> Preview:
    """Stages 2 and 3 of a year with other factors, in memory; nothing is written.

    Earlier years are computed with the other factors too, as far as there are rows of them, so that changes and goals compare like with like.
    Raises CallError for a year without input and an unknown organization.
    """
    names = tuple(task.organization for task in _asked(Register(data), year, organizations))
    units = _needed(((name, year) for name in names), data)
    outdated = _outdated(units, data)
    # Without another set, method or table a unit is computed as a run would compute it now.
    base = _computed(units, Other("what a run would use now"), {})[1] if outdated else {}
    found = _computed(units, other, base)[0] if units else {}
    rolled_up = tuple(name for name in names if not paths.raw(data, year, name).is_dir())
    return Preview(year, other, names, found, tuple(name for name in names if name in outdated), rolled_up)


def _asked(register: Register, year: int, organizations: Sequence[str]) -> list[Task]:
    """The organizations of the year and the groups above them: by code, groups last and the lowest of them first."""
    tasks = {task.organization: task for task in chosen(register, [year], organizations)}
    above = {code: register.task(code, year) for name in list(tasks) for code in register.groups_above(name, year)}
    groups = {code: place for place, code in enumerate(register.groups(year))}
    found = {**{code: task for code, task in above.items() if task}, **tasks}
    return sorted(found.values(), key=lambda task: (groups.get(task.organization, -1), task.organization))


def _needed(places: Iterable[Place], data: str) -> dict[Place, Unit]:
    """Every organization and year that has been run, of those asked for and of those whose figures they have read."""
    found: dict[Place, Unit] = {}
    left = list(places)
    while left:
        place = left.pop()
        if place not in found and (known := unit.read(*place, data)):
            found[place] = known
            left += known.needs
    return found


def _computed(units: Mapping[Place, Unit], other: Other, base: ChangedOf) -> tuple[dict[Place, Outcome], dict[Place, Changed]]:
    """The outcome of each unit and what changed, what it needs first; in processes of their own, so that no other factor stays behind in this one."""
    outcomes: dict[Place, Outcome] = {}
    changed: dict[Place, Changed] = {}
    order = TopologicalSorter({place: [need for need in found.needs if need in units] for place, found in units.items()})
    order.prepare()
    workers = max(1, min(os.cpu_count() or 1, len(units) // _UNITS_A_PROCESS))
    with _pool(workers, other) as pool:
        running: dict[Future[tuple[Outcome, Changed]], Place] = {}
        while order.is_active():
            for place in sorted(order.get_ready()):
                wanted = units[place]
                asked = (other.gwp_set or wanted.gwp_set, other.flight_method or wanted.flight_method)
                running[pool.submit(unit.compute, wanted, *asked, _of(base, place, wanted), _of(changed, place, wanted))] = place
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                place = running.pop(done)
                outcomes[place], changed[place] = done.result()
                order.done(place)
    return outcomes, changed


@contextmanager
def _pool(workers: int, other: Other) -> Iterator[ProcessPoolExecutor]:
    """Processes that read the reference tables of the other factors; StageError where one is ended from outside."""
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), unit.prepare, (other.tables,)) as pool:
        try:
            yield pool
        except BrokenProcessPool:
            raise StageError("a process of the comparison was ended from outside, perhaps for want of memory; call it again") from None


def _of(changed: ChangedOf, place: Place, wanted: Unit) -> ChangedOf:
    """What changed of a unit and of what it needs."""
    return {of: changed[of] for of in (place, *wanted.needs) if changed.get(of)}


def _outdated(units: Iterable[Place], data: str) -> set[str]:
    """The organizations of which a year was computed before a change of the program or of its reference tables."""
    code = keys.of_code("footprints")
    kept = {place: keys.read("footprints", paths.processed(data, place[1], place[0])) for place in units}
    return {organization for (organization, _), read in kept.items() if read["inputs"].get("code", code) != code}
