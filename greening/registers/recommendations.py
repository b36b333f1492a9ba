"""Recommendations of the Joint Inspection Unit: what each body answered, and what was not answered."""

from collections.abc import Iterator

from greening.registers import shipped
from greening.registers.conditions import applies
from greening.registers.entry import Entry, Row, entry, judged
from greening.registers.submitted import Submitted

REGISTER = "recommendations"
#: Addressees whose answer is not a body's own: such a recommendation has no status of a body.
OTHERS = ("general_assembly", "secretary_general", "secretary_general_as_ceb_chair")
#: Status of a recommendation of which nothing was said.
NO_ANSWER = "no_answer"
#: Columns in which a body says where it stands.
_SAID = ("acceptance", "reason", "status", "evidence", "status_date")
#: Statuses after which nothing is left to do.
DONE = ("implemented", "already_in_place", "not_applicable")
#: Statuses of which it is said whether they are overdue: of what was not answered nothing is known.
OPEN = ("not_started", "started")


def recommendations(given: Submitted) -> Iterator[Entry]:
    """One entry for each recommendation and body; those addressed to others have one for the organization, without a status.

    A recommendation issued after the data year is left out unless it was answered. An answer to one that is not known is an entry
    without a status, which no figure counts. Nothing, where no body answered any.
    """
    if not given.rows.get(REGISTER):
        return
    yield from _of_others(given)
    for organization in given.asked(REGISTER):
        yield from _of_body(given, organization)


def _of_others(given: Submitted) -> Iterator[Entry]:
    """The recommendations that are not for bodies to answer."""
    for row in shipped.recommendations().values():
        if row["addressee"] in OTHERS and row["issued_year"] <= given.year:
            yield _entry(row, None, given.organization, applies="not_addressed")


def _of_body(given: Submitted, organization: str) -> Iterator[Entry]:
    """What a body answered, and what it left open; then its answers to what nobody recommended."""
    known, answers = shipped.recommendations(), _answers(given, organization)
    for identifier, row in known.items():
        if row["addressee"] not in OTHERS and (row["issued_year"] <= given.year or identifier in answers):
            yield _answered(row, answers.get(identifier), given, organization)
    yield from (_unknown(row) for identifier, row in answers.items() if identifier not in known)


def _answers(given: Submitted, organization: str) -> dict[str, Row]:
    """The answers of a body by recommendation; where one stands twice, what both rows say: a status told in two ways is none."""
    found: dict[str, Row] = {}
    for row in given.of(REGISTER, organization):
        first = found.setdefault(str(row["recommendation_id"]), row)
        agreed = {column: first[column] if first[column] == row[column] else None for column in _SAID}
        found[str(row["recommendation_id"])] = {**first, **agreed, "status": agreed["status"] or NO_ANSWER}
    return found


def _answered(known: Row, answer: Row | None, given: Submitted, organization: str) -> Entry:
    """The entry of a recommendation that is the body's to answer: its own word goes before what the condition says."""
    holds = applies(known["applies_if"], given, organization)
    if answer is not None:
        status = answer["status"]
        is_bound = "no" if status == "not_applicable" else "yes"
    else:
        status = "not_applicable" if holds is False else NO_ANSWER
        is_bound = {True: "yes", False: "no", None: "not_known"}[holds]
    made = _entry(known, answer, organization, applies=is_bound, status=status)
    told = judged(made, given.year, is_done=status in DONE)
    return told if status in OPEN else {**told, "is_overdue": False}


def _entry(known: Row, answer: Row | None, organization: str, **cells: object) -> Entry:
    from_year = known["to_governing_body_from"]
    return entry(
        REGISTER, known["recommendation_id"], known["place"], answer,
        organization=organization, kind=known["tracker"], title=known["title"], addressee=known["addressee"], applies_if=known["applies_if"],
        due_date=known["due_date"], to_governing_body_from=None if from_year is None else int(from_year),
        acceptance=answer["acceptance"] if answer else None, acceptance_by_system=known["acceptance_by_system"], note=known["acceptance_reason"],
        done_date=None, date=answer["status_date"] if answer else None, cited=known["reference"], verified=known["verified"],
        source_id=known["source_id"], **cells,
    )  # fmt: skip


def _unknown(answer: Row) -> Entry:
    cells = {"organization": answer["organization"], "title": answer["recommendation_id"], "acceptance": answer["acceptance"]}
    return entry(REGISTER, str(answer["recommendation_id"]), 0, answer, date=answer["status_date"], applies="not_known_recommendation", **cells)
