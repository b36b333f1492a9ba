"""Registers of what is to be done by a day: groups and their terms, decisions, questions of reviewers, requests to the help desk."""

from collections.abc import Iterator, Mapping

from greening.registers.entry import Entry, Row, entry, has_come, judged
from greening.registers.submitted import Submitted

#: For each register the columns of its table that go under another name.
_NAMED: Mapping[str, Mapping[str, str]] = {
    "decisions": {"addressee": "decided_by", "symbol": "forum", "text": "deliverable"},
    "review_questions": {"text": "answer", "figure": "figure"},
    "support_requests": {"text": "answer"},
}


def dated(given: Submitted) -> Iterator[Entry]:
    """One entry for each of the organization's own rows, by register and in the order of their days; done where they have a day of being done."""
    for register, named in _NAMED.items():
        for position, row in enumerate(sorted(given.own(register), key=_order), start=1):
            cells = {column: row[name] for column, name in named.items()}
            made = entry(register, str(row["row_id"]), position, row, organization=given.organization, title=row["title"], applies="yes", **cells)
            yield judged(made, given.year, is_done=row["done_date"] is not None)


def _order(row: Row) -> tuple[str, str, str]:
    return str(row["date"] or ""), str(row["title"]), str(row["row_id"])


def groups(given: Submitted) -> Iterator[Entry]:
    """One entry for each group that steers or does the work, in the order of their names; done where its term, extensions included, has ended."""
    for position, row in enumerate(sorted(given.own("groups"), key=_name), start=1):
        end = row["end_date"]
        has_ended = has_come(end, given.year)
        yield entry(
            "groups", str(row["row_id"]), position, row, organization=given.organization, title=row["title"], kind=row["kind"], applies="yes",
            addressee=row["reporting_line"], owner_role=row["members"], text=row["text"], date=row["start_date"], due_date=end, note=row["note"],
            status="ended" if has_ended else "running", is_done=has_ended, is_overdue=False,
        )  # fmt: skip


def _name(row: Row) -> tuple[str, str]:
    return str(row["title"]), str(row["row_id"])
