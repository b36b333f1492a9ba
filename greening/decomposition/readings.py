"""What a factor's name and the method of a row say of where its emissions per unit of activity are from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

#: Effects, in the order in which they are told.
ACTIVITY, SUPPLY, GRID, FACTORS, COVERAGE, METHOD, UNEXPLAINED = EFFECTS = (
    "activity",
    "supply",
    "grid",
    "factors",
    "coverage",
    "method",
    "unexplained",
)
#: Tables in which the kinds of a place's supply stand for each other, so that another mix is another choice of supply.
SUPPLIED = ("electricity", "heat", "fuels", "chartered_transport")
#: A place with one of these has it all year round: where the rows of a whole year are not there, they are not covered.
LASTING = ("electricity", "heat")
#: Distances (km) that part flights into bands, so that a method is compared on flights of like length.
BANDS_KM = (500.0, 1000.0, 2000.0, 4000.0, 8000.0)

_YEAR = re.compile(r"[._](?:19|20)\d\d(?=\.|$)")
_POTENTIALS = re.compile(r"\.(AR\d)(?=\.|$)")
#: Methods of own factors of electricity that are not the grid's.
_OPERATOR = "factor of the generator's operator"
_GENERATOR = "third_party_generator"


@dataclass(frozen=True)
class Reading:
    """The kind of supply or thing, and the marks of its factor; where a mark differs between two years, that is what changed."""

    #: What stands for what: kinds of one block may replace each other.
    kind: str
    #: Who made the factor, and by which method.
    family: str
    #: The factor itself, with its year.
    dated: str
    #: Warming potentials that the factor was made with here, where another set could have been taken.
    potentials: str = ""
    #: Biofuel that is blended in.
    blend: str = ""
    #: What a change of the factor is, where the family stays.
    cause: str = FACTORS
    #: What a change of the family is.
    other_family: str = FACTORS
    #: What a change is where all marks stay: another mix of what the kind holds, or other values under the same name.
    inside: str = FACTORS


@cache
def read(table: str, factor_id: str, method: str = "") -> Reading:
    """The reading of a factor's name; `method` tells the own factors of electricity and heat apart."""
    if table == "air_travel":
        return _flight(factor_id)
    if factor_id == "own":
        return _own(table, method)
    if factor_id.startswith("grid."):
        region = ".".join(factor_id.split(".")[:2])
        # An aggregate or the world stands in until the country's own value of the year is known: that is another factor, not another grid.
        return Reading("cooling" if factor_id.endswith(".chiller") else "grid", region, factor_id, cause=GRID)
    bare, _, blend = factor_id.partition("+")
    found = _POTENTIALS.search(bare)
    undated = _YEAR.sub("", _POTENTIALS.sub("", bare))
    family, _, rest = undated.partition(".")
    kind = _kind(table, rest or undated)
    return Reading(kind, family, _POTENTIALS.sub("", bare), found[1] if found else "", blend, other_family=METHOD if table == "fuels" else FACTORS)


def _kind(table: str, rest: str) -> str:
    if table == "electricity" and rest == "diesel_generator":
        return _GENERATOR
    return rest.rpartition(".")[2] if table in ("fuels", "chartered_transport") else rest


def _own(table: str, method: str) -> Reading:
    if table == "electricity":
        if method == _OPERATOR:
            return Reading(_GENERATOR, "own", "own", cause=SUPPLY, inside=SUPPLY)
        return Reading("grid", "own", "own", cause=GRID, inside=GRID)
    if table == "heat":
        return Reading("heat", "own", "own", cause=SUPPLY, inside=SUPPLY)
    return Reading("own", "own", "own", other_family=METHOD)


def _flight(factor_id: str) -> Reading:
    edition = factor_id.partition(".")[0]
    family = _YEAR.sub("", edition)
    if family == "desnz" and "rf" in re.split(r"[._]", factor_id):
        family = "desnz_rf"
    if factor_id == "own":
        return Reading("own", "own", "own", other_family=METHOD)
    if factor_id.startswith("mean_of_own_trips"):
        return Reading("mean", "mean", "mean", other_family=METHOD, inside=ACTIVITY)
    # The factor of a flight follows from its distance and cabin: under one edition of a method another mean is another mix of flights.
    return Reading("modelled", family, edition, other_family=METHOD, inside=ACTIVITY)


def slot(table: str, kind: str, cabin: str, band: int) -> str:
    """What parts a place's activity into blocks that are never compared with each other: gases, cabins and distances."""
    if table == "air_travel":
        return f"{cabin}|{band}"
    return kind if table == "refrigerants" else ""


def cause_of_mix(table: str, kinds: Iterable[str]) -> str:
    """What another mix of the kinds of a block is accounted for by: a choice of supply, another way to price them, or another activity."""
    if table in SUPPLIED:
        return SUPPLY
    return METHOD if {"own", "mean"} & set(kinds) else ACTIVITY


def cause_of(then: Reading, now: Reading) -> str:
    """What the change of a kind's emissions per unit of activity is accounted for by."""
    if then.family != now.family:
        same_grid = then.family.startswith("grid.") and now.family.startswith("grid.")
        return FACTORS if same_grid else now.other_family
    if then.potentials != now.potentials:
        return METHOD
    if then.blend != now.blend:
        return SUPPLY
    return now.cause if then.dated != now.dated else now.inside
