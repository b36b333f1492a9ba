"""A group is its members' rows one under the other: nothing lost, nothing computed twice."""

import json

import pandas as pd
import pytest

from greening import groups, paths, tables


@pytest.fixture
def member(tmp_path):
    """Writes the products of one member: one electricity row of so many tonnes on each basis."""

    def write(code: str, year: int, tonnes: float = 10.0, scope2_basis: str = "location") -> None:
        folder = paths.processed(tmp_path, year, code)
        profile = {"organization": code, "table": "profile", "source_file": "profile.csv", "scope2_basis": scope2_basis}
        rows = pd.DataFrame([profile, {"organization": code, "table": "electricity", "location_id": "A"}, {"organization": code, "table": "goals"}])
        tables.write("activities", rows.assign(data_year=year), folder)
        footprint = pd.DataFrame({"basis": ["location", "market"], "emissions_tco2e": [tonnes, tonnes / 2]})
        tables.write("footprint", footprint.assign(organization=code, year=year, location_id="A", in_total=True, quality="metered"), folder)
        figures = {"ghg.total": tonnes, "personnel.total": 5.0, "ghg.per_capita": tonnes / 5, "ghg.published.share": 0.25}
        tables.write(
            "figures", pd.DataFrame({"figure_id": list(figures), "precision": "exact", "value": list(figures.values())}).assign(year=year), folder
        )

    return write


def test_a_member_of_this_year_is_updated_an_older_one_carried_forward_and_one_without_missing(tmp_path, member):
    member("ONE", 2024)
    member("TWO", 2022)
    state = {"outcome": "failed", "why": "the workbook cannot be read"}
    paths.write_text(paths.processed(tmp_path, 2024, "TWO") / "state.json", json.dumps(state))
    found = groups.members(tmp_path, 2024, ["ONE@2024", "TWO@2022", "THREE"]).set_index("member")
    assert found["status"].to_dict() == {"ONE": "updated", "TWO": "carried_forward", "THREE": "missing"}
    assert found.loc["TWO", "reason"] == "failed: the workbook cannot be read"
    assert found.loc["THREE", "reason"] == "nothing was submitted"
    assert found.loc["ONE", "published_tco2e"] == pytest.approx(2.5)
    assert pd.isna(found.loc["THREE", "emissions_tco2e"])


def test_a_member_that_is_not_registered_bears_the_name_of_its_profile(tmp_path):
    paths.write_text(paths.processed(tmp_path, 2024, "NEW-BODY") / "state.json", json.dumps({"outcome": "ok", "name": "A new body", "why": ""}))
    found = groups.members(str(tmp_path), 2024, ["NEW-BODY", "NOWHERE"]).set_index("member")["name"]
    assert list(found) == ["A new body", "NOWHERE"]


def test_rows_are_stacked_with_places_qualified_and_goals_left_to_the_member(tmp_path, member):
    member("ONE", 2024)
    member("TWO", 2024)
    rolled_up = groups.members(tmp_path, 2024, ["ONE@2024", "TWO@2024"])
    stacked = groups.stack("activities", groups.registered_profile("EXAMPLE", 2024), rolled_up, tmp_path)
    assert sorted(stacked["location_id"].dropna()) == ["ONE/A", "TWO/A"]
    assert stacked["table"].value_counts().to_dict() == {"electricity": 2, "profile": 1}
    footprint = groups.stack("footprint", tables.empty("footprint"), rolled_up, tmp_path)
    assert footprint.loc[footprint["basis"] == "location", "emissions_tco2e"].sum() == 20.0


def test_rows_carried_forward_say_so(tmp_path, member):
    member("ONE", 2022)
    rolled_up = groups.members(tmp_path, 2024, ["ONE@2022"])
    footprint = groups.stack("footprint", tables.empty("footprint"), rolled_up, tmp_path)
    assert set(footprint["quality"]) == {"carried_forward"}


def test_a_member_that_counts_market_keeps_its_own_total_in_the_group(tmp_path, member):
    member("ONE", 2024, tonnes=10.0, scope2_basis="market")
    member("TWO", 2024, tonnes=10.0)
    rolled_up = groups.members(tmp_path, 2024, ["ONE@2024", "TWO@2024"])
    rows = groups.stack("footprint", tables.empty("footprint"), rolled_up, tmp_path)
    counted = rows[rows["in_total"] & (rows["basis"].isna() | rows["basis"].isin(["", "location"]))]
    assert counted["emissions_tco2e"].sum() == pytest.approx(5.0 + 10.0)


def test_a_group_with_published_totals_of_its_own_does_not_add_its_members(tmp_path, member):
    member("ONE", 2024)
    rolled_up = groups.members(tmp_path, 2024, ["ONE@2024"])
    own = tables.stack("activities", [pd.DataFrame([{"organization": "UNSYSTEM", "table": "inventory", "emissions_tco2e": 1.4e6}])])
    assert groups.counted(rolled_up, own, "UNSYSTEM").empty
    assert len(groups.counted(rolled_up, groups.registered_profile("UNSYSTEM", 2024), "UNSYSTEM")) == 1


def test_a_group_is_illustrative_where_a_counted_member_is(tmp_path):
    for code, illustrative in (("ONE", False), ("TWO", True)):
        profile = {"organization": code, "data_year": 2024, "table": "profile", "illustrative": illustrative}
        tables.write("activities", pd.DataFrame([profile]), paths.processed(tmp_path, 2024, code))
    found = {
        given: tables.rows(groups.registered_profile("EXAMPLE", 2024, tmp_path, given), "profile")["illustrative"].tolist()
        for given in (("ONE@2024", "TWO@2024"), ("ONE@2024", "TWO"), ())
    }
    assert list(found.values()) == [[True], [False], [False]]
