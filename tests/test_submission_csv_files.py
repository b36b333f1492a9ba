"""CSV files from other programs and other countries: read where they leave no doubt, else one finding that says what to do."""

import pytest
from submitted_files import submitted

from greening.submission import csv_files
from greening.submission.files import UnreadableError
from greening.tables import submission_tables

STORIES = submission_tables()["stories"]
TEXT = "section,title,text\nghg,Économies,À Genève\n"


def cells(content: bytes, table=STORIES) -> list[list[str]]:
    grid = csv_files.read("stories.csv", content, table)
    return [list(grid.header), *(row for _, row in grid.rows)]


WANTED = [["section", "title", "text"], ["ghg", "Économies", "À Genève"]]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_ends_of_lines_make_no_difference(codec, separator, end):
    assert cells(TEXT.replace(",", separator).replace("\n", end).encode(codec)) == WANTED


def test_the_line_by_which_a_spreadsheet_is_told_the_separator_is_counted_and_no_row():
    grid = csv_files.read("stories.csv", b"sep=;\r\nsection;text\r\nghg;a,b\r\n", STORIES)
    assert (grid.header, list(grid.rows)) == (("section", "text"), [(3, ["ghg", "a,b"])])


def test_a_text_with_other_separators_does_not_change_them():
    assert cells(b"section,text\nghg,a;b;c|d\n")[1] == ["ghg", "a;b;c|d"]
    assert cells(b'section;text\nghg;"a;b\nc"\n')[1] == ["ghg", "a;b\nc"]


def test_a_separator_is_only_taken_where_it_gives_the_columns_that_a_row_needs():
    with pytest.raises(UnreadableError) as refused:
        cells(b"section;words\nghg;a\n")
    assert refused.value.rule == "wrong_separator"


def test_windows_1252_is_told_with_a_word_to_look_at(tmp_path):
    found = submitted(tmp_path, stories__csv=TEXT.encode("cp1252"))
    assert found.findings[["rule", "level"]].values.tolist() == [["other_encoding", "warn"]]
    assert '"Économies" in line 2' in found.findings["message"].iloc[0]


@pytest.mark.parametrize(
    ("text", "codec"),
    [("Экономия", "cp1251"), ("Εξοικονόμηση", "cp1253"), ("توفير", "cp1256"), ("Žluťoučký", "cp1250"), ("节约", "gbk"), ("Économies", "mac_roman")],
)
def test_other_encodings_are_refused_since_no_one_can_tell_which(text, codec):
    with pytest.raises(UnreadableError) as refused:
        cells(f"section,text\nghg,{text}\n".encode(codec))
    assert refused.value.rule == "not_utf8"


def test_half_a_utf_16_file_is_refused():
    with pytest.raises(UnreadableError) as refused:
        cells(TEXT.encode("utf-16")[:-1])
    assert refused.value.rule == "not_utf8"


@pytest.mark.parametrize("cell", ["=cmd|'/C calc'!A0", '=HYPERLINK("https://example.org")', "+WEBSERVICE(A1)", "@DDE(1)"])
def test_a_cell_that_calls_out_is_text_and_its_line_is_told(cell):
    quoted = cell.replace('"', '""')
    found = csv_files.read("stories.csv", f'section,text\nghg,a\nwaste,"{quoted}"\n'.encode())
    assert list(found.rows)[1] == (3, ["waste", cell])
    assert [(one["rule"], one["level"]) for one in found.remarks] == [("calling_formula", "warn")] and "Line 3" in found.remarks[0]["message"]


@pytest.mark.parametrize("cell", ["-5 t | less!", "=)", "- call us (now)", "@home", "+41 22 | Geneva", "-"])
def test_texts_that_begin_with_such_signs_are_texts(cell):
    assert cells(f"section,text\nghg,{cell}\n".encode())[1] == ["ghg", cell]


def test_semicolons_go_with_a_decimal_comma(tmp_path):
    places = "location_id;country;tenure\nHQ;CHE;owned\n"
    found = submitted(tmp_path, locations__csv=places, electricity__csv="location_id;electricity_kwh\nHQ;1.234,5\nHQ;2.000\n")
    assert found.tables["electricity"]["electricity_kwh"].tolist() == ["1234.5", "2000"]
