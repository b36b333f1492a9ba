"""The members of a group as a report names them, and the names that their figures have there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from greening.formats import is_missing
from greening.narrative import elements
from greening.narrative.report import Report

#: What the name of a figure ends with that leaves field missions out.
EXCLUDING = ".excluding_field_missions"


@dataclass(frozen=True)
class Member:
    """A member of a group: its code and name, where its figures are from, and why that is not this year."""

    code: str
    name: str
    status: str
    data_year: int | None
    reason: str
    #: Whether its figures are of another year than the group's.
    is_earlier: bool

    def figure(self, figure_id: str) -> str:
        """The id that a figure of this member has in its group's report."""
        return f"{figure_id}@{self.data_year}:{self.code}" if self.is_earlier else f"{figure_id}:{self.code}"

    @property
    def label(self) -> Markup:
        """The name with the code."""
        shown = elements.isolated(self.name)
        return Markup('%s <span class="code">%s</span>') % (shown, self.code) if self.name != self.code else shown

    def linked(self, language: str) -> Markup:
        """The name with the code, leading to the member's own report where it has one of the group's year."""
        if self.is_earlier or self.data_year is None:
            return self.label
        return Markup('<a href="../%s/%s.html">%s</a>') % (self.code, language, self.label)


def members(report: Report) -> list[Member]:
    """Every member in the order of the codes, those with a total first."""
    listed = sorted((_member(report, row) for row in report.members.to_dict("records")), key=lambda member: member.code)
    return sorted(listed, key=lambda member: report.value(member.figure("ghg.total")) is None)


def _member(report: Report, row: Mapping[Any, Any]) -> Member:
    code, year = str(row["member"]), None if is_missing(row["data_year"]) else int(row["data_year"])
    name, reason = ("" if is_missing(row[column]) else str(row[column]) for column in ("name", "reason"))
    words = report.catalogue
    return Member(code, words.said(name) or code, str(row["status"]), year, words.filled(reason), year not in (None, report.year))
