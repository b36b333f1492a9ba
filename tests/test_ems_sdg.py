"""Targets of the Sustainable Development Goals."""

import pytest

from greening import reference
from greening.ems import sdg

#: Note 3 of the note to the 71st session, written out: 6.1-6.4, and 12.2 to 12.8, which it misprints as 12.2-2.8.
NOTE = [
    "3.9",
    "4.7",
    "6.1",
    "6.2",
    "6.3",
    "6.4",
    "7.2",
    "7.3",
    "9.4",
    "9.a",
    "11.2",
    "11.4",
    "11.7",
    "11.b",
    "12.2",
    "12.3",
    "12.4",
    "12.5",
    "12.6",
    "12.7",
    "12.8",
    "13.2",
    "13.3",
    "15.1",
    "15.5",
    "15.7",
    "15.8",
    "17.18",
    "17.19",
]


def test_the_list_is_that_of_the_note():
    listed = reference.load("sdg_targets")
    assert listed.loc[listed["in_note"], "target"].astype("str").tolist() == NOTE
    assert sdg.beyond_note(NOTE) == []


def test_the_list_is_open_and_other_targets_are_told():
    assert sdg.beyond_note(["7.3", "11.6", "2.4"]) == ["11.6", "2.4"]


@pytest.mark.parametrize(
    ("cell", "named", "left"),
    [
        ("13.2, 12.6", ["13.2", "12.6"], []),
        ("11.B;9.a 7.3", ["11.b", "9.a", "7.3"], []),
        ("7.3 7.3", ["7.3"], []),
        ("SDG 7, 18.1 7.0", [], ["SDG", "7", "18.1", "7.0"]),
        ("", [], []),
        (None, [], []),
    ],
)
def test_a_cell_names_targets_and_what_cannot_be_one_is_left_out_and_told(cell, named, left):
    assert (sdg.tags(cell), sdg.not_targets(cell)) == (named, left)


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        (["energy"], ["7.2", "7.3", "9.4"]),
        (["flights", "energy"], ["13.2"]),
        (["noise", "waste"], ["12.4", "12.5"]),
        (["Air pollution"], ["3.9", "11.6"]),
        ([None, "ghg"], ["13.2"]),
        (["noise"], []),
        ([], []),
    ],
)
def test_without_targets_of_its_own_the_first_known_topic_gives_them(words, targets):
    assert sdg.of_topics(*words) == targets


def test_targets_are_listed_by_goal_numbers_before_letters():
    assert sorted(["9.a", "13.2", "9.4", "17.19", "3.9", "11.b", "11.2"], key=sdg.order) == ["3.9", "9.4", "9.a", "11.2", "11.b", "13.2", "17.19"]
