"""The section on what is being done."""

import pytest
from ems_report import read
from made_report import report, text

from greening import formats
from greening.narrative import actions
from greening.publish import gate


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return read(tmp_path_factory.mktemp("actions"))


@pytest.fixture(scope="module")
def shown(made):
    return actions.actions(made).html


def row(shown, title, part):
    """The cells of the row of a table whose first, or second, cell is the title, in the table after the caption."""
    table = shown.split(part, 1)[1].split("</table>", 1)[0]
    return text(next(line for line in table.split("<tr>") if title in line))


def test_the_lead_counts_what_there_is(shown):
    told = text(shown)
    assert "4 actions are on record: 2 planned, 1 under way, 1 done, 0 stopped." in told
    assert "1 is past its due date." in told
    assert "1 is a joint measure of several places and is counted once." in told
    assert "2 milestones are set, of which 1 done. 1 milestone is overdue." in told


def test_actions_stand_under_their_goals_with_the_target(shown):
    assert "by 2030 G1" in row(shown, "Insulate the roof", "From goals to actions")
    assert "overdue" in row(shown, "Insulate the roof", "From goals to actions")
    assert "No goal named" in row(shown, "Quiet zones", "From goals to actions")


def test_open_actions_are_ranked_by_risk_and_feasibility_and_the_formula_is_told(shown):
    table = shown.split("What comes first", 1)[1].split("</table>", 1)[0]
    assert table.index("Insulate the roof") < table.index("Solar panels")
    assert "New lamps" not in table and "Quiet zones" not in table
    assert "times feasibility (high 3, medium 2, low 1)" in text(shown)
    assert "1 open action has no grade of risk or feasibility and is not ranked." in text(shown)


def test_checks_that_are_done_and_overdue_are_told(shown):
    assert "The check of 1 action has been due for more than a year." in text(shown)
    assert "1 March 2023" in row(shown, "Insulate the roof", "Did it work?")
    assert "Use fell by a tenth" in row(shown, "New lamps", "Did it work?")


def test_a_joint_measure_is_shown_with_its_places(shown):
    assert "Headquarters, Northern camp" in row(shown, "Solar panels", "Joint measures of several places")


def test_places_and_milestones_that_belong_to_nothing_are_left_to_their_findings(tmp_path):
    lone = "action_id,title,location_ids,status\nA1,Insulate the roof,GVA NOWHERE,planned\n"
    read_again = read(tmp_path, actions=lone, milestones="action_id,title,due_date\nA1,Tender,2023-05-01\nA9,Nobody's,2023-05-01\n")
    said = text(actions.actions(read_again).html)
    assert "1 milestone is set" in said and "Tender" in said and "Nobody" not in said
    assert "Headquarters" in said and "NOWHERE" not in said


def test_targets_beyond_the_list_are_kept_and_marked_and_those_by_topic_too(shown):
    assert "not in the list of the note" in row(shown, "11.6", "Development Goal targets served")
    assert "Solar panels (by its topic)" in row(shown, "7.2", "Development Goal targets served")
    assert "Insulate the roof" in row(shown, "7.3", "Development Goal targets served")


def test_every_number_is_its_figure(made, shown):
    assert gate.unlike(shown, formats.facts(made.figures), made.catalogue) == []
    assert gate.printed(shown)


def test_novelty_is_told(shown):
    assert "1 are traditional, 1 innovative but proven, and 0 both." in text(shown)


def test_kinds_are_drawn(made):
    (panel,) = actions.actions(made).panels
    assert "Renewable energy" in text(panel.table)


def test_without_actions_the_section_says_so():
    assert "No rows were submitted." in text(actions.actions(report()).html)
