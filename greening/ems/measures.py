"""The product `measures`: every action with its rank, its checks, its milestones and the targets that it serves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from greening import tables
from greening.ems import clock, effectiveness, kinds, ranking, records, sdg
from greening.ems.records import Record

#: Columns that a measure takes from its action as they are.
KEPT = (
    *("row_id", "action_id", "title", "goal_id", "aspect", "kind", "novelty", "owner_role", "status", "start_date", "due_date"),
    *("expected_tco2e_per_year", "check_date", "check_result"),
)
#: Submission tables that measures are made from, and the columns of each that they need.
COLUMNS: Mapping[str, Sequence[str]] = {
    "actions": (*KEPT, "location_ids", "risk", "feasibility", "sdg_targets"),
    "milestones": ("action_id", "due_date", "done_date"),
    "aspects": ("location_id", "aspect", "significance"),
    "goals": ("goal_id", "metric"),
    "locations": ("location_id",),
}


@dataclass(frozen=True)
class _Known:
    """What actions are held against."""

    today: datetime
    aspects: Sequence[Record]
    metrics: Mapping[str, str]
    places: frozenset[str]
    milestones: Mapping[str, Sequence[Record]]


def product(organization: str, year: int, submitted: Mapping[str, Sequence[Record]]) -> pd.DataFrame:
    """One row an action that the organization itself submitted, judged as of 31 December of the data year; `submitted` holds its rows by table.

    Where actions share an action_id, milestones belong to the first of them.
    """
    actions = submitted["actions"]
    if not actions:
        return tables.empty("measures")
    known = _Known(
        today=clock.as_of(year),
        aspects=submitted["aspects"],
        metrics={row["goal_id"]: row["metric"] for row in submitted["goals"]},
        places=frozenset(row["location_id"] for row in submitted["locations"]),
        milestones=_by_action(submitted["milestones"]),
    )
    rows = [_measure(row, known) for row in _firsts(actions)]
    found = ranking.ranks([row["priority"] if row["status"] in ranking.OPEN else None for row in rows])
    shared = {"organization": organization, "year": year}
    return records.product("measures", [{**row, **shared, "rank": rank} for row, rank in zip(rows, found, strict=True)])


def places_of(cell: str | None, known: Iterable[str] | None = None) -> list[str]:
    """The places that the cell location_ids names, each once in its order; where it is told which places are known, those among them."""
    named = dict.fromkeys(cell.replace(",", " ").replace(";", " ").split()) if cell else {}
    wanted = frozenset(named if known is None else known)
    return [place for place in named if place in wanted]


def _by_action(milestones: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in milestones:
        found.setdefault(row["action_id"], []).append(row)
    return found


def _firsts(actions: Sequence[Record]) -> list[tuple[Record, bool]]:
    """Each action, and whether it is the first of its action_id."""
    seen: set[str] = set()
    found = []
    for row in actions:
        found.append((row, row["action_id"] not in seen))
        seen.add(row["action_id"])
    return found


def _measure(action: tuple[Record, bool], known: _Known) -> dict[str, Any]:
    row, is_first = action
    places = places_of(row["location_ids"], known.places)
    risk, basis = ranking.risk(row["risk"], row["aspect"], places, known.aspects)
    feasibility = ranking.grade(row["feasibility"])
    metric = known.metrics.get(row["goal_id"])
    state, needed = effectiveness.check(row["status"], row["start_date"], row["due_date"], row["check_date"], known.today)
    stated = sdg.tags(row["sdg_targets"])
    served = stated or sdg.of_topics(row["aspect"], metric.partition(".")[0] if metric else None)
    return {
        **{name: row[name] for name in KEPT},
        **_milestones(known.milestones.get(row["action_id"], []) if is_first else [], known.today),
        "metric": metric,
        "category": kinds.category(row["kind"]),
        "location_ids": " ".join(places),
        "is_joint": len(places) > 1,
        "risk": risk,
        "risk_basis": basis,
        "feasibility": feasibility,
        "priority": ranking.priority(risk, feasibility),
        "is_overdue": row["status"] in ranking.OPEN and clock.has_come(row["due_date"], known.today),
        "check_state": state,
        "check_needed_date": clock.as_text(needed),
        "sdg_targets": " ".join(served),
        "sdg_basis": sdg.STATED if stated else sdg.BY_TOPIC if served else "",
    }


def _milestones(rows: Sequence[Record], today: datetime) -> dict[str, int]:
    done = sum(clock.has_come(row["done_date"], today) for row in rows)
    late = sum(is_late(row, today) for row in rows)
    return {"milestones": len(rows), "milestones_done": done, "milestones_overdue": late}


def is_late(milestone: Record, today: datetime) -> bool:
    """Whether the day of a milestone has come and it was not done by then."""
    return clock.has_come(milestone["due_date"], today) and not clock.has_come(milestone["done_date"], today)
