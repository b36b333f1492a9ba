"""What is reviewed of a report, as hashes: its figures, its findings, the paths of its goals and its sentences; read without pandas.

Not a part of it are styles, charts' drawings, how a figure was derived, and the review itself: none of them changes what the report says.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from upath import UPath

from greening import paths

if TYPE_CHECKING:
    import pandas as pd

    from greening.since.kept import State

#: What of a report is hashed by itself, in each of its languages.
PARTS = ("figures", "findings", "goals", "text")
#: The hashes of the parts by language.
Content = Mapping[str, Mapping[str, str]]
#: Columns of `targets` that are the path of a goal.
_PATH = ("goal_id", "year", "allowed_value", "actual_value", "gap", "status")
#: A copy of a report as it was approved, and as a reviewer last looked at it.
APPROVED, LOOKED = "approved", "looked"


def parts(state: "State", targets: "pd.DataFrame") -> dict[str, str]:
    """The hash of each part of a report in one language, whose figures, findings and sentences are `state` (see since.kept)."""
    goals = targets[[name for name in _PATH if name in targets.columns]].to_json(orient="values", double_precision=15)
    told = {"figures": state.figures, "findings": state.findings, "goals": goals, "text": state.texts}
    return {name: _digest(told[name]) for name in PARTS}


def _digest(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def keep(found: Mapping[str, str], folder: UPath, language: str) -> None:
    """Keep the parts of a published report beside what else is kept of it."""
    paths.write_text(_place(folder, language), json.dumps(found, indent=1, sort_keys=True) + "\n")


def forget(folder: UPath, language: str) -> None:
    """Keep nothing any more of a report that is taken away."""
    _place(folder, language).unlink(missing_ok=True)


def _place(folder: UPath, language: str) -> UPath:
    return folder / "last" / f"{language}.content.json"


def published(folder: UPath) -> dict[str, dict[str, str]]:
    """The content of the report as it is published, from its processed folder; empty where it is not."""
    found = ((place, place.name.partition(".")[0]) for place in sorted(_listed(folder / "last"), key=str) if place.name.endswith(".content.json"))
    read = {language: _json(place) for place, language in found}
    return {language: told for language, told in read.items() if told}


def _listed(folder: UPath) -> Iterator[UPath]:
    yield from folder.iterdir() if folder.is_dir() else ()


def _json(place: UPath) -> dict[str, Any]:
    try:
        return dict(json.loads(place.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return {}


def hashed(content: Content) -> str:
    """One hash over a content; empty where nothing is published."""
    return _digest(content) if content else ""


def differences(before: Content, now: Content) -> list[str]:
    """Which parts are no longer what they were, and `language` where one came that was not there; one that is no longer made is no change."""
    shared = [language for language in now if language in before]
    changed = [part for part in PARTS if any(before[language].get(part) != now[language].get(part) for language in shared)]
    return [*changed, *(["language"] if set(now) - set(before) else [])]


def folder_of_copies(data: str | UPath, year: int, organization: str) -> UPath:
    """Where copies of a reviewed report lie."""
    return paths.root(data) / "review" / str(year) / organization


def copy(data: str | UPath, year: int, organization: str, kind: str) -> None:
    """Keep the published report as it is, as approved or as looked at."""
    source, target = paths.processed(data, year, organization), folder_of_copies(data, year, organization)
    content = published(source)
    for language in content:
        paths.write_bytes(copy_of(data, year, organization, kind, language), (source / "last" / f"{language}.json.z").read_bytes())
    paths.write_text(target / f"{kind}.json", json.dumps({"content_hash": hashed(content), "content": content}, indent=1, sort_keys=True) + "\n")


def copy_of(data: str | UPath, year: int, organization: str, kind: str, language: str) -> UPath:
    """Where the copy of a report in a language lies."""
    return folder_of_copies(data, year, organization) / f"{kind}.{language}.json.z"


def copied(data: str | UPath, year: int, organization: str, kind: str) -> tuple[str, Content]:
    """The hash and the content of a kept copy; both empty where there is none, or it is not what its hash says."""
    told = _json(folder_of_copies(data, year, organization) / f"{kind}.json")
    content = told.get("content", {})
    return (str(told["content_hash"]), content) if told.get("content_hash") and hashed(content) == told["content_hash"] else ("", {})
