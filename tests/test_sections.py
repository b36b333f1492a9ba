"""The list of sections is notebook 4's."""

import nbformat

from greening.chain.notebooks import notebook_path
from greening.narrative.sections import SECTIONS


def test_the_sections_are_those_of_the_notebook_in_its_order():
    cells = nbformat.read(notebook_path("narrative"), as_version=4).cells
    shown = [cell.source for cell in cells if cell.cell_type == "code" and cell.source.endswith("(read)")]
    assert [f"{show.__module__.rpartition('.')[2]}.{show.__name__}(read)" for show in SECTIONS] == shown
