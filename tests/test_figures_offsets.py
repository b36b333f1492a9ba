"""Carbon credits beside the emissions: what counts, and when a body is climate neutral."""

import json

import pandas as pd
import pytest
from figure_frames import activities, figures, footprint, inputs, inventory, published, values

from greening import tables
from greening.figures import derivation


def block(tonnes, serial="1", claimed=2022, **more):
    own = {"table": "offsets", "registry": "R", "serial_from": serial, "serial_to": serial, "claimed_year": claimed, "credits_tco2e": tonnes}
    return own | more


def decision(status="offsets", extent="whole_year", **more):
    return {"table": "offset_decisions", "status": status, "extent": extent, "reason": "Last resort"} | more


def members(*codes, missing=()):
    rows = [{"member": code, "status": "missing" if code in missing else "updated", "data_year": 2022, "emissions_tco2e": 50.0} for code in codes]
    return tables.stack("members", [pd.DataFrame(rows)])


def test_a_block_of_serial_numbers_counts_once_and_only_for_the_claimed_year():
    found = values(inputs([inventory(100.0), block(40.0), block(40.0), block(10.0, "2"), block(99.0, "3", claimed=2021)]))
    assert (found["offsets.retired"], found["offsets.share"], found["offsets.neutral"]) == (50, 0.5, "no")
    assert (found["offsets.withheld.claimed_twice"], found["offsets.other_years"]) == (40, 99)
    assert found["ghg.total"] == 100


@pytest.mark.parametrize(("tonnes", "neutral"), [(99.0, "no"), (100.0, "yes")])
def test_neutral_only_where_credits_reach_the_total(tonnes, neutral):
    assert values(inputs([inventory(100.0), block(tonnes)]))["offsets.neutral"] == neutral


def test_neutrality_of_a_minimum_is_not_claimed():
    found = values(inputs([inventory(100.0, "more_than"), block(500.0)]))
    assert "offsets.neutral" not in found and found["offsets.reason"] == "total_is_minimum"
    assert values(inputs([inventory(100.0, "more_than"), block(99.0)]))["offsets.neutral"] == "no"


def test_a_published_share_stands_where_the_total_cannot_be_divided_by():
    """676,997 t and 32 % were printed for 2014, when the total was only said to be more than 2.0 Mt."""
    rows = [inventory(2_000_000.0, "more_than"), published("offsets.retired", 676_997.0, "exact"), published("offsets.share", 0.32)]
    assert values(inputs(rows))["offsets.share"] == 0.32


@pytest.mark.parametrize("extent", ["part_year", "headquarters_only", "part_of_emissions"])
def test_credits_for_a_part_make_nobody_neutral_whatever_their_number(extent):
    found = values(inputs([inventory(100.0), block(5_000.0), decision(extent=extent)]))
    assert (found["offsets.neutral"], found["offsets.reason"]) == ("no", "decided_partly")


def test_the_latest_decision_counts():
    early, late = pd.Timestamp("2021-01-01"), pd.Timestamp("2022-01-01")
    rows = [decision(date=late), decision(extent="headquarters_only", date=early), inventory(100.0), block(100.0)]
    assert values(inputs(rows))["offsets.neutral"] == "yes"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([decision("does_not_offset", None)], "decided_against"),
        ([{"table": "coverage", "topic": "ghg", "status": "reported", "covered_share": 0.97}], "partly_covered"),
        ([{"table": "coverage", "topic": "Electricity", "status": "not_reported", "location_id": "A"}], "partly_covered"),
        ([{"table": "coverage", "topic": "vehicles", "status": "confidential"}], "partly_covered"),
    ],
)
def test_a_body_is_not_shown_as_neutral_where_something_is_missing(rows, reason):
    found = values(inputs([inventory(100.0), block(100.0), *rows]))
    assert "offsets.neutral" not in found and found["offsets.reason"] == reason


def test_a_body_that_decided_not_to_offset_is_not_neutral_and_one_that_says_nothing_is_left_open():
    found = values(inputs([inventory(100.0), decision("does_not_offset", None)]))
    assert (found["offsets.neutral"], found["offsets.reason"]) == ("no", "not_offset")
    assert not values(inputs([inventory(100.0)]), "offsets.") | values(inputs([inventory(100.0), decision("undecided", None)]), "offsets.neutral")


def test_water_that_is_not_reported_does_not_matter_to_neutrality():
    row = {"table": "coverage", "topic": "water", "status": "not_reported"}
    assert values(inputs([inventory(100.0), block(100.0), row]))["offsets.neutral"] == "yes"


@pytest.mark.parametrize(
    ("finding", "reason"),
    [
        ({"table": "electricity", "rule": "missing_topic", "level": "warn", "column": "topic", "value": "electricity"}, "topics_missing"),
        ({"table": "fuels", "rule": "negative_quantity", "level": "reject", "source_row": 2, "rows": 1}, "rows_rejected"),
    ],
)
def test_a_missing_topic_and_a_rejected_row_leave_neutrality_open(finding, reason):
    checks = tables.stack("checks", [pd.DataFrame([{"organization": "BODY", "year": 2022} | finding])])
    found = values(inputs([inventory(100.0), block(100.0)], checks=checks))
    assert "offsets.neutral" not in found and found["offsets.reason"] == reason


def test_where_the_interval_reaches_beyond_the_credits_that_is_said():
    rows = footprint([{"emissions_tco2e": 100.0, "uncertainty_gsd": 1.2, "factor_id": "f"}])
    made = figures(inputs([block(100.0)], footprint=rows))
    assert made.loc["offsets.neutral", ["text", "note"]].tolist() == ["yes", "the interval of the total reaches beyond the credits"]
    assert made.loc["offsets.margin", "low"] < 0 == made.loc["offsets.margin", "value"]
    assert pd.isna(figures(inputs([block(1000.0)], footprint=rows)).loc["offsets.neutral", "note"])


def test_an_overlap_with_an_earlier_year_is_withheld():
    before = activities([block(30.0, "EX-1", 2020, serial_to="EX-30")], year=2020)
    given = inputs([inventory(100.0), block(50.0, "EX-21", serial_to="EX-70")], earlier_activities=before)
    found = values(given)
    assert (found["offsets.retired"], found["offsets.withheld.claimed_twice"]) == (40, 10)
    assert given.found["rule"].tolist() == ["credits_claimed_twice"]


def test_a_group_is_neutral_by_no_sum_of_credits():
    rows = [inventory(50.0, organization="A"), inventory(50.0, organization="B"), block(100.0, organization="A")]
    found = values(inputs(rows, members=members("A", "B")))
    assert found["offsets.retired"] == 100 == found["ghg.total"]
    assert "offsets.neutral" not in found and found["offsets.reason"] == "of_members"
    missing = values(inputs(rows, members=members("A", "B", missing=("B",))))
    assert "offsets.neutral" not in missing and "offsets.share" not in missing


def of_members(**answers):
    rows = [{"figure_id": "offsets.neutral", "organization": code, "year": 2022, "text": text, "unit": "text"} for code, text in answers.items()]
    return tables.stack("figures", [pd.DataFrame(rows)])


def test_members_are_counted_by_their_own_neutrality_and_decision():
    rows = [
        decision(organization="A"),
        decision("undecided", None, organization="B", date=pd.Timestamp("2021-01-01")),
        inventory(1.0, organization="A"),
        # The group's own decision is none of a member.
        decision("does_not_offset", None, organization="BODY"),
    ]
    rows.append(decision("does_not_offset", None, organization="B", date=pd.Timestamp("2020-01-01")))
    found = values(inputs(rows, members=members("A", "B", "C"), members_figures=of_members(A="yes", B="no", C="no")), "offsets.members")
    assert found == {
        "offsets.members.neutral.yes": 1,
        "offsets.members.neutral.no": 2,
        "offsets.members.decision.offsets": 1,
        "offsets.members.decision.does_not_offset": 0,
        "offsets.members.decision.undecided": 1,
    }


def test_a_member_whose_credits_another_claims_too_is_not_counted_as_neutral():
    day = pd.Timestamp("2023-02-01")
    rows = [block(50.0, "EX-1", serial_to="EX-50", retired_date=day, organization=code) for code in ("A", "B")]
    given = inputs(rows, members=members("A", "B"), members_figures=of_members(A="yes", B="yes"))
    assert values(given, "offsets.members.neutral")["offsets.members.neutral.yes"] == 0
    assert values(given)["offsets.retired"] == 0


def test_what_credits_cost_is_added_by_currency():
    rows = [block(1.0, "1", cost=5.0, currency="CHF"), block(1.0, "2", cost=6.0, currency="CHF"), block(1.0, "3", cost=9.0)]
    assert values(inputs(rows), "offsets.cost") == {"offsets.cost.CHF": 11}


def test_every_number_on_credits_is_made_again_from_its_derivation():
    given = inputs([inventory(100.0), block(40.0), block(40.0), block(10.0, "text", serial_to=None), block(9.0, "3", 2021)])
    made = figures(given)
    frames = {name: getattr(given, name) for name in ("activities", "footprint", "credits")} | {"figures": made}
    own = made[made["figure_id"].str.startswith("offsets.") & made["value"].notna()]
    assert len(own) == 6
    for row in own.to_dict("records"):
        assert derivation.recompute(json.loads(row["derivation"]), frames) == pytest.approx(row["value"]), row["figure_id"]
