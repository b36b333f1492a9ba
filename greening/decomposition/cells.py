"""Emissions and activity of two years by cell: one place, source and kind of supply; what the effects are computed from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from greening.decomposition import readings
from greening.decomposition.definitions import Counted
from greening.decomposition.parts import Part
from greening.decomposition.readings import Reading

#: Years beside each other: the earlier one and the one of the report.
THEN, NOW = 0, 1
#: What supplier's factors and certificates take off the grid's average, or add to it.
MARKET = "market"
#: Kind of the electricity of own generators, and source of what they burn.
OWN_GENERATOR, GENERATOR_FUEL = "own_generator", "generator_fuel"


@dataclass(frozen=True, order=True)
class Block:
    """Activities that may stand for each other: those of one body, place, source and unit."""

    bucket: str
    source: str
    organization: str
    location_id: str
    table: str
    unit: str
    slot: str


@dataclass
class Sums:
    """What the rows of a cell add up to in one year; the reading, the group and its error are those of the largest part."""

    rows: int = 0
    activity: float = 0.0
    tonnes: float = 0.0
    own_variance: float = 0.0
    shared: float = 0.0
    group: str = ""
    reading: Reading | None = None
    largest: float = -1.0

    def add(self, other: "Sums") -> None:
        """Take in another part of the cell."""
        if other.largest > self.largest:
            self.largest, self.reading, self.group, self.shared = other.largest, other.reading, other.group, other.shared
        self.rows += other.rows
        self.activity += other.activity
        self.tonnes += other.tonnes
        self.own_variance += other.own_variance


@dataclass
class Cell:
    """A kind of supply or thing in a block, in both years."""

    years: tuple[Sums, Sums] = field(default_factory=lambda: (Sums(), Sums()))
    #: Source that its emissions are of, where that is not the block's.
    source: str = ""


#: The cells of every block by kind.
Cells = dict[Block, dict[str, Cell]]


def of(then: Counted, now: Counted) -> Cells:
    """The cells of the parts of two years, in the order of their names."""
    cells: Cells = {}
    for year, counted in ((THEN, then), (NOW, now)):
        for block, kind, sums in _all(counted):
            cells.setdefault(block, {}).setdefault(kind, Cell()).years[year].add(sums)
    _link_generators(cells)
    return {block: dict(sorted(cells[block].items())) for block in sorted(cells)}


def _link_generators(cells: Cells) -> None:
    """Give the electricity of a place's own generators the emissions of their fuel, so that the grid or the sun in their place is a choice of supply.

    Only where a place has both in a year or neither; else fuel and electricity stay apart.
    """
    power = {_place(block): kinds for block, kinds in cells.items() if block.location_id and OWN_GENERATOR in kinds}
    for block in [block for block in cells if block.source == GENERATOR_FUEL]:
        kinds = power.get(_place(block), {})
        if kinds and not kinds[OWN_GENERATOR].source and (linked := _linked(kinds[OWN_GENERATOR], cells[block])):
            kinds[OWN_GENERATOR] = linked
            del cells[block]


def _place(block: Block) -> tuple[str, str]:
    return block.organization, block.location_id


def _linked(power: Cell, fuels: Mapping[str, Cell]) -> Cell | None:
    """The electricity of generators with what their fuel emitted in both years; None where one of the two is missing in a year."""
    then, now = (_generated(power.years[year], [fuel.years[year] for fuel in fuels.values()]) for year in (THEN, NOW))
    is_whole = all((year.activity > 0) == (year.tonnes > 0) for year in (then, now))
    return Cell((then, now), GENERATOR_FUEL) if is_whole else None


def _generated(power: Sums, fuels: list[Sums]) -> Sums:
    """The electricity of generators in a year with the emissions of what they burnt."""
    burnt = Sums()
    for fuel in fuels:
        burnt.add(fuel)
    # More fuel for the same electricity is activity, another fuel is supply.
    reading = replace(burnt.reading, cause=readings.SUPPLY, inside=readings.ACTIVITY) if burnt.reading else power.reading
    return replace(burnt, rows=power.rows + burnt.rows, activity=power.activity, reading=reading)


def _all(counted: Counted) -> Iterator[tuple[Block, str, Sums]]:
    for part in counted.located:
        reading = readings.read(part.table, part.factor_id, part.method)
        yield _block(part, readings.slot(part.table, reading.kind, part.cabin, part.band)), reading.kind, _sums(part, reading)
    for sign, parts in ((-1, counted.location), (1, counted.market)):
        for part in parts:
            yield _block(part, MARKET), MARKET, _of_market(part, sign)


def _block(part: Part, slot: str) -> Block:
    return Block(part.bucket, part.source, part.organization, part.location_id, part.table, part.activity_unit, slot)


def _sums(part: Part, reading: Reading) -> Sums:
    return Sums(part.rows, part.activity, part.tonnes, part.own_variance, part.shared, part.group, reading, abs(part.tonnes))


def _of_market(part: Part, sign: int) -> Sums:
    """A part of what the market takes off or adds; the quantity is that of the rows at the grid's average, and so are the errors."""
    reading = Reading(MARKET, MARKET, MARKET, inside=readings.SUPPLY)
    if sign > 0:
        return Sums(tonnes=part.tonnes, reading=reading)
    return replace(_sums(part, reading), tonnes=-part.tonnes, own_variance=0.0)
