"""The self-assessment at the levels of policy, programme and operation, and the status of the emission reduction strategy."""

from collections.abc import Iterator, Sequence

from greening.registers import shipped
from greening.registers.entry import Entry, Row, entry
from greening.registers.recommendations import NO_ANSWER
from greening.registers.submitted import Submitted

REGISTER, STRATEGY = "questionnaire", "strategy"
#: The question that says how far the emission reduction strategy is, and the answers that it may have, from the first to the last.
ERS = "ers.status"
ERS_STATUSES = ("none", "draft", "submitted", "reviewed", "approved")
#: Answers that are neither a yes nor a no.
NOT_APPLICABLE, PARTLY, OTHERWISE = "not_applicable", "partly", "otherwise"
#: Answers to any question, by what they mean, beside those that a question itself takes for a yes.
_MEANINGS = {
    "yes": "yes", "true": "yes", "in_place": "yes", "in_force": "yes",
    "no": "no", "false": "no", "none": "no", "not_started": "no",
    "partly": PARTLY, "started": PARTLY, "draft": PARTLY, "submitted": PARTLY, "reviewed": PARTLY, "approaching": PARTLY, "planned": PARTLY,
    "not_applicable": NOT_APPLICABLE, "n/a": NOT_APPLICABLE,
}  # fmt: skip


def questionnaire(given: Submitted) -> Iterator[Entry]:
    """One entry for each question, with the organization's own answer (that of the whole body, not of a place) and what it means.

    status: yes, partly, no, not_applicable; no_answer where none was given; otherwise where the answer is in other words, or where several answers
    mean different things, which count as no answer.
    Nothing, where no question was answered.
    """
    answers: dict[str, list[Row]] = {}
    for row in given.own("management"):
        if row["location_id"] is None:
            answers.setdefault(str(row["question_id"]).lower(), []).append(row)
    if answers.keys().isdisjoint(row["question_id"] for row in shipped.rows(REGISTER)):
        return
    for position, row in enumerate(shipped.rows(REGISTER), start=1):
        told = answers.get(row["question_id"], [])
        text = {"text": "; ".join(dict.fromkeys(str(answer["answer"]) for answer in told))} if told else {}
        yield entry(
            REGISTER, row["question_id"], position, told[0] if told else None, organization=given.organization, kind=row["level"], title=row["text"],
            topic=row["topic"], status=_agreed(told, row), applies="yes", verified=row["verified"],
            source_id=row["source_id"], **text,
        )  # fmt: skip


def _agreed(answers: Sequence[Row], question: Row) -> str:
    """What all answers to a question mean; otherwise where they mean different things, no_answer where there is none."""
    meanings = {meaning(str(answer["answer"]), question) for answer in answers} or {NO_ANSWER}
    return meanings.pop() if len(meanings) == 1 else OTHERWISE


def meaning(answer: str, question: Row) -> str:
    """What an answer means: yes, partly, no, not_applicable, or otherwise where its words are none of those known."""
    plain = answer.strip().casefold().replace(" ", "_")
    return "yes" if plain in str(question["yes_if"]).split() else _MEANINGS.get(plain, OTHERWISE)


def strategy(given: Submitted) -> Iterator[Entry]:
    """The status of the organization's emission reduction strategy, one of five; without a status where an answer is none of them, or two differ."""
    rows = [row for row in given.own("management") if str(row["question_id"]).lower() == ERS and row["location_id"] is None]
    if rows:
        told = dict.fromkeys(str(row["answer"]).strip().casefold() for row in rows)
        made = entry(STRATEGY, ERS, 1, rows[0], organization=given.organization, text="; ".join(told), applies="yes")
        yield {**made, "status": next(iter(told))} if len(told) == 1 and told.keys() <= set(ERS_STATUSES) else made
