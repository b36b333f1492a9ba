"""What to compare with: another set of warming potentials, another flight method, or another edition of the factors."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from greening import paths, spelling
from greening.compare import editions
from greening.errors import CallError
from greening.footprint.compute import FLIGHT_METHODS
from greening.footprint.gases import SETS


@dataclass(frozen=True)
class Other:
    """What takes the place of what the last run used; what is empty stays."""

    #: In words, to stand after "with".
    words: str
    gwp_set: str = ""
    flight_method: str = ""
    #: Reference tables to lay over the shipped ones, as CSV by name.
    tables: Mapping[str, bytes] = field(default_factory=dict)
    #: How they differ from the shipped ones.
    differences: tuple[str, ...] = ()


def read(given: str) -> Other:
    """What the word means: AR4, AR5, AR6; a flight method; the year of an edition; or the folder of one.

    Raises CallError, which lists what can be given, for anything else, and for a folder whose tables cannot be used.
    """
    sets = {name.casefold(): name for name in SETS}
    methods = {name.casefold(): name for name in FLIGHT_METHODS}
    word = given.strip().casefold()
    if word in sets:
        return Other(f"the global warming potentials of {sets[word]}", gwp_set=sets[word])
    if word in methods:
        return Other(f"the flight method {methods[word]}", flight_method=methods[word])
    if re.fullmatch(r"\d{4}", word) and int(word) in editions.years():
        edition = editions.of_year(int(word))
        return Other(f"the yearly factors held at {word}", tables=edition.tables, differences=edition.differences)
    if given.strip() and paths.root(given).is_dir():
        edition = editions.of_folder(given)
        return Other(f"the reference tables of {given}", tables=edition.tables, differences=edition.differences)
    raise CallError(_refusal(given))


def _refusal(given: str) -> str:
    years = editions.years()
    offered = spelling.offer(given, [*SETS, *FLIGHT_METHODS])
    return (
        f"cannot compare with {given or 'nothing'}.{offered} Give a set of warming potentials ({', '.join(sorted(SETS))}), a flight method "
        f"({', '.join(FLIGHT_METHODS)}), the year of an edition ({years[0]} to {years[-1]}), or a folder of changed reference tables"
    )
