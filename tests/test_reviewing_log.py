"""The record of reviews: moves that can be, and lines that cannot, each told with its line."""

import pytest

from greening import review
from greening.reviewing import log

HEAD = "organization,state,role,date,content_hash,note\n"


def read(folder, text: str) -> log.Record:
    place = log.place(folder, 2022)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    return log.read(folder, 2022)


def test_the_way_of_a_report_is_read_in_its_order(tmp_path):
    steps = ("submitted", "under_review", "comments", "approved", "final")
    record = read(tmp_path, HEAD + "".join(f"BODY,{step},Reviewer,2026-11-21,abc,\n" for step in steps))
    assert [move.state for move in record.moves["BODY"]] == list(steps) and record.faults == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("BODY,aproved,Reviewer,2026-11-21,abc,", "Did you mean approved?"),
        ("BODY,final,Reviewer,2026-11-21,abc,", "cannot go from submitted to final; it can go to under_review, draft"),
        (",under_review,Reviewer,2026-11-21,abc,", "names no organization"),
        ("BODY,under_review,,2026-11-21,abc,", "does not say which role"),
        ("BODY,under_review,Reviewer,21/11/2026,abc,", "not a day such as"),
        ("BODY,under_review,Reviewer,2026-02-30,abc,", "not a day such as"),
        # Lines of the older form count in older files alone: else anybody could write a report final with a word.
        ("BODY,final", "cannot go from submitted to final"),
        ("BODY,final,,,,", "cannot go from submitted to final"),
        ("BODY,under_review,,,,", "does not say which role"),
        ('BODY,under_review,"Reviewer,2026-11-21,abc,', "a quotation mark"),
    ],
)
def test_a_line_that_cannot_be_is_told_and_does_not_count(tmp_path, line: str, told: str):
    record = read(tmp_path, f"{HEAD}BODY,submitted,Staff,2026-11-20,,\n{line}\n")
    (fault,) = record.faults
    assert fault.startswith("data/review/2022.csv, line 3: ") and told in fault
    assert review.state(tmp_path, 2022, "BODY") == "submitted"


def test_an_approval_without_its_hash_is_none(tmp_path):
    record = read(tmp_path, f"{HEAD}BODY,under_review\nBODY,approved,Reviewer,2026-11-21,,\n")
    assert "the hash of its content is missing" in record.faults[0] and review.state(tmp_path, 2022, "BODY") == "under_review"


def test_a_whole_line_that_only_says_a_state_is_no_line_of_the_older_form(tmp_path):
    assert "cannot go from draft to final" in read(tmp_path, f"{HEAD}BODY,final,,,,\n").faults[0]


def test_lines_of_before_there_were_moves_count_as_they_are(tmp_path):
    record = read(tmp_path, "organization,state\nBODY,final\nBODY,draft\n")
    assert record.faults == [] and review.state(tmp_path, 2022, "BODY") == "draft"


def test_a_changed_report_is_approved_again_with_another_hash_and_not_with_the_same(tmp_path):
    start = f"{HEAD}BODY,under_review\nBODY,approved,Reviewer,2026-11-21,abc,\n"
    assert read(tmp_path, f"{start}BODY,approved,Reviewer,2026-11-22,def,\n").faults == []
    assert "cannot go from approved to approved" in read(tmp_path, f"{start}BODY,approved,Reviewer,2026-11-22,abc,\n").faults[0]


def test_every_state_can_be_left_and_reached():
    assert set(log.MOVES) == set(log.STATES) == {"draft", *(state for states in log.MOVES.values() for state in states)}
