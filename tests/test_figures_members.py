"""Members of a group."""

import pandas as pd
import pytest
from figure_frames import activities, figures, footprint, inputs, inventory, values

from greening import tables

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


def members(*rows):
    return tables.stack("members", [pd.DataFrame(rows)])


def group(*rows, submitted=()):
    return inputs(
        organization="GROUP",
        activities=activities([{"table": "profile"}, *submitted], "GROUP"),
        footprint=footprint([line | {"table": "x"} for line in LINES]),
        members=members(*rows),
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


@pytest.mark.parametrize(("precision", "bounds"), [("rounded", (55, 65)), ("exact", (60, 60))])
def test_a_members_rounded_total_is_not_shown_as_exact(precision, bounds):
    row = figures(group(A | {"precision": precision})).loc["ghg.total:A"]
    assert (row["low"], row["high"], row["precision"]) == (*bounds, precision)


def test_a_body_without_members_has_no_figures_of_them():
    assert not values(inputs([inventory(1.0)]), "members.")
