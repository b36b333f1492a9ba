"""The section on places of work."""

import pytest
from ems_report import read
from made_report import report, text

from greening import formats
from greening.narrative import governance, places
from greening.publish import gate


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return read(tmp_path_factory.mktemp("places"))


@pytest.fixture(scope="module")
def shown(made):
    return places.places(made).html


def table(shown, caption):
    return text(shown.split(f"<caption>{caption}", 1)[1].split("</table>", 1)[0])


def test_places_are_counted_by_kind_and_lead_to_their_pages(shown):
    assert "The organization reports 3 places of work." in text(shown)
    assert "headquarters 1" in text(shown)
    assert "high 1, medium 1, low 0" in text(shown)
    assert 'href="documents/locations/GVA.en.html"' in shown


def test_what_another_body_reports_is_told_apart(shown):
    assert "premises that another body reports" in text(shown)


def test_the_checklist_of_a_place_that_answered_and_of_no_other(shown):
    told = table(shown, "Maturity checklist")
    assert "1 of 2 answered parts are in place." in told
    assert "Northern camp" not in told


def test_the_review_clock_tells_what_is_overdue_and_what_has_no_date(shown):
    told = table(shown, "Reviews")
    assert "1 May 2024, overdue" in told
    assert "8 November 2026" in told
    assert "1 June 2024, overdue" in told
    assert "no dated review" in told
    assert "Judged as of 31 December 2024." in text(shown)


def test_lines_are_named_as_the_places_write_them(shown):
    told = table(shown, "Emissions by reporting line")
    assert "Field support" in told and "without a reporting line" in told


def test_every_number_is_its_figure(made, shown):
    assert gate.unlike(shown, formats.facts(made.figures), made.catalogue) == []


def test_answers_of_a_place_stand_with_the_place_and_those_of_the_body_with_governance(made):
    told = text(governance.governance(made).html)
    assert "met" in told and "Second phase" not in told


def test_without_places_the_section_says_so():
    assert "No rows were submitted." in text(places.places(report()).html)
