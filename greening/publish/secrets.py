"""Rows of a footprint that must not be told: what was declared confidential, and journeys too few to be added up with others like them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from greening.formats import is_missing
from greening.publish import privacy
from greening.publish.suppression import Mask

#: What the line that holds them says of itself.
TABLE = "withheld"
#: Everything that has emissions.
_ALL = "ghg"
#: What the names of confidential topics may be in each product.
_TOPICS: Mapping[str, tuple[str, ...]] = {
    "footprint": ("table", "source", "bucket"),
    "indicators": ("table", "topic", "category"),
    "activities": ("table",),
}
_KEPT = ("organization", "year", "in_total", "scope", "bucket")
_SUMS = ("co2_kg", "ch4_kg", "n2o_kg", "other_gas_kg", "biogenic_co2_kg", "emissions_tco2e")


@dataclass(frozen=True)
class Secret:
    """Rows that must not be told, as masks of the products."""

    #: Rows of each product that are confidential.
    confidential: Mapping[str, Mask]
    #: Rows of the footprint that must not be told, for whichever reason.
    rows: Mask
    #: Of these, those that count in the total, by organization, with the rows that they are put together with.
    together: Mapping[str, Mask]

    @property
    def hidden(self) -> Mask:
        """Rows of the footprint that no line of the published one tells by themselves."""
        found = self.rows.copy()
        for rows in self.together.values():
            found |= rows
        return found

    def reason(self, product: str, rows: Mask) -> str:
        """Why a sum of rows cannot be told: confidential or withheld; empty where it can.

        A sum of the footprint can be told where it holds all that is put together, or nothing of it: then it says no more than that line.
        """
        if product != "footprint":
            return "confidential" if (rows & self.confidential[product]).any() else ""
        whole = np.zeros(len(rows), dtype=bool)
        for together in self.together.values():
            if (together & ~self.rows).any() and not (together & ~rows).any():
                whole |= together
        if not (rows & self.hidden & ~whole).any():
            return ""
        return "confidential" if (rows & self.confidential["footprint"] & ~whole).any() else "withheld"

    def published(self, footprint: pd.DataFrame) -> pd.DataFrame:
        """The footprint without rows that must not be told: of those that count, and of those they are put together with, one line remains."""
        if not self.hidden.any():
            return footprint
        lines = [_line(footprint[rows]) for rows in self.together.values() if (rows & ~self.rows).any()]
        kept = footprint[~self.hidden]
        return pd.concat([kept, pd.DataFrame(lines)], ignore_index=True).astype(footprint.dtypes.to_dict()) if lines else kept.reset_index(drop=True)


def of(footprint: pd.DataFrame, indicators: pd.DataFrame, activities: pd.DataFrame, journeys: pd.Series) -> Secret:
    """What must not be told of the products of a report; `journeys` says how many journeys each row of the footprint stands for."""
    frames = {"footprint": footprint, "indicators": indicators, "activities": activities}
    declared = _declared(activities)
    confidential = {name: _confidential(frame, declared, _TOPICS[name]) for name, frame in frames.items()}
    rows = confidential["footprint"] | _few(footprint, activities, journeys)
    counted = rows & _counted(footprint, activities)
    together = {
        str(code): own | _partner(footprint, rows, own, _counted(footprint, activities))
        for code in footprint["organization"][counted].unique()
        for own in [counted & (footprint["organization"] == code).to_numpy(dtype=bool)]
    }
    return Secret(confidential, rows, together)


def _declared(activities: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Organization, topic and place of what is confidential; all places where none is named."""
    said = activities[(activities["table"] == "coverage") & (activities["status"] == "confidential")]
    cells = zip(said["organization"].tolist(), said["topic"].tolist(), said["location_id"].tolist(), strict=True)
    return [(str(code), str(topic).strip().casefold(), "" if is_missing(place) else str(place)) for code, topic, place in cells]


def _confidential(frame: pd.DataFrame, declared: list[tuple[str, str, str]], columns: tuple[str, ...]) -> Mask:
    found = np.zeros(len(frame), dtype=bool)
    for code, topic, place in declared:
        of_topic = np.zeros(len(frame), dtype=bool) if topic != _ALL or columns[1:2] != ("source",) else np.ones(len(frame), dtype=bool)
        for column in columns:
            of_topic |= (frame[column] == topic).to_numpy(dtype=bool, na_value=False)
        of_topic &= (frame["organization"] == code).to_numpy(dtype=bool, na_value=False)
        found |= of_topic & (frame["location_id"] == place).to_numpy(dtype=bool, na_value=False) if place else of_topic
    return found


def _few(footprint: pd.DataFrame, activities: pd.DataFrame, journeys: pd.Series) -> Mask:
    """Journeys of lines of the published footprint that would still be fewer than five."""
    found = np.zeros(len(footprint), dtype=bool)
    is_journey = journeys.notna().to_numpy()
    if is_journey.any():
        lines = privacy.lines(footprint, privacy.counted(footprint[is_journey], activities))
        sizes = np.bincount(lines[is_journey], journeys.to_numpy()[is_journey])
        found[is_journey] = sizes[lines[is_journey]] < privacy.SMALLEST_GROUP
    return found


def _counted(footprint: pd.DataFrame, activities: pd.DataFrame) -> Mask:
    """Rows that count in the total by the basis that each organization chose; electricity by its location where it chose none."""
    profiles = activities[activities["table"] == "profile"]
    chosen = dict(zip(profiles["organization"].tolist(), profiles["scope2_basis"].fillna("location").tolist(), strict=True))
    wanted = footprint["organization"].map(chosen).fillna("location")
    basis = footprint["basis"].where(footprint["basis"] != "")
    is_basis = (basis.isna() | (basis == wanted)).to_numpy(dtype=bool, na_value=False)
    return footprint["in_total"].fillna(value=False).to_numpy(dtype=bool) & is_basis


def _partner(footprint: pd.DataFrame, secret: Mask, own: Mask, counted: Mask) -> Mask:
    """The rows of another source that hide what must not be told: of the same scope and bucket where there is one, and then the smallest."""
    code = footprint["organization"][own].iloc[0]
    free = (
        counted & ~secret & (footprint["organization"] == code).to_numpy(dtype=bool) & ~footprint["table"].isin(privacy.JOURNEYS).to_numpy(dtype=bool)
    )
    hidden, others = footprint[own], footprint[free]
    scopes, buckets = set(hidden["scope"].dropna()), set(hidden["bucket"].dropna())
    sums = others[others["emissions_tco2e"] > 0].groupby(["scope", "bucket", "source"], sort=True)["emissions_tco2e"].sum()
    ranked = sorted(sums.items(), key=lambda one: (one[0][0] not in scopes, one[0][1] not in buckets, one[1], one[0]))
    if not ranked:
        return np.zeros(len(footprint), dtype=bool)
    source = ranked[0][0][2]
    return np.asarray(free & (footprint["source"] == source).to_numpy(dtype=bool, na_value=False))


def _line(rows: pd.DataFrame) -> dict[str, Any]:
    """One line for rows that are told together: what they have in common, and their sums."""
    same = {column: rows[column].iloc[0] for column in _KEPT if len(rows[column].unique()) == 1}
    sums = {column: rows[column].sum(min_count=1) for column in _SUMS}
    return {**same, **sums, "table": TABLE, "source": TABLE, "method": "rows put together"}
