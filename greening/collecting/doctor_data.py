"""What the doctor asks of the data: submissions that can be read, a lock that is held, leftovers, and products whose input is gone."""

import os
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from filelock import FileLock, Timeout
from upath import UPath

from greening import manifest, paths
from greening.chain import keys, lock
from greening.chain.notebooks import NOTEBOOKS, kept_name
from greening.chain.plan import YEAR_FOLDER
from greening.collecting.doctor import Answer, Asked, fault, few, look_at, well
from greening.locale import languages
from greening.submission import peek
from greening.submission.files import listing

#: What the file of a workbook must be inside.
_WORKBOOK = ".xlsx"
_NO_NOTEBOOK = "they tell how an older version ran; deleting them harms nothing"


def _permissions(asked: Asked) -> Answer:
    places = {paths.root(asked.data) / "raw": os.R_OK, paths.root(asked.data) / "processed": os.W_OK, paths.root(asked.reports): os.W_OK}
    refused = [str(place) for place, right in places.items() if paths.is_local(place) and not os.access(_there(place), right | os.X_OK)]
    if refused:
        return fault(
            f"no permission for {few(refused)}",
            "call it as the user who owns them, or give that user the right to read data/raw and to write the others",
        )
    return well("submissions can be read, products and reports written")


def _there(place: UPath) -> str:
    """The folder, or the nearest one above it that there is, where it would be made."""
    return next(str(folder) for folder in (Path(place.path), *Path(place.path).parents) if folder.exists())


def _lock(asked: Asked) -> Answer:
    folder = paths.root(asked.data) / "processed"
    place, holder = folder / lock.LOCK, folder / lock.HOLDER
    if not paths.is_local(folder):
        if place.exists():
            return look_at("a run holds the lock", "wait for it; a lock of a dead run is free after 90 seconds")
        return well("no run is going on")
    if not place.exists():
        return well("no run is going on")
    held = FileLock(place.path)
    try:
        held.acquire(timeout=0)
    except Timeout:
        who = holder.read_text(encoding="utf-8") if holder.exists() else "another process"
        return look_at(f"{who} is running on these data", "wait for it; a second run would wait, too")
    held.release()
    if holder.exists():
        return look_at(
            f"{holder.read_text(encoding='utf-8')} was killed while it ran",
            "nothing is broken: call run again, it goes on where that stopped",
        )
    return well("no run is going on")


def _submissions(asked: Asked) -> Answer:
    register = asked.register
    if not register.years:
        return fault(
            f"no submissions in {paths.root(asked.data) / 'raw'}",
            "put them into data/raw/<year>/<code>/, or name another folder with --data",
        )
    without = [f"{year}/{code}" for year in register.years for code in register.submitted[year] if not _has_profile(asked, year, code)]
    if without:
        return fault(
            f"no readable profile: {few(without)}",
            "ask the organization for the table profile, or take the folder out of data/raw; the others are not held up",
        )
    count = sum(map(len, register.submitted.values()))
    return well(f"{count} submissions of {len(register.years)} years, each with a profile")


def _has_profile(asked: Asked, year: int, code: str) -> bool:
    """Whether a submission has a profile: as stage 1 found it where the files are those that it read, else as they are now."""
    folder, kept = paths.raw(asked.data, year, code), keys.read("validate", paths.processed(asked.data, year, code))
    if kept.get("profile") and kept["inputs"]["files"] == peek.file_hashes(folder):
        return True
    return bool(peek.profile(folder))


def _files(asked: Asked) -> Answer:
    unreadable = [name for name, path in _submitted(asked) if _is_unreadable(path)]
    if unreadable:
        return fault(
            f"cannot be opened: {few(unreadable)}",
            "give the right to read them, or ask for the file again; their organizations fail, the others do not",
        )
    register = asked.register
    strays = [f"{year}/{name}" for year in register.years for name in register.strays(year)]
    if strays:
        return look_at(f"read by nothing, since they lie in no organization's folder: {few(strays)}", "move each into the folder of its organization")
    return well("every file of the submissions opens")


def _submitted(asked: Asked) -> Iterator[tuple[str, UPath]]:
    for year, codes in asked.register.submitted.items():
        for code in codes:
            yield from ((f"{year}/{code}/{path.name}", path) for path in listing(paths.raw(asked.data, year, code)))


def _is_unreadable(path: UPath) -> bool:
    """Whether a file cannot be opened at all, or is a workbook that is none; what is wrong inside is a finding of the run."""
    if not paths.is_local(path) or path.is_dir():
        return False
    if not os.access(path.path, os.R_OK):
        return True
    return path.name.lower().endswith(_WORKBOOK) and not zipfile.is_zipfile(path.path)


def _stale(asked: Asked) -> Answer:
    register = asked.register
    there = {(str(year), task.organization) for year in register.years for task in register.tasks(year)}
    made = [
        (year.name, body.name) for year in _years(paths.root(asked.data) / "processed") for body in _folders(year) if (body / "state.json").is_file()
    ]
    gone = sorted(f"{year}/{code}" for year, code in made if (year, code) not in there)
    if gone:
        return look_at(
            f"products of organizations that have no submission: {few(gone)}",
            "put the submission back, or delete these folders below data/processed",
        )
    return well(f"{len(made)} folders of products, each with its submission")


def _pages(asked: Asked) -> Answer:
    """Pages that lie in a year's folder and are no longer published: the manifest does not know their organization."""
    root = paths.root(asked.reports)
    left = [f"{year.name}/{body.name}" for year in _years(root) for body in _folders(year) if body.name not in _published(year)]
    if left:
        return look_at(
            f"not published, yet in the folder: {few(left)}",
            "delete them below reports before the folder is copied elsewhere; zip leaves them out",
        )
    return well("every folder of reports is published")


def _published(year: UPath) -> set[str]:
    return {name.partition("/")[0] for name in manifest.files(year)}


def _leftovers(asked: Asked) -> Answer:
    places = [*_below(paths.root(asked.data) / "processed"), *_below(paths.root(asked.reports))]
    if parts := [str(place) for place in places if place.name.startswith(paths.PART)]:
        return look_at(f"{len(parts)} unfinished files of a run that was killed: {few(parts, 1)}", "call run again, it takes them away")
    if notebooks := [str(place) for place in places if place.parent.name == "executed" and place.name not in _known_notebooks()]:
        return look_at(f"{len(notebooks)} executed notebooks of another version: {few(notebooks, 1)}", _NO_NOTEBOOK)
    return well("nothing is left over of runs that were stopped")


def _known_notebooks() -> set[str]:
    return {kept_name(stage, language) for stage in NOTEBOOKS for language in ("", *languages())}


def _below(root: UPath) -> Iterator[Path]:
    """Every file below a local folder."""
    if paths.is_local(root):
        for folder, _, names in os.walk(root.path):
            yield from (Path(folder) / name for name in names)


def _years(root: UPath) -> list[UPath]:
    return [folder for folder in _folders(root) if re.fullmatch(YEAR_FOLDER, folder.name)]


def _folders(root: UPath) -> list[UPath]:
    """The folders of a folder whose name could be that of a year or an organization."""
    return sorted((entry for entry in root.iterdir() if entry.is_dir() and entry.name not in _OURS), key=str) if root.is_dir() else []


#: Folders beside those of organizations.
_OURS = frozenset({"keys", "drawings", "assets", "compare", "public"})

#: The checks in order, by the name that stands in the table.
CHECKS: Mapping[str, Callable[[Asked], Answer]] = {
    "permissions": _permissions,
    "lock": _lock,
    "submissions": _submissions,
    "files": _files,
    "stale products": _stale,
    "stale reports": _pages,
    "leftovers": _leftovers,
}
