"""A CSV file that commands append to and people edit in a spreadsheet: read as it comes, only ever grown, and by many at once."""

import csv
import threading

import pytest
from hypothesis import given, strategies as st
from upath import UPath

from greening.errors import GreeningError
from greening.reviewing import lines

COLUMNS = ("organization", "state", "note")


@pytest.mark.parametrize(
    "content",
    [
        b"organization,state,note\nBODY,draft,caf\xc3\xa9\n",
        b"\xef\xbb\xbforganization,state,note\r\nBODY,draft,caf\xc3\xa9\r\n",
        b"organization;state;note\nBODY;draft;caf\xe9\n",
        b"State , ORGANIZATION,note\ndraft, BODY ,caf\xc3\xa9",
        "organization\tstate\tnote\r\nBODY\tdraft\tcaf\u00e9\r\n".encode("utf-16"),
        b"organization,state,note\nBODY,draft,\x1bcaf\xc3\xa9\x00\n",
    ],
)
def test_what_spreadsheets_save_is_read_alike(tmp_path, content: bytes):
    place = UPath(tmp_path) / "a.csv"
    place.write_bytes(content)
    (line,) = lines.read(place).lines
    assert (line.number, dict(line.cells)) == (2, {"organization": "BODY", "state": "draft", "note": "caf\u00e9"})


def test_a_line_keeps_the_number_that_an_editor_shows(tmp_path):
    place = UPath(tmp_path) / "a.csv"
    place.write_text('organization,note\nA,"two\nlines"\n\nB,x\n')
    assert [(line.number, line.cells["organization"]) for line in lines.read(place).lines] == [(2, "A"), (5, "B")]


@pytest.mark.parametrize("broken", ['B,"open,x', f"B,{'x' * 200_000}"], ids=["quotation mark", "cell"])
def test_a_line_that_cannot_be_read_takes_no_other_with_it(tmp_path, broken: str):
    place = UPath(tmp_path) / "a.csv"
    place.write_text(f"organization,note\nA,x\n{broken}\nC,y\n")
    assert [(line.number, line.is_broken) for line in lines.read(place).lines] == [(2, False), (3, True), (4, False)]


def test_there_is_nothing_in_no_file_and_in_a_folder(tmp_path):
    assert lines.read(UPath(tmp_path) / "none.csv") == lines.read(UPath(tmp_path)) == lines.Sheet()


def test_appending_keeps_every_line_and_widens_an_old_head(tmp_path):
    place = UPath(tmp_path) / "a.csv"
    place.write_text("organization;state\nOLD;final")
    lines.append(place, COLUMNS, {"organization": "NEW", "state": "draft", "note": "x"})
    assert place.read_text() == "organization;state;note\nOLD;final\nNEW;draft;x\n"


def test_a_formula_is_kept_from_being_one(tmp_path):
    place = UPath(tmp_path) / "a.csv"
    lines.append(place, COLUMNS, {"organization": "A", "note": '=HYPERLINK("x")'})
    assert "'=HYPERLINK" in place.read_text()
    assert lines.read(place).lines[0].cells["note"] == '=HYPERLINK("x")'


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40))
def test_any_text_comes_back(tmp_path_factory, text: str):
    place = UPath(tmp_path_factory.mktemp("any")) / "a.csv"
    lines.append(place, COLUMNS, {"organization": "A", "note": text})
    note = lines.read(place).lines[0].cells["note"]
    assert note == text.strip() or (text.strip().startswith("'") and note == text.strip()[1:])


def test_many_at_once_lose_nothing(tmp_path):
    place = UPath(tmp_path) / "a.csv"

    def add(number: int) -> None:
        with lines.held(place):
            lines.append(place, COLUMNS, {"organization": f"B{number}", "state": "draft"})

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = list(csv.DictReader(place.read_text().splitlines()))
    assert sorted(row["organization"] for row in found) == sorted(f"B{number}" for number in range(12))


def test_a_line_that_somebody_else_wrote_over_is_told(tmp_path, monkeypatch):
    place = UPath(tmp_path) / "a.csv"
    monkeypatch.setattr(lines.paths, "write_text", lambda path, content: path.write_text("organization\nOTHER\n"))
    with pytest.raises(GreeningError, match="at the same time"):
        lines.append(place, COLUMNS, {"organization": "A"})
