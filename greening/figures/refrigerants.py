"""Refrigerants by kind of gas and by treaty, what has no potential, and the total under either rule of what counts."""

from collections.abc import Mapping
from functools import cache

from greening import reference
from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition
from greening.figures.ghg import EMISSIONS, TONNES, adds_up
from greening.figures.selection import ANY_OF, Filter

#: Rows of refrigerants whether or not they count under the profile's refrigerant rule, so that either total can be rebuilt.
REFRIGERANTS: Filter = {"table": "refrigerants", "outside_reason": [None, "refrigerant_rule"]}


@cache
def kyoto_gases() -> frozenset[str]:
    """The gases of the Kyoto basket, as the footprint names them."""
    gases = reference.load("gwp")
    return frozenset(gases.loc[gases["kyoto"] == "yes", "gas"].dropna())


def _by_basket(book: Book, *, inside: bool) -> Filter:
    found = book.rows("footprint", REFRIGERANTS).distinct("gas")
    return {**REFRIGERANTS, "gas": [gas for gas in found if (gas in kyoto_gases()) == inside]}


@cache
def _families() -> Mapping[str, str]:
    """The family of each gas, as the footprint names it."""
    gases = reference.load("gwp")
    return dict(zip(gases["gas"], gases["family"], strict=True))


def _of_family(book: Book, family: str) -> Filter:
    return {**REFRIGERANTS, "gas": [gas for gas in book.rows("footprint", REFRIGERANTS).distinct("gas") if _families().get(gas) == family]}


def _others(book: Book) -> Filter:
    """Gases of no family that is told apart: carbon dioxide, ammonia, ethers."""
    apart = {*_FAMILIES.values(), "montreal_ods"}
    return {**REFRIGERANTS, "gas": [gas for gas in book.rows("footprint", REFRIGERANTS).distinct("gas") if _families().get(gas) not in apart]}


def _family(name: str) -> rules.Where:
    return lambda book: _of_family(book, _FAMILIES[name])


def _total_by_rule(rule: str) -> rules.Where:
    """The rows of the total under a rule of which refrigerants count; None where there are none, or rows lack a part of the total."""

    def _where(book: Book) -> Filter | None:
        if not adds_up(book) or not len(book.rows("footprint", REFRIGERANTS)):
            return None
        if rule == "all":
            return {ANY_OF: [dict(book.counted), {"outside_reason": "refrigerant_rule"}]}
        others = [table for table in book.rows("footprint", book.counted).distinct("table") if table != "refrigerants"]
        return {**book.counted, ANY_OF: [{"table": others}, _by_basket(book, inside=True)]}

    return _where


#: Kinds of gas that reports keep apart, by the family that the reference data put them in.
_FAMILIES = {"hfc": "HFC", "pfc": "PFC", "sf6": "SF6", "nf3": "NF3", "hfo": "HFO", "hydrocarbon": "hydrocarbon"}
#: Part of the name, words for it, and the rows.
_KINDS: tuple[tuple[str, str, rules.Where], ...] = (
    ("kyoto", "in the Kyoto basket", lambda book: _by_basket(book, inside=True)),
    ("non_kyoto", "outside the Kyoto basket", lambda book: _by_basket(book, inside=False)),
    ("ozone_depleting", "that deplete the ozone layer", rules.all_rows(**REFRIGERANTS, ozone_depleting=True)),
    *((name, f"of the kind {family}, outside blends and in them", _family(name)) for name, family in _FAMILIES.items()),
    ("other", "of other kinds: carbon dioxide, ammonia, ethers", _others),
)

_BY_KIND = tuple(
    definition
    for kind, words, where in _KINDS
    for definition in (
        Definition(f"ghg.refrigerants.{kind}", TONNES, f"sum of the emissions of refrigerants {words}", rules.total("footprint", EMISSIONS, where)),
        Definition(f"ghg.refrigerants.{kind}.kg", "kg", f"mass of refrigerants {words}", rules.total("footprint", "other_gas_kg", where)),
    )
)
DEFINITIONS = (
    *_BY_KIND,
    Definition(
        "ghg.refrigerants.without_potential.kg",
        "kg",
        "mass of refrigerants of which no global warming potential is published; they have no emissions, and are not taken as 0",
        rules.total("footprint", "other_gas_kg", rules.all_rows(**REFRIGERANTS, emissions_tco2e=None)),
    ),
    *(
        Definition(
            f"ghg.total.refrigerants.{rule}",
            TONNES,
            f"sum of the emissions inside the boundary with {words}",
            rules.total("footprint", EMISSIONS, _total_by_rule(rule)),
        )
        for rule, words in (("kyoto", "refrigerants of the Kyoto basket alone (the older rule)"), ("all", "all refrigerants (the newer rule)"))
    ),
)
