"""Members of a group."""

import math

import pandas as pd
import pytest
from figure_frames import activities, figures, footprint, inputs, inventory, values

from greening import tables
from greening.figures import registry
from greening.peers.columns import OF_MEMBERS

A = {
    "member": "A",
    "status": "updated",
    "data_year": 2022,
    "emissions_tco2e": 60.0,
    "published_tco2e": 15.0,
    "personnel": 10.0,
    "per_capita_tco2e": 6.0,
}
B = {"member": "B", "status": "carried_forward", "data_year": 2020, "emissions_tco2e": 40.0, "published_tco2e": 0.0}
MISSING = {"member": "C", "status": "missing"}
LINES = [{"organization": "A", "emissions_tco2e": 60.0}, {"organization": "B", "emissions_tco2e": 40.0}]
OF_A = {"figure_id": "ghg.total", "organization": "A", "year": 2022, "value": 60.0}
PER_HEAD = OF_A | {"figure_id": "ghg.per_capita", "value": 6.0}
OF_B = {"figure_id": "ghg.total", "organization": "B", "year": 2020, "value": 40.0}


def members(*rows):
    return tables.stack("members", [pd.DataFrame(rows)])


def group(*rows, submitted=(), told=(OF_A, PER_HEAD, OF_B)):
    return inputs(
        organization="GROUP",
        activities=activities([{"table": "profile"}, *submitted], "GROUP"),
        footprint=footprint([line | {"table": "x"} for line in LINES]),
        members=members(*rows),
        members_figures=tables.stack("figures", [pd.DataFrame(told)]),
    )


def test_who_is_in_the_sum_and_from_which_year():
    found = values(group(A, B, MISSING))
    counts = [found[f"members.{name}"] for name in ("known", "updated", "carried_forward", "missing")]
    assert counts == [3, 1, 1, 1]
    assert (found["ghg.total:A"], found["ghg.per_capita:A"], found["ghg.total@2020:B"]) == (60, 6, 40)
    assert "ghg.total:B" not in found
    assert (found["members.total"], found["members.published.share"]) == (100, 0.15)


def test_a_sum_that_lacks_a_member_is_a_minimum_and_shares_are_not():
    found = figures(group(A, B, MISSING))
    total = found.loc["ghg.total"]
    assert (total["value"], total["low"], total["precision"]) == (100, 100, "more_than")
    assert pd.isna(total["high"])
    assert found.loc["members.total", "precision"] == "more_than"
    assert found.loc["ghg.bucket.facilities.share", "value"] == 1
    assert pd.isna(found.loc["ghg.bucket.facilities.share", "precision"])


def test_a_whole_sum_is_no_minimum():
    found = figures(group(A, B))
    assert pd.isna(found.loc["ghg.total", "precision"])
    assert pd.isna(found.loc["members.total", "precision"])


def test_own_totals_stand_and_the_members_explain_a_part():
    found = figures(group(A, B, MISSING, submitted=[inventory(300.0, "rounded")]))
    # The stack holds the members' rows here only to show that what the group submits is not all there is.
    own = figures(inputs([inventory(300.0, "rounded")], organization="GROUP", members=members(A, B, MISSING)))
    assert (own.loc["ghg.total", "value"], own.loc["ghg.total", "precision"]) == (300, "rounded")
    rest = own.loc["members.unallocated"]
    # A member is missing: what the others leave is at most this.
    assert (rest["value"], rest["low"], rest["high"], rest["precision"]) == (200, 0, 250, "nearly")
    assert found.loc["ghg.total", "precision"] != "more_than"


def test_a_member_whose_total_is_only_published_is_in_the_sum_and_its_parts_are_unknown():
    assert values(group(A, B), "ghg.bucket") == {"ghg.bucket.facilities": 100, "ghg.bucket.facilities.share": 1}
    found = values(group(A, B, B | {"member": "D", "emissions_tco2e": 11.0, "published_tco2e": 11.0}), "ghg.")
    assert (found["ghg.total"], found["ghg.published.share"]) == (111, 26 / 111)
    assert not [name for name in found if name.startswith(("ghg.bucket", "ghg.scope", "ghg.source", "ghg.boundary", "ghg.total."))]


@pytest.mark.parametrize("told", [OF_A, PER_HEAD])
def test_a_members_rounded_figure_keeps_its_bounds_its_precision_and_its_note(told):
    rounded = told | {"low": 5.5, "high": 65.0, "interval_kind": "rounding", "precision": "rounded", "note": "read off a chart"}
    row = figures(group(A, told=[rounded])).loc[f"{told['figure_id']}:A"]
    assert (row["low"], row["high"], row["interval_kind"], row["precision"], row["note"]) == (5.5, 65.0, "rounding", "rounded", "read off a chart")


def test_a_members_minimum_stays_open_above():
    row = figures(group(A, told=[OF_A | {"low": 60.0, "interval_kind": "rounding", "precision": "more_than"}])).loc["ghg.total:A"]
    assert (row["low"], row["precision"], math.isnan(row["high"])) == (60.0, "more_than", True)


def test_a_members_text_is_a_figure_of_the_group():
    told = {"figure_id": "answer.ems.status", "organization": "A", "year": 2022, "text": "met"}
    assert values(group(A, told=[told]), "answer.")["answer.ems.status:A"] == "met"


def test_the_units_of_members_figures_are_those_of_the_figures_themselves():
    literal = {definition.pattern: definition.unit for definition in registry.DEFINITIONS}
    assert {name: unit for name, unit in OF_MEMBERS.items() if literal.get(name, unit) != unit} == {}
    assert {name: unit for name, unit in OF_MEMBERS.items() if (registry.unit_of(name) or unit) != unit} == {}


def test_a_body_without_members_has_no_figures_of_them():
    found = values(inputs([inventory(1.0)]))
    assert not [name for name in found if name.startswith(("members.", "peers.", "scorecard.")) or ":" in name]
