"""The topics that can be filled, and what a row of each holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from greening.premises import FUEL_USES_OF_PREMISES


@dataclass(frozen=True)
class Topic:
    """A submission table whose quantities belong to a place of work."""

    #: Name of the topic in the coverage table, and of the submission table.
    name: str
    #: Column of the quantity, and its unit in words; empty where each row has its own.
    quantity: str
    unit: str
    #: Columns that tell quantities of one place apart.
    kind: tuple[str, ...]
    #: Topic of the personnel whom its figures cover.
    people: str
    #: What a row is, of which only the amount is known.
    stand_in: Mapping[str, Any]
    #: Column and value of the rows that flow through a meter, so that a month without a row is a gap; None where no row does.
    metered: Mapping[str, str] | None = None
    #: Months may lack for want of need, as heating does in summer.
    is_seasonal: bool = False
    #: Whether all kinds are one, where a place is filled from others: what it is made of there says nothing of here.
    is_merged: bool = False
    #: Column and value of rows that are no use of the topic.
    left_out: Mapping[str, str] = field(default_factory=dict)
    #: Columns of the first row of a series that hold for its other months too.
    kept: tuple[str, ...] = field(default=())

    def of_place(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows whose quantities belong to a place: of fuels those of the building."""
        placed = rows["location_id"].notna()
        return rows[placed & rows["use"].isin(FUEL_USES_OF_PREMISES)] if "use" in self.kind else rows[placed]


#: Every topic by its name, in the order of the rows that are made.
TOPICS: Mapping[str, Topic] = {
    topic.name: topic
    for topic in (
        Topic(
            "electricity",
            "electricity_kwh",
            "kWh",
            ("meter_id", "supply"),
            "ghg",
            {"supply": "grid"},
            metered={},
            is_merged=True,
            kept=("supplier_factor_kgco2e_per_kwh", "grid_factor_kgco2e_per_kwh", "factor_reference"),
        ),
        Topic(
            "heat",
            "heat_kwh",
            "kWh",
            ("meter_id", "carrier"),
            "ghg",
            {"carrier": "district_heat"},
            metered={},
            is_seasonal=True,
            kept=("supplier_factor_kgco2e_per_kwh", "factor_reference"),
        ),
        Topic(
            "fuels",
            "quantity",
            "",
            ("use", "fuel", "unit", "calorific_basis", "bio_share_pct"),
            "ghg",
            {"use": "heating", "fuel": "natural_gas", "unit": "kwh", "calorific_basis": "gross"},
            metered={"fuel": "natural_gas"},
            is_seasonal=True,
        ),
        Topic(
            "water",
            "water_m3",
            "m3",
            ("source",),
            "water",
            {"source": "municipal"},
            metered={"source": "municipal"},
            is_merged=True,
            left_out={"source": "recycled"},
        ),
        Topic("wastewater", "wastewater_m3", "m3", ("treatment",), "water", {"treatment": "unknown"}),
        Topic("waste", "waste_kg", "kg", ("stream", "treatment"), "waste", {"stream": "mixed", "treatment": "unknown"}),
    )
}
