"""Answers held against what was asked: recommendations, agreements, questions of the self-assessment, and figures that a reviewer asks about."""

import pandas as pd

from greening.registers import shipped
from greening.registers.agreements import identifier
from greening.registers.entry import Row
from greening.registers.questionnaire import ERS, ERS_STATUSES, OTHERWISE, meaning
from greening.registers.recommendations import OTHERS
from greening.spelling import offer
from greening.views import metrics
from greening.views.registers import is_known


def recommendations(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """recommendation_is_known, recommendation_hint (the nearest one, as a question) and is_addressed: a body answers for it."""
    known = shipped.recommendations()
    given = rows["recommendation_id"]
    hints = {name: "" if name in known else offer(name, known) for name in given.dropna().unique()}
    addressed = {name: row["addressee"] not in OTHERS for name, row in known.items()}
    return {
        "recommendation_is_known": is_known(given, pd.Series(list(known), dtype="str")),
        "recommendation_hint": given.map(hints).astype("str"),
        "is_addressed": given.map(addressed).astype("boolean"),
    }


def agreements(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """agreement_id: what a title stands for, whichever of its names it is; agreement_hint: the known agreement most like a title that is none.

    The hint is a question, and empty where there is none.
    """
    known = shipped.agreements()
    names = [name for row in shipped.rows("agreements") for name in (str(row["title"]), *str(row["other_names"]).split(";"))]
    hints = {title: "" if title.strip().casefold() in known else offer(title, names) for title in rows["title"].dropna().unique()}
    meant = {title: identifier(str(title)) for title in hints}
    return {"agreement_id": rows["title"].map(meant).astype("str"), "agreement_hint": rows["title"].map(hints).astype("str")}


def management(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """answer_is_known: the answer to a question of the self-assessment is one that is understood; missing for other questions and places."""
    questions = {row["question_id"]: row for row in shipped.rows("questionnaire")}
    cells = zip(rows["question_id"].str.casefold(), rows["answer"], rows["location_id"].isna(), strict=True)
    told = [_is_understood(str(answer), questions.get(question)) if is_whole and pd.notna(answer) else None for question, answer, is_whole in cells]
    return {"answer_is_known": pd.Series(pd.array(told, dtype="boolean"), index=rows.index)}


def _is_understood(answer: str, question: Row | None) -> bool | None:
    if question is None:
        return None
    return answer.strip().casefold() in ERS_STATUSES if question["question_id"] == ERS else meaning(answer, question) != OTHERWISE


def review_questions(rows: pd.DataFrame, own: pd.Series) -> dict[str, pd.Series]:
    """figure_is_known and figure_hint: the figure that a question is about is one that can be, and the nearest one; `own` as for goals."""
    found = metrics.helpers(rows["figure"].str.replace(r"@.*", "", regex=True), own)
    return {"figure_is_known": found["metric_is_known"], "figure_hint": found["metric_hint"]}
