"""Multilateral environmental agreements: which guideline each body follows, and where it stands."""

from collections.abc import Iterable, Iterator

from greening.registers import shipped
from greening.registers.entry import Entry, Row, entry, judged
from greening.registers.recommendations import NO_ANSWER
from greening.registers.submitted import Submitted

REGISTER = "agreements"
#: Columns in which a body says how it follows an agreement.
_SAID = ("text", "instruction", "status", "due_date", "evidence")
#: Statuses after which nothing is left to do.
DONE = ("implemented", "not_applicable")


def agreements(given: Submitted) -> Iterator[Entry]:
    """One entry for each known agreement and body, `no_answer` where nothing was said, then those that only a body names.

    Nothing, where no body named any.
    """
    if not given.rows.get(REGISTER):
        return
    for organization in given.asked(REGISTER):
        answers = _answers(given.of(REGISTER, organization))
        for position, row in enumerate(shipped.rows(REGISTER), start=1):
            yield _known(row, answers.get(row["agreement_id"]), position, organization, given.year)
        others = [name for name in sorted(answers) if name not in {row["agreement_id"] for row in shipped.rows(REGISTER)}]
        yield from (_other(name, answers[name], organization, given.year) for name in others)


def _answers(rows: Iterable[Row]) -> dict[str, Row]:
    """A body's rows by agreement; where one stands twice, what both say: a status told in two ways is none."""
    found: dict[str, Row] = {}
    for row in rows:
        name = identifier(str(row["title"]))
        first = found.setdefault(name, row)
        agreed = {column: first[column] if first[column] == row[column] else None for column in _SAID}
        found[name] = {**first, **agreed, "status": agreed["status"] or NO_ANSWER}
    return found


def identifier(title: str) -> str:
    """The id of the agreement that a title means; the title itself where it is not a known one."""
    return shipped.agreements().get(title.strip().casefold(), title)


def _known(row: Row, answer: Row | None, position: int, organization: str, year: int) -> Entry:
    return _entry(
        row["agreement_id"], answer, position, organization, year,
        title=row["title"], topic=row["topic"], note=row["text"], verified=row["verified"], source_id=row["source_id"],
    )  # fmt: skip


def _other(name: str, answer: Row, organization: str, year: int) -> Entry:
    return _entry(name, answer, len(shipped.rows(REGISTER)) + 1, organization, year, title=answer["title"])


def _entry(name: str, answer: Row | None, position: int, organization: str, year: int, **cells: object) -> Entry:
    told = {"text": answer["text"], "instruction": answer["instruction"], "due_date": answer["due_date"]} if answer else {}
    status = answer["status"] if answer else NO_ANSWER
    made = entry(REGISTER, name, position, answer, organization=organization, status=status, applies="yes", **told, **cells)
    return judged(made, year, is_done=status in DONE)


def short_title(title: str) -> str:
    """The short name of an agreement: what its title says before its subject."""
    return title.partition(" on ")[0]
