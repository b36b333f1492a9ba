"""Units that exports come in, and the exact way from one to another. Definitions only: what burning a fuel gives is a factor, and not here."""

from collections.abc import Mapping
from decimal import Decimal

from greening import units
from greening.spelling import plain

_KWH_PER_GJ = Decimal(str(units.MJ_PER_GJ)) / Decimal(str(units.MJ_PER_KWH))
_L_PER_M3 = Decimal(str(units.L_PER_M3))

#: Litres in a US liquid gallon. Definition (NIST Handbook 44, appendix C).
L_PER_US_GALLON = Decimal("3.785411784")
#: Litres in an imperial gallon. Definition (UK Weights and Measures Act 1985, schedule 1).
L_PER_IMPERIAL_GALLON = Decimal("4.54609")
#: Litres in a cubic foot. Definition: the international foot is 0.3048 m.
L_PER_FT3 = Decimal("28.316846592")
#: Kilograms in an avoirdupois pound. Definition (international yard and pound agreement, 1959).
KG_PER_LB = Decimal("0.45359237")
#: Kilometres in an international mile. Definition (international yard and pound agreement, 1959).
KM_PER_MILE = Decimal("1.609344")
#: Megajoules in a British thermal unit of the international table, in millions of them. Definition (ISO 31-4).
MJ_PER_MMBTU = Decimal("1055.05585262")
#: British thermal units in a therm, in millions. Definition.
MMBTU_PER_THERM = Decimal("0.1")

#: Each kind of quantity: what one of the unit is in the first unit of its kind.
_MEASURES: Mapping[str, Mapping[str, Decimal]] = {
    "energy": {
        "kWh": Decimal(1),
        "Wh": Decimal("0.001"),
        "MWh": Decimal(1000),
        "GWh": Decimal(1_000_000),
        "MJ": 1 / Decimal(str(units.MJ_PER_KWH)),
        "GJ": _KWH_PER_GJ,
        "therm": MMBTU_PER_THERM * MJ_PER_MMBTU / Decimal(str(units.MJ_PER_KWH)),
        "MMBtu": MJ_PER_MMBTU / Decimal(str(units.MJ_PER_KWH)),
    },
    "volume": {
        "l": Decimal(1),
        "hl": Decimal(100),
        "m3": _L_PER_M3,
        "US gallon": L_PER_US_GALLON,
        "imperial gallon": L_PER_IMPERIAL_GALLON,
        "ft3": L_PER_FT3,
        "CCF": 100 * L_PER_FT3,
    },
    "mass": {"kg": Decimal(1), "g": Decimal("0.001"), "t": Decimal(str(units.KG_PER_T)), "lb": KG_PER_LB, "short ton": 2000 * KG_PER_LB},
    "distance": {"km": Decimal(1), "m": Decimal("0.001"), "mile": KM_PER_MILE, "nautical mile": Decimal(str(units.KM_PER_NMI))},
    "share": {"%": Decimal(1), "share": Decimal(100)},
    "area": {"m2": Decimal(1), "ft2": Decimal("0.09290304")},
}
#: Other ways to write them; a `gallon`, a `ton` and a `unit` are none, since no one can tell which is meant.
_ALIKE: Mapping[str, str] = {
    name: unit
    for unit, names in {
        "kWh": "kilowatt_hours kilowatt_hour kw_h",
        "MWh": "megawatt_hours megawatt_hour mw_h",
        "GJ": "gigajoule gigajoules",
        "MJ": "megajoules",
        "therm": "therms",
        "MMBtu": "mmbtus",
        "l": "litre litres liter liters ltr",
        "m3": "m³ cbm cubic_metre cubic_metres cubic_meter cubic_meters kl",
        "US gallon": "us_gallons",
        "imperial gallon": "imperial_gallons",
        "ft3": "ft³ cubic_feet",
        "CCF": "hcf",
        "kg": "kgs kilogram kilograms kilogrammes",
        "t": "tonne tonnes metric_ton metric_tons",
        "lb": "lbs pounds",
        "km": "kilometre kilometres kilometers kilometer",
        "mile": "miles mi",
        "nautical mile": "nmi nautical_miles",
        "%": "percent pct",
        "m2": "m² sqm",
        "ft2": "sq_ft ft²",
    }.items()
    for name in names.split()
}
_NAMES: Mapping[str, str] = {plain(name): name for measure in _MEASURES.values() for name in measure} | {plain(k): v for k, v in _ALIKE.items()}


def known(unit: str) -> str:
    """The unit as it is written here; empty where it is not known."""
    return _NAMES.get(plain(unit), "") if unit.strip() != "%" else "%"


def factor(given: str, wanted: str) -> Decimal | None:
    """What one of the given unit is in the wanted one; None where there is no exact way, as from litres to kilograms."""
    first, second = known(given), known(_measured(wanted))
    for measure in _MEASURES.values():
        if first in measure and second in measure:
            return measure[first] / measure[second]
    return Decimal(1) if plain(given) == plain(wanted) else None


def names() -> list[str]:
    """All units that can be converted, by kind of quantity."""
    return [name for measure in _MEASURES.values() for name in measure]


def _measured(unit: str) -> str:
    """A unit without what it is a unit of: `kg CO2` is measured in kg."""
    return unit.removesuffix(" CO2e").removesuffix(" CO2")
