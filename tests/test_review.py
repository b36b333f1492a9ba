"""How far a review is: the last row of the organization counts, and everything that is not known is a draft."""

import pytest
from upath import UPath

from greening import review


def said(folder, content: bytes | None) -> str:
    if content is not None:
        (folder / "review").mkdir()
        (folder / "review" / "2022.csv").write_bytes(content)
    return review.state(UPath(folder), 2022, "BODY")


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (None, "draft"),
        (b"", "draft"),
        (b"organization,state\nOTHER,final\n", "draft"),
        (b"organization,state\nBODY,final\n", "final"),
        (b"organization,state\nBODY,draft\nBODY, Under_Review \nOTHER,final\n", "under_review"),
        (b"\xef\xbb\xbforganization,state\r\nBODY,final\r\n", "final"),
        (b"organization,state\nBODY,published\n", "draft"),
        (b"organization,state\nBODY\n", "draft"),
        (b"body,status\nBODY,final\n", "draft"),
        (b"organization,state\nBODY,\xff\xfe\n", "draft"),
    ],
)
def test_the_state_of_a_report(tmp_path, content: bytes | None, state: str):
    assert said(tmp_path, content) == state


def test_a_folder_of_that_name_says_nothing(tmp_path):
    (tmp_path / "review" / "2022.csv").mkdir(parents=True)
    assert review.state(UPath(tmp_path), 2022, "BODY") == "draft"
