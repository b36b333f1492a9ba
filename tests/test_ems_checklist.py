"""The maturity checklist."""

import pytest

from greening.ems import checklist


def test_the_checklist_is_that_of_the_note():
    assert {item.question_id for item in checklist.items()} == {"ems.training", "ems.records", "ems.inspection", "ems.targets", "ems.policy"}
    assert all(item.text for item in checklist.items())


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("Yes", "in_place"),
        ("approved", "in_place"),
        ("under way", "partly"),
        ("no", "not_in_place"),
        ("Not started", "not_in_place"),
        ("perhaps", "not_known"),
    ],
)
def test_an_answer_in_other_words_is_not_guessed(answer, meaning):
    assert checklist.meaning(answer) == meaning


def test_answers_to_one_question_of_the_checklist_that_differ_mean_nothing_known():
    answers = [
        {"question_id": "ems.training", "answer": "no"},
        {"question_id": "EMS.Training", "answer": "yes"},
        {"question_id": "ems.policy", "answer": "met"},
        {"question_id": "ems.policy", "answer": "yes"},
        {"question_id": "ems.status", "answer": "met"},
    ]
    assert checklist.states(answers) == {"ems.training": "not_known", "ems.policy": "in_place"}
