"""The steward's workbench: a rule tried on a submission, its failing rows, and saved only where the suite stays sound; the notebook does it."""

import json
import shutil

import nbformat
import papermill
import pytest

from greening import paths
from greening.errors import CallError, SuiteError
from greening.stewarding import workbench

NOTEBOOK = paths.HOME / "notebooks" / "steward_workbench.ipynb"
METERS = (
    "location_id,start_date,end_date,electricity_kwh\nHQ,2024-01-01,2024-01-31,900\nHQ,2024-02-01,2024-02-29,60000\nHQ,2024-03-01,2024-03-31,70000\n"
)


@pytest.fixture
def roots(tmp_path):
    home = tmp_path / "data" / "raw" / "2024" / "BODY"
    home.mkdir(parents=True)
    (home / "profile.csv").write_text("organization,name,country\nBODY,An invented body,CHE\n")
    (home / "locations.csv").write_text("location_id,country,tenure\nHQ,CHE,owned\n")
    (home / "electricity.csv").write_text(METERS)
    shutil.copytree(paths.HOME / "expectations", tmp_path / "expectations")
    return tmp_path


@pytest.fixture
def bench(roots):
    return workbench.open_submission(2024, "BODY", str(roots / "data"), str(roots / "expectations"))


def test_tables_and_views_are_listed_with_their_rows(bench):
    listed = bench.tables().set_index("name")
    assert listed.loc["electricity", "rows"] == 3
    assert listed.loc["electricity", "kind"] == "table" and listed.loc["completeness", "kind"] == "view"
    assert listed.loc["electricity", "rules"] == len(json.loads((paths.HOME / "expectations" / "electricity.json").read_text())["expectations"])


def test_a_changed_rule_names_the_rows_that_do_not_meet_it(bench):
    tried = bench.rule("electricity.absurd_quantity")
    assert bench.failing("electricity", tried).empty and bench.failing_rows("electricity", "absurd_quantity").empty
    tried["kwargs"]["max_value"] = 65000
    found = bench.failing("electricity", tried)
    assert found[["source_row", "value"]].values.tolist() == [[4, "70000"]]
    assert bench.failing_rows("electricity", tried)["start_date"].dt.month.tolist() == [3]


def test_a_sound_rule_is_saved_in_its_place(bench, roots):
    file = roots / "expectations" / "electricity.json"
    before = json.loads(file.read_text(encoding="utf-8"))["expectations"]
    tried = bench.rule("electricity.absurd_quantity")
    assert "nothing was written" in bench.save("electricity", tried)
    tried["kwargs"]["max_value"] = 50000
    assert "max_value 200000000 -> 50000" in bench.save("electricity", tried)
    after = json.loads(file.read_text(encoding="utf-8"))["expectations"]
    assert [entry["meta"]["rule"] for entry in after] == [entry["meta"]["rule"] for entry in before]
    assert [one for one, other in zip(after, before, strict=True) if one != other] == [tried]


def test_what_is_not_sound_is_refused_and_nothing_is_written(bench, roots):
    file = roots / "expectations" / "electricity.json"
    before = file.read_bytes()
    tried = bench.rule("electricity.absurd_quantity")
    tried["kwargs"]["column"] = "electricity_kw"
    with pytest.raises(SuiteError, match=r"electricity_kw.*Did you mean electricity_kwh"):
        bench.failing("electricity", tried)
    with pytest.raises(SuiteError, match="electricity_kw"):
        bench.save("electricity", tried)
    assert file.read_bytes() == before


def test_wrong_names_are_offered_the_right_ones(bench, roots):
    with pytest.raises(CallError, match="Did you mean electricity"):
        bench.rows("electricty")
    with pytest.raises(CallError, match=r"Did you mean electricity\.absurd_quantity"):
        bench.rule("electricity.absurd_quantty")
    with pytest.raises(CallError, match="Did you mean BODY"):
        workbench.open_submission(2024, "BODI", str(roots / "data"))


def test_the_notebook_runs_and_saves_where_it_is_told_to(roots):
    given = {"organization": "BODY", "data": str(roots / "data"), "expectations": str(roots / "expectations"), "save": True}
    done = papermill.execute_notebook(str(NOTEBOOK), str(roots / "out.ipynb"), given, progress_bar=False)
    shown = "".join(str(output) for cell in done.cells if cell.cell_type == "code" for output in cell.outputs)
    assert "70000" in shown and "200000000 -> 50000" in shown
    assert '"max_value": 50000' in (roots / "expectations" / "electricity.json").read_text(encoding="utf-8")


def test_the_notebook_is_a_thin_page_without_outputs():
    cells = [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None and len(cell.source.splitlines()) < 10 for cell in cells)
    assert not any(word in cell.source for cell in cells for word in ("def ", "for ", "class ", "lambda "))
