"""Codes as parts of the names of figures."""

import pytest
from hypothesis import given, strategies as st

from greening.figures.definition import Definition
from greening.figures.names import part_of_name


@pytest.mark.parametrize("code", ["GVA", "HQ-A1", "Mission_support", "Genève"])
def test_a_code_without_reserved_signs_stays_as_it_is(code):
    assert part_of_name(code) == code


def test_codes_from_which_signs_had_to_go_stay_apart():
    parts = {part_of_name(code) for code in ("A.B", "A:B", "A B", "A-B", "A@B")}
    assert len(parts) == 5
    assert all(part.startswith("A-B") for part in parts)


@given(st.text(min_size=1, max_size=20))
def test_any_code_fills_the_placeholder_of_a_pattern(code):
    made = Definition("location.<location>.ghg.total", "t", "", lambda _: {})
    part = part_of_name(code)
    assert made.names_in(made.figure_id((part,))) == (part,)
