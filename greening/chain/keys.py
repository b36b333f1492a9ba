"""Content keys: a stage whose inputs and products are what they were is not run again; read without pandas."""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from upath import UPath

from greening import paths

#: What only the pages depend on: an edit there re-renders, and computes nothing again.
_RENDERING = (
    "locale.py", "pofile.py", "texts.py", "formats.py", "review.py", "reviewing", "since", "site", "manifest.py", "charts",
    "narrative", "documents", "publish", "templates",
)  # fmt: skip
#: What says how the chain runs, and nothing about what comes out.
_RUNNING = (
    "chain",
    "kernels",
    "commands",
    "stewarding",
    "collecting",
    "signing",
    "compare",
    "explain",
    "replay.py",
    "template_workbook.py",
    "template_lists.py",
)
#: Reference tables that say what is known rather than what it emits.
_CODE_LISTS = (
    "airports.csv",
    "airport_cities.csv",
    "countries.csv",
    "organizations.csv",
    "refrigerant_blends.csv",
    "gwp.csv",
    "aircraft_fuel.csv",
    "measure_kinds.csv",
    "sdg_targets.csv",
    "recommendations.csv",
    "agreements.csv",
    "questionnaire.csv",
    "shared_goals.csv",
)

#: So many names are told where something changed.
_NAMED = 3


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def of_files(files: Iterable[UPath]) -> dict[str, str]:
    """The SHA-256 of each file that exists, by name."""
    sums = ((file.name, _of_file(file)) for file in sorted(files, key=lambda file: file.name))
    return {name: sha256 for name, sha256 in sums if sha256}


def _of_file(file: UPath) -> str:
    """The SHA-256 of a file; empty where there is none. Not asked for first: to an object store that is a request of its own."""
    try:
        return digest(file.read_bytes())
    except (FileNotFoundError, IsADirectoryError):
        return ""


def of_mapping(inputs: Mapping[str, Any]) -> str:
    """One key over named inputs; the order of names does not matter."""
    return digest(json.dumps(inputs, sort_keys=True).encode("utf-8"))


@cache
def of_code(stage: str, language: str = "") -> str:
    """Key over the code, reference data and package versions that a stage rests on.

    Stages 1 to 3 do not depend on what only pages need; stage 1 does not depend on the emission factors, and a page in one language
    does not depend on the catalogues of the others.
    """
    parts = {"/".join(place): sha256 for place, sha256 in _package().items() if _counts(place, stage, language)}
    parts["requirements"] = digest((paths.HOME / "requirements.txt").read_bytes())
    parts["python"] = platform.python_version()
    return of_mapping(parts)


def reference_tables() -> dict[str, str]:
    """The SHA-256 of each reference table, by name."""
    return {place[-1]: sha256 for place, sha256 in _package().items() if place[:2] == ("reference", "tables")}


@cache
def of_program(stage: str, language: str = "") -> str:
    """Key over the code alone that a stage rests on, without reference tables, packages and the version of Python."""
    parts = {"/".join(place): sha256 for place, sha256 in _package().items() if _counts(place, stage, language) and place[0] != "reference"}
    return of_mapping(parts)


@cache
def _package() -> Mapping[tuple[str, ...], str]:
    """The SHA-256 of every file of the package that can change a product or a page, by its place in the package."""
    package = Path(__file__).resolve().parent.parent
    places = {file.relative_to(package).parts: file for file in sorted(package.rglob("*")) if file.suffix not in (".pyc", ".md") and file.is_file()}
    return {place: digest(file.read_bytes()) for place, file in places.items() if place[0] not in _RUNNING}


def _counts(place: tuple[str, ...], stage: str, language: str) -> bool:
    if place[0] == "locales":
        return stage == "narrative" and language in ("", place[1])
    if stage == "validate" and place[:2] == ("reference", "tables"):
        return place[-1] in _CODE_LISTS
    return stage == "narrative" or place[0] not in _RENDERING


def is_current(stage: str, inputs: Mapping[str, Any], folder: UPath, roots: Mapping[str, UPath]) -> bool:
    """Whether a stage ran on these inputs and all that it made is still as it was made.

    `roots` says where the products lie: `processed` and `reports` folders of the organization.
    """
    return not why_again(stage, inputs, folder, roots)


def why_again(stage: str, inputs: Mapping[str, Any], folder: UPath, roots: Mapping[str, UPath]) -> str:
    """Why a stage would have to run again, in words; empty where it is up to date (see is_current)."""
    kept = read(stage, folder)
    if not kept:
        return "not run yet"
    if kept["key"] != of_mapping(inputs):
        return _difference(kept["inputs"], json.loads(json.dumps(inputs)))
    made = {f"{place}/{name}": (roots[place] / name, sha256) for place, files in kept["made"].items() for name, sha256 in files.items()}
    touched = [name.rpartition("/")[2] for name, (file, sha256) in made.items() if _of_file(file) != sha256]
    return f"{_listed(touched)} not as it was made" if touched else ""


#: What each part of a stage's inputs is called where it changed; what is not here is called by its name.
_CALLED = {
    "code": "the program or its reference data",
    "notebook": "the notebook",
    "files": "submitted",
    "suites": "the suite",
    "waivers": "what is waived",
    "parameters": "asked for",
    "before": "earlier stage",
    "earlier": "figures of",
    "members": "member",
    "previous": "last year's activities",
    "parent_submits": "whether the parent submits",
}


def _difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What changed between two mappings of inputs, in words."""
    told = [_told(part, before.get(part), now.get(part)) for part in sorted({*before, *now}) if before.get(part) != now.get(part)]
    return f"changed: {'; '.join(filter(None, told))}"


def _told(part: str, old: Any, new: Any) -> str:
    called = _CALLED.get(part, part)
    if not isinstance(old, dict) or not isinstance(new, dict):
        return called
    # Of the suites only those that had something to say were kept.
    names = [name for name in sorted(old if part == "suites" else {*old, *new}) if old.get(name) != new.get(name)]
    return f"{called} {_listed(names)}" if names else ""


def _listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def read(stage: str, folder: UPath) -> dict[str, Any]:
    """What was kept of a stage's last run: its key, inputs and made files with their SHA-256; empty where it never ran or that is damaged."""
    try:
        return dict(json.loads((folder / "keys" / f"{stage}.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def write(stage: str, inputs: Mapping[str, Any], made: Mapping[str, Mapping[str, str]], folder: UPath, **extra: Any) -> None:
    """Keep a stage's key, what it read and what it made, and what else helps to make the key the next time."""
    kept = {"key": of_mapping(inputs), "inputs": inputs, "made": made, **extra}
    paths.write_text(folder / "keys" / f"{stage}.json", json.dumps(kept, indent=2, sort_keys=True) + "\n")


def forget(stage: str, folder: UPath) -> None:
    """Make a stage run again whatever its key says."""
    (folder / "keys" / f"{stage}.json").unlink(missing_ok=True)
