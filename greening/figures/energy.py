"""Electricity and purchased heat."""

from collections.abc import Mapping

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names
from greening.figures.figure import Quantity
from greening.figures.people import FIELD_MISSIONS, elsewhere, per_head
from greening.figures.places import per_area

_ELECTRICITY = rules.all_rows(indicator_id="energy.electricity", in_total=True)
_RENEWABLE = rules.all_rows(indicator_id="energy.renewable_electricity", in_total=True)
#: Renewable electricity that the body makes or buys itself, and not the average share of the grid.
_OWN = rules.all_rows(indicator_id="energy.renewable_electricity", in_total=True, category=["onsite_renewable", "certificates"])
_HEAT = rules.all_rows(indicator_id="energy.heat", in_total=True)


def _own_share(book: Book) -> Mapping[Names, Quantity]:
    """Renewable electricity of the body's own choice; 0 where all that is renewable is the grid's average."""
    is_known = len(book.rows("indicators", _OWN(book) or {})) or "energy.renewable.share" in book.figures
    found = rules.share_or_none(book, "indicators", _OWN(book) or {}, "value", "energy.electricity") if is_known else None
    return {(): found} if found else {}


DEFINITIONS = (
    Definition("energy.electricity", "kWh", "sum of electricity used", rules.total("indicators", "value", _ELECTRICITY)),
    Definition(
        "energy.electricity.per_capita",
        "kWh/person",
        "electricity divided by the people at the locations that report it",
        per_head("indicators", "value", _ELECTRICITY, "ghg", "energy.electricity"),
    ),
    Definition(
        "energy.electricity.per_capita.excluding_field_missions",
        "kWh/person",
        "electricity elsewhere than at field and special political missions divided by the people there",
        elsewhere("indicators", "value", _ELECTRICITY, "ghg", FIELD_MISSIONS),
    ),
    Definition(
        "energy.electricity.per_m2",
        "kWh/m2",
        "electricity of places of known floor area divided by that area; rows without a location are left out",
        per_area("indicators", "value", _ELECTRICITY),
    ),
    Definition("energy.renewable", "kWh", "sum of renewable electricity", rules.total("indicators", "value", _RENEWABLE)),
    Definition(
        "energy.renewable.share",
        "share",
        "renewable electricity divided by all electricity",
        rules.row_share("indicators", "value", _RENEWABLE, "energy.electricity"),
    ),
    Definition(
        "energy.renewable.own.share",
        "share",
        "electricity made on site from renewables or covered by certificates, also those of a contract, divided by all electricity",
        _own_share,
    ),
    Definition("energy.heat", "kWh", "sum of purchased heat, steam and cooling", rules.total("indicators", "value", _HEAT)),
)
