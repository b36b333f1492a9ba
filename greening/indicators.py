"""Waste, water, energy and management quantities, one row an activity row and kind."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from greening import factors, premises, shared_premises
from greening.footprint.electricity import covered_share
from greening.footprint.lines import Lines, shared, stacked
from greening.gaps.marks import marked
from greening.units import PERCENT

#: Topic of a submitted indicator where the first part of its id is not a topic of its own.
SUBMITTED_TOPIC = "management"
#: Columns that a line takes from its row as they are.
KEPT = ("organization", "location_id", "table", "source_file", "source_row", "row_id", "year_share", "allocation_share", "quality")
TOPICS = ("waste", "water", "wastewater", "energy")


def indicators(activities: pd.DataFrame) -> pd.DataFrame:
    """The quantities of one organization and year, in the columns of the product `indicators`.

    waste.total (kg, by stream and treatment), water.total (m3, by source; recycled water is outside it), wastewater.total (m3, by treatment),
    energy.electricity (kWh, by supply), energy.renewable_electricity (kWh: made on site, by certificates, else the grid's average share),
    energy.heat (kWh, by carrier), and the submitted indicators as they are.
    """
    rows = premises.placed(activities)
    made = [SOURCES[table](part) for table, part in premises.by_table(rows, SOURCES, KEPT)]
    found = stacked("indicators", [part for parts in made for part in (parts if isinstance(parts, list) else [parts])])
    return shared_premises.set_aside(marked(found, activities), activities)


def _lines(rows: pd.DataFrame, reported: str, **columns: Any) -> Lines:
    kept = {column: rows[column] for column in KEPT}
    start = {"year": rows["data_year"], "reported_value": rows[reported], "value": shared(rows, reported), "in_total": True, "outside_reason": ""}
    return kept | start | columns


def _waste(rows: pd.DataFrame) -> Lines:
    return _lines(
        rows,
        "waste_kg",
        topic="waste",
        indicator_id="waste.total",
        category=rows["stream"],
        treatment=rows["treatment"],
        unit="kg",
        method="as reported",
    )


def _water(rows: pd.DataFrame) -> Lines:
    return _lines(
        rows,
        "water_m3",
        topic="water",
        indicator_id="water.total",
        category=rows["source"],
        unit="m3",
        in_total=rows["source"].ne("recycled"),
        method="as reported",
    )


def _wastewater(rows: pd.DataFrame) -> Lines:
    return _lines(
        rows,
        "wastewater_m3",
        topic="wastewater",
        indicator_id="wastewater.total",
        category=rows["treatment"],
        treatment=rows["treatment"],
        unit="m3",
        method="as reported",
    )


def _electricity(rows: pd.DataFrame) -> list[Lines]:
    used = _lines(
        rows,
        "electricity_kwh",
        topic="energy",
        indicator_id="energy.electricity",
        category=rows["supply"],
        unit="kWh",
        method="as reported",
    )
    return [used, *_renewable(rows)]


def _heat(rows: pd.DataFrame) -> Lines:
    return _lines(rows, "heat_kwh", topic="energy", indicator_id="energy.heat", category=rows["carrier"], unit="kWh", method="as reported")


def _renewable(rows: pd.DataFrame) -> list[Lines]:
    """Renewable kWh of each row: all that is made on site, what certificates cover, and of the rest from the grid its average share.

    Electricity of generators is not renewable. A row has a line a kind, and none for a kind of which it has nothing.
    """
    is_bought = rows["supply"].isin(["grid", "contract"])
    covered = covered_share(rows).where(is_bought, 0.0)
    share = grid_renewable_share(rows["place_country"], rows["data_year"])
    kinds = {
        "onsite_renewable": (rows["supply"].eq("onsite_renewable").astype("float64"), "made on site"),
        "certificates": (covered, "covered by energy attribute certificates"),
        "grid_average": (share.where(is_bought, 0.0) * (1 - covered), "average share of renewables in the country's grid"),
    }
    return [_renewable_kind(rows[part > 0], part[part > 0], category=name, method=method) for name, (part, method) in kinds.items()]


def _renewable_kind(rows: pd.DataFrame, part: pd.Series, **columns: str) -> Lines:
    start = _lines(rows, "electricity_kwh", topic="energy", indicator_id="energy.renewable_electricity", unit="kWh", **columns)
    return start | {"value": start["value"] * part}


def grid_renewable_share(countries: pd.Series, years: pd.Series) -> pd.Series:
    """The share of renewables in the grid's electricity, 0 to 1, climbing the rungs of the grid factors. Source: owid_ember."""
    percent: pd.Series = factors.climb_grid(countries, years, factors.grid_ladder("renewables_share_pct", "%"))["factor_value"]
    return percent / PERCENT


def _submitted(rows: pd.DataFrame) -> Lines:
    first = rows["indicator_id"].str.split(".", n=1).str[0]
    return _lines(
        rows,
        "value",
        topic=first.where(first.isin(TOPICS), SUBMITTED_TOPIC),
        indicator_id=rows["indicator_id"],
        category="",
        unit=rows["unit"],
        method="as submitted",
    )


#: Each table and what makes lines of its rows, in the order of the lines.
SOURCES: Mapping[str, Callable[[pd.DataFrame], Lines | list[Lines]]] = {
    "waste": _waste,
    "water": _water,
    "wastewater": _wastewater,
    "electricity": _electricity,
    "heat": _heat,
    "indicators": _submitted,
}
