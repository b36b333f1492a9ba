"""Cells kept from being formulas, and read back as they were said."""

import pytest

from greening.guarded_cells import guarded, unguarded


@pytest.mark.parametrize(
    ("said", "written"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "'-5"), ("plain", "plain"), ("'quoted'", "'quoted'"), ("", "")]
)
def test_a_cell_is_no_formula_and_comes_back(said, written):
    assert guarded(said) == written and unguarded(written) == said


def test_signs_that_steer_a_terminal_are_taken_out():
    assert unguarded(" a\x1b[31mb\x00 ") == "a [31mb"
