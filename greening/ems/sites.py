"""The product `sites`: every place of work with what its environmental management has set up, and when its reviews fall due."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from greening import tables
from greening.ems import checklist, clock, ranking, records
from greening.ems.records import Record

#: Columns that a site takes from its location as they are.
KEPT = ("location_id", "name", "kind", "reporting_line", "premises_id", "reported_by")
#: Questions on a place as a whole, by the column that holds the answer.
ANSWERS = {"ems_phase": "ems.phase", "ems_status": "ems.status"}
#: Kinds of place that are missions, which report through their department.
MISSIONS = ("field_mission", "special_political_mission")
#: Submission tables that sites are made from, and the columns of each that they need.
COLUMNS: Mapping[str, Sequence[str]] = {
    "locations": KEPT,
    "management": ("question_id", "location_id", "answer", "date"),
    "aspects": ("location_id", "significance", "reviewed_date"),
    "groups": ("location_id", "end_date"),
}


def product(organization: str, year: int, submitted: Mapping[str, Sequence[Record]]) -> pd.DataFrame:
    """One row a location that the organization itself submitted, judged as of 31 December of the data year; `submitted` holds its rows by table."""
    if not submitted["locations"]:
        return tables.empty("sites")
    today = clock.as_of(year)
    by_place = {name: _by_place(submitted[name]) for name in ("management", "aspects", "groups")}
    rows = [
        {**_site(row, today, *(by_place[name].get(row["location_id"], []) for name in by_place)), "organization": organization, "year": year}
        for row in submitted["locations"]
    ]
    return records.product("sites", rows)


def _by_place(rows: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        if row["location_id"] is not None:
            found.setdefault(row["location_id"], []).append(row)
    return found


def _site(place: Record, today: datetime, answers: Sequence[Record], aspects: Sequence[Record], groups: Sequence[Record]) -> dict[str, Any]:
    states = list(checklist.states(answers).values())
    return {
        **{name: place[name] for name in KEPT},
        **{column: _answer(answers, question) for column, question in ANSWERS.items()},
        **{f"aspects_{grade}": sum(row["significance"] == grade for row in aspects) for grade in ranking.GRADES},
        **_reviews(answers, aspects, today),
        "checklist_in_place": states.count(checklist.IN_PLACE) if states else None,
        "checklist_answered": len(states) - states.count(checklist.NOT_KNOWN) if states else None,
        "groups": len([row for row in groups if not clock.has_come(row["end_date"], today)]),
    }


def _answer(answers: Sequence[Record], question: str) -> str | None:
    """The answer to a question; none where several differ, since nobody but the place knows which holds."""
    told = list(dict.fromkeys(row["answer"] for row in answers if row["question_id"].casefold() == question))
    return told[0] if len(told) == 1 else None


def _reviews(answers: Sequence[Record], aspects: Sequence[Record], today: datetime) -> dict[str, Any]:
    """State and next day of each review; of the aspects the one that was reviewed longest ago, and none where one was never reviewed."""
    days = [row["reviewed_date"] for row in aspects]
    reviewed = min(days) if days and None not in days else None
    found = {
        "plan": clock.review(_date(answers, "ems.plan", today), clock.PLAN_YEARS, today),
        "statement": clock.review(_date(answers, "ems.statement", today), clock.STATEMENT_YEARS, today),
        "aspects": clock.review(reviewed, clock.ASPECTS_YEARS, today),
    }
    states = {f"{name}_review": state for name, (state, _) in found.items()}
    return states | {f"{name}_due_date": clock.as_text(due) for name, (_, due) in found.items()}


def _date(answers: Sequence[Record], question: str, today: datetime) -> datetime | None:
    return clock.latest([row["date"] for row in answers if row["question_id"].casefold() == question], today)
