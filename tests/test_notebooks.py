"""The notebooks are thin pages: no definition, no output, parameters exactly those that the chain passes."""

import ast

import nbformat
import papermill
import pytest

from greening.chain import execute, inputs, notebooks, rendering
from greening.chain.inputs import History, Settings
from greening.chain.plan import Task
from greening.chain.state import STAGES

TASK = Task(2024, "EXAMPLE-HQ")
#: What a page shows is a function's return; these would make it a program.
PROGRAM = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try, ast.With, ast.If)


def code_cells(stage):
    notebook = nbformat.read(notebooks.notebook_path(stage), as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_notebook_is_valid_and_has_no_outputs(stage):
    notebook = nbformat.read(notebooks.notebook_path(stage), as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(stage))
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@pytest.mark.parametrize("stage", STAGES)
def test_a_notebook_defines_nothing_and_loops_over_nothing(stage):
    for cell in code_cells(stage):
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, PROGRAM)], cell.source


@pytest.mark.parametrize("stage", STAGES)
def test_cells_are_short_and_join_no_paths(stage):
    for cell in code_cells(stage):
        assert len(cell.source.splitlines()) < 10, cell.source
        assert "os.path" not in cell.source and ".joinpath" not in cell.source and not cell.source.startswith("%")


@pytest.mark.parametrize("stage", STAGES)
def test_parameters_are_exactly_those_passed(stage):
    narrative = rendering.parameters(TASK, Settings(), "en")
    passed = narrative if stage == "narrative" else inputs.parameters(stage, TASK, Settings(), History([], []))
    declared = papermill.inspect_notebook(str(notebooks.notebook_path(stage)))
    assert set(declared) == set(passed)
    assert all(parameter["inferred_type_name"] != "None" for parameter in declared.values()), "every parameter has a type"


def test_a_parameter_that_the_notebook_does_not_have_stops_the_stage(tmp_path):
    with pytest.raises(execute.StageError, match="not in the notebook: \\['colour'\\]"):
        execute.execute("targets", {"colour": "blue"}, tmp_path / "executed.ipynb", "BODY 2024")
