"""The section and the document on mandates, recommendations and decisions."""

import pandas as pd
import pytest
from figure_frames import inputs
from made_report import text
from upath import UPath

from greening import locale, tables
from greening.documents import registers as documents
from greening.documents.document import Grid
from greening.figures.evaluate import evaluate
from greening.narrative import register_tables, registers
from greening.narrative.report import Report
from greening.publish import gate
from greening.registers import shipped

AREAS = tables.submission_tables()["building_scores"].columns["area"].choices
ROWS = [
    {"table": "recommendations", "recommendation_id": "JIU/REP/2020/8-8", "status": "started", "acceptance": "full", "evidence": "Draft <policy>"},
    {"table": "recommendations", "recommendation_id": "JIU/REP/2020/8-88", "status": "implemented", "evidence": "Somewhere"},
    {"table": "locations", "location_id": "A", "name": "Main building"},
    {"table": "mandates", "symbol": "OWN/1", "title": "Own mandate", "status": "started", "due_date": "2022-05-01"},
    {"table": "agreements", "title": "Basel Convention", "status": "implemented", "text": "Guideline", "evidence": "Certificate"},
    {"table": "groups", "title": "Working group", "kind": "working_group", "end_date": "2023-06-30"},
    {"table": "decisions", "title": "A green team", "decided_by": "Committee", "due_date": "2023-01-01"},
    {"table": "review_questions", "title": "Why?", "figure": "registers.decisions.total", "due_date": "2022-12-01"},
    {"table": "support_requests", "title": "Which factor?", "date": "2023-02-01", "answer": "The supplier's", "done_date": "2023-02-02"},
    {"table": "practices", "title": "Rail first", "topic": "travel", "kind": "good_practice"},
    {"table": "management", "question_id": "policy.status", "answer": "approved"},
    {"table": "management", "question_id": "ers.status", "answer": "draft"},
    *({"table": "building_scores", "location_id": "A", "area": area, "value": 5.0, "maximum": 10.0, "date": "2023-03-01"} for area in AREAS),
]


@pytest.fixture
def made(tmp_path):
    """A report of 2023 whose figures and registers are made from submitted rows."""

    def _made(rows=ROWS, organization="BODY", members=()):
        listed = tables.stack("members", [pd.DataFrame({"member": list(members), "status": "updated", "emissions_tco2e": 1.0, "data_year": 2023})])
        given = inputs(rows, organization, 2023, members=listed)
        tables.write("register", given.register, UPath(tmp_path))
        empty = {name: tables.empty(name) for name in ("targets", "findings", "footprint", "indicators")}
        products = {"figures": evaluate(given), "activities": given.activities, "members": listed, **empty}
        return Report(2023, organization, "en", catalogue=locale.catalogue("en"), folder=UPath(tmp_path), **products)

    return _made


def test_no_reason_is_put_into_the_mouth_of_a_body_that_gave_none(made):
    rows = [
        {"table": "locations", "location_id": "A", "premises_id": "SHARED"},
        {"table": "recommendations", "recommendation_id": "JIU/REP/2010/1-8", "status": "not_applicable"},
    ]
    assert "none of the places is shared" not in text(register_tables.tracker(made(rows), "jiu_2010_1").html)
    alone = [{"table": "locations", "location_id": "A"}, {"table": "recommendations", "recommendation_id": "JIU/REP/2010/1-4", "status": "started"}]
    assert "none of the places is shared" in text(register_tables.tracker(made(alone), "jiu_2010_1").html)


def test_the_section_says_how_far_each_register_is_and_every_number_is_a_figure(made):
    report = made()
    html = registers.registers(report).html
    shown = text(html)
    assert "16 recommendations of oversight bodies ask the organization: implemented 0, in place before 0, started 1, not started 0." in shown
    assert "There is no clear answer on 15; that is no status. 1 was due before 31 December 2023 and is not implemented. 2 do not apply." in shown
    assert "Mandates and commitments of the organization's own: 1, of which done 0 and overdue on 31 December 2023 1." in shown
    assert "Groups that steer environmental work or do it: 1; the term of 1 had ended by 31 December 2023." in shown
    assert "Questions of reviewers: 1, of which answered 0 and overdue on 31 December 2023 1." in shown
    assert "Status of the emission reduction strategy: draft." in shown
    assert "Main building reaches 50 % of the best possible score over all ten areas." in shown
    assert gate.differences(html, report.figures, report.catalogue) == []


def test_what_was_not_answered_and_what_others_are_asked_stand_in_the_tables(made):
    report = made()
    rows = {row[0].partition(":")[0]: row for row in register_tables.tracker(report, "jiu_2010_1").rows}
    head = register_tables.tracker(report, "jiu_2010_1").head
    status = {number: row[head.index("Status")] for number, row in rows.items()}
    assert (status["1"], status["4"], status["8"]) == ("not for the organization to answer", "no answer", "not applicable")
    assert rows["8"][head.index("Reason")] == "It binds organizations in shared premises; none of the places is shared."
    assert register_tables.unknown_recommendations(report).rows == [["JIU/REP/2020/8-88", "Somewhere"]]


def test_overdue_entries_of_all_registers_stand_together_by_their_day(made):
    rows = register_tables.overdue(made()).rows
    assert [(row[0], row[3]) for row in rows] == [
        ("mandate", "1 May 2022"),
        ("question of a reviewer", "1 December 2022"),
        ("recommendation", "31 December 2022"),
        ("decision of a group", "1 January 2023"),
    ]


def test_words_of_a_body_are_not_taken_for_codes_of_other_tables(made):
    rows = [{"table": "support_requests", "title": "Q", "date": "2023-01-01", "topic": topic} for topic in ("inventory", "travel")]
    assert [row[1] for row in register_tables.full(made(rows), "support_requests").rows] == ["inventory", "travel"]


def test_a_text_that_was_not_read_in_its_source_is_marked(made):
    listed = register_tables.sources(made(), "jiu_2017_3")
    assert [row[listed.head.index("Read in a source")] for row in listed.rows] == ["no", "no", "yes"]
    assert "acceptance" not in " ".join(listed.head).lower()


def test_questions_stand_level_by_level(made):
    listed = register_tables.full(made(), "questionnaire")
    levels = [row[listed.head.index("Level")] for row in listed.rows]
    assert levels == sorted(levels, key=["policy", "programme", "operation"].index) and len(set(levels)) == 3


def test_mandates_of_the_system_stand_apart_from_the_bodys_own(made):
    report = made()
    assert [row[0] for row in register_tables.full(report, "mandates").rows] == ["OWN/1"]
    assert "CEB/2013/1" in [row[0] for row in register_tables.of_system(report).rows]


def test_submitted_words_are_escaped(made):
    assert "Draft &lt;policy&gt;" in register_tables.tracker(made(), "jiu_2020_8").html


def test_the_section_leads_to_the_document_that_has_every_entry_and_repeats_none(made):
    shown = registers.registers(made()).html
    assert 'Every entry with its text, dates and evidence: <a href="documents/registers.en.html">Registers</a>.' in shown
    assert "<details" not in shown and "Rail first" not in shown
    assert "Rail first" in text("".join(cell for row in register_tables.full(made(), "practices").rows for cell in row))
    assert "registers.en.html" not in registers.registers(made([{"table": "locations", "location_id": "A"}])).html


def test_a_question_shows_the_figure_that_it_is_about(made):
    cell = register_tables.full(made(), "review_questions").rows[0][1]
    assert 'data-figure="registers.decisions.total"' in cell


def test_a_building_with_areas_missing_is_said_to_have_no_score_in_all(made):
    report = made([row for row in ROWS if row.get("area") != "site"])
    assert "Main building has no score in all: not every area was assessed" in text(registers.registers(report).html)


def test_a_group_shows_its_members_against_the_recommendations(made):
    others = [
        {"table": "practices", "title": "A tap", "organization": "TWO"},
        {"table": "agreements", "title": "Basel", "status": "started", "organization": "TWO"},
    ]
    report = made([{**ROWS[0], "organization": "ONE"}, *others], "GROUP", ("ONE", "TWO"))
    html = registers.registers(report).html
    assert "make 36 answers to give" in text(html) and gate.differences(html, report.figures, report.catalogue) == []
    assert "Practices on record: 1, as the members named them." in text(html)
    assert "agreements make 22 answers to give: implemented 0, started 1, not started 0, not applicable 0, without a clear answer 21." in text(html)
    matrix = register_tables.matrix(report, "recommendations", "jiu_2020_8")
    place = matrix.head.index("8")
    assert {row[0]: row[place] for row in matrix.rows} == {"ONE": "started", "TWO": "no answer"}


def test_nothing_handed_in_is_said(made):
    assert "not reported" in text(registers.registers(made([{"table": "profile", "organization": "BODY"}])).html).lower()


def test_the_document_holds_every_entry(made):
    report = made()
    document = next(iter(documents.documents(report)))
    grids = [part for part in document.content if isinstance(part, Grid)]
    told = " ".join(str(cell) for grid in grids for row in grid.rows for cell in row)
    assert all(
        words in told
        for words in ("OWN/1", "Basel Convention on hazardous wastes", "A green team", "Which factor?", "Rail first", "Cap yearly travel")
    )
    assert any("in over 100 countries" in str(cell) for grid in grids for row in grid.rows for cell in row)
    assert document.formats == ("html", "docx") and not list(documents.documents(made([{"table": "profile"}])))


def test_every_code_that_a_table_shows_has_a_word():
    words = locale.catalogue("en")
    known = {row["addressee"] for row in shipped.rows("recommendations")} | {row["kind"] for row in shipped.rows("mandates")}
    known |= {row["topic"] for name in ("agreements", "questionnaire") for row in shipped.rows(name)}
    declared = tables.submission_tables()
    codes = known | {
        choice
        for name, column in (("mandates", "kind"), ("mandates", "status"), ("groups", "kind"), ("agreements", "status"), ("practices", "kind"))
        for choice in declared[name].columns[column].choices
    }
    assert [code for code in sorted(codes) if not (words.has(f"term.register_{code}") or words.has(f"term.{code}"))] == []
    assert all(words.has(f"registers.tracker.{name}") for name in register_tables.TRACKERS)


def test_every_column_of_a_table_has_a_head():
    words = locale.catalogue("en")
    columns = {column for listed in register_tables.COLUMNS.values() for column in listed} | {
        *register_tables._OF_TRACKER,
        *register_tables._OF_SYSTEM,
        "register",
    }
    assert [name for name in sorted(columns) if not (words.has(f"head.register_{name}") or words.has(f"head.{name}"))] == []
