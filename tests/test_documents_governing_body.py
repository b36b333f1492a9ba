"""The report to the governing body: its form, and a proposed decision that says no more than the figures tell."""

import pandas as pd
import pytest
from hypothesis import given, strategies as st
from made_report import activities, quantity, report, text, word

from greening import tables
from greening.documents import decision, html
from greening.documents.document import Box, Grid, Heading, Paragraph
from greening.documents.governing_body import governing_body

TOTAL = quantity("ghg.total", 90.0)


def change(low: float, high: float):
    """The total a tenth below the base year, known as sharply as the bounds say."""
    bounds = {"low": low, "high": high, "interval_kind": "statistical_95"}
    return [
        quantity("ghg.change.base_year", (low + high) / 2, "share", **bounds),
        quantity("ghg.change.base_year.from", 2010.0, "year"),
        quantity("ghg.total@2010", 100.0),
    ]


def goal(status: str, **more):
    """A goal with the figures that its sentences print."""
    numbers = {"actual": 90.0, "allowed": 80.0, "target_value": 55.0, "needed_per_year": -4.0, "baseline": 100.0}
    rows = [quantity(f"target.G.{name}", value) for name, value in numbers.items()]
    years = [quantity("target.G.target_year", 2030.0, "year"), quantity("target.G.baseline_year", 2010.0, "year")]
    return [*rows, *years, word("target.G.status", status)]


def goals(status: str) -> pd.DataFrame:
    row = {"goal_id": "G", "year": 2022, "metric": "ghg.total", "unit": "t CO2e", "status": status, "target_year": 2030}
    return tables.stack("targets", [pd.DataFrame([row])])


def made(*rows, **products):
    (document,) = governing_body(report(TOTAL, *rows, **products))
    return document


def shown(document, **products) -> str:
    return text(html.page(document, report(TOTAL, **products), ["en"], {}).partition("<main")[2])


def clauses(*rows, **products) -> str:
    return " ".join(text(part.text) for part in decision.decision(report(TOTAL, *rows, **products)).parts)


@given(st.floats(-0.9, 0.9), st.floats(0.001, 0.9))
def test_a_fall_is_welcomed_only_where_the_whole_interval_is_below_zero(low, width):
    said = clauses(*change(low, low + width))
    assert ("Welcomes that emissions were" in said) == (low + width < 0)
    assert ("Notes with concern" in said) == (low > 0)
    assert ("it cannot be told" in said) == (low <= 0 <= low + width)


def test_a_change_to_or_from_a_year_of_the_pandemic_is_neither_welcomed_nor_regretted():
    for base, year in ((2020.0, 2022), (2010.0, 2021)):
        bounds = {"low": -0.3, "high": -0.2, "interval_kind": "statistical_95"}
        read = report(TOTAL, quantity("ghg.change.base_year", -0.25, "share", **bounds), quantity("ghg.change.base_year.from", base, "year"))
        object.__setattr__(read, "year", year)
        said = " ".join(text(part.text) for part in decision.decision(read).parts)
        assert "Welcomes" not in said and "says little of measures" in said
        assert ("Bearing in mind that 2021" in said) == (year == 2021)


def test_a_change_without_bounds_is_neither_welcomed_nor_regretted():
    said = clauses(quantity("ghg.change.base_year", -0.1, "share"), quantity("ghg.change.base_year.from", 2010.0, "year"))
    assert "Welcomes" not in said and "concern" not in said


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        ("met", "Welcomes that the goal"), ("missed", "Notes with regret"), ("on_path", "encourages"), ("behind", "to present measures"),
        ("inconclusive", "do not yet tell"), ("no_baseline", "establish the baseline"),
    ],
)  # fmt: skip
def test_the_verb_of_a_clause_follows_the_status_of_the_goal(status, verb):
    assert verb in clauses(*goal(status), targets=goals(status))


def test_a_goal_that_was_not_adopted_binds_nobody():
    assert "2030" not in clauses(*goal("not_adopted"), targets=goals("not_adopted"))


def test_two_goals_of_one_metric_and_year_are_told_apart_by_their_codes():
    other = [{**row, "figure_id": row["figure_id"].replace("target.G.", "target.H.")} for row in goal("on_path")]
    both = tables.stack("targets", [goals("behind"), goals("on_path").assign(goal_id="H")])
    said = clauses(*goal("behind"), *other, targets=both)
    assert "greenhouse gas emissions (G) by 2030" in said and "greenhouse gas emissions (H) by 2030" in said
    assert "(G)" not in clauses(*goal("behind"), targets=goals("behind"))


def test_mandates_of_the_whole_system_are_cited_and_those_that_ended_are_not():
    rows = activities(mandates=[{"symbol": "OLD/1", "title": "Old", "status": "superseded"}, {"symbol": "OWN/1", "title": "Own"}])
    read = report(TOTAL, activities=rows)
    shared = {"register": "mandates", "symbol": "A/RES/66/288", "title": "The future we want", "text": "Answer to Member States"}
    read._products["register"] = [{**shared, "applies": "system"}, {**shared, "symbol": "OTHER", "applies": "no"}]
    (document,) = governing_body(read)
    said = text(html.page(document, read, ["en"], {}))
    assert "A/RES/66/288: The future we want" in said and "A/RES/66/288: Answer to Member States" in said
    assert "Recalling OWN/1," in said and "OLD/1" not in said and "OTHER" not in said


def test_a_goal_that_begins_in_this_year_asks_for_nothing_yet():
    rows = [row for row in goal("on_path") if row["figure_id"] != "target.G.baseline_year"]
    assert "2030" not in clauses(*rows, quantity("target.G.baseline_year", 2022.0, "year"), targets=goals("on_path"))


def test_clauses_are_counted_without_a_gap_and_the_last_ends_the_sentence():
    parts = decision.decision(report(TOTAL, *change(-0.2, -0.1), quantity("offsets.retired", 5.0))).parts
    texts = [text(part.text) for part in parts]
    counted = [line for line in texts if line[0].isdigit()]
    assert [line.partition(".")[0] for line in counted] == [str(number) for number in range(1, len(counted) + 1)]
    assert all(line.endswith(";") for line in counted[:-1]) and counted[-1].endswith(".")


def test_credits_are_noted_after_emissions_and_goals():
    said = clauses(*change(-0.2, -0.1), *goal("behind"), quantity("offsets.retired", 50.0), targets=goals("behind"))
    assert said.index("Welcomes") < said.index("present measures") < said.index("Notes that carbon credits")
    assert "carbon credits" not in clauses(quantity("offsets.retired", 0.0))


ANSWERS = [
    {"recommendation_id": "JIU/REP/2020/8-3", "status": "implemented", "evidence": "Budget, line 4"},
    {"recommendation_id": "JIU/REP/2020/8-7", "status": "started"},
    {"recommendation_id": "JIU/REP/2010/1-4", "status": "started"},
]


def test_recommendations_due_to_governing_bodies_are_3_5_6_7_and_10_from_the_edition_of_2023():
    read = report(TOTAL, activities=activities(recommendations=ANSWERS))
    assert [row["recommendation_id"] for row in decision.due(read)] == [f"JIU/REP/2020/8-{number}" for number in (3, 5, 6, 7, 10)]
    object.__setattr__(read, "year", 2021)
    assert decision.due(read) == []


def test_what_is_not_settled_is_requested_and_what_was_not_answered_is_said_so():
    rows = activities(recommendations=ANSWERS)
    said = clauses(activities=rows)
    assert "JIU/REP/2020/8-5, JIU/REP/2020/8-6, JIU/REP/2020/8-7, JIU/REP/2020/8-10" in said and "8-3" not in said
    (grid,) = [part for part in made(activities=rows).parts if isinstance(part, Grid) and "JIU" in part.caption]
    assert {row[0]: row[2] for row in grid.rows}["JIU/REP/2020/8-5"] == "no answer"


def test_topics_not_reported_are_asked_for_by_their_words():
    assert "not reported: Air travel;" in clauses(word("coverage.air_travel.status", "not_reported"), word("coverage.water.status", "reported"))
    assert "2 of 10 rows" in clauses(quantity("rows.rejected", 2.0, "count"), quantity("rows.raw", 10.0, "count"))


def test_it_has_the_form_of_a_council_document():
    document = made(*change(-0.2, -0.1), *goal("behind"), targets=goals("behind"))
    assert document.formats == ("html", "docx") and "to be given" in document.symbol
    boxes = [part.title for part in document.content if isinstance(part, Box)]
    assert boxes == ["Summary", "Action required", "References", "Draft decision"]
    headings = [part.text for part in document.content if isinstance(part, Heading)]
    assert headings[:3] == ["Mandate", "Results", "What changed, and why"] and headings[-1] == "Proposed decision"
    assert sum(isinstance(part, Paragraph) and part.numbered for part in document.content) >= 5


def test_the_body_names_itself_its_symbol_and_its_mandates():
    answers = [{"question_id": f"documents.governing_body.{name}", "answer": told} for name, told in (("name", "Council"), ("symbol", "C25/9"))]
    mandates = [
        {"symbol": "Decision 5", "title": "Efficiency", "text": "Spend less"},
        {"symbol": "S/RES/1", "title": "Mission", "location_id": "MON"},
    ]
    rows = activities(management=answers, mandates=mandates)
    said = shown(made(activities=rows), activities=rows)
    assert "C25/9" in said and "The Council is invited" in said and "Decision 5: Efficiency" in said and "Decision 5: Spend less" in said
    assert "Recalling Decision 5," in said and "S/RES/1" not in said


def test_nothing_is_said_twice_in_the_chapters():
    document = made(*change(-0.2, -0.1), *goal("behind"), targets=goals("behind"))
    texts = [part.text for part in document.content if isinstance(part, Paragraph) and part.numbered]
    assert len(texts) == len(set(texts))


def test_offsets_come_after_reductions():
    rows = [quantity("actions.total", 3.0, "count"), quantity("offsets.retired", 50.0), quantity("offsets.share", 0.5, "share"), *goal("behind")]
    said = shown(made(*rows, targets=goals("behind")), targets=goals("behind"))
    assert said.index("Targets") < said.index("Carbon credits for")


def test_a_body_without_a_total_has_no_report():
    assert list(governing_body(report())) == []


def test_what_members_of_a_group_answered_is_not_the_groups_answer():
    rows = activities(recommendations=[{"organization": "MEMBER", "recommendation_id": "JIU/REP/2020/8-3", "status": "started"}])
    read = report(TOTAL, activities=rows)
    assert decision.answered(read) == [] and decision.oversight(read) == []
    assert "JIU" not in clauses(activities=rows)
