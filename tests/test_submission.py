"""Reading the files of a submission: which rows, of which table, from which row of which file."""

import csv
import io
import subprocess
import sys
import zipfile
from datetime import datetime

import pandas as pd
import pytest
from hypothesis import given, strategies as st
from submitted_files import PROFILE, submitted, with_part, workbook
from upath import UPath

from greening.submission import csv_files, peek, workbooks
from greening.submission.files import UnreadableError
from greening.submission.loading import load, table_of_file


def test_blank_rows_and_cells_over_several_lines_count_as_a_spreadsheet_counts_them(tmp_path):
    found = submitted(tmp_path, stories__csv='section,text\n\nghg,"one\ntwo\nthree"\n,\nwaste,last\n')
    rows = found.tables["stories"]
    assert rows["source_row"].tolist() == [3, 5]
    assert rows["text"].tolist() == ["one\ntwo\nthree", "last"]
    assert found.raw_rows == 3


def test_several_files_of_a_table_are_stacked(tmp_path):
    found = submitted(tmp_path, stories_a__csv="section,text\nghg,a\n", stories_b__csv="text,section\nb,waste\n")
    rows = found.tables["stories"]
    assert rows[["source_file", "section", "text"]].values.tolist() == [["stories_a.csv", "ghg", "a"], ["stories_b.csv", "waste", "b"]]


@pytest.mark.parametrize(
    ("stem", "table"),
    [("wastewater", "wastewater"), ("wastewater_2", "wastewater"), ("waste_hq", "waste"), ("Water", "water"), ("electrcity", "")],
)
def test_the_longest_table_name_wins_for_a_file(stem, table):
    assert table_of_file(stem) == table


def test_text_cells_are_text(tmp_path):
    found = submitted(tmp_path, locations__csv="row_id,location_id,country\nnan,NA,NA\n")
    assert found.tables["locations"].loc[0, ["row_id", "location_id", "country"]].tolist() == ["nan", "NA", "NA"]


def test_leftovers_of_programs_are_not_read(tmp_path):
    found = submitted(tmp_path, **{"__DS_Store": b"\0", "~$submission__xlsx": b"\0", "__hidden__csv": "a\n1\n"})
    assert list(found.files) == ["profile.csv"]
    assert found.findings.empty


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    assert submitted(tmp_path, stories__csv="\ufeffsection,text\nghg,a\n").tables["stories"]["section"].tolist() == ["ghg"]


def test_workbook_cells_become_text(tmp_path):
    row = ["HQ", 3.0, 0.1, 12, True, datetime(2024, 3, 31), None, "NA"]
    content = workbook(Water=[["location_id", "water_m3", "source", "meter", "source_protected", "start_date", "end_date", "quality"], row])
    rows = submitted(tmp_path, submission__xlsx=content).tables["water"]
    kept = ["location_id", "water_m3", "source", "source_protected", "start_date", "end_date", "quality", "sheet", "source_row"]
    assert rows.loc[0, kept].tolist() == ["HQ", "3", "0.1", "true", "2024-03-31", "", "NA", "Water", 2]


def test_blank_rows_of_a_sheet_count(tmp_path):
    content = workbook(stories=[["section", "text"], [], ["ghg", "a"], [None, " "], ["waste", "b"]])
    assert submitted(tmp_path, submission_2__xlsx=content).tables["stories"]["source_row"].tolist() == [3, 5]


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell():
    never_calculated = workbook(stories=[["section", "text"], ["ghg", '=IF(1,"","x")']])
    calculated = with_part(never_calculated, "xl/worksheets/sheet1.xml", b'<c r="B2">', b'<c r="B2" t="str">')
    assert [list(grid.rows) for grid in workbooks.read("submission.xlsx", never_calculated)] == [[(2, ["ghg", '=IF(1,"","x")'])]]
    assert [list(grid.rows) for grid in workbooks.read("submission.xlsx", calculated)] == [[(2, ["ghg", ""])]]


def test_an_xml_bomb_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
    content = with_part(workbook(stories=[["section", "text"]]), "xl/worksheets/sheet1.xml", b"<worksheet", bomb)
    with pytest.raises(UnreadableError) as refused:
        [list(grid.rows) for grid in workbooks.read("submission.xlsx", content)]
    assert refused.value.rule == "unreadable_workbook"


def test_an_archive_of_too_many_parts_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(workbooks.MOST_MEMBERS + 1):
            archive.writestr(str(number), b"")
    with pytest.raises(UnreadableError) as refused:
        workbooks.read("submission.xlsx", content.getvalue())
    assert refused.value.rule == "unsafe_workbook"


def test_a_workbook_that_is_not_named_submission_is_told_with_its_rows(tmp_path):
    found = submitted(tmp_path, electricity__xlsx=workbook(electricity=[["location_id"], ["HQ"], ["HQ"]]))
    assert found.findings[["rule", "source_file", "rows"]].values.tolist() == [["unknown_table", "electricity.xlsx", 2]]


def test_a_column_without_name_is_told_where_it_holds_cells(tmp_path):
    assert submitted(tmp_path, stories__csv="section,text,,\nghg,a,,\n").findings.empty
    found = submitted(tmp_path, stories__csv="section,,text\nghg,lost,a\n")
    assert found.findings[["rule", "level"]].values.tolist() == [["unknown_column", "warn"]]
    assert found.tables["stories"]["text"].tolist() == ["a"]


def test_header_names_do_not_depend_on_case_or_space(tmp_path):
    assert submitted(tmp_path, stories__csv=" Section ,TEXT\nghg,a\n").tables["stories"]["text"].tolist() == ["a"]


def test_a_folder_inside_the_submission_is_told(tmp_path):
    (tmp_path / "raw" / "2024" / "BODY" / "old").mkdir(parents=True)
    assert submitted(tmp_path).findings["rule"].tolist() == ["unknown_file"]


def test_a_submission_is_read_through_any_file_system():
    home = UPath("memory://submission/raw/2024/BODY")
    home.mkdir(parents=True)
    (home / "profile.csv").write_bytes(PROFILE.encode())
    found = load(2024, "BODY", "memory://submission")
    assert found.findings.empty
    assert found.files == peek.file_hashes(home)
    assert peek.profile(home)["name"] == "An invented body"


def test_a_peek_reads_the_profile_of_a_workbook_and_nothing_of_a_broken_one(tmp_path):
    (tmp_path / "submission.xlsx").write_bytes(workbook(locations=[["location_id"], ["HQ"]], Profile=[["Organization"], ["BODY"]]))
    assert peek.profile(UPath(tmp_path)) == {"organization": "BODY"}
    (tmp_path / "submission.xlsx").write_bytes(b"no workbook")
    assert peek.profile(UPath(tmp_path)) == {}
    assert peek.profile(UPath(tmp_path / "nowhere")) == {}


def test_a_peek_needs_neither_pandas_nor_great_expectations():
    program = "import sys, greening.submission.peek; print([m for m in ('pandas', 'great_expectations', 'openpyxl') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8", exclude_characters="\0\r")), st.text("abc, \"\n;'", min_size=1)), max_size=5))
def test_cells_written_as_csv_are_read_as_they_were(cells):
    text = io.StringIO()
    csv.writer(text).writerows([("section", "text"), *cells])
    read = [row for _, row in csv_files.read("stories.csv", text.getvalue().encode()).rows]
    assert read == [list(row) for row in cells if "".join(row).strip()]


def test_workbook_and_csv_of_the_same_rows_give_the_same_cells(tmp_path):
    rows = [["section", "text"], ["ghg", "Less"], ["waste", "More"]]
    as_csv = submitted(tmp_path / "a", stories__csv="\n".join(",".join(row) for row in rows)).tables["stories"]
    as_book = submitted(tmp_path / "b", submission__xlsx=workbook(stories=rows)).tables["stories"]
    pd.testing.assert_frame_equal(as_csv.drop(columns=["source_file", "sheet"]), as_book.drop(columns=["source_file", "sheet"]))
