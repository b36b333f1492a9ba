"""Refrigerants by treaty: inside and outside the Kyoto basket, and ozone-depleting (CFC, HCFC and halon)."""

from functools import cache

from greening import reference
from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition
from greening.figures.ghg import EMISSIONS, TONNES
from greening.figures.selection import Filter

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


#: Part of the name, words for it, and the rows.
_KINDS: tuple[tuple[str, str, rules.Where], ...] = (
    ("kyoto", "in the Kyoto basket", lambda book: _by_basket(book, inside=True)),
    ("non_kyoto", "outside the Kyoto basket", lambda book: _by_basket(book, inside=False)),
    ("ozone_depleting", "that deplete the ozone layer", rules.all_rows(**REFRIGERANTS, ozone_depleting=True)),
)

DEFINITIONS = tuple(
    definition
    for kind, words, where in _KINDS
    for definition in (
        Definition(f"ghg.refrigerants.{kind}", TONNES, f"sum of the emissions of refrigerants {words}", rules.total("footprint", EMISSIONS, where)),
        Definition(f"ghg.refrigerants.{kind}.kg", "kg", f"mass of refrigerants {words}", rules.total("footprint", "other_gas_kg", where)),
    )
)
