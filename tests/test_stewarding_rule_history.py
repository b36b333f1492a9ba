"""Who changed a rule: as git knows it, newest first, through renames of the file; one clear line where there is no git."""

import json
import subprocess

import pytest

from greening.errors import CallError
from greening.stewarding import rule_changes, rule_history


def suite(name, maximum, level="warn", rule="absurd"):
    entry = {
        "type": "expect_column_values_to_be_between",
        "kwargs": {"column": "waste_kg", "max_value": maximum},
        "meta": {"rule": rule, "level": level, "message": "too much", "reason": "a slip"},
    }
    return json.dumps({"name": name, "expectations": [entry]}, indent=2) + "\n"


@pytest.fixture
def home(tmp_path):
    """A folder of suites below the root of a repository: a file that is changed, renamed, and changed again."""
    folder = tmp_path / "expectations"
    folder.mkdir()
    git(tmp_path, "init", "-q")
    steps = [
        ("rubbish", suite("waste", 5), "A first bound", "2024-01-05"),
        ("rubbish", suite("waste", 8), "Bigger sites came in", "2024-06-07"),
        ("waste", suite("waste", 8), "Named as the table", "2024-07-01"),
        ("waste", suite("waste", 8, "hold"), "Too many slips", "2025-02-03"),
    ]
    for name, content, subject, day in steps:
        if name == "waste" and (folder / "rubbish.json").exists():
            git(tmp_path, "mv", "expectations/rubbish.json", "expectations/waste.json")
        (folder / f"{name}.json").write_text(content)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", subject, day=day)
    return folder


def git(place, *arguments, day="2024-01-01"):
    who = ["-c", "user.name=Waste data steward", "-c", "user.email=steward@example.org"]
    stamp = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    subprocess.run(["git", "-C", str(place), *who, *arguments], check=True, env=stamp, capture_output=True)


def test_changes_are_told_newest_first_through_a_rename(home):
    (found,) = rule_history.history("waste.absurd", str(home))
    assert [(step.day, step.subject, step.told) for step in found.steps] == [
        ("2025-02-03", "Too many slips", ("level warn -> hold",)),
        ("2024-06-07", "Bigger sites came in", ("max_value 5 -> 8",)),
        ("2024-01-05", "A first bound", ("new rule",)),
    ]
    assert {step.author for step in found.steps} == {"Waste data steward"}
    assert rule_history.as_text([found]).splitlines() == [
        "waste.absurd",
        "  2025-02-03  Waste data steward  level warn -> hold",
        "                                  why: Too many slips",
        "  2024-06-07  Waste data steward  max_value 5 -> 8",
        "                                  why: Bigger sites came in",
        "  2024-01-05  Waste data steward  new rule",
        "                                  why: A first bound",
    ]


def test_what_is_not_committed_stands_first(home):
    (home / "waste.json").write_text(suite("waste", 9, "hold"))
    (found,) = rule_history.history("waste.absurd", str(home))
    assert (found.steps[0].author, found.steps[0].told) == (rule_history.UNCOMMITTED, ("max_value 8 -> 9",))


def test_a_name_alone_asks_every_suite(home):
    (home / "water.json").write_text(suite("water", 3))
    assert [one.suite for one in rule_history.history("absurd", str(home))] == ["waste", "water"]


def test_a_rule_that_was_taken_out_still_has_its_history(home):
    (home / "waste.json").write_text(suite("waste", 8, "hold", rule="other"))
    (found,) = rule_history.history("waste.absurd", str(home))
    assert found.steps[0].told == ("taken out",)
    (home / "waste.json").unlink()
    git(home.parent, "add", "-A")
    git(home.parent, "commit", "-qm", "No waste any more", day="2025-05-05")
    (found,) = rule_history.history("waste.absurd", str(home))
    assert (found.steps[0].subject, found.steps[0].told) == ("No waste any more", ("taken out",))


@pytest.mark.parametrize("rule", ["goal_without_baseline", "missing_profile"])
def test_a_rule_of_the_program_is_told_as_such(home, rule):
    with pytest.raises(CallError, match=f"{rule} is found by the program and is a rule of no suite"):
        rule_history.history(rule, str(home))


def test_an_unknown_rule_is_offered_the_nearest(home):
    with pytest.raises(CallError, match=r"Did you mean waste\.absurd"):
        rule_history.history("waste.absurt", str(home))


def test_without_git_there_is_none(tmp_path):
    (tmp_path / "waste.json").write_text(suite("waste", 3))
    assert rule_history.history("waste.absurd", str(tmp_path)) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"value_set": ["a", "b"]}, {"value_set": ["b", "c"]}, ("value_set: c added; a taken out",)),
        ({"mostly": 1}, {"mostly": 1.0}, ("mostly 1 -> 1.0",)),
        ({}, {"row_condition": "a > 1"}, ("row_condition a > 1 added",)),
        ({"strict_min": True}, {}, ("strict_min true taken out",)),
        ({"value_set": ["a", "b"]}, {"value_set": ["b", "a"]}, ("value_set: in another order",)),
    ],
)
def test_differences_are_told_in_words(before, after, told):
    old, new = ({"expectations": [{"type": "t", "kwargs": kwargs, "meta": {"rule": "r"}}]} for kwargs in (before, after))
    (change,) = rule_changes.between("s", old, new)
    assert change.told == told and change.finds_otherwise


def test_a_change_of_words_finds_nothing_else():
    old, new = ({"expectations": [{"type": "t", "kwargs": {}, "meta": {"rule": "r", "message": text}}]} for text in ("one", "two"))
    (change,) = rule_changes.between("s", old, new)
    assert change.told == ("message one -> two",) and not change.finds_otherwise
