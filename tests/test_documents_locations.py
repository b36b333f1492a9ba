"""A page for every place, and the yearly report to its steering group."""

import pytest
from ems_report import read
from made_report import report, text

from greening.documents import html
from greening.documents.locations import locations


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return read(tmp_path_factory.mktemp("locations"))


@pytest.fixture(scope="module")
def documents(made):
    return {document.name: document for document in locations(made)}


def shown(made, document):
    return text(html.page(document, made, ["en"], {}))


def test_every_place_has_a_page_and_those_with_aspects_or_actions_a_report(documents):
    assert set(documents) == {"locations/GVA", "locations/MIS", "locations/DSK", "steering-group/GVA", "steering-group/MIS"}
    assert documents["steering-group/GVA"].formats == ("html", "docx")


def test_the_page_tells_what_the_place_is_emits_and_does(made, documents):
    told = shown(made, documents["locations/GVA"])
    for part in (
        "Kind of place: headquarters. City: Geneva (CHE).",
        "People",
        "40",
        "Insulate the roof",
        "by 2030",
        "Old building",
        "Green committee",
        "1 May 2024, overdue",
    ):
        assert part in told, part
    assert "New lamps" not in told and "All offices" not in told
    assert "Joint measures with other places: Solar panels." in told


def test_a_mission_is_shown_with_its_mandates(made, documents):
    told = shown(made, documents["locations/MIS"])
    assert "Mandate of the camp" in told and "Reports through: Field support." in told
    assert "Mandates" not in shown(made, documents["locations/GVA"])


def test_a_mission_without_mandates_says_so(tmp_path):
    made = read(tmp_path, without=("mandates",))
    (page,) = (document for document in locations(made) if document.name == "locations/MIS")
    assert "No mandate of this mission was handed in." in shown(made, page)


def test_a_place_that_another_body_reports_says_who(made, documents):
    assert "Its premises are reported by EXAMPLE-FIELD." in shown(made, documents["locations/DSK"])


def test_the_report_to_the_steering_group_has_targets_checks_lessons_and_priorities(made, documents):
    told = shown(made, documents["steering-group/GVA"])
    for part in ("The yearly review of the plan is overdue.", "Goal for", "Scaffold", "What comes first", "Roof first", "overdue"):
        assert part in told, part
    assert "No lesson from these actions was handed in" in told
    assert "Timers save as much again" in shown(made, documents["steering-group/MIS"])


def test_a_report_without_places_has_no_such_documents():
    assert list(locations(report())) == []
