"""How far an organization came in a year, and why it stopped: state.json beside its products; read without pandas."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from upath import UPath

from greening import paths

#: The stages in the order they run.
STAGES = ("validate", "footprints", "targets", "narrative")


@dataclass(frozen=True)
class State:
    """How far one organization came in one year."""

    organization: str
    year: int
    name: str
    parent: str = ""
    is_group: bool = False
    illustrative: bool = False
    #: The last stage that was finished, or empty.
    stage: str = ""
    #: ok, held or failed.
    outcome: str = "ok"
    #: Why it is held or failed, in plain words.
    why: str = ""
    #: Findings by level.
    findings: Mapping[str, int] = field(default_factory=dict)


def read(folder: UPath) -> State | None:
    """The state kept in an organization's processed folder, or None where it has not been run."""
    try:
        return State(**json.loads((folder / "state.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def write(state: State, folder: UPath) -> None:
    """Keep the state in an organization's processed folder, unless it is kept already."""
    if read(folder) != state:
        paths.write_text(folder / "state.json", json.dumps(asdict(state), indent=2, ensure_ascii=False, sort_keys=True) + "\n")
