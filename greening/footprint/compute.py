"""The footprint: every activity row that emits, through the module of its source."""

from collections.abc import Callable

import pandas as pd

from greening import premises, shared_premises
from greening.errors import CallError
from greening.footprint import flights, lines
from greening.footprint.air_travel import air_travel
from greening.footprint.chartered_transport import cargo_treatment, chartered_transport
from greening.footprint.declared import inventory, optional
from greening.footprint.electricity import electricity
from greening.footprint.fuels import fuels
from greening.footprint.gases import SETS
from greening.footprint.ground_travel import ground_travel
from greening.footprint.heat import heat
from greening.footprint.lines import Lines
from greening.footprint.refrigerants import refrigerants
from greening.footprint.waste_water import waste, wastewater, water
from greening.gaps.marks import marked
from greening.gsd import errors

FLIGHT_METHODS = tuple(flights.METHODS)


def footprint(activities: pd.DataFrame, gwp_set: str, flight_method: str) -> pd.DataFrame:
    """The lines of one organization and year, in the columns of the product `footprint`, each with its error group and geometric standard deviations.

    Every row of an activity table that emits has one line (electricity one a basis, refrigerants one a component gas). gwp_set is AR4, AR5 or AR6;
    flight_method icao_style, desnz or desnz_rf (with radiative forcing).
    Raises CallError for another set or method, FactorNotFound where no factor fits a row.
    """
    if gwp_set not in SETS or flight_method not in FLIGHT_METHODS:
        raise CallError(f"unknown set of potentials or flight method: {gwp_set}, {flight_method}; see run --help")
    rows = premises.placed(activities)
    rule = premises.headquarters(activities).get("refrigerant_rule", "all")
    sources: dict[str, Callable[[pd.DataFrame], Lines | list[Lines]]] = {
        "electricity": electricity,
        "heat": heat,
        "fuels": lambda part: fuels(part, gwp_set),
        "refrigerants": lambda part: refrigerants(part, gwp_set, rule),
        "air_travel": lambda part: air_travel(part, gwp_set, flight_method),
        "chartered_transport": lambda part: chartered_transport(part, gwp_set, cargo_treatment(activities)),
        "ground_travel": ground_travel,
        "waste": waste,
        "water": water,
        "wastewater": wastewater,
        "optional": optional,
        "inventory": inventory,
    }
    made = [sources[name](part) for name, part in premises.by_table(rows, sources, lines.KEPT)]
    found = lines.stacked("footprint", [part for parts in made for part in (parts if isinstance(parts, list) else [parts])])
    found = shared_premises.set_aside(marked(found, activities), activities)
    return found.assign(**errors({str(name): column for name, column in found.items()}))
