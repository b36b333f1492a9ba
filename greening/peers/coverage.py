"""How each member stands in each topic: whether it reports it, for how many of its people, and what would be added for the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from greening import factors
from greening.peers.bodies import Body, Told

#: Precision of a figure that lacks a part.
_MINIMUM = "more_than"
#: Half of the sites: bodies on the same side of it are alike where a rate is taken from others.
_HALF = 0.5


@dataclass(frozen=True)
class Topic:
    """A topic by the figures of a body: its amount, that per person, the people covered, and the share of people at places that report it."""

    total: str
    per_head: str
    people: str
    share: str
    #: Figures that say on what basis a body counts; those that count on another basis are not ranked beside it.
    bases: tuple[str, ...] = ()
    #: Whether people who live on the premises make another order of quantities.
    is_of_residents: bool = False


_BASES = ("basis.consolidation", "basis.gwp_set", "basis.refrigerants", "basis.scope2")
TOPICS: Mapping[str, Topic] = {
    "ghg": Topic("ghg.total", "ghg.per_capita", "personnel.covered.ghg", "coverage.ghg.people.share", _BASES),
    "electricity": Topic("energy.electricity", "energy.electricity.per_capita", "personnel.covered.ghg", "coverage.electricity.people.share"),
    "waste": Topic("waste.total", "waste.per_capita", "personnel.covered.waste", "coverage.waste.people.share", is_of_residents=True),
    "water": Topic("water.total", "water.per_capita", "personnel.covered.water", "coverage.water.people.share", is_of_residents=True),
}
#: How a member may stand in a topic. The first three report it for this year.
REPORTED = ("whole", "part", "unsaid")
COVERAGES = (*REPORTED, "carried_forward", "not_reported", "missing")


@dataclass(frozen=True)
class Standing:
    """One member in one topic; what is not known is None."""

    member: str
    topic: str
    data_year: int | None
    coverage: str
    #: On what basis it counts, in codes; those with another are not ranked beside it.
    boundary: str
    told: Told | None
    total: float | None
    #: All people of the member, those whom the topic covers, and their share.
    people: float | None
    covered: float | None
    covered_share: float | None
    #: The amount for the people who are not covered, and whose rate it was computed by: its own, or that of how many others.
    imputed: float | None = None
    imputed_from: str = ""


def standings(bodies: Sequence[Body], year: int) -> list[Standing]:
    """Every member in every topic, topic by topic, with what would be added for people who are not covered."""
    return [standing for topic in TOPICS for standing in _with_others(topic, bodies, year)]


def _with_others(topic: str, bodies: Sequence[Body], year: int) -> list[Standing]:
    found = [_standing(topic, body, year) for body in bodies]
    sides = [_side(body) for body in bodies]
    if not _is_enough(found):
        return found
    reporting = [(standing, side) for standing, side in zip(found, sides, strict=True) if _is_usable(standing)]
    rates = {side: _rate(reporting, side) for side in sorted(set(sides))}
    return [_imputed(standing, *rates[side]) for standing, side in zip(found, sides, strict=True)]


def _standing(name: str, body: Body, year: int) -> Standing:
    topic = TOPICS[name]
    people, covered = body.number("personnel.total"), body.number(topic.people)
    total, told = body.number(topic.total), body.figures.get(topic.per_head)
    has_topic = total is not None or told is not None
    share = _covered_share(body, topic, people, covered) if has_topic else None
    return Standing(
        member=body.code,
        topic=name,
        data_year=body.data_year,
        coverage=_coverage(body, topic, year, share),
        boundary=_boundary(body, topic),
        told=told,
        total=total,
        people=people,
        covered=_people_covered(people, share) if has_topic else None,
        covered_share=share,
    )


def _covered_share(body: Body, topic: Topic, people: float | None, covered: float | None) -> float | None:
    """The least that is said of the share of people covered: people counted in the topic, and people at the places that report it."""
    counted = min(covered / people, 1.0) if covered is not None and people else None
    known = [share for share in (counted, body.number(topic.share)) if share is not None]
    return min(known, default=None)


def _people_covered(people: float | None, share: float | None) -> float | None:
    return None if people is None or share is None else people * share


def _coverage(body: Body, topic: Topic, year: int, share: float | None) -> str:
    told = [body.figures[name] for name in (topic.total, topic.per_head) if name in body.figures]
    if not told:
        return "missing" if body.status == "missing" else "not_reported"
    if body.data_year != year:
        return "carried_forward"
    if any(one.precision == _MINIMUM for one in told):
        return "part"
    if share is None:
        return "unsaid"
    return "whole" if _is_whole(share) else "part"


def _is_whole(share: float | None) -> bool:
    """Whether so many of the people are covered that the others do not count."""
    return share is not None and share >= float(factors.parameter("coverage_whole_share")["value"])


def _boundary(body: Body, topic: Topic) -> str:
    """What must be the same for two bodies to be ranked: the bases of their inventories, or whether people live on the premises."""
    if topic.is_of_residents:
        missions = body.number("traits.field_mission.share")
        return "" if missions is None else "with_missions" if missions else "without_missions"
    return " ".join(f"{basis.partition('.')[2]}_{body.word(basis).replace(' ', '_')}" for basis in topic.bases if body.word(basis))


def _is_enough(found: Sequence[Standing]) -> bool:
    """Whether enough people are covered for something to be said of the others."""
    everybody = sum(standing.people or 0.0 for standing in found)
    covered = sum(standing.covered or 0.0 for standing in found)
    return everybody > 0 and covered >= float(factors.parameter("coverage_adjusted_share")["value"]) * everybody


def _side(body: Body) -> str:
    """Whether a body is mostly in the field; empty where that is not known."""
    share = body.number("traits.field.share")
    return "" if share is None else "field" if share >= _HALF else "offices"


def _rate(reporting: Sequence[tuple[Standing, str]], side: str) -> tuple[float, str] | tuple[None, str]:
    """The amount per person of those who report, on one side where they are enough, else of all; and whose it is."""
    fewest = int(factors.parameter("peer_fewest")["value"])
    alike = [standing for standing, other in reporting if side and other == side]
    told, words = (alike, side) if len(alike) >= fewest else ([standing for standing, _ in reporting], "all")
    return (_per_head(told), words) if len(told) >= fewest else (None, "")


def _per_head(reporting: Sequence[Standing]) -> float:
    """The amount per person covered of members that report both."""
    return sum(standing.total or 0.0 for standing in reporting) / sum(standing.covered or 0.0 for standing in reporting)


def _is_usable(standing: Standing) -> bool:
    """Whether others may be taken to be like this member: it reports the topic for this year, and for how many people."""
    return bool(standing.coverage in REPORTED and standing.covered and standing.total)


def _imputed(standing: Standing, rate: float | None, words: str) -> Standing:
    """The standing with the amount for the people who are not covered: by its own rate, else by that of others; none without people."""
    if not standing.people or _is_whole(standing.covered_share):
        return standing
    if standing.total is not None and standing.covered:
        # Its total is of the people covered; those left are taken to be like them.
        return _with_amount(standing, (standing.people - standing.covered) * standing.total / standing.covered, "own")
    if standing.total is None and rate is not None:
        return _with_amount(standing, standing.people * rate, words)
    return standing


def _with_amount(standing: Standing, amount: float, words: str) -> Standing:
    return Standing(**{**vars(standing), "imputed": amount, "imputed_from": words})
