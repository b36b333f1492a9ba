"""The files beside a page."""

import csv
import io
import json
from dataclasses import replace

import jsonschema
import pandas as pd
import pytest
from made_report import activities, figures, quantity, report, word

from greening import tables
from greening.errors import GateError
from greening.publish import files

FOOTPRINT = tables.stack(
    "footprint",
    [pd.DataFrame([{"organization": "BODY", "year": 2022, "table": "electricity", "row_id": "e1", "emissions_tco2e": 0.1 + 0.2, "in_total": True}])],
)


def test_three_files_are_written_whole(tmp_path):
    written = files.write(report(quantity("ghg.total", 0.1 + 0.2)), str(tmp_path))
    assert [path.name for path in written] == ["figures.csv", "footprint.csv", "report.json"]
    assert sorted(path.name for path in (tmp_path / "2022" / "BODY").iterdir()) == ["figures.csv", "footprint.csv", "report.json"]


def test_numbers_are_in_full_and_texts_are_in_the_column_of_values():
    made = report(quantity("ghg.total", 0.1 + 0.2, low=0.1, interval_kind="rounding", note="=note"), word("target.g.status", "behind"))
    rows = {row["figure_id"]: row for row in csv.DictReader(io.StringIO(files.figures_csv(made)))}
    assert rows["ghg.total"]["value"] == "0.30000000000000004"
    assert (rows["ghg.total"]["low"], rows["ghg.total"]["high"]) == ("0.1", "")
    assert rows["ghg.total"]["note"] == "'=note"
    assert rows["target.g.status"]["value"] == "behind"


def test_json_leaves_out_what_is_not_known():
    made = json.loads(
        files.report_json(report(quantity("ghg.total", 1.5), activities=activities(profile=[{"organization": "BODY", "name": "A body"}])))
    )
    assert made["name"] == "A body"
    assert made["figures"] == [{"figure_id": "ghg.total", "organization": "BODY", "year": 2022, "value": 1.5, "unit": "t CO2e"}]


def test_footprint_has_every_declared_column_and_the_last_digit():
    rows = list(csv.DictReader(io.StringIO(files.footprint_csv(report(footprint=FOOTPRINT)))))
    assert list(rows[0]) == list(tables.products()["footprint"].columns)
    assert (rows[0]["emissions_tco2e"], rows[0]["in_total"], rows[0]["scope"]) == ("0.30000000000000004", "true", "")


def test_the_same_report_gives_the_same_bytes(tmp_path):
    made = report(quantity("ghg.total", 1.5), footprint=FOOTPRINT)
    first = [path.read_bytes() for path in files.write(made, str(tmp_path / "a"))]
    assert first == [path.read_bytes() for path in files.write(made, str(tmp_path / "b"))]


def test_a_file_that_would_differ_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "figures_csv", lambda _: "figure_id,value\n")
    with pytest.raises(GateError, match=r"figures\.csv: ghg\.total is missing"):
        files.write(report(quantity("ghg.total", 1.5)), str(tmp_path))
    assert not list(tmp_path.iterdir())
    assert figures().empty


def test_every_cell_of_the_footprint_is_written_in_full_and_a_missing_one_is_empty():
    rows = [
        {
            "organization": "BODY",
            "year": 2022,
            "table": "electricity",
            "row_id": f"e{place}",
            "source": source,
            "emissions_tco2e": value,
            "in_total": kept,
        }
        for place, (source, value, kept) in enumerate([("=1+1", -0.0, True), (None, 0.0, False), ("=1+1", None, None), ("grid", 1e-7, True)])
    ]
    made = replace(report(quantity("ghg.total", 1.0)), footprint=tables.stack("footprint", [pd.DataFrame(rows)]))
    written = list(csv.DictReader(io.StringIO(files.footprint_csv(made))))
    assert [row["source"] for row in written] == ["'=1+1", "", "'=1+1", "grid"]
    assert [row["emissions_tco2e"] for row in written] == ["-0.0", "0.0", "", "1e-07"]
    assert [row["in_total"] for row in written] == ["true", "false", "", "true"]
    assert {row["year"] for row in written} == {"2022"}


def test_report_json_is_as_its_published_schema_says_and_every_field_is_described():
    schema = json.loads(files.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    goal = {
        "goal_id": "G",
        "year": 2022,
        "metric": "ghg.total",
        "status": "behind",
        "allowed_value": 1.0,
        "distinguishable": False,
        "budget_years": 1,
    }
    made = report(
        quantity("ghg.total", 1.5, low=1.0, interval_kind="rounding", precision="rounded"),
        word("ghg.break", "text"),
        targets=tables.stack("targets", [pd.DataFrame([goal])]),
        footprint=FOOTPRINT.assign(factor_source_id="owid_ember"),
        activities=activities(profile=[{"organization": "BODY", "name": "A body"}]),
    )
    document = json.loads(files.report_json(made))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []
    assert document["$schema"] == "../../assets/report.schema.json"
    assert all(part.get("description") for part in _fields(schema))
    for product, name in (("figures", "figure"), ("targets", "target")):
        assert list(schema["$defs"][name]["properties"]) == list(tables.products()[product].columns)


def _fields(schema):
    for part in (schema, *schema["$defs"].values()):
        yield part
        yield from part["properties"].values()


@pytest.mark.parametrize(
    ("field", "value"), [("year", "2022"), ("status", "done"), ("unknown", 1), ("figures", [{"figure_id": "a", "organization": "B", "year": 1}])]
)
def test_the_schema_refuses_what_is_not_a_report(field, value):
    document = json.loads(files.report_json(report(quantity("ghg.total", 1.5)))) | {field: value}
    assert not jsonschema.Draft202012Validator(json.loads(files.schema())).is_valid(document)


def test_sources_are_listed_with_their_licences():
    document = json.loads(files.report_json(report(footprint=FOOTPRINT.assign(factor_source_id="owid_ember"))))
    (source,) = document["sources"]
    assert source["source_id"] == "owid_ember" and source["licence"] and source["attribution"]
    assert document["citation"].startswith("How to cite") and document["withheld"] == [] and document["public"] is False


def test_files_that_are_not_due_are_not_written(tmp_path):
    made = report(quantity("ghg.total", 1.5))
    assert files.write(made, str(tmp_path), files.Outgoing(is_due=False)) == []
    written = files.write(made, str(tmp_path), files.Outgoing(is_due=False, has_workbook=True), {})
    assert [path.name for path in written] == ["BODY-2022.xlsx"]
    assert files.names(made, files.Outgoing()) == list(files.NAMES)
