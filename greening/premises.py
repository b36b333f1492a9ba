"""Where a row belongs: the country that prices it, and the part of shared premises that is the body's own."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from greening import tables
from greening.periods import year_share
from greening.tables import frames
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
    home = headquarters(activities).get("country", "WORLD")
    # Rows are many and places few: each place is looked up once, and a row without one has the number -1, the last of the list.
    codes, names = rows["location_id"].factorize()
    known = places.reindex(names)
    countries = frames.array([*known["country"].astype("str").fillna(home), home], "str")
    shares = np.array([*known["share"].astype("float64").fillna(1.0), 1.0])
    return rows.assign(
        place_country=countries.take(codes),
        year_share=year_share(rows["start_date"], rows["end_date"], rows["data_year"]),
        allocation_share=np.where(_is_of_premises(rows), shares[codes], 1.0),
    )


def by_table(placed: pd.DataFrame, tables_wanted: Iterable[str], kept: Iterable[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each of the tables that has some, of what `placed` gives.

    They have the columns of the table, those kept and those of year and place; the columns of other tables are left behind.
    """
    codes, values = placed["table"].factorize()
    code_of = {table: code for code, table in enumerate(values.tolist())}
    shared = [*kept, "data_year", "place_country", "year_share", "allocation_share"]
    for table in tables_wanted:
        if table in code_of:
            at = np.flatnonzero(codes == code_of[table])
            wanted = dict.fromkeys([*shared, *tables.submission_tables()[table].columns])
            # Rows of a table that stand together, as they do when they come from a product, need no copy.
            stand = slice(at[0], at[-1] + 1) if at[-1] - at[0] + 1 == len(at) else at
            yield table, pd.DataFrame({name: placed[name].array[stand] for name in wanted}, copy=False)


def locations(activities: pd.DataFrame) -> pd.DataFrame:
    """Country and allocated share (0 to 1) of every location, by location_id."""
    columns = ["location_id", "country", "quantity_covers", "allocation_pct"]
    known = activities.loc[activities["table"].eq("locations"), columns].drop_duplicates("location_id").set_index("location_id")
    whole = known["quantity_covers"].eq("whole_premises")
    share = (known["allocation_pct"] / PERCENT).where(whole, 1.0).fillna(1.0)
    return pd.DataFrame({"country": known["country"], "share": share}, index=known.index)


def headquarters(activities: pd.DataFrame) -> Mapping[str, str]:
    """What the profile says of the country and of refrigerants, by column; empty where there is no profile row."""
    profile = activities.loc[activities["table"].eq("profile"), ["country", "refrigerant_rule"]]
    return {} if profile.empty else {str(column): str(value) for column, value in profile.iloc[0].dropna().items()}


def _is_of_premises(rows: pd.DataFrame) -> pd.Series:
    fuels = rows["table"].eq("fuels") & rows["use"].isin(FUEL_USES_OF_PREMISES)
    return rows["table"].isin(OF_PREMISES) | fuels
