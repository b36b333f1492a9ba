"""Declared tables: stacked, cut out, written and read with the columns and dtypes that their declaration says."""

import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given, strategies as st
from upath import UPath

from greening import paths, tables
from greening.errors import DeclarationError
from greening.tables import frames

#: Columns of activities of each dtype, and of a column that only some tables have.
SOME = ("organization", "data_year", "location_id", "illustrative", "electricity_kwh", "start_date", "waste_kg")
CELLS = {
    "organization": st.sampled_from(["ONE", None]),
    "data_year": st.sampled_from([2024, None]),
    "location_id": st.sampled_from(["A", "NA", None]),
    "illustrative": st.sampled_from([True, False, None]),
    "electricity_kwh": st.sampled_from([0.0, 1.5, None]),
    "start_date": st.sampled_from(["2024-02-29", None]),
    "waste_kg": st.sampled_from([3.0, None]),
}


def typed(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    declared = tables.products()["activities"].columns
    return pd.DataFrame({column: frames.array([row[column] for row in rows], declared[column].dtype) for column in columns})


@st.composite
def parts(draw):
    """A frame of some of the columns, and the rows that it holds."""
    rows = draw(st.lists(st.fixed_dictionaries(CELLS), max_size=3))
    columns = draw(st.lists(st.sampled_from(SOME), min_size=1, unique=True))
    return typed(rows, columns), [{name: row[name] if name in columns else None for name in SOME} for row in rows]


@given(st.lists(parts(), max_size=4))
def test_a_stack_holds_every_cell_in_its_place_and_is_missing_elsewhere(given_):
    stacked = tables.stack("activities", [frame for frame, _ in given_])
    expected = typed([row for _, rows in given_ for row in rows], list(SOME))
    pd.testing.assert_frame_equal(stacked[list(SOME)], expected, check_index_type=False)


@given(st.lists(parts(), max_size=4))
def test_a_stack_has_the_declared_columns_and_dtypes_whatever_it_is_made_of(given_):
    stacked = tables.stack("activities", [frame for frame, _ in given_])
    declared = tables.products()["activities"].columns
    assert list(stacked.columns) == list(declared)
    assert [str(dtype) for dtype in stacked.dtypes] == [column.dtype for column in declared.values()]


def test_frames_of_other_dtypes_are_cast():
    plain = pd.DataFrame({"data_year": [2024.0], "electricity_kwh": [1], "organization": pd.Series(["ONE"], dtype="object")})
    stacked = tables.stack("activities", [plain, plain])
    assert stacked["data_year"].tolist() == [2024, 2024]
    assert [str(stacked[name].dtype) for name in ("data_year", "electricity_kwh", "organization")] == ["Int64", "float64", "str"]


def test_a_product_is_read_as_it_was_written_ordered_by_its_key(tmp_path):
    frame = pd.DataFrame({"organization": ["B", "A"], "data_year": 2024, "table": "waste", "source_row": [2, 3], "waste_kg": [1.0, None]})
    tables.write("activities", frame, UPath(tmp_path))
    read = tables.read("activities", UPath(tmp_path))
    assert read["organization"].tolist() == ["A", "B"]
    pd.testing.assert_frame_equal(read, tables.stack("activities", [frame.iloc[::-1]]))


def test_some_columns_of_a_product_are_as_in_the_whole(tmp_path):
    tables.write("activities", pd.DataFrame({"organization": ["A"], "table": "profile", "illustrative": [True]}), UPath(tmp_path))
    some = tables.read("activities", UPath(tmp_path), ["table", "illustrative"])
    pd.testing.assert_frame_equal(some, tables.read("activities", UPath(tmp_path))[["table", "illustrative"]])


def test_rows_of_a_table_have_its_own_columns_wherever_they_stand():
    frame = pd.DataFrame({"table": ["waste", "water", "waste"], "waste_kg": [1.0, None, 2.0], "water_m3": [None, 5.0, None]})
    cut = tables.rows(tables.stack("activities", [frame]), "waste")
    assert cut["waste_kg"].tolist() == [1.0, 2.0]
    assert "water_m3" not in cut
    assert list(tables.rows(tables.empty("activities"), "waste").columns) == list(cut.columns)


def test_what_is_not_declared_is_not_written_and_what_is_not_made_is_not_read(tmp_path):
    with pytest.raises(DeclarationError, match="not declared: colour"):
        tables.write("checks", pd.DataFrame({"colour": ["red"]}), UPath(tmp_path))
    with pytest.raises(DeclarationError, match="checks has not been made"):
        tables.read("checks", UPath(tmp_path))


def test_declarations_are_read_without_pandas():
    command = "import sys; from greening import tables; tables.products(); print('pandas' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, cwd=paths.HOME, check=True)
    assert told.stdout.strip() == "False"


def test_a_product_of_several_folders_is_read_one_under_the_other(tmp_path):
    folders = [UPath(tmp_path / name) for name in ("one", "none", "two")]
    for folder, days in zip(folders, ([3, None], [], [5]), strict=True):
        folder.mkdir()
        frame = pd.DataFrame({"member": [f"{folder.name}-{day}" for day in days], "data_year": days})
        tables.write("members", tables.stack("members", [frame]), folder)
    read, counts = tables.read_all("members", folders)
    assert counts == [2, 0, 1]
    pd.testing.assert_frame_equal(read, tables.stack("members", [tables.read("members", folder) for folder in folders]))
    assert read["data_year"].fillna(0).to_list() == [3, 0, 5]


def test_of_no_folders_a_product_without_rows_is_read():
    read, counts = tables.read_all("figures", [], ["figure_id", "value"])
    assert counts == []
    pd.testing.assert_frame_equal(read, tables.empty("figures")[["figure_id", "value"]])
