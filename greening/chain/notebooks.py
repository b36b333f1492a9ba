"""The four notebooks: where each stage's lies and under which name it is kept executed; read without papermill."""

from collections.abc import Mapping
from pathlib import Path

from greening import paths

#: The notebook of each stage.
NOTEBOOKS: Mapping[str, str] = {
    "validate": "1_validate_submissions.ipynb",
    "footprints": "2_compute_footprints.ipynb",
    "targets": "3_evaluate_targets.ipynb",
    "narrative": "4_render_narrative.ipynb",
}


def notebook_path(stage: str) -> Path:
    """The notebook of a stage."""
    return paths.HOME / "notebooks" / NOTEBOOKS[stage]


def kept_name(stage: str, language: str = "") -> str:
    """The name under which a stage's executed notebook is kept: the notebook's own, with the language of the narrative."""
    path = notebook_path(stage)
    return f"{path.stem}.{language}{path.suffix}" if language else path.name
