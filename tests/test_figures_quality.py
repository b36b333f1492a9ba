"""Grades of quality, and coverage as submitted."""

from figure_frames import figures, footprint, indicators, inputs, values


def test_grades_are_weighted_by_emissions_and_need_not_add_up():
    lines = [
        {"emissions_tco2e": 40.0, "quality": "metered"},
        {"emissions_tco2e": 10.0, "quality": "invoiced", "parents": "bill-1 bill-2"},
        {"emissions_tco2e": 20.0, "quality": "estimated"},
        {"emissions_tco2e": 5.0, "quality": "proxy", "parents": "trip-1"},
        {"emissions_tco2e": 15.0, "quality": "carried_forward"},
        {"emissions_tco2e": 10.0},
    ]
    found = values(inputs(footprint=footprint(lines)), "quality.")
    assert [found[f"quality.grade.{grade}.share"] for grade in "ABCDE"] == [0.4, 0.1, 0.2, 0.05, 0.15]
    assert found["quality.estimated.share"] == 0.4


def test_ungraded_emissions_have_no_grade_and_are_a_share_of_their_own():
    lines = [{"emissions_tco2e": 1.0}, {"emissions_tco2e": 3.0, "quality": "metered"}]
    found = values(inputs(footprint=footprint(lines)), "quality.grade.")
    assert found == {"quality.grade.A.share": 0.75, "quality.grade.unknown.share": 0.25}


def test_coverage_is_the_organizations_own_row_without_a_location():
    rows = [
        {"table": "coverage", "topic": "waste", "status": "excluded", "location_id": "A"},
        {"table": "coverage", "topic": "waste", "status": "reported", "covered_share": 0.8, "note": "Five of six offices"},
        {"table": "coverage", "topic": "water", "status": "reported", "organization": "MEMBER"},
    ]
    found = figures(inputs(rows))
    assert (found.loc["coverage.waste.status", "text"], found.loc["coverage.waste.share", "value"]) == ("reported", 0.8)
    assert found.loc["coverage.waste.status", "note"] == "Five of six offices"
    assert "coverage.water.status" not in found.index


def test_a_row_filled_from_own_months_is_graded_b_whatever_its_parents():
    lines = [
        {"emissions_tco2e": 6.0, "quality": "metered"},
        {"emissions_tco2e": 1.0, "quality": "estimated", "filled_by": "own_months", "parents": "a; b"},
        {"emissions_tco2e": 2.0, "quality": "estimated", "filled_by": "per_m2", "parents": "c"},
        {"emissions_tco2e": 1.0, "quality": "proxy", "filled_by": "system_proxy"},
    ]
    found = values(inputs(footprint=footprint(lines)), "quality.")
    assert {grade: found.get(f"quality.grade.{grade}.share") for grade in "ABCD"} == {"A": 0.6, "B": 0.1, "C": 0.2, "D": 0.1}
    assert (found["quality.estimated.share"], found["quality.filled.share"]) == (0.4, 0.4)
    assert found["quality.filled.per_m2.share"] == 0.2


def test_sources_are_counted_once_a_place_however_many_rows_they_have():
    lines = [
        {"emissions_tco2e": 1.0, "quality": "metered", "location_id": "A", "source": "electricity"},
        {"emissions_tco2e": 9.0, "quality": "estimated", "location_id": "A", "source": "electricity"},
        {"emissions_tco2e": 1.0, "quality": "metered", "location_id": "A", "source": "heat"},
        {"emissions_tco2e": 1.0, "quality": "metered", "location_id": "B", "source": "electricity"},
        {"emissions_tco2e": 1.0, "quality": "metered", "source": "flight"},
        {"emissions_tco2e": 1.0, "quality": "proxy", "source": "waste", "in_total": False},
    ]
    found = values(inputs(footprint=footprint(lines)), "quality.")
    assert (found["quality.sources"], found["quality.estimated.sources"], found["quality.estimated.sources.share"]) == (4, 1, 0.25)
    assert "quality.filled.sources" not in found


def test_filled_waste_is_a_part_of_all_waste():
    made = [{"indicator_id": "waste.total", "value": 90.0}, {"indicator_id": "waste.total", "value": 10.0, "filled_by": "per_person"}]
    assert values(inputs(indicators=indicators(made)), "waste.")["waste.filled.share"] == 0.1
