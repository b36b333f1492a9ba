"""No small cell can be computed from what is published: tried on sums worked by hand and on any others."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from greening.publish.suppression import Sum, combination, is_small, suppressed


def sums(*listed: tuple[str, int, str]) -> list[Sum]:
    """Sums by owner, rank, and the units that each holds as letters of `abcdef`."""
    return [Sum(owner, rank, np.array([unit in units for unit in "abcdef"])) for owner, rank, units in listed]


def test_a_sum_over_four_people_is_small_and_one_over_five_or_none_is_not():
    units = np.array([True, False])
    assert is_small(units, np.array([4.0, 9.0]))
    assert not is_small(units, np.array([5.0, 9.0])) and not is_small(units, np.array([0.0, 9.0]))


def test_what_is_left_of_a_total_without_its_parts_is_withheld_with_one_of_them():
    # a has 3 people: total - b - c would tell it, so that one of the parts goes, the less important one.
    listed = sums(("total", 0, "abc"), ("a", 1, "a"), ("b", 1, "b"), ("c", 2, "c"))
    assert suppressed(listed, np.array([3.0, 20.0, 30.0, 0.0, 0.0, 0.0])) == {"a", "c"}


def test_a_small_rest_between_two_published_sums_is_not_left():
    listed = sums(("all", 0, "abc"), ("nearly all", 3, "bc"))
    assert suppressed(listed, np.array([2.0, 20.0, 30.0, 0.0, 0.0, 0.0])) == {"nearly all"}


def test_a_cell_that_only_a_longer_sum_of_differences_tells_is_found():
    # ab + cd - bd - c... : a = (ab) + (cd) - (bcd).
    listed = sums(("a", 3, "a"), ("ab", 1, "ab"), ("bc", 1, "bc"), ("cd", 1, "cd"), ("bd", 2, "bd"), ("bcd", 0, "bcd"))
    sizes = np.array([1.0, 10.0, 10.0, 10.0, 0.0, 0.0])
    told = [one for one in listed if one.owner not in suppressed(listed, sizes)]
    assert combination(np.array([one.units for one in told], dtype=float), np.array([1.0, 0, 0, 0, 0, 0])) is None
    assert suppressed(listed, sizes) >= {"a"}


def test_what_is_fixed_stays_and_the_other_side_goes():
    listed = sums(("line", 0, "bc"), ("figure", 0, "abc"))
    assert suppressed(listed, np.array([2.0, 20.0, 30.0, 0.0, 0.0, 0.0]), {"line"}) == {"figure"}


def test_where_nothing_is_small_everything_is_told():
    listed = sums(("total", 0, "abc"), ("a", 1, "a"), ("b", 1, "b"))
    assert suppressed(listed, np.array([5.0, 20.0, 30.0, 0.0, 0.0, 0.0])) == set()
    assert suppressed([], np.zeros(0)) == set()


SIZES = st.lists(st.integers(1, 9), min_size=6, max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.sets(st.sampled_from("abcdef"), min_size=1)), min_size=1, max_size=12), SIZES)
def test_from_what_is_left_no_withheld_small_sum_can_be_computed(made, sizes):
    listed = sums(*((f"s{place}", rank, "".join(units)) for place, (rank, units) in enumerate(made)))
    withheld = suppressed(listed, np.array(sizes, dtype=float))
    told = np.array([one.units for one in listed if one.owner not in withheld], dtype=int)
    for one in listed:
        if is_small(one.units, np.array(sizes, dtype=float)):
            assert one.owner in withheld
            # Independent of the code under test: the rank of the matrix of sums grows by a row that is no combination of the others.
            assert not len(told) or np.linalg.matrix_rank(np.vstack([told, one.units])) == np.linalg.matrix_rank(told) + 1


@pytest.mark.parametrize("wanted", [[1, 1, 0], [0, 0, 1]])
def test_a_combination_is_found_where_there_is_one(wanted):
    told = np.array([[1.0, 0, 0], [0, 1.0, 0]])
    parts = combination(told, np.array(wanted, dtype=float))
    assert (parts is not None) == (wanted == [1, 1, 0])
