"""The submission workbook is made from the declarations and repeats to the byte."""

import io

import openpyxl
import pandas as pd
import pytest

from greening import paths, tables, template_workbook
from greening.errors import CallError
from greening.submission import loading


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_table_has_a_sheet_with_its_columns():
    book = opened(template_workbook.content(2024, "NEWBODY", tables.empty("activities")))
    for table in tables.submission_tables().values():
        assert [cell.value for cell in book[table.name][1]] == list(table.columns)


def test_same_declarations_same_bytes():
    first = template_workbook.content(2024, "NEWBODY", tables.empty("activities"))
    assert first == template_workbook.content(2024, "NEWBODY", tables.empty("activities"))


def test_without_an_earlier_year_only_the_code_is_filled(tmp_path):
    path = template_workbook.write(2024, "NEWBODY", tmp_path)
    assert path == paths.root(tmp_path) / "templates" / "2024" / "NEWBODY.xlsx"
    book = opened(path.read_bytes())
    assert book["profile"]["A2"].value == "NEWBODY"
    assert book["locations"].max_row == 1


def test_places_and_meters_of_last_year_stand_in_it_and_closed_places_do_not():
    last_year = tables.stack(
        "activities",
        [
            pd.DataFrame({"table": ["locations", "locations"], "location_id": ["A", "B"], "country": ["KEN", "CHE"]}).assign(
                closed_date=[pd.NaT, pd.Timestamp("2023-06-30")]
            ),
            pd.DataFrame({"table": ["electricity"] * 2, "location_id": ["A", "A"], "meter_id": ["M1", "M1"], "electricity_kwh": [1.0, 2.0]}),
        ],
    )
    book = opened(template_workbook.content(2024, "BODY", last_year))
    assert [row[0].value for row in book["locations"].iter_rows(min_row=2)] == ["A"]
    assert [[cell.value for cell in row][:5] for row in book["electricity"].iter_rows(min_row=2)] == [["A", "M1", None, None, None]]


def test_choices_are_offered_and_empty_cells_explained():
    book = opened(template_workbook.content(2024, "BODY", tables.empty("activities")))
    offered = {validation.formula1 for validation in book["personnel"].data_validations.dataValidation}
    assert '"headcount,fte"' in offered
    assert "Empty means: location" in book["profile"]["I1"].comment.text


def test_the_names_that_free_columns_may_hold_are_listed_and_offered():
    book = opened(template_workbook.content(2024, "BODY", tables.empty("activities")))
    sheet = book[template_workbook.LISTS]
    heads = {cell.value: cell.column for cell in sheet[1] if cell.value != "what it is"}
    assert list(heads) == ["metric", "figure", "topic", "question_id", "indicator_id", "quality", "recommendation_id"]
    listed = {name: [cell.value for cell in next(sheet.iter_cols(column, column, 2)) if cell.value] for name, column in heads.items()}
    assert "ghg.total" in listed["metric"] and "imp.status" in listed["question_id"] and "air_travel" in listed["topic"]
    assert "JIU/REP/2020/8-10" in listed["recommendation_id"] and "programme.screening" in listed["question_id"]
    assert listed["quality"] == list(tables.submission_tables()["electricity"].columns["quality"].choices)
    assert "'_lists'!$A$2:$A$" + str(len(listed["metric"]) + 1) in {one.formula1 for one in book["goals"].data_validations.dataValidation}


def test_a_filled_workbook_is_read_without_findings_about_its_guide(tmp_path):
    home = tmp_path / "raw" / "2024" / "BODY"
    home.mkdir(parents=True)
    (home / "submission.xlsx").write_bytes(template_workbook.content(2024, "BODY", tables.empty("activities")))
    assert loading.load(2024, "BODY", str(tmp_path)).findings["rule"].tolist() == []


def test_a_code_that_cannot_be_a_folder_is_refused(tmp_path):
    with pytest.raises(CallError, match="letters, digits and hyphens"):
        template_workbook.write(2024, "../elsewhere", tmp_path)
