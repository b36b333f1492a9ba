"""The members of a group with their own figures, as they stand in their reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from upath import UPath

from greening import paths, reference, tables
from greening.peers.columns import OF_MEMBERS, READ

#: Columns of a member's figures that are read.
COLUMNS = ("figure_id", "organization", "year", "value", "text", "unit", "low", "high", "interval_kind", "precision", "note")


class Told(NamedTuple):
    """A figure as a member's own report has it; what is missing is None."""

    value: float | None
    text: str | None
    unit: str | None
    low: float | None
    high: float | None
    interval_kind: str | None
    precision: str | None
    note: str | None


@dataclass(frozen=True)
class Body:
    """A member: its status in the group, the year of its figures, and the figures by their names."""

    code: str
    status: str
    #: The year that its figures are from; None where it has none.
    data_year: int | None
    figures: Mapping[str, Told] = field(default_factory=dict)

    def number(self, figure_id: str) -> float | None:
        """The value of a figure; None where there is none, or it is a text."""
        told = self.figures.get(figure_id)
        return told.value if told else None

    def word(self, figure_id: str) -> str:
        """The text of a figure; empty where there is none."""
        told = self.figures.get(figure_id)
        return (told.text or "") if told else ""


def read(data: str | UPath, members: pd.DataFrame) -> pd.DataFrame:
    """Those figures of the members that a group reads, as rows of their products `figures`; no row of a member without any.

    `members` is the product of that name. Raises DeclarationError where a member's figures have not been made.
    """
    known = members[members["data_year"].notna()]
    if known.empty:
        return tables.empty("figures")
    years = known["data_year"].astype("int64").tolist()
    made, _ = tables.read_all("figures", [paths.processed(data, year, code) for code, year in zip(known["member"], years, strict=True)], COLUMNS)
    return tables.stack("figures", [made[made["figure_id"].isin(_wanted())]])


@cache
def _wanted() -> list[str]:
    """Every figure that is read: those named here, and those that the scorecard points at."""
    return sorted({*OF_MEMBERS, *READ, *reference.load("scorecard")["figure_id"]})


def bodies(members: pd.DataFrame, figures: pd.DataFrame) -> list[Body]:
    """The members in the order of their codes, each with its figures."""
    told: dict[str, dict[str, Told]] = {}
    cells = [_cells(figures[name]) for name in Told._fields]
    for code, figure_id, *row in zip(figures["organization"].tolist(), figures["figure_id"].tolist(), *cells, strict=True):
        told.setdefault(code, {})[figure_id] = Told(*row)
    years = [None if pd.isna(year) else int(year) for year in members["data_year"].tolist()]
    listed = sorted(zip(members["member"].tolist(), members["status"].tolist(), years, strict=True))
    return [Body(code, status, year, told.get(code, {})) for code, status, year in listed]


def _cells(column: pd.Series) -> list[object]:
    """The cells of a column as plain values, None where one is missing."""
    values: list[object] = column.tolist()
    return [None if missing else value for value, missing in zip(values, np.asarray(column.isna()).tolist(), strict=True)]
