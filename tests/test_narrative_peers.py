"""The part of a group's report that says how its members may be compared."""

import pytest
from made_group import OFFICES, WHOLE, given, group_report, office
from made_report import report, text

from greening.narrative import entities, peers
from greening.narrative.members import members
from greening.publish import gate


@pytest.fixture(scope="module")
def shown():
    return group_report()


def test_each_topic_is_told_with_its_own_denominator(shown):
    section = entities.entities(shown)
    told = text(section.html)
    assert "Who can be compared with whom" in told
    assert "Waste with everybody covered: more than" in told and "computed for people of whom nothing is reported" in told
    assert gate.differences(str(section.html), shown.figures, shown.catalogue) == []


def test_topics_that_nobody_reports_are_not_listed(shown):
    told = "".join(map(str, peers.parts(shown)))
    assert "Water" in told and "Electricity" not in told


def test_only_members_that_may_be_compared_are_drawn_with_their_places(shown):
    panel = peers.chart(shown, members(shown))
    assert panel is not None
    labels = [row["label"] for row in panel.chart.spec["datasets"]["table"]]
    assert set(labels) == {"O1", "O2", "O3", "O4", "M1", "M3"} and labels[-1] == "O4"
    assert "1 to 2" in text(panel.table) and text(panel.table).rstrip().endswith("6")
    rows = {row["label"]: row for row in panel.chart.spec["datasets"]["table"]}
    assert (rows["O4"]["low"], rows["O4"]["high"]) == (5.5, 6.5) and rows["O1"]["low"] == rows["O1"]["high"] == 5.0


def test_one_member_alone_is_not_drawn():
    alone = group_report(given({"A": office("O1")}, {}, ()))
    assert peers.chart(alone, members(alone)) is None


def test_a_carried_forward_member_is_shown_under_its_year(shown):
    listed = {member.code: member for member in members(shown)}
    assert listed["M2"].figure("ghg.total") == "ghg.total@2021:M2" and listed["O1"].figure("ghg.total") == "ghg.total:O1"
    assert listed["X"].figure("ghg.total") == "ghg.total:X"
    assert [member.code for member in members(shown)][-1] == "X" and set(listed) == {*WHOLE, "X"}


def test_a_name_without_a_figure_is_no_element(shown):
    assert peers.element(shown, "no.such.figure") == "" and peers.shown(shown, "no.such.figure") == ""
    assert set(OFFICES) <= set(WHOLE)


def test_the_report_of_one_body_says_that_it_has_no_members():
    assert "it has no members" in text(entities.entities(report()).html)
