"""The figures of one organization and year while they are made, and the rows that they are made from."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from greening import propagation, tables, uncertainty
from greening.figures import derivation
from greening.figures.figure import PUBLISHED, Figure, Quantity, at_least
from greening.figures.inputs import Inputs
from greening.figures.operations import OPERATIONS
from greening.figures.products import Products
from greening.figures.selection import Filter, Rows

#: Skewness beyond that of Approach 1 from which a bound of it would be off by an eighth of the interval's half width (Cornish and Fisher).
SKEWED = 0.5
#: What the derivation of a total says of an interval that is not of Approach 1.
DRAWN = "IPCC Approach 2, 10,000 draws"
#: A submitted row: its columns, None where a cell is empty.
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Book:
    """Inputs, published quantities and the figures so far; `figures` grows in the order of the registry."""

    inputs: Inputs
    quoted: Mapping[str, Quantity]
    figures: dict[str, Figure] = field(default_factory=dict)
    submitted: dict[str, Sequence[Record]] = field(default_factory=dict)

    @property
    def products(self) -> Products:
        """The products of this organization and year by name."""
        return self.inputs.products

    @property
    def errors(self) -> propagation.Errors:
        """How far the rows of the footprint may be off."""
        return self.inputs.errors

    @cached_property
    def earlier_errors(self) -> propagation.Errors:
        """How far the rows of the footprints of earlier years may be off."""
        return propagation.Errors.of(self.inputs.earlier_footprint)

    def known(self, figure_id: str) -> Quantity | None:
        """The quantity under a name: as made so far, else as published; None where there is neither."""
        figure = self.figures.get(figure_id)
        return figure.quantity if figure else self.quoted.get(figure_id)

    def printed(self, figure_id: str) -> Quantity | None:
        """The quantity as it will be printed: a sum that lacks members is a minimum."""
        found = self.known(figure_id)
        return at_least(found) if found and self.lacks_members and found.origin != PUBLISHED else found

    def rows(self, product: str, wanted: Filter) -> Rows:
        """The rows of a product that a filter selects."""
        return self.products.rows(product, wanted)

    def own(self, table: str) -> Sequence[Record]:
        """The rows of a submission table that the organization submitted itself, each as its columns, None where a cell is empty."""
        if table not in self.submitted:
            self.submitted[table] = self._own_rows(table).records(["row_id", *tables.submission_tables()[table].columns])
        return self.submitted[table]

    def _own_rows(self, table: str) -> Rows:
        return self.rows("activities", {"table": table, "organization": self.inputs.organization})

    def measure(self, product: str, wanted: Filter, column: str, operation: str = "sum", scale: float = 1.0) -> Quantity | None:
        """A quantity from rows with its interval and derivation; None where no row holds a value."""
        rows = self.rows(product, wanted)
        if not len(rows):
            return None
        value = OPERATIONS[operation](rows, column, self.products) * scale
        if math.isnan(value):
            return None
        made = derivation.of_rows(product, rows, wanted, column, operation, scale, self.inputs.files)
        if column != "emissions_tco2e" or product != "footprint":
            return Quantity(value, derivation=made)
        drawn = self._drawn(rows, wanted)
        interval = uncertainty.scaled(self.errors.total(rows.at, drawn), scale)
        made = {**made, "interval": DRAWN} if drawn else made
        return Quantity(value, interval=interval, precision=printed_precision(rows), derivation=made, note=self._notes(rows))

    def _drawn(self, rows: Rows, wanted: Filter) -> uncertainty.Interval | None:
        """The interval of the computed part of the whole total by Approach 2, where Approach 1 would be a poor likeness; else None."""
        is_skewed = wanted == self.counted and self.errors.skewness_beyond(rows.at) > SKEWED
        return drawn_total(self.inputs.uncertainty) if is_skewed else None

    def _notes(self, rows: Rows) -> str:
        """What the submission says of footprint rows that all are inventory; beside computed rows it is a detail of a row."""
        if rows.distinct("table") != ["inventory"]:
            return ""
        inventory = self.rows("activities", {"table": "inventory"})
        notes: dict[int, list[str]] = {}
        for number, note in zip(self.products.origins(inventory).tolist(), inventory.values("note"), strict=True):
            notes.setdefault(number, []).append(note)
        found = [note for number in self.products.origins(rows).tolist() for note in notes.get(number, []) if note]
        return "; ".join(dict.fromkeys(found))

    @cached_property
    def profile(self) -> Record:
        """The organization's own profile row; empty where it has none."""
        return next((_filled(row) for row in self.own("profile")), {})

    @cached_property
    def counted(self) -> Filter:
        """The filter of footprint rows that count in the total of the basis that the profile chose."""
        return self.inputs.counted

    @cached_property
    def has_unspecified(self) -> bool:
        """Whether a row of the total has no bucket, so that buckets rebuilt from rows would be partial."""
        return "unspecified" in self.rows("footprint", self.counted).distinct("bucket")

    @cached_property
    def has_own_totals(self) -> bool:
        """Whether a group's totals are its own inventory or published figures and not its members' sum."""
        return any(len(self._own_rows(table)) for table in ("inventory", "published"))

    @cached_property
    def lacks_members(self) -> bool:
        """Whether sums lack a member: a group of its members' rows of which one has no figures."""
        members = self.products["members"].rows
        return not self.has_own_totals and ("missing" in members.distinct("status") or bool(members.is_missing("emissions_tco2e").any()))


def drawn_total(contributions: pd.DataFrame) -> uncertainty.Interval | None:
    """The interval of the computed part of the total by Approach 2, from the product `uncertainty`; None where nothing computed is uncertain."""
    found = contributions[contributions["approach"] == 2]
    if found.empty:
        return None
    return uncertainty.Interval(float(found["low"].iloc[0]), float(found["high"].iloc[0]), uncertainty.STATISTICAL)


def _filled(row: Record) -> Record:
    return {name: cell for name, cell in row.items() if cell is not None}


def printed_precision(rows: Rows) -> str:
    """How a sum of footprint rows may be printed: the loosest precision of its inventory rows; empty where rows were computed."""
    precisions = rows.distinct("precision")
    if "more_than" in precisions:
        return "more_than"
    if rows.is_missing("precision").any():
        return ""
    return next((name for name in ("approx", "nearly", "rounded") if name in precisions), "exact")
