"""Whether a place's rows that are there in one year only came or went with what is covered, or with what was done."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from greening.decomposition import readings
from greening.decomposition.cells import MARKET, NOW, THEN, Block
from greening.decomposition.parts import Part
from greening.decomposition.readings import ACTIVITY, COVERAGE, METHOD


@dataclass(frozen=True)
class Year:
    """What a year's rows cover: bodies, their places, their tables, and each place's tables; and the topics that it says did not occur."""

    bodies: Collection[str] = frozenset()
    places: Collection[tuple[str, str]] = frozenset()
    tables: Collection[tuple[str, str]] = frozenset()
    topics: Collection[tuple[str, str, str]] = frozenset()
    not_occurring: Collection[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, parts: Iterable[Part], not_occurring: Collection[tuple[str, str]] = frozenset()) -> "Year":
        """What the parts of the footprint of a year cover, on every basis, in the total or not."""
        topics = frozenset((part.organization, part.location_id, part.table) for part in parts)
        return cls(
            frozenset(body for body, _, _ in topics),
            frozenset((body, place) for body, place, _ in topics),
            frozenset((body, table) for body, _, table in topics),
            topics,
            frozenset(not_occurring),
        )

    def covers(self, block: Block) -> bool:
        """Whether the year has anything of the body, of the place where there is one, and of the topic."""
        has_place = not block.location_id or (block.organization, block.location_id) in self.places
        return block.organization in self.bodies and has_place and (block.organization, block.table) in self.tables


@dataclass(frozen=True)
class Coverage:
    """What both years cover."""

    years: tuple[Year, Year] = field(default_factory=lambda: (Year(), Year()))

    def effect(self, block: Block, present: int) -> str:
        """What a block with rows in one of the years only is accounted for by.

        Coverage where the other year has nothing of the body, of the place, or of the topic at all; or where it lacks the place's electricity or
        heat, which a place has all year. Activity where the other year says that it did not occur, and for everything else: no flight from a
        place, no leak, no fuel.
        """
        if block.slot == MARKET:
            # A member's total that turned from one basis of scope 2 to the other.
            return METHOD
        absent = self.years[THEN if present == NOW else NOW]
        if {(block.table, block.location_id), (block.table, "")} & set(absent.not_occurring):
            return ACTIVITY
        if not absent.covers(block):
            return COVERAGE
        lacks_topic = (block.organization, block.location_id, block.table) not in absent.topics
        return COVERAGE if block.table in readings.LASTING and lacks_topic else ACTIVITY
