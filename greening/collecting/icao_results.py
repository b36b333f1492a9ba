"""Results of the ICAO carbon emissions calculator as rows of air_travel with the body's own CO2."""

from collections.abc import Mapping as Pairs
from decimal import Decimal

from greening.collecting.fields import Field, Fields, of_table
from greening.collecting.ledger import REFUSED, Ledger
from greening.collecting.mapping import Mapping
from greening.collecting.numbers import written

#: How far a total may be from passengers times what each causes: results are rounded to a tenth of a kilogram a passenger, at worst to one.
_ROUNDING_KG = Decimal(1)

#: What is asked of the list of results; one of the two results, or both.
FIELDS: Pairs[str, Field] = {
    **{name: one for name, one in of_table("air_travel").items() if name not in ("own_co2_kg", "trips")},
    "origin": Field("place", required=True),
    "destination": Field("place", required=True),
    "trips": Field("number"),
    "co2_per_passenger_kg": Field("number", "kg"),
    "co2_total_kg": Field("number", "kg"),
}


def settle(fields: Fields, ledger: Ledger, mapping: Mapping) -> None:
    """Make a row of air_travel of every result; one that contradicts itself is refused."""
    for row, cells in fields.rows.items():
        if row in ledger.fates:
            continue
        made, fault = _made(cells, mapping.settings) if not fields.fault(row) else ({}, fields.fault(row))
        if fault:
            ledger.settle([row], REFUSED, fault)
        else:
            ledger.use(made, [row])


def _made(cells: Pairs[str, str], settings: Pairs[str, str]) -> tuple[dict[str, str], str]:
    trips = Decimal(cells.get("trips") or "1")
    each, total = cells.get("co2_per_passenger_kg", ""), cells.get("co2_total_kg", "")
    if fault := _contradiction(trips, each, total):
        return {}, fault
    result = Decimal(total) if total else Decimal(each) * trips
    made = {name: cell for name, cell in cells.items() if name not in ("co2_per_passenger_kg", "co2_total_kg")}
    made |= {"trips": written(trips), "own_co2_kg": written(result)}
    return made | (_of_return(made, settings) if cells.get("return_trip") == "true" else {}), ""


def _of_return(made: Pairs[str, str], settings: Pairs[str, str]) -> dict[str, str]:
    """What a return changes: a result is for both ways, a distance for one."""
    changed = {}
    if settings["result_covers"] == "one_way":
        changed["own_co2_kg"] = written(Decimal(made["own_co2_kg"]) * 2)
    if settings["distance_covers"] == "journey" and made.get("distance_km"):
        changed["distance_km"] = written(Decimal(made["distance_km"]) / 2)
    return changed


def _contradiction(trips: Decimal, each: str, total: str) -> str:
    """What is wrong with a result; empty where it can be used."""
    if trips <= 0:
        return f"{written(trips)} passengers; it must be more than none"
    if not each and not total:
        return "neither a result for each passenger nor one for all is given"
    if each and total and abs(Decimal(each) * trips - Decimal(total)) > _ROUNDING_KG * trips:
        return f"{total} kg in all is not {written(trips)} passengers at {each} kg; find out which holds, and map only that column"
    return ""
