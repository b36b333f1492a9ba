"""Which parts of a footprint count, by the rules that a body chose."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from greening.decomposition.parts import Part
from greening.footprint import gases

#: Refrigerants count whatever they are, or only those of the Kyoto basket.
ALL, KYOTO = "all", "kyoto"
#: Why refrigerants outside the Kyoto basket are outside the total.
_BY_RULE = "refrigerant_rule"


@dataclass(frozen=True)
class Definitions:
    """The rules of a total: the basis of scope 2 that counts, and the refrigerants that count."""

    scope2_basis: str = "location"
    refrigerant_rule: str = ""

    @property
    def as_made(self) -> "Definitions":
        """The rules without that of refrigerants, which the rows were made under."""
        return replace(self, refrigerant_rule="")

    def turned_into(self, now: "Definitions") -> "Definitions":
        """Today's rules for rows that were made under these: that of refrigerants only where it is another."""
        is_other = bool(self.refrigerant_rule) and bool(now.refrigerant_rule) and self.refrigerant_rule != now.refrigerant_rule
        return now if is_other else now.as_made

    def differences(self, now: "Definitions") -> str:
        """The rules that are others now, in words; empty where none is."""
        pairs = (
            ("scope 2 basis", self.scope2_basis, now.scope2_basis),
            ("refrigerants that count", self.refrigerant_rule, now.refrigerant_rule),
        )
        return "; ".join(f"{name}: {then} before, {here} now" for name, then, here in pairs if then and here and then != here)


@dataclass(frozen=True)
class Counted:
    """The parts of a year that count, electricity at the grid's average; what counts on the market basis instead stands beside it."""

    located: Sequence[Part]
    #: Electricity of bodies that count on the market basis: on that basis, and the same at the grid's average.
    market: Sequence[Part] = ()
    location: Sequence[Part] = ()

    def signed(self) -> Iterator[tuple[int, Part]]:
        """Every part with the sign that it has in the total."""
        yield from ((1, part) for part in (*self.located, *self.market))
        yield from ((-1, part) for part in self.location)


def counted(parts: Sequence[Part], rules: Definitions) -> Counted:
    """The parts that count under the rules, whichever refrigerant rule they were made under."""
    found = [part for part in parts if _is_counted(part, rules)]
    market = [part for part in _electricity(found) if part.basis != "location"]
    bodies = {part.organization for part in market}
    beside = [part for part in _electricity(parts, bodies) if part.basis == "location"]
    set_aside = set(_electricity(found, bodies))
    return Counted([*(part for part in found if part not in set_aside), *beside], market, beside)


def _electricity(parts: Sequence[Part], bodies: Collection[str] | None = None) -> Iterator[Part]:
    """The electricity among some parts, of these bodies where they are named."""
    return (part for part in parts if part.table == "electricity" and (bodies is None or part.organization in bodies))


def _is_counted(part: Part, rules: Definitions) -> bool:
    if part.basis not in ("", rules.scope2_basis):
        return False
    if rules.refrigerant_rule == ALL:
        return part.in_total or part.outside_reason == _BY_RULE
    return part.in_total and (rules.refrigerant_rule != KYOTO or part.table != "refrigerants" or part.gas in _kyoto_gases())


@cache
def _kyoto_gases() -> frozenset[str]:
    known = gases.potentials("AR5")
    return frozenset(known.loc[known["kyoto"], "gas"].dropna())
