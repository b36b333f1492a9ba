"""Which organizations and years a run touches, and what waits for what; read without pandas."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from upath import UPath

from greening import paths
from greening.chain import keys
from greening.errors import CallError
from greening.submission import peek

#: A folder of data/raw that holds one data year.
YEAR_FOLDER = re.compile(r"[12]\d{3}")


@dataclass(frozen=True)
class Body:
    """One row of organizations.csv: what is known of a body before it submits anything."""

    code: str
    name: str
    parent: str
    is_group: bool
    #: What kind of body it is, as the register has it.
    kind: str = ""


@dataclass(frozen=True, order=True)
class Task:
    """One organization and year: the unit that runs, waits and fails by itself."""

    year: int
    organization: str
    title: str = ""
    parent: str = ""
    illustrative: bool = False
    is_group: bool = False
    #: Codes that roll up to a group, whether or not they have submitted.
    members: tuple[str, ...] = ()
    #: Whether its report was asked for; else only its products are brought up to date.
    with_pages: bool = False

    @property
    def name(self) -> str:
        """The task in messages: code and year."""
        return f"{self.organization} {self.year}"


class Register:
    """What lies under data/raw and who rolls up to whom, read once for a run."""

    def __init__(self, data: str | UPath) -> None:
        self._data = paths.root(data)
        self.submitted: Mapping[int, tuple[str, ...]] = {year: _folders(self._data, year) for year in _years(self._data)}
        self._profiles = {year: _profiles(self._data, year, codes) for year, codes in self.submitted.items()}
        # With thousands of organizations, asking again for every one would take longer than running them.
        self._groups = {year: self._active_groups(year) for year in self.submitted}
        self._members = {year: self._members_by_group(year) for year in self.submitted}

    @property
    def years(self) -> list[int]:
        """All years with input, ascending."""
        return sorted(self.submitted)

    def strays(self, year: int) -> list[str]:
        """Files that lie in a year's folder outside any organization's folder, and are read by nothing."""
        return sorted(entry.name for entry in paths.raw(self._data, year).iterdir() if entry.is_file() and entry.name[0] not in ".~")

    def groups(self, year: int) -> tuple[str, ...]:
        """Groups with a page in the year: those with a folder or with a submitting member, the lowest first."""
        return self._groups.get(year, ())

    def parent(self, organization: str, year: int) -> str:
        """The group that an organization rolls up to: as last submitted, else as registered, else none.

        Organizations that roll up to each other have none: such a group would be a part of itself.
        """
        seen, parent = [organization], self._declared_parent(organization, year)
        while parent and parent not in seen:
            seen.append(parent)
            parent = self._declared_parent(parent, year)
        return self._declared_parent(organization, year) if parent != organization else ""

    def loops(self, year: int) -> list[str]:
        """Organizations of a year that name a parent and yet have none, since they roll up to each other."""
        return [code for code in self.submitted[year] if self._declared_parent(code, year) and not self.parent(code, year)]

    def _declared_parent(self, organization: str, year: int) -> str:
        """As in the latest submission up to the year, so that a member that stops submitting stays a member, and is missed."""
        years = [before for before in self.years if before <= year and organization in self.submitted[before]]
        submitted = self._profiles[years[-1]].get(organization, {}).get("parent", "") if years else ""
        return submitted or (bodies()[organization].parent if organization in bodies() else "")

    def members(self, group: str, year: int) -> tuple[str, ...]:
        """Codes that roll up to a group in a year: those that submit with it as parent, and those registered under it."""
        return self._members.get(year, {}).get(group, ())

    def task(self, organization: str, year: int) -> Task | None:
        """The task of an organization and year, or None where it has no input."""
        is_group = organization in self.groups(year)
        if not is_group and organization not in self.submitted.get(year, ()):
            return None
        profile = self._profiles[year].get(organization, {})
        registered = bodies().get(organization)
        return Task(
            year,
            organization,
            title=profile.get("name") or (registered.name if registered else organization),
            parent=self.parent(organization, year),
            illustrative=profile.get("illustrative", "").strip().lower() in ("true", "yes", "1"),
            is_group=is_group,
            members=self.members(organization, year) if is_group else (),
        )

    def tasks(self, year: int) -> list[Task]:
        """The tasks of all organizations and groups of a year."""
        codes = dict.fromkeys((*self.submitted[year], *self.groups(year)))
        return [task for code in codes if (task := self.task(code, year))]

    def _active_groups(self, year: int) -> tuple[str, ...]:
        submitted = set(self.submitted[year])
        named = {profile.get("parent", "") for profile in self._profiles[year].values()}
        possible = {body.code for body in bodies().values() if body.is_group} | named & submitted
        active = possible & submitted
        for code in submitted:
            active.update(group for group in self._above(code, year) if group in possible)
        return tuple(sorted(active, key=lambda code: (-len(self._above(code, year)), code)))

    def _members_by_group(self, year: int) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        known = {code for before in self.years if before <= year for code in self.submitted[before]}
        for code in sorted({*known, *bodies()}):
            parent = self.parent(code, year)
            if parent and parent != code:
                found.setdefault(parent, []).append(code)
        return {group: tuple(codes) for group, codes in found.items()}

    def _above(self, organization: str, year: int) -> list[str]:
        chain: list[str] = []
        parent = self.parent(organization, year)
        while parent:
            chain.append(parent)
            parent = self.parent(parent, year)
        return chain

    def groups_above(self, organization: str, year: int) -> list[str]:
        """The groups with a page that an organization rolls up to, the nearest first."""
        active = self.groups(year)
        return [code for code in self._above(organization, year) if code in active]


def plan(register: Register, years: Sequence[int], organizations: Sequence[str]) -> dict[Task, set[Task]]:
    """Every task that a call needs, with the tasks that it waits for.

    Asked for are the given organizations (all, where none is given) of the given years, and the groups above them. A task waits
    for its own earlier years and, for a group, for its members of this year and earlier ones.

    Raises CallError for a year without input and for an unknown code, naming what there is.
    """
    asked = _asked(register, years, organizations)
    graph: dict[Task, set[Task]] = {}
    waiting = [replace(task, with_pages=True) for task in sorted(asked)]
    while waiting:
        task = waiting.pop()
        if task in graph:
            continue
        needed = {replace(before, with_pages=before in asked) for before in _before(register, task)}
        graph[task] = needed
        waiting.extend(needed)
    return graph


def chosen(register: Register, years: Sequence[int], organizations: Sequence[str]) -> list[Task]:
    """The tasks of the given years and organizations; all years with input, and everything in them, where none are given.

    Raises CallError for a year without input and for an unknown code, naming what there is.
    """
    _refuse_years_without_input(register, years)
    tasks = [task for year in years or register.years for task in register.tasks(year)]
    _refuse_unknown_codes({task.organization for task in tasks}, years, organizations)
    return [task for task in tasks if not organizations or task.organization in organizations]


def _refuse_years_without_input(register: Register, years: Sequence[int]) -> None:
    if not register.years:
        raise CallError("there is no input: data/raw holds no folder named for a year; put submissions into data/raw/<year>/<code>/, or give --data")
    without_input = [str(year) for year in years if year not in register.submitted]
    if without_input:
        raise CallError(f"there is no input for {_listed(without_input)}; years with input: {_listed(map(str, register.years))}")


def _refuse_unknown_codes(there: set[str], years: Sequence[int], organizations: Sequence[str]) -> None:
    unknown = [code for code in organizations if code not in there]
    if unknown:
        in_years = f" in {_listed(map(str, years))}" if years else ""
        raise CallError(f"no input for {_listed(unknown)}{in_years}; organizations with input: {_listed(sorted(there))}")


def _asked(register: Register, years: Sequence[int], organizations: Sequence[str]) -> set[Task]:
    tasks = chosen(register, years, organizations)
    above = {register.task(group, task.year) for task in tasks for group in register.groups_above(task.organization, task.year)}
    return {task for task in {*tasks, *above} if task}


def _before(register: Register, task: Task) -> Iterator[Task]:
    for year in register.years:
        if year > task.year:
            continue
        codes = task.members if year == task.year else (task.organization, *task.members)
        yield from (before for code in codes if (before := register.task(code, year)))


@cache
def bodies() -> Mapping[str, Body]:
    """The registered bodies by code, from organizations.csv of the reference data."""
    # Read as a file: importing the reference package would load pandas for a call that only asks where things stand.
    text = (paths.HOME / "greening" / "reference" / "tables" / "organizations.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Body(row["code"], row["name_en"], row["parent_code"], row["is_group"].lower() == "true", row["type"])
        for row in csv.DictReader(text.splitlines())
    }


def _years(data: UPath) -> Iterator[int]:
    folder = data / "raw"
    if folder.is_dir():
        yield from (int(entry.name) for entry in folder.iterdir() if YEAR_FOLDER.fullmatch(entry.name) and _folders(data, int(entry.name)))


def _folders(data: UPath, year: int) -> tuple[str, ...]:
    entries = paths.raw(data, year).iterdir()
    return tuple(sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith(".")))


def _profiles(data: UPath, year: int, codes: Iterable[str]) -> dict[str, dict[str, str]]:
    return {code: _profile(paths.raw(data, year, code), paths.processed(data, year, code)) for code in codes}


def _profile(folder: UPath, processed: UPath) -> dict[str, str]:
    """The profile as stage 1 kept it where the files are still the same, for opening a workbook takes long; else as it is read now."""
    kept = keys.read("validate", processed)
    if "profile" in kept and kept["inputs"]["files"] == peek.file_hashes(folder):
        return dict(kept["profile"])
    return peek.profile(folder)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
