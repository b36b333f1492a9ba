"""What each stage of a task reads: the parameters of its notebook, and the content that its key covers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from upath import UPath

from greening import paths, waiver_file
from greening.chain import keys, state
from greening.chain.notebooks import notebook_path
from greening.chain.plan import Task
from greening.submission import peek

#: The products that each stage writes.
PRODUCTS: Mapping[str, tuple[str, ...]] = {
    "validate": ("activities", "checks", "members"),
    "footprints": ("footprint", "indicators"),
    "targets": (
        *("figures", "targets", "findings", "changes", "uncertainty", "measures", "sites", "peers", "standings", "register", "money", "credits"),
        "projection",
    ),
}
#: The products of members that a group's stage reads.
_OF_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "validate": ("activities", "figures"),
    "footprints": ("footprint", "indicators", "activities"),
    "targets": ("figures",),
}


@dataclass(frozen=True)
class Settings:
    """What one call asks of every task."""

    data: str = "data"
    expectations: str = "expectations"
    reports: str = "reports"
    languages: tuple[str, ...] = ("en",)
    gwp_set: str = "AR5"
    flight_method: str = "icao_style"
    engine: str = "warm"
    start: str = "validate"
    force: bool = False
    pdf: bool = False
    #: Whether each report has a workbook beside it.
    workbook: bool = False
    #: Whether the reports are the edition for the public (see chain.edition).
    public: bool = False
    #: The SHA-256 of every suite by file name, read once for a run; where not given they are read when they are needed.
    suites: dict[str, str] = field(default_factory=dict)
    #: What is waived, as waiver_file.keys gives it, read once for a run; where not given it is read when it is needed.
    waivers: dict[str, str] | None = None


def folder(task: Task, settings: Settings) -> UPath:
    """The folder of the task's products."""
    return paths.processed(settings.data, task.year, task.organization)


def parameters(stage: str, task: Task, settings: Settings, history: "History") -> dict[str, Any]:
    """The parameters of a stage's notebook."""
    shared: dict[str, Any] = {"year": task.year, "organization": task.organization, "data": settings.data}
    if stage == "validate":
        lists = {"earlier_years": history.earlier_years, "members": history.members}
        return shared | {"expectations": settings.expectations} | lists
    methods = {"gwp_set": settings.gwp_set, "flight_method": settings.flight_method}
    waived = {"expectations": settings.expectations} if stage == "targets" else {}
    return shared | waived | methods | {"earlier_years": history.earlier_years}


def content(stage: str, task: Task, settings: Settings, history: "History") -> dict[str, Any]:
    """All that a stage reads, as hashes: what its key covers."""
    place = folder(task, settings)
    own = {name: value for name, value in parameters(stage, task, settings, history).items() if name not in ("data", "expectations")}
    read: dict[str, Any] = {"parameters": own, "notebook": keys.of_files([UPath(notebook_path(stage))]), "code": keys.of_code(stage)}
    if stage == "validate":
        read |= _submitted(task, settings)
    else:
        read["before"] = {earlier: _made(place, earlier) for earlier in state.STAGES[: state.STAGES.index(stage)]}
    if stage in ("validate", "footprints"):
        read["previous"] = _activities_of_last_year(task, settings, history)
    if stage == "targets":
        read["earlier"] = _of_earlier_years(task, settings, history)
        read["waivers"] = _waivers(task, settings)
    if history.members:
        read["members"] = {member: _of_member(member, stage, settings) for member in history.members}
    return read


def _submitted(task: Task, settings: Settings) -> dict[str, Any]:
    files = peek.file_hashes(paths.raw(settings.data, task.year, task.organization))
    return {
        "files": files,
        # A parent that nobody registered is known only by its folder.
        "parent_submits": bool(task.parent) and paths.raw(settings.data, task.year, task.parent).is_dir(),
        "suites": _suites(task, settings, files),
        "waivers": _waivers(task, settings),
    }


def _activities_of_last_year(task: Task, settings: Settings, history: "History") -> str | None:
    """The hash of the rows of the year before; None where it does not count."""
    last_year = _made(paths.processed(settings.data, task.year - 1, task.organization), "validate")
    return last_year.get("activities") if task.year - 1 in history.earlier_years else None


@dataclass(frozen=True)
class History:
    """What earlier tasks left for this one: the earlier years that count, and each member's year."""

    earlier_years: list[int]
    #: "CODE@YEAR" for a member with figures, "CODE" for one without.
    members: list[str]


def history(task: Task, outcomes: Mapping[Task, str]) -> History:
    """What the tasks that ran before left, by their outcome: only those that are neither held nor failed count."""
    counted = [earlier for earlier, outcome in outcomes.items() if outcome == "ok"]
    years = sorted(earlier.year for earlier in counted if earlier.organization == task.organization)
    latest = {earlier.organization: earlier.year for earlier in sorted(counted)}
    members = [f"{code}@{latest[code]}" if code in latest else code for code in task.members]
    return History(years, members)


def _made(place: UPath, stage: str) -> dict[str, str]:
    made = keys.read(stage, place).get("made", {}).get("processed", {})
    return {name.removesuffix(".parquet"): sha256 for name, sha256 in made.items()}


def _of_earlier_years(task: Task, settings: Settings, history: History) -> dict[str, dict[str, str]]:
    """The products of each earlier year that stage 3 compares with."""
    places = {str(year): paths.processed(settings.data, year, task.organization) for year in history.earlier_years}
    return {year: _some_of(place, ("figures", "footprint", "activities")) for year, place in places.items()}


def _of_member(member: str, stage: str, settings: Settings) -> dict[str, str]:
    code, _, year = member.partition("@")
    if not year:
        return {}
    place = paths.processed(settings.data, int(year), code)
    return _some_of(place, _OF_MEMBERS[stage])


def _some_of(place: UPath, products: Iterable[str]) -> dict[str, str]:
    """The hashes of some products of any stage."""
    made = {name: sha256 for stage in PRODUCTS for name, sha256 in _made(place, stage).items()}
    return {product: made[product] for product in products}


def of_suites(expectations: str) -> dict[str, str]:
    """The SHA-256 of every file of the folder of suites that decides what is found, by its name."""
    return keys.of_files(paths.root(expectations).glob("*.json"))


def _waivers(task: Task, settings: Settings) -> list[str]:
    """Keys of what is waived of the organization: in this year, and in every year."""
    waived = waiver_file.keys(settings.expectations) if settings.waivers is None else settings.waivers
    return [waived.get(f"{task.organization}@{year}", "") for year in (task.year, "")]


def _suites(task: Task, settings: Settings, files: Mapping[str, str]) -> dict[str, str]:
    """Hashes of the suites that can say anything of this submission: those of tables that it does not have are left out."""
    suites = settings.suites or of_suites(settings.expectations)
    kept = keys.read("validate", folder(task, settings))
    if kept.get("inputs", {}).get("files") != files:
        return suites
    absent = set(kept.get("absent_tables", ()))
    return {name: sha256 for name, sha256 in suites.items() if name.removesuffix(".json") not in absent}
