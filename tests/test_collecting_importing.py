"""An import writes a table that a run reads back without rejecting a row, and never over a file."""

import json
import shutil

import pytest
from chain_frames import body
from click.testing import CliRunner
from collecting_frames import fates, imported, mapped, rows, written

from greening import paths
from greening.collecting import import_text, importing
from greening.errors import CallError
from greening.submission.loading import load
from greening.validation import validate
from pipeline import main as pipeline

WASTE = "Site,From,To,Waste type,Route,Weight,Collector\n"
OWN = {"location_id": {"from": "Site", "values": {"Office": "A"}}}


def waste(tmp_path, *lines, **changes):
    export = written(tmp_path, "waste.csv", WASTE.strip(), *lines)
    return imported(tmp_path, "table", export, mapped(tmp_path, "table", **{"columns": OWN} | changes.pop("mapping", {})), **changes)


def test_any_table_by_its_columns(tmp_path):
    found = waste(tmp_path, 'Office,01/01/2024,31/12/2024,Cardboard,Recycled,"0,25",City', 'Office,01/01/2024,31/12/2024,Residual,,"1,5",')
    assert [(row["stream"], row["treatment"], row["waste_kg"]) for row in rows(found)] == [
        ("paper", "recycling", "250"),
        ("mixed", "unknown", "1500"),
    ]
    assert found.columns == ["location_id", "start_date", "end_date", "stream", "treatment", "collection", "waste_kg", "quality"]


def test_what_is_written_is_read_back_and_no_row_of_it_is_rejected(tmp_path):
    place = tmp_path / "data" / "raw" / "2024" / "BODY"
    body(tmp_path / "data", 2024, "BODY")
    lines = [f"Office,2024-0{month}-01,2024-0{month}-28,Cardboard,Recycled,{month}.5,City" for month in range(1, 10)]
    found = waste(tmp_path, *lines, out=str(place / "waste_scales.csv"))
    submission = load(2024, "BODY", tmp_path / "data")
    assert submission.tables["waste"]["waste_kg"].to_list() == [row["waste_kg"] for row in rows(found)]
    shutil.copytree(paths.HOME / "expectations", tmp_path / "suites", ignore=lambda _, names: [name for name in names if name != "waste.json"])
    activities, findings = validate(submission, tmp_path / "suites", None)
    assert (activities["table"] == "waste").sum() == 9
    assert findings[findings["level"] == "reject"].empty


def test_rows_in_are_rows_used_netted_left_out_and_refused(tmp_path):
    found = waste(
        tmp_path,
        "Office,2024-01-01,2024-01-31,Cardboard,Recycled,1.5,",
        "Total,,,,,1.5,",
        "Office,2023-01-01,2023-12-31,Cardboard,Recycled,1.5,",
        "Office,2025-01-01,2025-01-31,Cardboard,Recycled,1.5,",
        "Office,2023-12-01,2024-01-31,Organic,Recycled,1.5,",
        "Office,2024-01-01,2024-01-31,Glas,Recycled,1.5,",
        "Depot,2024-01-01,2024-01-31,Cardboard,Recycled,1.5,",
        "Office,2024-01-01,2024-01-31,Cardboard,Recycled,-1.5,",
        "Office,2024-01-01,2024-01-31,Cardboard,Recycled,1.5,,,stray",
        "Office,2024-02-01,2024-01-31,Residual,Recycled,1.5,",
        "Office,2024-01-01,2024-01-31,Cardboard,Recycled,much,",
        "Office,2024-01-01,2024-01-31,Cardboard,Recycled,1.5,=HYPERLINK(1)",
    )
    refused, left = "refused", "left out"
    assert fates(found) == dict(zip(range(2, 14), ["used", left, left, left, "used", *[refused] * 7], strict=True))
    text = import_text.as_text(found)
    assert "12 rows read = 2 used + 0 netted + 3 left out + 7 refused" in text
    assert "a line of totals: 1; of 2023, so it belongs to that year's submission: 1" in text
    for cell in ('row 7: Waste type: "Glas"', 'row 8: Site: "Depot"', "row 9: waste_kg is -1500, below zero", 'row 12: Weight: "much" is no number'):
        assert cell in text
    assert "Words that no table of values knows:" in text
    assert "Nothing was written (dry run)" in text


def test_columns_that_nothing_reads_are_told(tmp_path):
    found = waste(tmp_path, mapping={"ignore": ["Collector"], "columns": OWN | {"collection": {"value": "City"}}})
    assert found.unmapped_columns == []
    other = imported(tmp_path, "table", written(tmp_path, "w.csv", WASTE.strip() + ",Truck", ""), mapped(tmp_path, "table", columns=OWN))
    assert "Columns that are not mapped and not read: Truck" in import_text.as_text(other)
    assert "No row was made." in import_text.as_text(other)


def test_days_of_other_years_belong_to_what_is_planned_and_decided(tmp_path):
    chosen = tmp_path / "own.yml"
    columns = {"action_id": "Id", "title": "What", "status": {"value": "planned"}, "start_date": "From"}
    chosen.write_text(json.dumps({"kind": "table", "table": "actions", "columns": columns}), encoding="utf-8")
    found = imported(tmp_path, "table", written(tmp_path, "plan.csv", "Id,What,From", "A,Panels,2026-05-13"), chosen)
    assert fates(found) == {2: "used"}


def test_an_export_that_was_imported_before_is_told(tmp_path):
    lines = [f"Office,2024-0{month}-01,2024-0{month}-28,Cardboard,Recycled,{month}.5,City" for month in (1, 2, 3)]
    assert waste(tmp_path, *lines[:2], out=str(tmp_path / "data" / "raw" / "2024" / "BODY" / "waste_scales.csv")).ledger.notes == []
    assert waste(tmp_path, *lines).ledger.notes == ["2 of 3 rows stand in the submission already (waste_scales.csv). Were they imported before?"]
    assert waste(tmp_path, *lines[1:]).ledger.notes[0].startswith("1 of 2 rows stand in the submission already")
    assert waste(tmp_path, lines[2]).ledger.notes == []


def test_a_place_that_the_organization_has_not_is_refused(tmp_path):
    found = waste(tmp_path, "Office,2024-01-01,2024-01-31,Cardboard,Recycled,1.5,", mapping={"columns": {"location_id": {"value": "Z"}}})
    assert found.ledger.fates[2] == ("refused", 'location_id "Z" is none of BODY\'s locations (A); mend `values` or add the location')


def test_places_are_those_of_last_year_until_this_year_s_are_in_and_none_where_none_are_known(tmp_path):
    body(tmp_path / "data", 2023, "BODY")
    lines = ["Office,2024-01-01,2024-01-31,Cardboard,Recycled,1.5,"]
    assert fates(waste(tmp_path, *lines)) == {2: "used"}
    unknown = importing.import_file(
        "table", tmp_path / "waste.csv", tmp_path / "table.yml", year=2024, organization="NEW", data=str(tmp_path / "data"), is_dry=True
    )
    assert "The locations of NEW are not known yet" in unknown.ledger.notes[0]


def test_nothing_is_written_over_a_file_and_another_name_is_offered(tmp_path):
    there = tmp_path / "waste.csv"
    out = tmp_path / "out" / "waste.csv"
    out.parent.mkdir()
    out.write_text("kept")
    (out.parent / "waste_2.csv").write_text("kept")
    with pytest.raises(CallError, match=r"exists already.*waste_3\.csv"):
        waste(tmp_path, out=str(out))
    assert out.read_text() == "kept"
    assert there.exists()


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("report.csv", "would not be read as waste; .* such as waste_report.csv"),
        ("waste.xlsx", "such as waste_import.csv"),
        ("", "--out FILE, or look first"),
    ],
)
def test_a_name_that_a_run_would_not_read_as_the_table_is_refused(tmp_path, out, told):
    body(tmp_path / "data", 2024, "BODY")
    export = written(tmp_path, "waste.csv", WASTE.strip())
    place = str(tmp_path / "new" / out) if out else ""
    with pytest.raises(CallError, match=told):
        importing.import_file(
            "table", export, mapped(tmp_path, "table", columns=OWN), year=2024, organization="BODY", data=str(tmp_path / "data"), out=place
        )


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(CallError, match="is a folder; name a file in it"):
        waste(tmp_path, out=str(tmp_path))


@pytest.mark.parametrize("code", ["../OTHER", "a b", ""])
def test_an_odd_code_is_refused(tmp_path, code):
    export = written(tmp_path, "waste.csv", WASTE.strip())
    with pytest.raises(CallError, match="cannot be a code"):
        importing.import_file("table", export, mapped(tmp_path, "table"), year=2024, organization=code, data=str(tmp_path), is_dry=True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"waste_kg": {"from": "Weight", "unit": "litres"}}, "waste_kg is in kg, and litres cannot be turned into it"),
        ({"stream": {"from": "Waste type", "values": {"x": "papper"}}}, "stream cannot be papper. Did you mean paper?"),
        ({"waste_kg": {"value": "much"}}, "waste_kg cannot be much; write a number"),
        ({"quality": {"value": "guessed"}}, "quality cannot be guessed"),
        ({"waste_kg": {"value": "1,234"}}, "waste_kg cannot be 1,234; write a number such as 1234.5"),
        ({"start_date": {"value": "31/12/2024"}}, "start_date cannot be 31/12/2024; write a day such as 2024-03-31"),
    ],
)
def test_a_word_of_the_mapping_that_the_column_cannot_hold_is_a_wrong_call(tmp_path, changes, told):
    with pytest.raises(CallError) as error:
        waste(tmp_path, "Office,2024-01-01,2024-01-31,Cardboard,Recycled,1.5,", mapping={"columns": OWN | changes})
    assert told in str(error.value)


def test_a_required_column_that_the_mapping_leaves_out_is_a_wrong_call(tmp_path):
    chosen = tmp_path / "short.yml"
    chosen.write_text(json.dumps({"kind": "table", "table": "waste", "columns": {"location_id": "Site", "waste_kg": "Weight"}}), encoding="utf-8")
    with pytest.raises(CallError, match="does not say what stream and treatment come from"):
        imported(tmp_path, "table", written(tmp_path, "waste.csv", WASTE.strip()), chosen)


@pytest.mark.parametrize("changes", [{"from": "Weight", "values": {"n/a": "", "1.5": "3"}}, {"value": ""}])
def test_a_word_that_is_mapped_to_nothing_is_an_empty_cell(tmp_path, changes):
    found = waste(tmp_path, "Office,2024-01-01,2024-01-31,Cardboard,Recycled,n/a,", mapping={"columns": OWN | {"waste_kg": changes}})
    assert "every row needs it for waste_kg" in found.ledger.fates[2][1]


def test_the_exit_code_says_whether_a_row_was_refused(tmp_path):
    body(tmp_path / "data", 2024, "BODY")
    chosen = mapped(tmp_path, "table", columns=OWN)
    for weight, code in (("1.5", 0), ("much", 1)):
        export = written(tmp_path, "waste.csv", WASTE.strip(), f"Office,2024-01-01,2024-01-31,Cardboard,Recycled,{weight},")
        asked = ["import", "table", str(export), "--mapping", str(chosen), "--year", "2024", "--organization", "BODY", "--dry-run"]
        done = CliRunner().invoke(pipeline, [*asked, "--data", str(tmp_path / "data")])
        assert done.exit_code == code, done.output
        assert done.output.startswith("waste.csv (UTF-8, columns separated by commas) with table.yml: waste of BODY for 2024\n\n1 rows read")


def test_the_same_export_gives_the_same_bytes(tmp_path):
    lines = ["Office,2024-01-01,2024-01-31,Cardboard,Recycled,1.5,City"]
    first = importing.content(waste(tmp_path, *lines))
    assert first == importing.content(waste(tmp_path, *lines))
    assert first.startswith(b"location_id,start_date,")


def test_a_text_column_carries_words_over_with_commas_and_line_breaks(tmp_path):
    found = waste(
        tmp_path,
        'Office,2024-01-01,2024-01-31,Cardboard,Recycled,1.5,"City, ""North"""',
        out=str(tmp_path / "data" / "raw" / "2024" / "BODY" / "waste.csv"),
    )
    assert found.written is not None
    assert load(2024, "BODY", tmp_path / "data").tables["waste"]["collection"].to_list() == ['City, "North"']


def test_a_row_without_a_period_is_of_the_whole_year(tmp_path):
    found = waste(tmp_path, "Office,,,Cardboard,Recycled,1.5,", "Office,,,Residual,Recycled,1.5,")
    assert fates(found) == {2: "used", 3: "used"}
