"""The workbook of plain sheets: opened by another library it holds what was put into it."""

import io
import zipfile

from hypothesis import given, settings, strategies as st
from openpyxl import load_workbook

from greening.publish.workbook import workbook

CELLS = st.one_of(
    st.none(), st.integers(-(2**40), 2**40), st.floats(allow_nan=False, allow_infinity=False), st.text(st.characters(codec="utf-8"), max_size=9)
)


def opened(content):
    return load_workbook(io.BytesIO(content))


def test_sheets_heads_and_cells():
    book = opened(workbook({"first": [["a", "b"], ["=1+1", 2.5], [None, 3]], "second": [["c"], ["é & <x>"]]}))
    assert book.sheetnames == ["first", "second"]
    assert [[cell.value for cell in row] for row in book["first"].iter_rows()] == [["a", "b"], ["=1+1", 2.5], [None, 3]]
    assert book["first"]["A2"].data_type in ("s", "inlineStr")
    assert book["second"]["A2"].value == "é & <x>"
    assert book["first"]["A1"].font.bold and not book["first"]["A2"].font.bold
    assert book["first"].freeze_panes == "B2"


def test_the_same_cells_give_the_same_bytes_and_no_clock_is_in_them():
    rows = {"sheet": [["a"], [1.0]]}
    assert workbook(rows) == workbook(rows)
    with zipfile.ZipFile(io.BytesIO(workbook(rows))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_columns_beyond_z():
    row = [float(number) for number in range(60)]
    read = opened(workbook({"sheet": [[f"c{number}" for number in range(60)], row]}))["sheet"]
    assert [cell.value for cell in read[2]] == row
    assert read["BH2"].value == 59.0


def test_signs_that_xml_cannot_hold_are_left_out():
    assert opened(workbook({"sheet": [["a\x00b\x0bc"]]}))["sheet"]["A1"].value == "abc"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_whatever_is_put_in_comes_out(rows):
    read = opened(workbook({"sheet": [["x", "y", "z"], *rows]}))["sheet"]
    for line, row in enumerate(rows, start=2):
        for place, cell in enumerate(row, start=1):
            expected = cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) else cell
            expected = "".join(sign for sign in expected if sign >= " " or sign in "\t\n") or None if isinstance(expected, str) else expected
            assert read.cell(line, place).value == expected
