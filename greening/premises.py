"""Where a row belongs: the country that prices it, and the part of shared premises that is the body's own."""

from collections.abc import Mapping

import pandas as pd

from greening import tables
from greening.periods import year_share
from greening.units import PERCENT

#: Tables whose quantities are of the premises, and may be those of a whole shared building.
OF_PREMISES = ("electricity", "heat", "refrigerants", "waste", "water", "wastewater")
#: Uses of fuel that belong to a building; a vehicle is not shared with it.
FUEL_USES_OF_PREMISES = ("heating", "generator", "cooking")


def placed(activities: pd.DataFrame) -> pd.DataFrame:
    """The activities with what their place and period say, in the same order.

    New columns: `place_country` (ISO alpha-3 of the location, else of the headquarters, else WORLD), `year_share` (days of the period inside the
    data year) and `allocation_share` (0 to 1: allocation_pct where the location reports whole premises, else 1; travel and vehicles are never
    shared).
    """
    places = locations(activities)
    rows = activities.reset_index(drop=True)
    location = rows["location_id"]
    country = location.map(places["country"]).astype("str").fillna(str(headquarters(activities).get("country", "WORLD")))
    share = location.map(places["share"]).where(_is_of_premises(rows), 1.0).fillna(1.0)
    return rows.assign(
        place_country=country,
        year_share=year_share(rows["start_date"], rows["end_date"], rows["data_year"]),
        allocation_share=share.astype("float64"),
    )


def locations(activities: pd.DataFrame) -> pd.DataFrame:
    """Country and allocated share (0 to 1) of every location, by location_id."""
    known = tables.rows(activities, "locations").drop_duplicates("location_id").set_index("location_id")
    whole = known["quantity_covers"].eq("whole_premises")
    share = (known["allocation_pct"] / PERCENT).where(whole, 1.0).fillna(1.0)
    return pd.DataFrame({"country": known["country"], "share": share}, index=known.index)


def headquarters(activities: pd.DataFrame) -> Mapping[str, str]:
    """What the profile says, by column; empty where there is no profile row."""
    profile = tables.rows(activities, "profile")
    return {} if profile.empty else {str(column): str(value) for column, value in profile.iloc[0].dropna().items()}


def _is_of_premises(rows: pd.DataFrame) -> pd.Series:
    fuels = rows["table"].eq("fuels") & rows["use"].isin(FUEL_USES_OF_PREMISES)
    return rows["table"].isin(OF_PREMISES) | fuels
