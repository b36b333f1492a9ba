"""The product's own notebooks on both engines: warm and stock keep the same notebook and write the same products, byte for byte."""

import json
import shutil

import nbformat
import pytest
from chain_frames import place

from greening import paths
from greening.chain import execute, notebooks
from greening.errors import StageError
from greening.kernels import is_safe

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("parity"),
    pytest.mark.skipif(not is_safe()[0], reason="no warm kernels here"),
]

ENGINES = ("warm", "papermill")
YEAR = 2024
#: A body with every table, and a group of it and of a body that is missing.
BODIES = {"EXAMPLE-FIELD": [], "EXAMPLE": ["EXAMPLE-FIELD@2024", "EXAMPLE-HQ"]}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data root with one submission, in a process that is set up to run notebooks on either engine."""
    root = tmp_path_factory.mktemp("parity")
    place(root, YEAR, "EXAMPLE-FIELD")
    (root / "rfc3987_syntax.py").write_text("raise ImportError")  # it takes a second of every stock kernel and changes nothing
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(root))
        execute.prepare("warm")
        yield root


def parameters(stage, code, data):
    own = {
        "validate": {"expectations": str(paths.HOME / "expectations"), "earlier_years": [], "members": BODIES[code]},
        "footprints": {"gwp_set": "AR5", "flight_method": "icao_style", "earlier_years": []},
        "targets": {"expectations": str(paths.HOME / "expectations"), "gwp_set": "AR5", "flight_method": "icao_style", "earlier_years": []},
        "narrative": {"language": "en"},
    }
    return {"year": YEAR, "organization": code, "data": str(data), **own[stage]}


def kept(data, code, engine, stage):
    return paths.processed(data, YEAR, code) / engine / notebooks.kept_name(stage)


def products(data, code):
    return {path.name: path.read_bytes() for path in paths.processed(data, YEAR, code).glob("*.parquet")}


@pytest.fixture(scope="module")
def made(data):
    """The products after each stage of each body, on each engine."""
    after = {}
    for code in BODIES:
        for stage in notebooks.NOTEBOOKS:
            for engine in ENGINES:
                execute.execute(stage, parameters(stage, code, data), kept(data, code, engine, stage), f"{code} {YEAR}", engine)
                after[code, stage, engine] = products(data, code)
    return after


@pytest.mark.parametrize("stage", notebooks.NOTEBOOKS)
@pytest.mark.parametrize("code", BODIES)
def test_a_notebook_is_the_same_on_both_engines_cell_for_cell(data, made, code, stage):
    warm, stock = (json.loads(kept(data, code, engine, stage).read_text()) for engine in ENGINES)
    assert any(cell.get("outputs") for cell in warm["cells"])
    for ours, theirs in zip(warm["cells"], stock["cells"], strict=True):
        assert ours == theirs
    assert kept(data, code, "warm", stage).read_bytes() == kept(data, code, "papermill", stage).read_bytes()
    assert made[code, stage, "warm"] == made[code, stage, "papermill"]


def test_the_products_compared_are_all_there(made):
    names = {
        *("activities", "checks", "members", "footprint", "indicators", "figures", "targets", "findings", "changes"),
        *("uncertainty", "measures", "sites", "register", "money", "credits", "projection", "peers", "standings"),
    }
    for code in BODIES:
        assert set(made[code, "narrative", "warm"]) == {f"{name}.parquet" for name in names}


#: A fault in the middle of a real notebook: deep in the package, of the syntax, after output and updates of a display.
FAULTS = {
    "deep": "figures = evaluate.evaluate(None)",
    "syntax": "figures = evaluate.evaluate(\n    given))",
    "after_output": "import sys\nshown = display('working', display_id=True)\nshown.update('worked')\nprint('so far')\n"
    "print('and', file=sys.stderr)\ntables.read('figures', folder / 'nowhere')",
    "exit_code": "import sys\nsys.exit(3)",
    "input": "input('which year?')",
}


def without_random_ids(notebook):
    """The notebook without the ids that papermill draws for the cells that it adds where one has failed."""
    for cell in notebook["cells"]:
        if "papermill-error-cell-tag" in cell["metadata"].get("tags", ()):
            del cell["id"]
    return notebook


@pytest.mark.parametrize("fault", FAULTS)
def test_a_cell_that_fails_in_a_real_notebook_fails_the_same_on_both_engines(data, made, monkeypatch, tmp_path, fault):
    notebook = nbformat.read(notebooks.notebook_path("targets"), as_version=4)
    place_of = [cell.id for cell in notebook.cells].index("read") + 1
    notebook.cells.insert(place_of, nbformat.v4.new_code_cell(FAULTS[fault], id="fault"))
    path = tmp_path / "3_evaluate_targets.ipynb"
    nbformat.write(notebook, path)
    monkeypatch.setattr(execute, "notebook_path", lambda _stage: path)

    said, left = {}, {}
    for engine in ENGINES:
        file = paths.processed(data, YEAR, "EXAMPLE-FIELD") / f"{fault}-{engine}" / "executed.ipynb"
        with pytest.raises(StageError) as caught:
            execute.execute("targets", parameters("targets", "EXAMPLE-FIELD", data), file, "BODY 2024", engine)
        said[engine], left[engine] = str(caught.value), without_random_ids(json.loads(file.read_text()))
        shutil.rmtree(str(file.parent))
    assert said["warm"] == said["papermill"]
    assert said["warm"].startswith("BODY 2024, targets, cell 5: ")
    assert left["warm"] == left["papermill"]
    reached = [cell.get("id") for cell in left["warm"]["cells"] if cell.get("outputs")]
    assert "fault" in reached and "write" not in reached
