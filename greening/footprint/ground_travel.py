"""Emissions of travel by rail, road and ferry."""

import pandas as pd

from greening import factors
from greening.footprint import lines
from greening.footprint.lines import Lines
from greening.units import KG_PER_T

#: Key of the factor by mode and whether the distance is that of the vehicle.
KEYS = {
    ("rail", False): "rail",
    ("rail", True): "rail",
    ("coach", False): "coach",
    ("coach", True): "coach",
    ("ferry", False): "ferry",
    ("ferry", True): "ferry",
    ("taxi", False): "taxi.passenger",
    ("taxi", True): "taxi.vehicle",
    ("hired_car", False): "car.vehicle",
    ("hired_car", True): "car.vehicle",
    ("private_car", False): "car.vehicle",
    ("private_car", True): "car.vehicle",
}
#: Modes whose vehicle carries others as well, so that only passenger-kilometres are priced.
PUBLIC = ("rail", "coach", "ferry")


def ground_travel(rows: pd.DataFrame) -> Lines:
    """One line a row, scope 3, other_travel; travel that a third party paid is outside the total.

    emissions_tco2e = distance_km * passengers * factor / 1000; of a vehicle's distance, distance_km * factor / 1000

    Trains, coaches and ferries are always priced by passenger. A car has no factor by passenger: a passenger's kilometre is that of a car with one
    traveller, so a shared car is entered with distance_basis vehicle. The body's own result wins. Outside the UK the factors are proxies.

    Source: desnz_2024 and the other editions
    """
    is_vehicle = rows["distance_basis"].eq("vehicle")
    keys = pd.Series([KEYS.get(pair) for pair in zip(rows["mode"], is_vehicle, strict=True)], index=rows.index, dtype="str")
    distance_km = rows["distance_km"].where(is_vehicle & ~rows["mode"].isin(PUBLIC), rows["distance_km"] * rows["passengers"])
    factor = factors.activity(keys, rows["data_year"], rows["place_country"].eq("GBR")) | {"method": "UK average of the mode"}
    own_kg = rows["own_co2_kg"]
    per_km = lines.own(own_kg / distance_km.where(distance_km > 0), "kg CO2/km", rows["data_year"], boundary="direct")
    factor = factors.replaced(factor, own_kg.notna(), per_km | {"method": "own result of the body"})
    found = lines.of(
        rows,
        "distance_km",
        bucket="other_travel",
        source=rows["mode"],
        scope=3,
        activity_value=distance_km,
        activity_unit=factor["factor_unit"].str.partition("/")[2],
        method=factor["method"],
    )
    found = lines.priced(found, factor)
    found |= {"co2_kg": own_kg, "emissions_tco2e": (own_kg / KG_PER_T).fillna(found["emissions_tco2e"])}
    return lines.outside(found, rows["paid_by"].eq("third_party"), "third_party")
