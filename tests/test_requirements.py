"""The table of requirements: every one in its place, with a test that there is, or why it is not for this product."""

import re

import pytest

from greening.paths import HOME

TEXT = (HOME / "docs" / "requirements.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in TEXT.splitlines() if re.match(r"\| \d+ \|", line)]
#: What stands in the place of a test where a requirement is none of this product.
OUTSIDE = "Not for this product: "
_NAMED = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`")


def test_all_ninety_one_stand_there_once_and_in_order():
    assert [row[0].strip("| ") for row in ROWS] == [str(number) for number in range(1, 92)]
    assert all(len(row) == 4 and all(row) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_requirement_names_tests_that_there_are_or_says_why_there_are_none(row):
    named = _NAMED.findall(row[3])
    assert named or row[3].startswith(OUTSIDE), row[3]
    for file, function in named:
        path = HOME / file
        assert path.is_file(), file
        assert re.search(rf"^def {function}\(", path.read_text(encoding="utf-8"), flags=re.MULTILINE), f"{file}::{function}"


def test_nothing_in_a_cell_of_tests_goes_unread():
    for row in ROWS:
        left = _NAMED.sub("", row[3]) if not row[3].startswith(OUTSIDE) else ""
        assert re.fullmatch(r"[ ,]*", left), row


def test_files_and_tables_that_a_row_points_at_are_there():
    for row in ROWS:
        for link in re.findall(r"\]\(([a-z_]+\.md)\)", row[2]):
            assert (HOME / "docs" / link).is_file(), link
        for path in re.findall(r"`(greening/[a-z_/]+(?:\.[a-z]+)?)`", row[2]):
            assert (HOME / path).exists(), path
