"""Comments, answers and closings as lines: entered by command or in a spreadsheet, and those that cannot be told with their line."""

import pytest

from greening.reviewing import comments

HEAD = "id,organization,on,text,role,date,state,reply_to\n"


def read(folder, *rows: str) -> comments.Comments:
    place = comments.place(folder, 2022)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(HEAD + "".join(f"{row}\n" for row in rows))
    return comments.read(folder, 2022)


def test_a_comment_goes_from_open_to_answered_to_closed(tmp_path):
    rows = [
        "1,BODY,figure:ghg.total,Why?,Reviewer,2026-11-21,open,",
        "2,,,Since then,Focal point,2026-11-22,answered,1",
        "3,,,,Reviewer,2026-11-23,closed,1",
    ]
    states = [read(tmp_path, *rows[:count]).of("BODY")[0].state for count in (1, 2, 3)]
    assert states == ["open", "answered", "closed"]
    (comment,) = read(tmp_path, *rows).of("BODY")
    assert (comment.kind, comment.target, [reply.text for reply in comment.replies]) == ("figure", "ghg.total", ["Since then", ""])


def test_a_line_from_a_spreadsheet_needs_neither_id_nor_state(tmp_path):
    (comment,) = read(tmp_path, ",BODY,section:waste,Which year?,,,,").of("BODY")
    assert (comment.entry.id, comment.state) == ("L2", "open")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2,BODY,figure:x,Text,R,2026-11-21,opne,", "Did you mean open?"),
        ("2,,,Text,R,2026-11-21,answered,11", "replies to comment 11, which is not there"),
        ("1,BODY,figure:x,Text,R,2026-11-21,open,", "comment 1 is there already"),
        ("2,BODY,ghg.total,Text,R,2026-11-21,open,", "nothing to comment on: write figure:ghg.total"),
        ("2,BODY,figure:x,,R,2026-11-21,open,", "it says nothing"),
        ("2,,figure:x,Text,R,2026-11-21,open,", "names no organization"),
        ("<b>,BODY,figure:x,Text,R,2026-11-21,open,", "not made of letters"),
    ],
)
def test_a_line_that_cannot_be_is_told_and_does_not_count(tmp_path, row: str, told: str):
    found = read(tmp_path, "1,BODY,figure:x,First,R,2026-11-21,open,", row)
    assert [fault for fault in found.faults if "line 3" in fault and told in fault] and len(found.of("BODY")) == 1


def test_the_key_knows_the_comments_of_the_body_alone(tmp_path):
    row = "1,BODY,figure:x,First,R,2026-11-21,open,"
    read(tmp_path, row)
    key = comments.key(tmp_path, 2022, "BODY")
    read(tmp_path, row, "2,OTHER,figure:x,Second,R,2026-11-21,open,")
    assert comments.key(tmp_path, 2022, "BODY") == key != comments.key(tmp_path, 2022, "OTHER")
    assert comments.key(tmp_path, 2022, "NONE") == ""
