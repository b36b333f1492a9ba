"""The submitted rows that registers are made from, body by body."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np
import pandas as pd

from greening import tables
from greening.registers import shipped
from greening.registers.entry import Row

#: Tables that are registers themselves: without a row of one of them there is nothing to register but what the whole system is bound by.
REGISTERS = (
    "recommendations",
    "mandates",
    "agreements",
    "groups",
    "decisions",
    "practices",
    "support_requests",
    "review_questions",
    "building_scores",
)
#: Tables that tell something of a register, and what of their columns is read.
_BESIDE = {
    "management": ("question_id", "answer", "location_id", "evidence", "date"),
    "locations": ("location_id", "kind", "premises_id", "reported_by", "opened_date", "closed_date"),
    "actions": ("action_id", "title", "status", "aspect", "owner_role", "check_result", "check_date"),
    "stories": ("section", "title", "effort_year"),
}
#: Columns of every row.
_SHARED = ("organization", "row_id", "source_file", "source_row")


@dataclass(frozen=True)
class Submitted:
    """The rows of the tables that registers are made from, each a cell by column, None where it is empty.

    `members` are the codes of a group's members; of a body they are none.
    """

    organization: str
    year: int
    rows: Mapping[str, Sequence[Row]]
    members: Sequence[str] = field(default=())

    def own(self, table: str) -> list[Row]:
        """The rows that the organization submitted itself."""
        return [row for row in self.rows.get(table, ()) if row["organization"] == self.organization]

    def of(self, table: str, organization: str) -> Sequence[Row]:
        """The rows of a table that a body submitted."""
        return self._by_body.get((table, organization), ())

    @property
    def is_group(self) -> bool:
        """Whether entries are of the members of a group."""
        return bool(self.members)

    def asked(self, table: str) -> list[str]:
        """The bodies whose answers a register holds: the organization, or for a group each body with rows and each member without.

        A group, this one or one of its members, is among them only where it answers itself: its own members do.
        """
        if not self.is_group:
            return [self.organization]
        bodies = {organization for _, organization in self._by_body}.union(self.members)
        groups = {row["code"] for row in shipped.rows("organizations") if row["is_group"]} | {self.organization}
        return sorted(body for body in bodies if body not in groups or self.of(table, body))

    @cached_property
    def _by_body(self) -> Mapping[tuple[str, str], Sequence[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for table, rows in self.rows.items():
            for row in rows:
                found.setdefault((table, row["organization"]), []).append(row)
        return found


def submitted(activities: pd.DataFrame, organization: str, year: int, members: Iterable[str]) -> Submitted:
    """The rows of `activities` that registers are made from."""
    codes, known = activities["table"].array.factorize()
    names = known.tolist()
    # The last place stands for a missing name.
    is_wanted = np.array([*(name in _columns() for name in names), False])
    at = np.flatnonzero(is_wanted[codes])
    found: dict[str, list[Row]] = {}
    if len(at):
        wanted = {column for code in set(codes[at].tolist()) for column in _columns()[names[code]]}
        # A column is taken out once for all tables: that is most of the work.
        cells = {column: _cells(activities[column].array.take(at)) for column in sorted(wanted)}
        for number, code in enumerate(codes[at].tolist()):
            row = {column: cells[column][number] for column in _columns()[names[code]]}
            found.setdefault(names[code], []).append(row)
    return Submitted(organization, year, found, tuple(members))


@cache
def _columns() -> Mapping[str, tuple[str, ...]]:
    """The columns that are read of each table."""
    declared = tables.submission_tables()
    of_registers = {name: tuple(declared[name].columns) for name in REGISTERS}
    return {name: (*_SHARED, *columns) for name, columns in {**of_registers, **_BESIDE}.items()}


def _cells(column: "pd.api.extensions.ExtensionArray") -> list[object]:
    missing = pd.isna(column)
    return [None if is_missing or cell == "" else cell for cell, is_missing in zip(column.tolist(), missing.tolist(), strict=True)]
