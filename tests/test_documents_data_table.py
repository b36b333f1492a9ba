"""The data table of a group: the same numbers on the page, in the CSV and in the workbook, each the member's own."""

import csv
import io

import pytest
from made_group import MISSING, WHOLE, YEAR, YEARS, given, group_report, office
from made_report import report, text
from openpyxl import load_workbook
from upath import UPath

from greening.documents import data_files
from greening.documents.data_table import PARTS, data_table
from greening.documents.document import Grid, Items
from greening.peers.columns import TABLE
from greening.publish import gate


@pytest.fixture(scope="module")
def shown():
    return group_report()


@pytest.fixture(scope="module")
def rows(shown):
    read = csv.DictReader(io.StringIO(data_files.files(shown)[data_files.CSV].decode("utf-8")))
    return list(read)


@pytest.fixture(scope="module")
def document(shown):
    (made,) = data_table(shown)
    return made


def grids(document):
    return {part.caption: part for part in document.parts if isinstance(part, Grid)}


def test_every_member_has_one_row_and_the_group_two(rows):
    members = [row["organization"] for row in rows if row["row"] == "member"]
    assert sorted(members) == sorted([*WHOLE, *MISSING]) and members[-1] == "X"
    assert [row["row"] for row in rows[-2:]] == ["all", "all_excluding_field_missions"]
    assert {row["parent"] for row in rows[:-2]} == {"BODY"}


def test_the_csv_has_each_members_own_numbers_to_the_last_digit(rows):
    for row in rows[:-2]:
        own = WHOLE.get(row["organization"], {})
        for figure_id in TABLE:
            cell = own.get(figure_id)
            value = cell["value"] if isinstance(cell, dict) else cell
            assert row[figure_id] == ("" if value is None else value if isinstance(value, str) else repr(float(value))), figure_id


def test_status_year_rounding_and_notes_are_kept(rows):
    by_code = {row["organization"]: row for row in rows}
    assert (by_code["M2"]["status"], by_code["M2"]["data_year"]) == ("carried_forward", str(YEARS["M2"]))
    assert (by_code["X"]["status"], by_code["X"]["data_year"], by_code["X"]["notes"]) == ("missing", "", "nothing was submitted")
    assert (by_code["O1"]["status"], by_code["O1"]["data_year"], by_code["O1"]["precision"]) == ("updated", str(YEAR), "")
    assert by_code["O4"]["precision"] == "ghg.per_capita: rounded"
    assert by_code["O4"]["notes"] == "as printed in its report"


def test_the_workbook_holds_what_the_csv_holds(shown, rows):
    book = load_workbook(io.BytesIO(data_files.files(shown)[data_files.WORKBOOK]))
    head, *body = [[cell.value for cell in row] for row in book["data_table"].iter_rows()]
    assert head == list(rows[0])
    as_text = [["" if cell is None else cell for cell in row] for row in body]
    for told, row in zip(as_text, rows, strict=True):
        numbers = {name: cell for name, cell in zip(head, told, strict=True) if isinstance(cell, int | float)}
        assert all(float(row[name]) == cell for name, cell in numbers.items()) and len(numbers) >= (row["status"] != "missing")
        assert all(row[name] == cell for name, cell in zip(head, told, strict=True) if isinstance(cell, str))
    assert [row[0].value for row in book["columns"].iter_rows(min_row=2)] == list(TABLE)


def test_the_same_figures_give_the_same_bytes(shown):
    assert data_files.files(shown) == data_files.files(group_report())


def test_a_text_that_looks_like_a_formula_is_guarded():
    told = {"A": office("O1", **{"answer.ems.status": "=cmd()"})}
    made = data_files.files(group_report(given(told, {}, ())))[data_files.CSV].decode("utf-8")
    assert "'=cmd()" in made


def test_every_column_of_the_table_is_in_one_part_of_the_page():
    assert sorted(name for names in PARTS.values() for name in names) == sorted(TABLE)
    # Credits come after all reductions, on the page and in the files.
    assert [*PARTS][-1] == "offsets" and [*TABLE][-3:] == list(PARTS["offsets"])


def test_the_page_prints_the_figures_as_they_are(shown, document):
    cells = [cell for grid in grids(document).values() for row in grid.rows for cell in row]
    html = "".join(map(str, cells))
    assert gate.differences(html, shown.figures, shown.catalogue) == []
    printed = {attributes["data-figure"] for attributes, _ in gate.printed(html)}
    assert {"ghg.per_capita:O4", "waste.total@2021:M2", "personnel.covered.waste:O1", "waste.per_capita:M1"} <= printed


def test_the_page_says_status_and_dashes_for_what_is_not_reported(document):
    people = grids(document)["Members and the people whom each topic covers: one row a member"]
    told = {text(row[0]): [text(cell) for cell in row[1:]] for row in people.rows}
    assert told["Body M2 M2, figures of 2021"][:2] == ["carried forward", "2021"]
    assert told["Body X X"] == ["missing", "", "–", "–", "–", "–"]
    per_head = {text(row[0]): text(row[-1]) for row in grids(document)["Greenhouse gas emissions: one row a member"].rows}
    assert (per_head["Body O4 O4"], per_head["Body O1 O1"]) == ("≈ 6", "5.0")
    notes = [part for part in document.parts if isinstance(part, Items)][-1]
    assert any("as printed in its report" in entry for entry in notes.texts)


def test_a_body_without_members_has_no_data_table_and_loses_an_old_one(tmp_path):
    single = report()
    assert list(data_table(single)) == [] and data_files.files(single) == {}
    (tmp_path / data_files.CSV).write_text("old")
    assert data_files.write(single, UPath(tmp_path)) == {} and not (tmp_path / data_files.CSV).exists()


def test_the_files_are_written_beside_the_page(shown, tmp_path):
    made = data_files.write(shown, UPath(tmp_path))
    assert {name: (tmp_path / name).read_bytes() for name in made} == made and set(made) == {data_files.CSV, data_files.WORKBOOK}
