"""Moves of a review as people ask for them: those that can be, refusals that name what can, and what stands against approving."""

import pytest
from chain_frames import body
from made_report import quantity, report

from greening import paths, review
from greening.chain import state as states
from greening.chain.state import State
from greening.errors import CallError, GreeningError
from greening.reviewing import content, log
from greening.signing import listing, moves, remarks
from greening.since import kept

DAY = "2026-11-21"


@pytest.fixture
def data(tmp_path):
    """A body with input, of which one figure and one section are published."""
    body(tmp_path, 2022, "BODY")
    publish(tmp_path)
    return tmp_path


def publish(data, total: float = 1.0) -> None:
    made, folder = report(quantity("ghg.total", total)), paths.processed(data, 2022, "BODY")
    state = kept.state(made, {"ghg": "<p>Emissions were told.</p>"}, {})
    kept.write(kept.Memory(state, None, {}), folder, "en")
    content.keep(content.parts(state, made.targets), folder, "en")
    states.write(State("BODY", 2022, "Body", outcome="ok", stage="narrative"), folder)


def go(data, *wanted: str) -> None:
    for state in wanted:
        moves.move(data, 2022, "BODY", state, "Reviewer", day=DAY)


def test_a_report_goes_its_whole_way_and_every_step_is_kept(data):
    go(data, "submitted", "under_review", "comments", "approved", "final")
    lines = log.place(data, 2022).read_text().splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["submitted", "under_review", "comments", "approved", "final"]
    hashed = content.hashed(content.published(paths.processed(data, 2022, "BODY")))
    assert lines[-1] == f"BODY,final,Reviewer,{DAY},{hashed},"


@pytest.mark.parametrize(
    ("before", "wanted", "told"),
    [
        ((), "approved", "BODY 2022 is draft, and cannot go to approved; it can go to submitted"),
        (("submitted",), "final", "it can go to under_review, draft"),
        (("submitted", "under_review"), "final", "it can go to comments, approved, submitted, draft"),
        (("submitted", "under_review", "approved"), "approved", "it can go to final, under_review"),
        (("submitted", "under_review", "approved", "final"), "draft", "it can go to under_review"),
        ((), "submited", "Did you mean submitted?"),
    ],
)
def test_a_move_that_cannot_be_names_those_that_can(data, before, wanted: str, told: str):
    go(data, *before)
    kept_lines = log.place(data, 2022).read_text() if before else ""
    with pytest.raises(CallError, match=told.replace("?", r"\?")):
        go(data, wanted)
    assert (log.place(data, 2022).read_text() if before else "") == kept_lines


@pytest.mark.parametrize(
    ("given", "told"), [({"day": "21/11/2026"}, "is no day"), ({"role": " "}, "which role"), ({"organization": "NOBODY"}, "NOBODY")]
)
def test_a_wrong_call_is_told(data, given, told: str):
    called = {"organization": "BODY", "state": "submitted", "role": "Staff", **given}
    with pytest.raises(CallError, match=told):
        moves.move(data, 2022, **called)


def test_nothing_is_approved_that_is_not_published_or_held(data):
    go(data, "submitted", "under_review")
    folder = paths.processed(data, 2022, "BODY")
    states.write(State("BODY", 2022, "Body", outcome="held", why="too much electricity"), folder)
    with pytest.raises(GreeningError, match="BODY 2022 is held and cannot be approved: too much electricity"):
        go(data, "approved")
    states.write(State("BODY", 2022, "Body", outcome="ok"), folder)
    content.forget(folder, "en")
    with pytest.raises(GreeningError, match="nothing is published of BODY 2022 that could be approved; run: python"):
        go(data, "approved")


def test_an_open_comment_stands_against_final_and_is_named(data):
    remarks.comment(data, 2022, "BODY", "figure:ghg.total", "Why so low?", "Reviewer", DAY)
    go(data, "submitted", "under_review", "approved")
    with pytest.raises(GreeningError, match=r"comments are open .1 on figure:ghg\.total: Why so low"):
        go(data, "final")
    remarks.answer(data, 2022, "1", "Two places closed", "Focal point", DAY)
    go(data, "final")
    assert review.state(data, 2022, "BODY") == "final"


def test_a_report_that_changed_is_approved_anew_from_under_review(data):
    go(data, "submitted", "under_review", "approved")
    publish(data, total=2.0)
    with pytest.raises(CallError, match="is under_review, since it changed after it was approved, and cannot go to final"):
        go(data, "final")
    go(data, "approved", "final")
    assert log.read(data, 2022).faults == [] and review.state(data, 2022, "BODY") == "final"


def test_the_table_says_why_a_report_fell_back_and_which_lines_do_not_count(data):
    go(data, "submitted", "under_review", "approved")
    publish(data, total=2.0)
    with log.place(data, 2022).open("a") as record:
        record.write(f"BODY,published,Reviewer,{DAY},,\nOTHER,submitted,Staff,{DAY},,\n")
    told = listing.table(data, 2022)
    assert "under_review" in told and f"changed since it was approved on {DAY}: figures" in told
    assert "data/review/2022.csv, line 5: BODY has the state published" in told
    assert "data/review/2022.csv: OTHER has no input in 2022" in told


def test_a_received_submission_is_recorded_where_the_review_goes_on_from_that(data):
    assert moves.submit(data, 2022, "BODY", "Staff", DAY) and review.state(data, 2022, "BODY") == "submitted"
    assert not moves.submit(data, 2022, "BODY", "Staff", DAY)
    go(data, "under_review", "approved")
    assert not moves.submit(data, 2022, "BODY", "Staff", DAY) and review.state(data, 2022, "BODY") == "approved"


def test_comments_are_on_what_the_report_has(data):
    for on, told in (("figure:ghg.totl", "Did you mean ghg.total"), ("section:gghg", "Did you mean ghg"), ("ghg.total", "nothing to comment on")):
        with pytest.raises(CallError, match=told):
            remarks.comment(data, 2022, "BODY", on, "Why?", "Reviewer", DAY)
    first, second = (remarks.comment(data, 2022, "BODY", "section:ghg", "Why?", "Reviewer", DAY) for _ in range(2))
    assert (first.id, second.id) == ("1", "2")
    with pytest.raises(CallError, match="there is no comment 9 of 2022; there are: 1, 2"):
        remarks.answer(data, 2022, "9", "Text", "Focal point", DAY)
    remarks.close(data, 2022, "1", "", "Reviewer", DAY)
    with pytest.raises(CallError, match="closed already"):
        remarks.close(data, 2022, "1", "", "Reviewer", DAY)
    shown = listing.one(data, 2022, "BODY")
    assert "comments: 2, 1 not closed" in shown and "next: python pipeline.py review set --year 2022 --organization BODY submitted" in shown


def test_a_final_report_takes_no_comments(data):
    go(data, "submitted", "under_review", "approved", "final")
    with pytest.raises(CallError, match="is final; move it back first"):
        remarks.comment(data, 2022, "BODY", "section:ghg", "Why?", "Reviewer", DAY)
