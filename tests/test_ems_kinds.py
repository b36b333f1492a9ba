"""Kinds of measure."""

import pytest

from greening.ems import kinds


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("infrastructure", "efficient_infrastructure"),
        ("Solar", "renewable_energy"),
        ("ground transport", "ground_transport"),
        ("waste", "water_and_waste"),
        ("policy", "policy_and_conduct"),
        ("feng shui", "other"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_measure_is_counted_under_a_known_kind_or_other(word, category):
    assert kinds.category(word) == category


def test_the_examples_of_the_note_are_kinds_of_their_own():
    assert {"efficient_infrastructure", "renewable_energy", "ground_transport", "water_and_waste"} < set(kinds.categories())
    assert kinds.categories().count("other") == 1


def test_only_listed_words_are_known():
    assert kinds.is_known(" Solar ") and not kinds.is_known("feng shui")
