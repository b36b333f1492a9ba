"""One organization's four notebooks: which they are and the parameters that the product passes, for stock tools and for the floor alike."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from greening import paths

#: The notebooks in their order, each with the parameters it takes beside year, organization and data.
NOTEBOOKS: Mapping[str, tuple[str, ...]] = {
    "1_validate_submissions.ipynb": ("expectations", "earlier_years", "members"),
    "2_compute_footprints.ipynb": ("gwp_set", "flight_method", "earlier_years"),
    "3_evaluate_targets.ipynb": ("expectations", "earlier_years", "gwp_set", "flight_method"),
    "4_render_narrative.ipynb": ("language",),
}


@dataclass(frozen=True)
class Work:
    """What one process is asked to do: whole organizations of one year, under these roots."""

    data: str
    expectations: str
    reports: str
    year: int
    #: Each organization with its members as the product names them (CODE@YEAR), none for one that is no group.
    organizations: Mapping[str, Sequence[str]]
    language: str = "en"

    def write(self, path: Path) -> Path:
        """Keep it as JSON for the process that does it; gives the path."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return path

    @classmethod
    def read(cls, path: str) -> "Work":
        """What was written."""
        return cls(**json.loads(Path(path).read_text(encoding="utf-8")))

    def parameters(self, notebook: str, organization: str) -> dict[str, Any]:
        """The parameters of a notebook for an organization."""
        may = {
            "expectations": self.expectations,
            "earlier_years": [],
            "members": list(self.organizations[organization]),
            "gwp_set": "AR5",
            "flight_method": "icao_style",
            "language": self.language,
        }
        shared = {"year": self.year, "organization": organization, "data": self.data}
        return shared | {name: may[name] for name in NOTEBOOKS[notebook]}

    def folder(self, organization: str) -> Path:
        """Where the executed notebooks of an organization are kept; made where it is missing."""
        folder = Path(str(paths.processed(self.data, self.year, organization))) / "executed"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def notebook(name: str) -> Path:
    """The file of a notebook."""
    return paths.HOME / "notebooks" / name


@dataclass(frozen=True)
class Took:
    """What one organization took: wall and CPU seconds in all, and CPU seconds of each notebook and of the page."""

    organization: str
    wall_s: float
    cpu_s: float
    parts_cpu_s: Mapping[str, float]
