"""The inventory management plan: boundary, methods and files as they are, and a version that changes with any file."""

import hashlib
import json

import pandas as pd
from hypothesis import given, strategies as st
from made_report import activities, quantity, report, text, word

from greening import tables
from greening.documents import html
from greening.documents.management_plan import files, management_plan, version

HASHES = st.dictionaries(st.text(min_size=1, max_size=5), st.text("0123456789abcdef", min_size=4, max_size=4), min_size=1, max_size=4)


def derived(**hashes):
    return json.dumps({"product": "footprint", "filter": {}, "files": hashes, "parts": [{"files": {"b.csv": "22"}}]}, sort_keys=True)


def footprint(*rows):
    return tables.stack("footprint", [pd.DataFrame([{"organization": "BODY", "year": 2022, "in_total": True, **row} for row in rows])])


def shown(read) -> str:
    (document,) = management_plan(read)
    return text(html.page(document, read, ["en"], {}).partition("<main")[2])


def test_every_file_behind_a_figure_is_named_with_its_hash():
    read = report(
        quantity("ghg.total", 1.0, derivation=derived(**{"a.csv": "11"})), quantity("water.total", 1.0, "m3", derivation=derived(**{"c.csv": "33"}))
    )
    assert files(read) == {"a.csv": "11", "b.csv": "22", "c.csv": "33"}
    said = shown(read)
    assert all(f"{name}{value}" in said for name, value in files(read).items())
    assert version(files(read)) in said


def test_the_version_is_that_of_the_hashes():
    assert version({"b": "2", "a": "1"}) == hashlib.sha256(b"a 1\nb 2").hexdigest()[:12]


@given(HASHES, HASHES)
def test_other_files_are_another_version(one, other):
    assert (version(one) == version(other)) == (one == other)


def test_method_factors_and_nearness_stand_for_each_source_of_the_total():
    rows = [
        {"source": "electricity", "method": "quantity x factor", "factor_source_id": "owid", "factor_rung": "exact"},
        {"source": "electricity", "method": "quantity x factor", "factor_source_id": "owid", "factor_rung": "region"},
        {"source": "freight", "method": "declared", "in_total": False},
    ]
    said = shown(report(quantity("ghg.total", 1.0), footprint=footprint(*rows)))
    assert "quantity x factor" in said and "same place and year" in said and "declared" not in said


def test_methods_that_differ_by_a_percentage_are_one_and_the_other_basis_is_left_out():
    rows = [
        *({"source": "electricity", "basis": "market", "method": f"grid, {part} % covered by certificates"} for part in (37.3, 41.0)),
        {"source": "electricity", "basis": "location", "method": "grid average"},
    ]
    by_place, by_contract = (
        shown(report(quantity("ghg.total", 1.0), word("basis.scope2", basis), footprint=footprint(*rows))) for basis in ("location", "market")
    )
    assert "grid average" in by_place and "covered" not in by_place
    assert by_contract.count("covered by certificates") == 1 and "grid average" not in by_contract and "37.3" not in by_contract


def test_the_boundary_stands_with_its_reasons():
    rows = activities(boundary=[{"source": "commuting", "treatment": "optional", "reason": "Outside the common minimum"}])
    said = shown(report(quantity("ghg.total", 1.0), word("basis.consolidation", "operational"), activities=rows))
    assert "Outside the common minimum" in said and "Operational" in said.replace("operational", "Operational")


def test_roles_stand_for_people_and_verification_is_as_stated():
    profile = {"organization": "BODY", "name": "A body", "focal_point_role": "Head of facilities", "verification": "Audit office"}
    said = shown(report(quantity("ghg.total", 1.0), activities=activities(profile=[profile])))
    assert "Head of facilities, A body" in said and "Audit office" in said
    assert "does not state that anyone verified" in shown(report(quantity("ghg.total", 1.0)))


def test_a_group_names_its_members_their_years_and_the_version_of_their_files():
    members = tables.stack(
        "members",
        [pd.DataFrame([{"member": "ONE", "name": "First", "status": "updated", "data_year": 2022}, {"member": "TWO", "status": "missing"}])],
    )
    made = json.dumps({"files": {"ONE/a.csv": "11", "ONE/b.csv": "22", "TWO/a.csv": "33"}})
    said = shown(report(quantity("ghg.total", 1.0, derivation=made), members=members))
    assert "First" in said and "TWO" in said
    assert version({"a.csv": "11", "b.csv": "22"}) in said and "a.csv" not in said.replace("TWO/a.csv", "")


def test_a_body_without_a_total_has_no_plan():
    assert list(management_plan(report())) == []
