"""Premises that several bodies share are reported once: by the body that each place names in `reported_by`.

A body that says that another one reports a place, and hands in use of that place all the same, does not count it in its total. A group looks
further, since it knows its members' places: where the member that was named has no such place, nobody would count the use, so it counts
and is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening import premises, reference, tables
from greening.units import PERCENT

#: Why a row of the footprint or of the indicators is outside the total.
OUTSIDE = "reported_by_other"
#: Sources of the footprint that are fuel burnt in a building; vehicles are not shared with it.
_FUELS = tuple(f"{use}_fuel" for use in premises.FUEL_USES_OF_PREMISES)
#: Columns that findings on shared premises need.
CONTRADICTED = (
    *("organization", "location_id", "premises_id", "reported_by", "quantity_covers", "allocation_pct"),
    *("source_file", "sheet", "source_row"),
)
#: A submitted row: its columns, None where a cell is empty.
Record = Mapping[str, Any]
#: Organization and place.
Place = tuple[str, str]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Shared:
    """A place as it is told in `locations`."""

    organization: str
    location_id: str
    premises_id: str
    reported_by: str

    @property
    def key(self) -> Place:
        """What names the place among those of several bodies."""
        return self.organization, self.location_id

    @property
    def is_own(self) -> bool:
        """Whether the body reports the place itself."""
        return self.reported_by in ("", self.organization)


def set_aside(product: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """The footprint or the indicators of one body, its premises that another registered body reports outside the total.

    A code that nobody registered reports nothing: what it would leave out is counted, and the suite of locations tells it.
    """
    outside = [place.key for place in _told(activities) if not place.is_own and place.reported_by in _registered()]
    return _outside(product, outside)


def once(product: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """The footprint or the indicators of members under each other, shared premises in the total once.

    `activities` has the members' locations under the same names as the product.
    """
    places = _told(activities)
    if all(place.is_own for place in places):
        return product
    unheld = {place.key for place in _unheld(places)}
    held = [place.key for place in _left_to_members(places) if place.key not in unheld]
    return _inside(_outside(product, held), unheld)


def _told(activities: pd.DataFrame) -> Sequence[Shared]:
    """The places that say who reports them or which building they share; the first row of a place holds."""
    is_told = (activities["table"] == "locations").to_numpy() & (activities["reported_by"].notna() | activities["premises_id"].notna()).to_numpy()
    if not is_told.any():
        return ()
    rows = (
        activities.loc[is_told, ["organization", "location_id", "premises_id", "reported_by"]]
        .fillna("")
        .drop_duplicates(["organization", "location_id"])
    )
    return tuple(Shared(*row) for row in rows.itertuples(index=False, name=None))


def _left_to_members(places: Sequence[Shared]) -> list[Shared]:
    """The places of which their body says that another one among the bodies reports them."""
    members = {place.organization for place in places}
    return [place for place in places if not place.is_own and place.reported_by in members]


def _unheld(places: Sequence[Shared]) -> list[Shared]:
    """The places whose premises a member is said to report that has no such premises of its own, or says that yet another reports them."""
    held = {(place.organization, place.premises_id) for place in places if place.is_own}
    return [place for place in _left_to_members(places) if place.premises_id and (place.reported_by, place.premises_id) not in held]


def _outside(product: pd.DataFrame, places: Iterable[Place]) -> pd.DataFrame:
    chosen = _rows_of(product, places) & product["in_total"].fillna(False).to_numpy(dtype=bool)
    return _marked(product, chosen, in_total=False, reason=OUTSIDE) if chosen.any() else product


def _inside(product: pd.DataFrame, places: Iterable[Place]) -> pd.DataFrame:
    chosen = _rows_of(product, places) & (product["outside_reason"] == OUTSIDE).fillna(False).to_numpy(dtype=bool)
    return _marked(product, chosen, in_total=True, reason="") if chosen.any() else product


def _marked(product: pd.DataFrame, chosen: Mask, *, in_total: bool, reason: str) -> pd.DataFrame:
    return product.assign(in_total=product["in_total"].mask(chosen, in_total), outside_reason=product["outside_reason"].mask(chosen, reason))


def _rows_of(product: pd.DataFrame, places: Iterable[Place]) -> Mask:
    """The rows on the premises of the places: what a building uses and throws away, not travel and vehicles."""
    found = np.zeros(len(product), dtype=bool)
    for code, place in places:
        found |= (product["organization"] == code).to_numpy(dtype=bool, na_value=False) & (product["location_id"] == place).to_numpy(
            dtype=bool, na_value=False
        )
    if not found.any():
        return found
    of_building = product["table"].isin(premises.OF_PREMISES).to_numpy(dtype=bool)
    if "source" in product.columns:
        of_building = of_building | product["source"].isin(_FUELS).to_numpy(dtype=bool)
    return found & of_building


@cache
def _registered() -> frozenset[str]:
    return frozenset(reference.load("organizations")["code"].astype("str"))


def contradictions(rows: Sequence[Record], organization: str, year: int) -> pd.DataFrame:
    """Findings, in the product's columns, on premises that the places of a body, or of the members of a group, do not report once.

    `rows` are the locations with CONTRADICTED. premises_reported_by_nobody: the member that is said to report the premises has no such
    place; premises_counted_twice: the shares of premises whose quantities are reported whole add up to more than all of them.
    """
    by_key = _first_rows(rows)
    found = [*_by_nobody(by_key), *_by_several(by_key.values())]
    return tables.stack("findings", [pd.DataFrame([{**one, "organization": organization, "year": year} for one in found])])


def _first_rows(rows: Iterable[Record]) -> dict[Place, Record]:
    """The row of each place; the first one holds."""
    found: dict[Place, Record] = {}
    for row in rows:
        found.setdefault((row["organization"], row["location_id"]), row)
    return found


def _by_nobody(by_key: Mapping[Place, Record]) -> list[Record]:
    places = [Shared(*key, row["premises_id"], row["reported_by"] or "") for key, row in by_key.items() if row["premises_id"]]
    return [_nobody(by_key[place.key], place) for place in _unheld(places)]


def _by_several(rows: Iterable[Record]) -> list[Record]:
    totals = [(premises_id, parts, sum(_share_pct(row) for row in parts)) for premises_id, parts in _whole(rows).items()]
    return [_twice(premises_id, parts, total) for premises_id, parts, total in totals if total > PERCENT]


def _nobody(row: Record, place: Shared) -> Record:
    return _finding(
        row,
        column="reported_by",
        rule="premises_reported_by_nobody",
        value=place.reported_by,
        expected=f"a body that has the premises {place.premises_id} among its locations",
        message=f"{place.location_id} of {place.organization} says that {place.reported_by} reports the premises {place.premises_id}, but "
        f"{place.reported_by} does not report such premises. What {place.organization} handed in of them counts here.",
    )


def _whole(rows: Iterable[Record]) -> dict[str, list[Record]]:
    """The places of each premises that their body reports itself, as a part of the whole."""
    found: dict[str, list[Record]] = {}
    for row in rows:
        is_own = row["reported_by"] in (None, row["organization"])
        if row["premises_id"] and is_own and row["quantity_covers"] == "whole_premises":
            found.setdefault(row["premises_id"], []).append(row)
    return found


def _share_pct(row: Record) -> float:
    return PERCENT if row["allocation_pct"] is None else float(row["allocation_pct"])


def _twice(premises_id: str, parts: Sequence[Record], total: float) -> Record:
    named = ", ".join(f"{row['location_id']} of {row['organization']}" for row in parts)
    return _finding(
        parts[-1],
        column="allocation_pct",
        rule="premises_counted_twice",
        value=f"{total:g}",
        expected="at most 100 % in all",
        message=f"The shares of the premises {premises_id} add up to {total:g} %: {named}. A part of them counts more than once.",
    )


def _finding(row: Record, **told: Any) -> Record:
    place = {name: row[name] for name in ("source_file", "sheet", "source_row")}
    return {**place, "table": "locations", "level": "warn", "rows": 0, **told}
