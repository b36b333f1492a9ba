"""Content keys: a stage whose inputs and products are what they were is not run again; read without pandas."""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from upath import UPath

from greening import paths

#: What only the pages depend on: an edit there re-renders, and computes nothing again.
_RENDERING = ("locale.py", "formats.py", "site.py", "charts", "narrative", "publish", "templates")
#: What says how the chain runs, and nothing about what comes out.
_RUNNING = ("chain", "kernels", "template_workbook.py", "template_lists.py")
#: Reference tables that say what is known rather than what it emits.
_CODE_LISTS = ("airports.csv", "airport_cities.csv", "countries.csv", "organizations.csv", "refrigerant_blends.csv", "gwp.csv", "aircraft_fuel.csv")


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def of_files(files: Iterable[UPath]) -> dict[str, str]:
    """The SHA-256 of each file that exists, by name."""
    return {file.name: digest(file.read_bytes()) for file in sorted(files, key=lambda file: file.name) if file.is_file()}


def of_mapping(inputs: Mapping[str, Any]) -> str:
    """One key over named inputs; the order of names does not matter."""
    return digest(json.dumps(inputs, sort_keys=True).encode("utf-8"))


@cache
def of_code(stage: str, language: str = "") -> str:
    """Key over the code, reference data and package versions that a stage rests on.

    Stages 1 to 3 do not depend on what only pages need; stage 1 does not depend on the emission factors, and a page in one language
    does not depend on the catalogues of the others.
    """
    package = Path(__file__).resolve().parent.parent
    counted = [file for file in sorted(package.rglob("*")) if _counts(file, package, stage, language)]
    parts = {str(file.relative_to(package)): digest(file.read_bytes()) for file in counted}
    parts["requirements"] = digest((paths.HOME / "requirements.txt").read_bytes())
    parts["python"] = platform.python_version()
    return of_mapping(parts)


def _counts(file: Path, package: Path, stage: str, language: str) -> bool:
    top, *below = file.relative_to(package).parts
    if file.is_dir() or file.suffix in (".pyc", ".md") or top in _RUNNING:
        return False
    if top == "locales":
        return stage == "narrative" and language in ("", below[0])
    if stage == "validate" and file.parent.name == "tables" and file.parent.parent.name == "reference":
        return file.name in _CODE_LISTS
    return stage == "narrative" or top not in _RENDERING


def is_current(stage: str, key: str, folder: UPath, roots: Mapping[str, UPath]) -> bool:
    """Whether a stage ran with this key and all that it made is still as it was made.

    `roots` says where the products lie: `processed` and `reports` folders of the organization.
    """
    kept = read(stage, folder)
    if kept.get("key") != key:
        return False
    made = ((roots[place] / name, sha256) for place, files in kept["made"].items() for name, sha256 in files.items())
    return all(file.is_file() and digest(file.read_bytes()) == sha256 for file, sha256 in made)


def read(stage: str, folder: UPath) -> dict[str, Any]:
    """What was kept of a stage's last run: its key, inputs and made files with their SHA-256; empty where it never ran."""
    path = folder / "keys" / f"{stage}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(stage: str, inputs: Mapping[str, Any], made: Mapping[str, Mapping[str, str]], folder: UPath, **extra: Any) -> None:
    """Keep a stage's key, what it read and what it made, and what else helps to make the key the next time."""
    kept = {"key": of_mapping(inputs), "inputs": inputs, "made": made, **extra}
    paths.write_text(folder / "keys" / f"{stage}.json", json.dumps(kept, indent=2, sort_keys=True) + "\n")


def forget(stage: str, folder: UPath) -> None:
    """Make a stage run again whatever its key says."""
    (folder / "keys" / f"{stage}.json").unlink(missing_ok=True)
