"""The pack for peer reviews and its questions."""

import pytest
from made_group import OFFICES, WHOLE, given, group_report, office
from made_report import report, text

from greening.documents import questions
from greening.documents.document import Grid, Heading, Items, Paragraph
from greening.documents.peer_review import peer_review
from greening.narrative.members import members
from greening.publish import gate


@pytest.fixture(scope="module")
def shown():
    return group_report()


@pytest.fixture(scope="module")
def document(shown):
    (made,) = peer_review(shown)
    return made


def grids(document):
    return {part.caption: part for part in document.parts if isinstance(part, Grid)}


def cells(grid):
    return [[text(cell) for cell in row] for row in grid.rows]


def test_members_of_other_coverage_stand_beside_without_a_place(document):
    ranked = cells(grids(document)["Waste: members that can be compared"])
    others = {row[0]: row[-1] for row in cells(grids(document)["Waste: all others, without a place"])}
    assert [row[0] for row in ranked] == ["Body O1 O1", "Body O2 O2", "Body O3 O3"]
    assert {row[-1] for row in ranked} == {"1 to 3"}
    assert others["Body O4 O4"] == "does not cover all of its people"
    assert others["Body M1 M1"] == "counts on another basis: with field missions"
    assert others["Body M2 M2"] == "figures of an earlier year" and others["Body X X"] == "no figures"


def test_the_matching_is_shown_with_all_that_it_rests_on(document):
    weights = {row[0]: row[-1] for row in cells(grids(document)["What is compared, how, and with what weight"])}
    assert weights["Climate"] == "1" and weights["Largest source"] == "0.50"
    grid = grids(document)["O1 and the bodies nearest to it"]
    table = {row[0]: dict(zip(grid.head[1:], row[1:], strict=True)) for row in cells(grid)}
    assert grid.head[1] == "O1" and set(grid.head[2:5]) == {"O2", "O3", "O4"}
    assert (table["Kind of work"]["O2"], table["Climate"]["O2"], table["Share of field sites"]["O2"]) == ("Research", "temperate", "0 %")
    assert {code for code, is_alike in table["Alike"].items() if is_alike == "yes"} == {"O2", "O3", "O4"}
    assert table["Distance"]["O1"] == "" and table["Distance"]["O2"] == table["of which size"]["O2"] == "0.0079"
    assert table["Emissions per person (t CO₂e per person)"]["O4"] == "≈ 6"


def test_the_pack_prints_the_figures_as_they_are(shown, document):
    texts = [cell for grid in grids(document).values() for row in grid.rows for cell in row]
    texts += [entry for part in document.parts if isinstance(part, Items) for entry in part.texts]
    assert gate.differences("".join(map(str, texts)), shown.figures, shown.catalogue) == []


def asked(told, code):
    made = group_report(given(told, {}, ()))
    (member,) = [member for member in members(made) if member.code == code]
    standing = {str(row["topic"]): row for row in made.product("standings") if row["member"] == code}
    listed = {one.code: one for one in members(made)}
    alike = [listed[str(row["peer"])] for row in made.product("peers") if row["member"] == code and row["is_alike"]]
    return [text(entry) for entry in questions.questions(made, member, standing)], [text(entry) for entry in questions.advice(made, member, alike)]


def five(**more):
    told = {f"B{number}": office("O1", **{"ghg.per_capita": float(number)}) for number in range(1, 5)}
    return told | {"B5": office("O1", **{"ghg.per_capita": 20.0} | more)}


def test_the_largest_gap_is_asked_and_the_lowest_alike_named():
    told, hints = asked(five(), "B5")
    assert told[0] == (
        "Emissions are 20.0 t per person; the median of the bodies alike that can be compared is 2.5 t per person. "
        "What accounts for the difference, and what of it can be changed?"
    )
    assert hints == ["Body B1 B1 is alike and reports emissions of 1.0 t per person: its measures may be worth asking about. This is not binding."]


def test_an_interval_that_reaches_down_to_the_median_is_no_gap():
    unsure = {"value": 20.0, "low": 2.0, "high": 40.0, "interval_kind": "statistical_95"}
    told, hints = asked(five(**{"ghg.per_capita": unsure}), "B5")
    assert not [text for text in told if "median" in text] and hints == []


def test_estimates_open_topics_and_recommendations_are_asked_about():
    silent = {name: cell for name, cell in office("O1").items() if not name.startswith("water")}
    told, _ = asked(
        {
            **{code: office(code) for code in OFFICES},
            "S": silent | {"quality.estimated.share": 0.4, "recommendations.not_started": 2.0, "recommendations.no_answer": 1.0},
        },
        "S",
    )
    assert told == [
        "40 % of the emissions rest on estimates, more than in all members together. Which quantities could be measured by next year?",
        "Not reported, or not for everybody and for this year: electricity, water. What would be needed to report it?",
        "1 recommendation of an oversight body has no answer. Is it accepted, and what becomes of it?",
        "2 recommendations of oversight bodies have no start yet. What stands in their way?",
    ]


def test_a_member_without_figures_has_no_part_and_one_alone_nobody_like_it(document):
    assert not [part for part in document.parts if isinstance(part, Heading) and text(part.text) == "Body X X"]
    (alone,) = peer_review(group_report(given({"A": office("O1")}, {}, ())))
    assert any(isinstance(part, Paragraph) and part.text.startswith("Too little is known of this member") for part in alone.parts)


def test_the_nearest_are_shown_even_where_nobody_is_alike_and_are_not_turned_to():
    (made,) = peer_review(group_report(given({"O1": office("O1"), "M1": WHOLE["M1"]}, {}, ())))
    assert sum(isinstance(part, Paragraph) and part.text.startswith("No other member is alike") for part in made.parts) == 2
    assert [row[1:] for row in cells(grids(made)["O1 and the bodies nearest to it"]) if row[0] == "Alike"] == [["", "no"]]
    assert not [entry for part in made.parts if isinstance(part, Items) for entry in part.texts if "Lessons" in entry]


def test_fewer_bodies_than_looked_for_are_said():
    (made,) = peer_review(group_report(given({code: WHOLE[code] for code in ("O1", "O2", "O3")}, {}, ())))
    assert sum(isinstance(part, Paragraph) and part.text.startswith("Fewer bodies than") for part in made.parts) == 3


def test_a_body_without_members_has_no_pack():
    assert list(peer_review(report())) == []
