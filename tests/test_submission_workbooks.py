"""Workbooks as people hand them in: merged, hidden, titled, renamed, calculated; and those that nobody should open."""

import io
import time
import zipfile
from datetime import datetime

import openpyxl
import pytest
from submitted_files import submitted, with_part, workbook

from greening.structure import casting
from greening.submission import sheet_facts, workbook_safety, workbooks
from greening.submission.files import UnreadableError

PLACES = [["location_id", "country", "tenure"], ["HQ", "CHE", "owned"], ["B", "KEN", "owned"]]
WATER = ["location_id", "source", "water_m3", "start_date", "end_date"]


def edited(edit, **sheets) -> bytes:
    """A workbook of these sheets, changed by a function before it is saved."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(**sheets)))
    edit(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def refused(content: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as error:
        [list(grid.rows) for grid in workbooks.read("submission.xlsx", content)]
    return error.value


def told(found) -> list[list]:
    return (
        found.findings[["rule", "level", "sheet", "source_row"]]
        .astype("object")
        .where(found.findings[["rule", "level", "sheet", "source_row"]].notna(), None)
        .values.tolist()
    )


def test_a_place_merged_over_several_rows_is_that_of_each(tmp_path):
    rows = [WATER[:3], ["HQ", "rain", 5], [None, "municipal", 6], [None, "bottled", 7], ["B", "rain", 8]]
    content = edited(lambda book: book["water"].merge_cells("A2:A4"), locations=PLACES, water=rows)
    found = submitted(tmp_path, submission__xlsx=content)
    assert found.tables["water"]["location_id"].tolist() == ["HQ", "HQ", "HQ", "B"]
    assert found.findings.empty


def test_a_merged_range_makes_no_rows_where_there_are_none(tmp_path):
    content = edited(lambda book: book["water"].merge_cells("A2:A9"), locations=PLACES, water=[WATER[:3], ["HQ", "rain", 5]])
    assert submitted(tmp_path, submission__xlsx=content).tables["water"]["source_row"].tolist() == [2]


def test_a_quantity_merged_over_several_rows_is_used_for_none(tmp_path):
    rows = [WATER[:3], ["HQ", "rain", 5], ["B", "rain", None], ["B", "bottled", 7]]
    content = edited(lambda book: book["water"].merge_cells("C2:C3"), locations=PLACES, water=rows)
    cast = casting.cast(submitted(tmp_path, submission__xlsx=content))
    assert cast.tables["water"]["water_m3"].fillna(-1).tolist() == [-1, -1, 7]
    assert cast.findings[["source_row", "column", "value"]].values.tolist() == [
        [2, "water_m3", "5 (merged C2:C3)"],
        [3, "water_m3", "5 (merged C2:C3)"],
    ]


def test_what_is_hidden_is_read_and_told(tmp_path):
    def hide(book):
        book["water"].row_dimensions[3].hidden = True
        book["water"].column_dimensions["C"].hidden = True
        book["locations"].sheet_state = "veryHidden"

    found = submitted(tmp_path, submission__xlsx=edited(hide, locations=PLACES, water=[WATER[:3], ["HQ", "rain", 5], ["B", "rain", 6]]))
    assert found.tables["water"]["water_m3"].tolist() == ["5", "6"]
    assert len(found.tables["locations"]) == 2
    assert sorted(one[0] for one in told(found)) == ["hidden_columns", "hidden_rows", "hidden_sheet"]
    assert "water_m3" in found.findings.set_index("rule").at["hidden_columns", "message"]


@pytest.mark.parametrize("name", ["Water 2024", "WATER ", "water2", "Eau", "Agua 2024", "Water (2024)", "water (2)"])
def test_a_sheet_may_be_renamed(tmp_path, name):
    found = submitted(tmp_path, submission__xlsx=workbook(**{"locations": PLACES, name: [WATER[:3], ["HQ", "rain", 5]]}))
    assert len(found.tables["water"]) == 1
    assert found.findings.empty


def test_the_copy_of_a_sheet_beside_it_counts_for_nothing_and_another_part_counts(tmp_path):
    sheets = {
        "locations": PLACES,
        "water": [WATER[:3], ["HQ", "rain", 5]],
        "water (2)": [WATER[:3], ["HQ", "rain", 5]],
        "water 2": [WATER[:3], ["B", "rain", 6]],
    }
    found = submitted(tmp_path, submission__xlsx=workbook(**sheets))
    assert found.tables["water"]["location_id"].tolist() == ["HQ", "B"]
    assert found.findings[["rule", "level", "sheet", "rows"]].values.tolist() == [["copied_sheet", "reject", "water (2)", 1]]


def test_titles_above_and_notes_below_are_no_rows(tmp_path):
    rows = [
        ["Water of 2024"],
        [],
        ["in m3", "as metered"],
        WATER[:3],
        ["HQ", "rain", 5],
        [],
        ["Note: the meter was changed in May."],
        ["See the bills."],
    ]
    found = submitted(tmp_path, submission__xlsx=workbook(locations=PLACES, water=rows))
    assert found.tables["water"][["location_id", "source_row"]].values.tolist() == [["HQ", 5]]
    assert [(one[0], one[3]) for one in told(found)] == [("above_header", 1), ("note_below_table", 7), ("note_below_table", 8)]
    assert found.raw_rows == 4


def test_a_row_that_lacks_cells_is_no_note(tmp_path):
    found = submitted(tmp_path, submission__xlsx=workbook(locations=PLACES, water=[WATER[:3], ["HQ", "rain", 5], [], ["B"], [None, None, 7]]))
    assert found.tables["water"]["source_row"].tolist() == [2, 4, 5]


@pytest.mark.parametrize(
    "second", [["Lieu", "Source", "Volume (m3)"], [None, None, "m3"], ["location", None, "number"], ["location_id", "source", "water_m3"]]
)
def test_a_second_header_row_is_no_row_of_data(tmp_path, second):
    found = submitted(tmp_path, submission__xlsx=workbook(locations=PLACES, water=[WATER[:3], second, ["HQ", "rain", 5]]))
    assert found.tables["water"]["water_m3"].tolist() == ["5"]
    assert told(found) == [["second_header", "warn", "water", 2]]


def test_days_are_those_of_the_workbook_however_they_are_kept(tmp_path):
    def since_1904(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book["water"]["D2"] = datetime(2024, 3, 31)
        book["water"]["E2"] = 43920

    rows = [WATER, ["HQ", "rain", 5, datetime(2024, 3, 31), 45382]]
    assert (
        submitted(tmp_path / "a", submission__xlsx=workbook(water=rows)).tables["water"].loc[0, ["start_date", "end_date"]].tolist()
        == ["2024-03-31"] * 2
    )
    content = edited(since_1904, water=rows)
    assert submitted(tmp_path / "b", submission__xlsx=content).tables["water"].loc[0, ["start_date", "end_date"]].tolist() == ["2024-03-31"] * 2


def test_a_percentage_is_read_as_it_is_seen(tmp_path):
    def as_percentages(book):
        book["fuels"]["F2"].number_format = "0%"
        book["coverage"]["C2"].number_format = "0.0%"
        book["fuels"]["D2"].number_format = "0%"

    fuels = [
        ["location_id", "use", "fuel", "quantity", "unit", "bio_share_pct"],
        ["HQ", "vehicle", "diesel", 0.5, "l", 0.07],
        ["HQ", "vehicle", "diesel", 5, "l", 7],
    ]
    content = edited(as_percentages, locations=PLACES, fuels=fuels, coverage=[["topic", "status", "covered_share"], ["waste", "reported", 0.805]])
    cast = casting.cast(submitted(tmp_path, submission__xlsx=content))
    assert cast.tables["fuels"]["bio_share_pct"].tolist() == [7, 7]
    assert cast.tables["coverage"]["covered_share"].tolist() == [0.805]
    assert cast.findings[["column", "value"]].values.tolist() == [["quantity", "50%"]]


def test_failed_and_uncalculated_formulas_are_findings_and_calculated_ones_are_values(tmp_path):
    rows = [WATER[:3], ["HQ", "rain", "#REF!"], ["HQ", "bottled", "=1+1"], ["B", "rain", "=2*3"]]
    content = with_part(workbook(locations=PLACES, water=rows), "xl/worksheets/sheet2.xml", b"<f>2*3</f>", b"<f>2*3</f><v>6</v>")
    cast = casting.cast(submitted(tmp_path, submission__xlsx=content))
    assert cast.tables["water"]["water_m3"].fillna(-1).tolist() == [-1, -1, 6]
    assert cast.findings[["source_row", "rule", "value"]].values.tolist() == [
        [2, "formula_without_value", "#REF!"],
        [3, "formula_without_value", "=1+1"],
    ]


def test_200_000_empty_rows_are_passed_over(tmp_path):
    """Rows that only bear a format, as whole columns coloured by hand leave them; the bound is for a machine that does other things too."""
    content = workbook(water=[WATER[:3], ["HQ", "rain", 5]])
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/><c r="C%d" s="0"/></row>' % (row, row, row, row) for row in range(3, 200_003))
    content = with_part(content, "xl/worksheets/sheet1.xml", b"</sheetData>", empty + b"</sheetData>")
    content = with_part(content, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:C2"', b'<other ref="A1:C2"')
    before = time.process_time()
    (grid,) = workbooks.read("submission.xlsx", content)
    assert list(grid.rows) == [(2, ["HQ", "rain", "5"])]
    assert time.process_time() - before < 3


def test_a_filled_row_after_many_empty_ones_is_read():
    content = workbook(water=[WATER[:3], ["HQ", "rain", 5]])
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(3, 60_000))
    last = b'<row r="60000"><c r="A60000" t="inlineStr"><is><t>B</t></is></c></row>'
    content = with_part(content, "xl/worksheets/sheet1.xml", b"</sheetData>", empty + last + b"</sheetData>")
    assert [number for grid in workbooks.read("submission.xlsx", content) for number, _ in grid.rows] == [2, 60_000]


@pytest.mark.parametrize(
    "part",
    ["xl/externalLinks/externalLink1.xml", "xl/connections.xml", "xl/queryTables/queryTable1.xml", "xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"],
)
def test_a_workbook_that_reaches_outside_or_holds_macros_is_refused(part):
    content = io.BytesIO(workbook(stories=[["section", "text"], ["ghg", "a"]]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(part, b"<x/>")
    assert refused(content.getvalue()).rule == "unsafe_workbook"


@pytest.mark.parametrize(
    "formula",
    [
        '=WEBSERVICE("https://example.org")', '=_xlfn.WEBSERVICE("https://example.org")', "=cmd|'/C calc'!A0", "=1+DDE(\"a\",\"b\",\"c\")",
        '=HYPERLINK("https://example.org","more")', '=IF(1,_xlfn.IMAGE("https://example.org"),0)', '=RTD("a",,"b")', '=CALL("k","l","m")',
        '=_xlfn.FILTERXML("a","b")', "=MSEXCEL|'\\..\\cmd.exe'!''",
    ],
)  # fmt: skip
def test_a_formula_that_calls_out_refuses_the_workbook_and_names_its_cell(formula):
    found = refused(workbook(stories=[["section", "text"], ["ghg", "a"], ["waste", formula]]))
    assert found.rule == "unsafe_workbook"
    assert "stories" in found.message and found.value.startswith("B3: =")


@pytest.mark.parametrize("formula", ['="see|this!"', "=SUM(A1:A2)", '=IF(A1="call (me)",1,2)', "=RECALL(1)", "='a b'!A1", '=A1&"| yes!"'])
def test_other_formulas_refuse_nothing(formula):
    assert not sheet_facts.calls_out(formula[1:])


def test_a_link_that_a_spreadsheet_makes_of_an_address_is_only_text(tmp_path):
    def link(book):
        book["stories"]["B2"].hyperlink = "https://example.org"

    found = submitted(tmp_path, submission__xlsx=edited(link, stories=[["section", "text"], ["ghg", "https://example.org"]]))
    assert found.findings.empty
    assert found.tables["stories"]["text"].tolist() == ["https://example.org"]


def test_a_workbook_that_says_it_is_smaller_than_it_is_is_damaged():
    content = bytearray(workbook(stories=[["section", "text"], *([["ghg", "a" * 1000]] * 500)]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    size = entry.file_size.to_bytes(4, "little")
    assert content.count(size) >= 1
    assert refused(bytes(content.replace(size, (100).to_bytes(4, "little")))).rule in ("unreadable_workbook", "not_what_its_name_says")


def test_a_workbook_that_would_unpack_to_too_much_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (workbook_safety.RATIO_FROM_BYTES + 1))
    assert refused(content.getvalue()).rule == "unsafe_workbook"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("submission.xlsm", "macros"),
        ("submission.xls", "before 2007"),
        ("submission.ods", "OpenDocument"),
        ("submission.numbers", "another program"),
        ("notes.docx", "is not read"),
    ],
)
def test_other_kinds_of_files_are_told_and_the_rest_is_read(tmp_path, name, words):
    found = submitted(tmp_path, **{name.replace(".", "__"): b"PK\x03\x04"}, stories__csv="section,text\nghg,a\n")
    assert found.findings[["rule", "level"]].values.tolist() == [["unknown_file", "reject"]]
    assert words in found.findings["message"].iloc[0]
    assert len(found.tables["stories"]) == 1


def test_an_opendocument_file_that_is_named_as_a_workbook_is_told_for_what_it_is():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    found = refused(content.getvalue())
    assert (found.rule, found.value) == ("not_what_its_name_says", "an OpenDocument file")


def test_blanks_of_all_kinds_around_a_cell_are_no_part_of_it(tmp_path):
    found = submitted(tmp_path, submission__xlsx=workbook(locations=[["location_id ", "\u00a0country"], ["HQ\u00a0", " CHE\u200b "]]))
    assert found.tables["locations"].loc[0, ["location_id", "country"]].tolist() == ["HQ", "CHE"]
