"""Emissions of chartered, leased and owned aircraft, vessels and convoys."""

import pandas as pd

from greening import reference
from greening.footprint import fuels, lines
from greening.footprint.air_travel import parents
from greening.footprint.lines import Lines
from greening.footprint.routes import routes

#: Mode, and the fuel and IPCC category that its litres burn in.
MODES = pd.DataFrame(
    {
        "fuel": ["jet_fuel", "diesel", "diesel"],
        "context": ["aviation", "navigation", "road"],
        "source": ["chartered_air", "chartered_sea", "chartered_road"],
    },
    index=pd.Index(["air", "sea", "road"], name="mode"),
)
#: Where a row's fuel is from, best first.
AS_GIVEN = "fuel as given"
BY_ROUTE = "fuel of the aircraft type on the great circle, one flight one way"
BY_HOURS = "own litres an hour"
BY_TABLE = "published litres an hour of the aircraft type"
NOT_PRICED = "not priced: no fuel, no route of a known aircraft type, and no litres an hour of its own or published"


def cargo_treatment(activities: pd.DataFrame) -> str:
    """How the body's boundary treats cargo on chartered transport: in (also where it does not say), optional or excluded.

    Said by a row of `boundary` with the source chartered_transport and the purpose cargo.
    """
    rows = activities.loc[activities["table"].eq("boundary"), ["source", "purpose", "treatment"]]
    said = rows.loc[rows["source"].eq("chartered_transport") & rows["purpose"].eq("cargo"), "treatment"]
    return str(said.iloc[0]) if len(said) else "in"


def chartered_transport(rows: pd.DataFrame, gwp_set: str, cargo: str = "in") -> Lines:
    """One line a row: owned and long-term scope 1, ad hoc scope 3; aircraft air_travel, vessels and convoys other_travel, whatever they carry.

    Whole aircraft, vessels and convoys are priced, never seats. Rows of cargo are outside the total where `cargo` is optional or excluded.

    The fuel is as given; else for aircraft with route and type the Seymour fit of the great circle (its detour is inside); else flight_hours at the
    litres an hour of the body's own rows of the type, else at the published ones of the type, else at those of the body's own rows of the mode.
    Then as fuels: jet fuel in aviation, marine gas oil in navigation, diesel on the road.

    Source: ipcc_2006_v2_ch3, seymour_2020, ipcc_2006_hours
    """
    mode = MODES.reindex(rows["mode"]).set_index(rows.index)
    leg_km = pd.Series(routes(rows).distance_km, index=rows.index).where(rows["mode"].eq("air"))
    # Out and back to the same place is no route.
    leg_km = leg_km.where(leg_km > 0)
    burnt = _fuel(rows, leg_km)
    is_controlled = rows["control"].isin(["owned", "long_term"])
    submitted = rows.assign(submitted=rows["fuel_l"].fillna(rows["flight_hours"]))
    start = lines.of(
        submitted,
        "submitted",
        bucket=rows["mode"].eq("air").map({True: "air_travel", False: "other_travel"}),
        source=mode["source"],
        scope=is_controlled.map({True: 1, False: 3}),
        distance_km=leg_km,
    )
    as_fuel = rows.assign(fuel=mode["fuel"], unit=burnt["unit"], calorific_basis="net", bio_share_pct=float("nan"))
    quantity = burnt["quantity"] * rows["year_share"]
    found = fuels.burnt(start, quantity, as_fuel, mode["context"], gwp_set)
    is_proxy = ~burnt["how"].eq(AS_GIVEN)
    found |= {
        "method": burnt["how"].where(burnt["how"].eq(NOT_PRICED), burnt["how"] + "; IPCC 2006 default factors by gas"),
        "factor_rung": found["factor_rung"].mask(is_proxy, "proxy"),
        "parents": burnt["parents"],
        "quality": found["quality"].mask(is_proxy & found["quality"].isna(), "proxy"),
    }
    return found if cargo == "in" else lines.outside(found, rows["payload"].eq("cargo"), cargo)


def _fuel(rows: pd.DataFrame, leg_km: pd.Series) -> pd.DataFrame:
    """quantity, unit (l or kg), how and parents of each row's fuel."""
    route_kg = _route_fuel_kg(rows["aircraft_type"], leg_km)
    by_hours = _hourly_fuel(rows)
    given, routed, hourly = rows["fuel_l"].notna(), route_kg.notna(), by_hours["fuel_l"].notna()
    how = pd.Series(NOT_PRICED, index=rows.index).mask(hourly, by_hours["how"]).mask(routed, BY_ROUTE).mask(given, AS_GIVEN)
    return pd.DataFrame(
        {
            "quantity": rows["fuel_l"].fillna(route_kg).fillna(by_hours["fuel_l"]),
            "unit": pd.Series("l", index=rows.index).mask(how.eq(BY_ROUTE), "kg"),
            "how": how,
            "parents": by_hours["parents"].where(how.eq(BY_HOURS), ""),
        }
    )


def _route_fuel_kg(aircraft_type: pd.Series, leg_km: pd.Series) -> pd.Series:
    """fuel_kg = a1 * distance_km^2 + a2 * distance_km + c of the aircraft type. Source: seymour_2020."""
    fit = reference.load("aircraft_fuel").set_index("aircraft_icao").reindex(aircraft_type).set_index(aircraft_type.index)
    return fit["a1_kg_per_km2"] * leg_km**2 + fit["a2_kg_per_km"] * leg_km + fit["intercept_kg"]


def _hourly_fuel(rows: pd.DataFrame) -> pd.DataFrame:
    """fuel_l of the hours, how, and the own rows that the litres an hour rest on: own of the type, published, own of the mode."""
    known = rows[rows["fuel_l"].notna() & rows["flight_hours"].gt(0)]
    of_mode, of_type = (known.groupby(name, sort=True)[["fuel_l", "flight_hours"]].sum() for name in ("mode", "aircraft_type"))
    own = rows["aircraft_type"].map(of_type["fuel_l"] / of_type["flight_hours"]).astype("float64")
    published = hourly_l(rows["aircraft_type"]).where(rows["mode"].eq("air"))
    alike = rows["mode"].map(of_mode["fuel_l"] / of_mode["flight_hours"]).astype("float64")
    is_published = own.isna() & published.notna()
    how = pd.Series(BY_HOURS, index=rows.index).mask(is_published, BY_TABLE)
    return pd.DataFrame({"fuel_l": rows["flight_hours"] * own.fillna(published).fillna(alike), "how": how, "parents": parents(known["row_id"])})


def hourly_l(aircraft_type: pd.Series) -> pd.Series:
    """Published litres an hour of each aircraft type; missing where there are none. Source: ipcc_2006_hours."""
    return reference.lookup("aircraft_hours", {"aircraft_icao": aircraft_type}, ["fuel_l_per_hour"])["fuel_l_per_hour"].astype("float64")
