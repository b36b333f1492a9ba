"""Make the tables of greening/reference from a folder with the upstream CSV files.

Usage: python scripts/build_reference.py FOLDER

Only the columns and rows that are used are kept; the upstream text on source and licence becomes a key of sources.yml. Rows that no upstream file
holds are in scripts/reference_additions. Tables that are written by hand (parameters, mappings, uncertainty) are not touched.
"""

import sys
from pathlib import Path

import flight_fleet
import pandas as pd

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent / "greening" / "reference" / "tables"
ADDITIONS = HERE / "reference_additions"

#: The UN regions (M49) and the aggregate whose grid average stands in for a country without data.
GRID_REGIONS = {
    "Africa": "AGG_AFRICA",
    "Latin America and the Caribbean": "AGG_LATIN_AMERICA_AND_CARIBBEAN",
    "Northern America": "AGG_NORTH_AMERICA",
    "Asia": "AGG_ASIA",
    "Europe": "AGG_EUROPE",
    "Oceania": "AGG_OCEANIA",
}

#: Fuels of the IPCC tables whose carbon dioxide is biogenic.
BIOGENIC = {"Wood or Wood waste", "Charcoal", "Biodiesels", "Biogasoline", "Other biogas"}

#: Our fuel and the fuel of the IPCC tables, by use.
STATIONARY = {
    "diesel": "Gas/Diesel oil",
    "heating_oil": "Gas/Diesel oil",
    "petrol": "Motor gasoline",
    "natural_gas": "Natural gas",
    "cng": "Natural gas",
    "lpg": "Liquified Petroleum Gases",
    "kerosene": "Other kerosene",
    "jet_fuel": "Jet kerosene",
    "aviation_gasoline": "Aviation gasoline",
    "heavy_fuel_oil": "Residual fuel oil",
    "coal": "Other bituminous coal",
    "wood": "Wood or Wood waste",
    "wood_pellets": "Wood or Wood waste",
    "charcoal": "Charcoal",
    "biodiesel": "Biodiesels",
    "bioethanol": "Biogasoline",
    "biogas": "Other biogas",
}
ROAD = {
    "diesel": "Gas/Diesel oil",
    "petrol": "Motor gasoline (uncontrolled default)",
    "lpg": "Liquified Petroleum Gases",
    "cng": "Natural gas (CNG)",
    "natural_gas": "Natural gas (CNG)",
}
AVIATION = {"jet_fuel": "Jet kerosene"}

#: Our fuel; the IPCC or UK fuel whose net calorific value and whose density is taken; net over gross (IPCC 2006 vol. 2 section 1.4.1.2).
PROPERTIES = {
    "diesel": ("Gas/Diesel oil", "Gas/Diesel oil", 0.95),
    "heating_oil": ("Gas/Diesel oil", "Gas/Diesel oil", 0.95),
    "petrol": ("Motor gasoline", "Motor gasoline", 0.95),
    "natural_gas": ("Natural gas", "natural gas", 0.9),
    "cng": ("Natural gas", "natural gas", 0.9),
    "lpg": ("Liquified Petroleum Gases", "Liquified Petroleum Gases", 0.9),
    "kerosene": ("Other kerosene", "Other kerosene", 0.95),
    "jet_fuel": ("Jet kerosene", "Jet kerosene", 0.95),
    "aviation_gasoline": ("Aviation gasoline", "Aviation gasoline", 0.95),
    "heavy_fuel_oil": ("Residual fuel oil", "Residual fuel oil", 0.95),
    "coal": ("Other bituminous coal", "coal (domestic)", 0.95),
    "wood": ("Wood or Wood waste", "wood logs", 0.95),
    "wood_pellets": ("wood pellets", "wood pellets", 0.95),
    "charcoal": ("Charcoal", "wood chips", 0.95),
    "biodiesel": ("biodiesel (me)", "biodiesel (me)", 0.95),
    "bioethanol": ("bioethanol", "bioethanol", 0.95),
    "biogas": ("biogas", "biogas", 0.9),
}

#: Our fuel, at sea with .vessel, and the fuel of the UK tables.
UK_FUELS = {
    "diesel": "Diesel (100% mineral diesel)",
    "petrol": "Petrol (100% mineral petrol)",
    "natural_gas": "Natural gas",
    "cng": "CNG",
    "lpg": "LPG",
    "heating_oil": "Gas oil",
    "kerosene": "Burning oil",
    "jet_fuel": "Aviation turbine fuel",
    "aviation_gasoline": "Aviation spirit",
    "heavy_fuel_oil": "Fuel oil",
    "coal": "Coal (industrial)",
    "diesel.vessel": "Marine gas oil",
    "heavy_fuel_oil.vessel": "Marine fuel oil",
    "biodiesel": "Biodiesel ME",
    "bioethanol": "Bioethanol",
    "biogas": "Biogas",
    "wood": "Wood logs",
    "wood_pellets": "Wood pellets",
}
#: Units of the UK tables: ours, and how many of the published are one of ours; energy of biomass is net.
UK_UNITS = {
    "kg CO2e/litres": ("l", 1.0),
    "kg CO2e/tonnes": ("t", 1.0),
    "kg CO2e/kg": ("t", 1000.0),
    "kg CO2e/cubic metres": ("m3", 1.0),
    "kg CO2e/kWh (Net CV)": ("kWh net", 1.0),
    "kg CO2e/kWh (Gross CV)": ("kWh gross", 1.0),
    "kg CO2e/kWh": ("kWh net", 1.0),
    "kg CO2e/GJ": ("kWh net", 0.0036),
}

#: Rows of the UK travel factors by key: level2, level3, column text (empty: any), unit.
TRAVEL = {
    "rail": ("Rail", "National rail", "", "passenger.km"),
    "coach": ("Bus", "Coach", "", "passenger.km"),
    "taxi.passenger": ("Taxis", "Regular taxi", "", "passenger.km"),
    "taxi.vehicle": ("Taxis", "Regular taxi", "", "km"),
    "car.vehicle": ("Cars (by size)", "Average car", "Unknown", "km"),
}
FERRY = {"Average", "Average (all passenger)"}
HAULS = {
    "Domestic, to/from UK": "domestic",
    "Short-haul, to/from UK": "short_haul",
    "Long-haul, to/from UK": "long_haul",
    "International, to/from non-UK": "international",
}
#: What the keys of flights begin with, by radiative forcing.
FORCINGS = {"without": "flight", "with": "flight_rf"}
#: The GWP set of each UK edition: AR4 to 2022, AR5 from 2023 (visible in R-410A: 2088, then 1924).
LAST_AR4_EDITION = 2022


def read(folder: Path, name: str) -> pd.DataFrame:
    """An upstream file as text."""
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def write(name: str, table: pd.DataFrame, order: list[str]) -> None:
    """Write a table with its rows in the order of these columns."""
    table.sort_values(order, kind="stable").to_csv(TABLES / f"{name}.csv", index=False, lineterminator="\n")


def places(folder: Path) -> None:
    """Countries, airports, metropolitan codes, and the aggregate that stands in for a country's grid."""
    countries = read(folder, "countries").assign(source_id="country_codes")
    names = [f"name_{language}" for language in ("en", "fr", "es", "ru", "zh", "ar")]
    regions = ["m49_region", "m49_subregion", "m49_intermediate"]
    write("countries", countries[["iso2", "iso3", "m49", *names, *regions, "ldc", "lldc", "sids", "source_id"]], ["iso3"])
    americas = countries["m49_region"].eq("Americas")
    grid = countries["m49_region"].mask(americas, countries["m49_subregion"]).map(GRID_REGIONS).fillna("WORLD")
    write("grid_regions", countries[["iso3"]].assign(region=grid, source_id="country_codes"), ["iso3"])
    airports = read(folder, "airports")
    airports["source_id"] = airports["source"].str.startswith("airportsdata").map({True: "airportsdata", False: "ourairports"})
    write("airports", airports[["iata", "name", "municipality", "iso2", "iso2_basis", "lat", "lon", "source_id"]], ["iata"])
    cities = read(folder, "airport_cities").assign(source_id="airportsdata")
    write("airport_cities", cities[["city_code", "city_name", "iso2", "airport_iata", "source_id"]], ["city_code", "airport_iata"])


def gases(folder: Path) -> None:
    """Global warming potentials of single gases, and the composition of blends."""
    raw = read(folder, "gwp")
    raw = raw[raw["type"].eq("gas") & ~raw["species"].isin({"HFO1234yf", "HFO1234zeE"})]
    origin = {"globalwarmingpotentials": "gwp_package", "IPCC AR6": "ipcc_ar6_7sm7", "IPCC AR5": "ipcc_ar6_7_15", "IPCC definition": "ipcc_ar6_7_15"}
    table = pd.DataFrame(
        {
            "species": raw["species"],
            "gas": raw["species"].str.replace(r"^(HFC|CFC|HCFC|HCFO|HFE|HCFE)(?=\d)", r"\1-", regex=True),
            "refrigerant": raw["refrigerant"],
            "family": raw["family"],
            "kyoto": raw["kyoto_basket"].eq("Kyoto basket").map({True: "yes", False: "no"}),
            "ozone_depleting": raw["family"].eq("montreal_ods").map({True: "yes", False: "no"}),
            **{column: raw[column] for column in ("gwp100_ar4", "gwp100_ar5", "gwp100_ar6")},
            "source_id": [next(key for start, key in origin.items() if text.startswith(start)) for text in raw["source"]],
        }
    )
    # AR4 does not tell methane by its origin.
    is_methane = table["species"].isin({"CH4_fossil", "CH4_nonfossil"})
    table["gwp100_ar4"] = table["gwp100_ar4"].mask(is_methane, table.loc[table["species"].eq("CH4"), "gwp100_ar4"].item())
    # AR4 values that the package lacks.
    uk = pd.read_csv(ADDITIONS / "gwp_ar4.csv", dtype=str).set_index("species")["gwp100_ar4"]
    is_filled = table["species"].isin(uk.index)
    filled = table["species"].map(uk)
    table = table.assign(gwp100_ar4=table["gwp100_ar4"].mask(is_filled, filled), source_id=table["source_id"].mask(is_filled, "gwp_package_uk_ar4"))
    additions = pd.read_csv(ADDITIONS / "gwp.csv", dtype=str, keep_default_na=False)
    write("gwp", pd.concat([table, additions]), ["species"])
    blends = read(folder, "refrigerant_blends").assign(source_id="openscm_units")
    # R-405A and R-500 hold HFC-152a; the upstream table writes HFC-152.
    blends["component"] = blends["component"].replace({"HFC152": "HFC152a"})
    write("refrigerant_blends", blends[["refrigerant", "component", "mass_pct", "source_id"]], ["refrigerant", "component"])


def grid(folder: Path) -> None:
    """Yearly averages of electricity grids by country, aggregate and world."""
    raw = read(folder, "grid_factors")
    kg = pd.to_numeric(raw["carbon_intensity"]).div(1000).round(8)
    table = raw.assign(region=raw["iso3"], kgco2e_per_kwh=kg, source_id="owid_ember")
    write("grid_factors", table[["region", "year", "kgco2e_per_kwh", "renewables_share_pct", "source_id"]], ["region", "year"])


def fuels(folder: Path) -> None:
    """IPCC default factors by use and fuel, and the calorific values and densities that lead to them."""
    raw = read(folder, "fuel_factors")
    parts = [
        fuel_rows(raw[raw["context"] == "stationary_commercial"], "stationary", STATIONARY, "ipcc_2006_v2_ch2"),
        fuel_rows(raw[raw["context"] == "mobile_road"], "road", ROAD, "ipcc_2006_v2_ch3"),
        fuel_rows(raw[raw["context"] == "mobile_aviation"], "aviation", AVIATION, "ipcc_2006_v2_ch3"),
        pd.read_csv(ADDITIONS / "fuel_factors.csv"),
    ]
    write("fuel_factors", pd.concat(parts), ["context", "fuel"])
    known = raw[(raw["context"] == "property") & raw["scheme"].isin({"IPCC2006", "GHG Protocol", "Defra"})]
    value = known.drop_duplicates(["fuel", "quantity"]).set_index(["fuel", "quantity"])["value"].astype(float)
    scheme = known.drop_duplicates(["fuel", "quantity"]).set_index(["fuel", "quantity"])["scheme"]
    origin = {"IPCC2006": "ipcc_2006_v2_ch1", "GHG Protocol": "ghgp_stationary", "Defra": "defra_2011_fuels"}
    rows = [
        {
            "fuel": fuel,
            "ncv_gj_per_t": value[heat, "NCV"],
            "density_kg_per_m3": value[mass, "density"],
            # A litre of compressed gas is measured in the tank, a cubic metre at normal pressure.
            "density_kg_per_l": value["cng" if fuel == "cng" else mass, "density"] / 1000,
            "net_per_gross": ratio,
            "source_id": origin[scheme[heat, "NCV"]],
            "density_source_id": origin[scheme[mass, "density"]],
        }
        for fuel, (heat, mass, ratio) in PROPERTIES.items()
    ]
    write("fuel_properties", pd.DataFrame(rows).round(10), ["fuel"])


def uk_fuels(folder: Path) -> None:
    """UK factors of burning fuels by unit, in CO2e alone."""
    raw = read(folder, "fuel_factors")
    raw = raw[raw["scheme"].eq("DESNZ") & raw["context"].isin({"fuel", "bioenergy"}) & raw["unit"].isin(UK_UNITS)]
    parts = [raw[raw["fuel"].eq(name)].assign(fuel=fuel) for fuel, name in UK_FUELS.items()]
    table = pd.concat(parts).rename(columns={"source_year": "year"})
    times = table["unit"].map({name: times for name, (_, times) in UK_UNITS.items()})
    table = table.assign(
        unit=table["unit"].map({name: unit for name, (unit, _) in UK_UNITS.items()}),
        value=pd.to_numeric(table["value"]).mul(times).round(10),
        source_id="desnz_" + table["year"],
        gwp_set=table["year"].astype(int).le(LAST_AR4_EDITION).map({True: "AR4", False: "AR5"}),
    )
    write("fuel_factors_desnz", table[["fuel", "unit", "year", "value", "gwp_set", "source_id"]], ["fuel", "unit", "year"])


def fuel_rows(raw: pd.DataFrame, context: str, names: dict[str, str], source_id: str) -> pd.DataFrame:
    """One row a fuel with its three gases."""
    gas = raw.drop_duplicates(["fuel", "quantity"]).pivot_table(index="fuel", columns="quantity", values="value", aggfunc="first")
    rows = [
        {
            "context": context,
            "fuel": fuel,
            "co2_kg_per_tj": gas.loc[name, "CO2"],
            "ch4_kg_per_tj": gas.loc[name, "CH4"],
            "n2o_kg_per_tj": gas.loc[name, "N2O"],
            "is_biogenic": "yes" if name in BIOGENIC else "no",
            "source_id": source_id,
        }
        for fuel, name in names.items()
    ]
    return pd.DataFrame(rows)


def activity_factors(folder: Path) -> None:
    """Yearly factors of journeys, waste, water and heat, under one key each."""
    parts = [travel(folder), waste(folder), water(folder), heat(folder)]
    table = pd.concat(parts, ignore_index=True)
    table["year"] = table["year"].astype(int)
    uk = table["source_id"].eq("")
    table["source_id"] = table["source_id"].mask(uk, "desnz_" + table["year"].astype(str))
    table["gwp_set"] = table["year"].le(LAST_AR4_EDITION).map({True: "AR4", False: "AR5"}).mask(table["source_id"].eq("defra_2010_water"), "")
    write("activity_factors", table[["key", "year", "value", "unit", "gwp_set", "source_id"]], ["key", "year"])


def travel(folder: Path) -> pd.DataFrame:
    """UK factors of journeys by land, ferry and air (with and without radiative forcing)."""
    raw = read(folder, "travel_factors")
    raw = raw[raw["gas"].eq("kg CO2e") & raw["source"].str.contains("carbonr")]
    parts = []
    for key, (level2, level3, text, unit) in TRAVEL.items():
        chosen = raw[raw["level2"].eq(level2) & raw["level3"].eq(level3) & raw["column_text"].eq(text) & raw["unit"].eq(unit)]
        parts.append(chosen.assign(key=key, value=chosen["factor"], unit=f"kg CO2e/{unit.replace('.', '-')}"))
    ferry = raw[raw["level2"].eq("Ferry") & raw["level3"].isin(FERRY)]
    parts.append(ferry.assign(key="ferry", value=ferry["factor"], unit="kg CO2e/passenger-km"))
    air = raw[raw["mode"].eq("air")]
    key = air["radiative_forcing"].map(FORCINGS) + "." + air["haul_band"].map(HAULS) + "." + air["cabin"]
    parts.append(air.assign(key=key, value=air["factor"], unit="kg CO2e/passenger-km"))
    return pd.concat(parts).assign(source_id="")


def waste(folder: Path) -> pd.DataFrame:
    """UK factors of waste by material and disposal, US factors of burning without energy recovery."""
    raw = read(folder, "waste_factors")
    key = "waste." + raw["material"] + "." + raw["disposal"]
    uk = raw.assign(key=key, value=raw["factor"], unit="kg CO2e/t", source_id="")
    mapping = pd.read_csv(TABLES / "waste_mapping.csv", dtype=str, keep_default_na=False)
    usa = read(folder, "waste_factors_epa")
    usa = usa[usa["disposal"].eq("combusted")]
    usa = usa.assign(key="waste.epa." + usa["material"] + ".combusted", value=usa["kgCO2e_per_tonne"])
    usa = usa.assign(unit="kg CO2e/t", year=usa["edition_year"], source_id="epa_hub_2022")
    both = pd.concat([uk, usa])
    return both[both["key"].isin(mapping["key"])]


def water(folder: Path) -> pd.DataFrame:
    """UK factors of water supply and treatment per cubic metre."""
    raw = read(folder, "water_factors")
    raw = raw[raw["unit"].eq("cubic metres")]
    old = raw["year"].eq("2010").map({True: "defra_2010_water", False: ""})
    return raw.assign(key="water." + raw["service"].str.removeprefix("water_"), value=raw["factor"], unit="kg CO2e/m3", source_id=old)


def heat(folder: Path) -> pd.DataFrame:
    """UK factors of district heat and steam, without losses."""
    raw = read(folder, "heat_electricity_uk")
    raw = raw[raw["level1"].eq("Heat and steam") & raw["level3"].eq("District heat and steam")]
    return raw.assign(key="heat", value=raw["factor_kgCO2e"], unit="kg CO2e/kWh", source_id="")


def aircraft(folder: Path) -> None:
    """Fuel by aircraft type, and the fleet that carries passengers."""
    seymour = read(folder, "aircraft_fuel_seymour").assign(source_id="seymour_2020")
    columns = ["aircraft_icao", "a1_kg_per_km2", "a2_kg_per_km", "intercept_kg", "source_id"]
    write("aircraft_fuel", seymour[columns], ["aircraft_icao"])
    write("flight_fleet", flight_fleet.fleet(read(folder, "aircraft_fuel_usdot"), seymour), ["aircraft_icao"])


def main(folder: Path) -> None:
    """Make every table that has an upstream file."""
    for make in (places, gases, grid, fuels, uk_fuels, activity_factors, aircraft):
        make(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
