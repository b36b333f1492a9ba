"""Electricity and purchased heat."""

from greening.figures import rules
from greening.figures.definition import Definition
from greening.figures.people import per_head
from greening.figures.places import per_area

_ELECTRICITY = rules.all_rows(indicator_id="energy.electricity", in_total=True)
_RENEWABLE = rules.all_rows(indicator_id="energy.renewable_electricity", in_total=True)
_HEAT = rules.all_rows(indicator_id="energy.heat", in_total=True)

DEFINITIONS = (
    Definition("energy.electricity", "kWh", "sum of electricity used", rules.total("indicators", "value", _ELECTRICITY)),
    Definition(
        "energy.electricity.per_capita",
        "kWh/person",
        "electricity divided by the people at the locations that report it",
        per_head("indicators", "value", _ELECTRICITY, "ghg", "energy.electricity"),
    ),
    Definition(
        "energy.electricity.per_m2",
        "kWh/m2",
        "electricity of places of known floor area divided by that area",
        per_area("indicators", "value", _ELECTRICITY),
    ),
    Definition(
        "energy.renewable.share",
        "share",
        "renewable electricity divided by all electricity",
        rules.row_share("indicators", "value", _RENEWABLE, "energy.electricity"),
    ),
    Definition("energy.heat", "kWh", "sum of purchased heat, steam and cooling", rules.total("indicators", "value", _HEAT)),
)
