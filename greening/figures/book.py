"""The figures of one organization and year while they are made, and the rows that they are made from."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from greening import tables, uncertainty
from greening.figures import derivation, selection
from greening.figures.figure import PUBLISHED, Figure, Quantity, at_least
from greening.figures.inputs import Inputs
from greening.figures.operations import OPERATIONS, ROW_KEY, Products


@dataclass(frozen=True)
class Book:
    """Inputs, published quantities and the figures so far; `figures` grows in the order of the registry."""

    inputs: Inputs
    quoted: Mapping[str, Quantity]
    figures: dict[str, Figure] = field(default_factory=dict)
    kept: dict[str, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def products(self) -> Products:
        """The products of this organization and year by name."""
        given = self.inputs
        return {
            "activities": given.activities,
            "checks": given.checks,
            "footprint": _blank_as_missing(given.footprint),
            "indicators": _blank_as_missing(given.indicators),
            "members": given.members,
            "earlier": given.earlier,
        }

    def known(self, figure_id: str) -> Quantity | None:
        """The quantity under a name: as made so far, else as published; None where there is neither."""
        figure = self.figures.get(figure_id)
        return figure.quantity if figure else self.quoted.get(figure_id)

    def printed(self, figure_id: str) -> Quantity | None:
        """The quantity as it will be printed: a sum that lacks members is a minimum."""
        found = self.known(figure_id)
        return at_least(found) if found and self.lacks_members and found.origin != PUBLISHED else found

    def rows(self, product: str, wanted: selection.Filter) -> pd.DataFrame:
        """The rows of a product that a filter selects."""
        table = wanted.get("table")
        if product != "activities" or not isinstance(table, str):
            return selection.select(self.products[product], wanted)
        return selection.select(self.table(table), {column: values for column, values in wanted.items() if column != "table"})

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a submission table in its own columns, kept for the next figure that needs them."""
        if name not in self.kept:
            self.kept[name] = tables.rows(self.inputs.activities, name)
        return self.kept[name]

    def own(self, table: str) -> pd.DataFrame:
        """The rows of a submission table that the organization submitted itself."""
        submitted = self.table(table)
        return submitted[submitted["organization"] == self.inputs.organization]

    def measure(self, product: str, wanted: selection.Filter, column: str, operation: str = "sum", scale: float = 1.0) -> Quantity | None:
        """A quantity from rows with its interval and derivation; None where no row holds a value."""
        rows = self.rows(product, wanted)
        if rows.empty:
            return None
        value = OPERATIONS[operation](rows, column, self.products) * scale
        if math.isnan(value):
            return None
        made = derivation.of_rows(product, rows, wanted, column, operation, scale, self.inputs.files)
        if column != "emissions_tco2e" or product != "footprint":
            return Quantity(value, derivation=made)
        interval = uncertainty.scaled(uncertainty.emissions(rows), scale)
        return Quantity(value, interval=interval, precision=printed_precision(rows), derivation=made, note=self._notes(rows))

    def _notes(self, rows: pd.DataFrame) -> str:
        """What the submission says of footprint rows that all are inventory; beside computed rows it is a detail of a row."""
        if not (rows["table"] == "inventory").all():
            return ""
        inventory = self.table("inventory")
        found = rows[ROW_KEY].merge(inventory[[*ROW_KEY, "note"]], on=ROW_KEY, how="inner", validate="m:m")
        return "; ".join(found["note"].replace("", None).dropna().unique())

    @cached_property
    def profile(self) -> Mapping[str, Any]:
        """The organization's own profile row; empty where it has none."""
        own = self.own("profile")
        return {} if own.empty else {str(name): cell for name, cell in own.iloc[0].items() if pd.notna(cell)}

    @cached_property
    def counted(self) -> selection.Filter:
        """The filter of footprint rows that count in the total of the basis that the profile chose."""
        return {"in_total": True, "basis": [None, self.profile.get("scope2_basis", "location")]}

    @cached_property
    def has_unspecified(self) -> bool:
        """Whether a row of the total has no bucket, so that buckets rebuilt from rows would be partial."""
        return bool((self.rows("footprint", self.counted)["bucket"] == "unspecified").any())

    @cached_property
    def has_own_totals(self) -> bool:
        """Whether a group's totals are its own inventory or published figures and not its members' sum."""
        return not (self.own("inventory").empty and self.own("published").empty)

    @cached_property
    def lacks_members(self) -> bool:
        """Whether sums lack a member: a group of its members' rows of which one has no figures."""
        members = self.inputs.members
        return not self.has_own_totals and bool((members["status"].eq("missing") | members["emissions_tco2e"].isna()).any())


def _blank_as_missing(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame in which an empty text is a missing one, so that rules ask one question and not two."""
    texts = [column for column in frame.columns if frame[column].dtype == "str"]
    return frame.assign(**{column: frame[column].mask(frame[column] == "") for column in texts})


def printed_precision(rows: pd.DataFrame) -> str:
    """How a sum of footprint rows may be printed: the loosest precision of its inventory rows; empty where rows were computed."""
    precisions = set(rows["precision"].dropna())
    if "more_than" in precisions:
        return "more_than"
    if rows["precision"].isna().any():
        return ""
    return next((name for name in ("approx", "nearly", "rounded") if name in precisions), "exact")
