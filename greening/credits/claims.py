"""The product `credits`: for every block of retired credits whether it counts for the data year, and what speaks against it.

A credit offsets one tonne of one year of one body. Claims are held against those of earlier years and, in a group, of its other members; the
first claim is that of the earlier claimed year and, within it, of the earlier retirement. Where that does not tell which of two bodies was first, the
credits count for neither. Nothing is guessed: a block that cannot be what it says is withheld whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from greening import tables
from greening.credits.intervals import Intervals, Stretch, union
from greening.credits.serials import RANGE, Block, block, fault

#: A row of `offsets` as its columns, None where a cell is empty.
Record = Mapping[str, Any]
#: Columns that a claim is read from.
COLUMNS = (
    *("organization", "data_year", "source_file", "sheet", "source_row", "row_id", "registry", "serial_from", "serial_to", "vintage_year"),
    *("retired_date", "claimed_year", "credits_tco2e", "joint_purchase"),
)
#: What becomes of a block: it counts for the data year, in part or not at all, or it is claimed for another year.
COUNTED, PARTLY, WITHHELD, OTHER_YEAR = "counted", "partly_withheld", "withheld", "other_year"
#: Why credits are withheld.
TWICE, SHARED, BLOCK, VINTAGE, RETIRED = "claimed_twice", "beyond_joint_purchase", "serials_differ", "vintage_after_claim", "retired_before_vintage"


class Owner(NamedTuple):
    """Who holds serial numbers: a body with its claims for one year in one submission, and the joint purchase that they are part of."""

    organization: str
    claimed_year: int
    data_year: int
    joint: str


@dataclass
class Claim:
    """One row of `offsets`."""

    row: Record
    block: Block | None
    owner: Owner
    #: What others hold of its serial numbers.
    held_by: dict[Owner, list[Stretch]] = field(default_factory=dict)
    #: Credits beyond what its joint purchase holds.
    beyond: float = 0.0

    @property
    def order(self) -> tuple[int, str]:
        """What tells which of two claims came first."""
        return (self.owner.claimed_year, str(self.row["retired_date"] or ""))

    @property
    def credits(self) -> float:
        """The credits claimed."""
        return float(self.row["credits_tco2e"] or 0.0)


def product(organization: str, year: int, submitted: Sequence[Record], earlier: Sequence[Record]) -> pd.DataFrame:
    """One row a block of this year's `offsets`; `earlier` holds the rows of earlier years, and both those of a group's members."""
    if not submitted:
        return tables.empty("credits")
    rows = [{**_row(claim, year), "year": year, "reporter": organization} for claim in judged(submitted, earlier)]
    return tables.stack("credits", [pd.DataFrame(rows)])


def judged(submitted: Sequence[Record], earlier: Sequence[Record]) -> list[Claim]:
    """The claims of this year's rows in their order, each with the serial numbers that others hold, and what goes beyond its joint purchase."""
    claims = [_claim(row) for row in submitted]
    series: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in [*claims, *_before(claims, earlier)]:
        if claim.block:
            series[_series(claim)].append(claim)
    for of_series in series.values():
        _hold(of_series)
        _share_out(of_series)
    return claims


def _before(claims: Sequence[Claim], earlier: Sequence[Record]) -> Iterator[Claim]:
    """The claims of earlier years that may meet those of this year, without what was handed in again."""
    known = {_place(claim) for claim in claims}
    wanted = {_series(claim) for claim in claims}
    for claim in (_claim(row) for row in earlier):
        # A member that was carried forward has the same rows in both years.
        if _place(claim) not in known and _series(claim) in wanted:
            yield claim


def _claim(row: Record) -> Claim:
    found = block(row["serial_from"], row["serial_to"])
    joint = " ".join(str(row["joint_purchase"] or "").casefold().split())
    owner = Owner(row["organization"], int(row["claimed_year"]), int(row["data_year"]), joint)
    return Claim(row, found if isinstance(found, Block) else None, owner)


def _place(claim: Claim) -> tuple[Any, ...]:
    return tuple(claim.row[name] for name in ("organization", "data_year", "source_file", "sheet", "source_row"))


def _series(claim: Claim) -> tuple[str, str]:
    return (str(claim.row["registry"]).strip().casefold(), claim.block.series if claim.block else "")


def _hold(claims: Iterable[Claim]) -> None:
    """Give each claim of a series the serial numbers that earlier claims hold, and those of other bodies that came at the same time."""
    before: dict[Owner, Intervals] = {}
    ordered = sorted(claims, key=lambda claim: (claim.order, claim.owner, str(claim.row["row_id"])))
    for _, group in groupby(ordered, key=lambda claim: claim.order):
        together = list(group)
        at_once: dict[Owner, Intervals] = {}
        for claim in together:
            _held(claim, before)
            _held(claim, {owner: held for owner, held in at_once.items() if owner.organization == claim.owner.organization})
            _add(at_once, claim)
        for claim in together:
            _held(claim, {owner: held for owner, held in at_once.items() if owner.organization != claim.owner.organization})
            _add(before, claim)


def _add(held: dict[Owner, Intervals], claim: Claim) -> None:
    if claim.block:
        held.setdefault(claim.owner, Intervals()).add(claim.block.first, claim.block.last)


def _held(claim: Claim, held: Mapping[Owner, Intervals]) -> None:
    """Note which serial numbers of a claim others hold, beyond a joint purchase that both name."""
    own = claim.owner
    for owner, numbers in held.items():
        is_joint = bool(own.joint) and owner.joint == own.joint
        # The same claim, handed in once more with a later year.
        is_same = (owner.organization, owner.claimed_year) == (own.organization, own.claimed_year) and owner.data_year != own.data_year
        stretches = [] if is_joint or is_same or claim.block is None else numbers.within(claim.block.first, claim.block.last)
        if stretches:
            claim.held_by.setdefault(owner, []).extend(stretches)


def _share_out(claims: Sequence[Claim]) -> None:
    """Note for each claim of a series the credits that go beyond what the serial numbers of its joint purchase hold."""
    for purchase in _joint_purchases(claims):
        left = float(union((claim.block.first, claim.block.last) for claim in purchase if claim.block).count)
        handed_in: dict[tuple[str, int], int] = {}
        for claim in purchase:
            own = claim.owner
            is_again = handed_in.setdefault((own.organization, own.claimed_year), own.data_year) != own.data_year
            claim.beyond = 0.0 if is_again else max(0.0, claim.credits - left)
            left = left if is_again else max(0.0, left - claim.credits)


def _joint_purchases(claims: Sequence[Claim]) -> Iterable[Sequence[Claim]]:
    """The claims of each joint purchase whose blocks say both ends, the first claim first."""
    purchases: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: (claim.order, claim.owner)):
        if claim.owner.joint and claim.block and claim.block.read_as == RANGE:
            purchases[claim.owner.joint].append(claim)
    return purchases.values()


def _row(claim: Claim, year: int) -> dict[str, Any]:
    row, found = claim.row, claim.block
    # What is claimed for another year is not counted in this one, whatever may speak against it.
    withheld, reason = _withheld(claim) if claim.owner.claimed_year == year else (0.0, "")
    counted = claim.credits - withheld if claim.owner.claimed_year == year else 0.0
    return {
        **{name: row[name] for name in ("organization", "source_file", "sheet", "source_row", "row_id", "registry", "claimed_year")},
        "serials": f"{row['serial_from']} \u2013 {row['serial_to']}" if row["serial_to"] else row["serial_from"],
        "read_as": found.read_as if found else "fault",
        "serial_numbers": found.count if found else None,
        "credits_tco2e": claim.credits,
        "withheld_tco2e": withheld,
        "counted_tco2e": counted,
        "status": _status(claim.owner.claimed_year == year, withheld, counted),
        "reason": reason,
        "held_by": "; ".join(sorted({f"{owner.organization} {owner.claimed_year}" for owner in claim.held_by})),
        "is_seen_only_here": any(owner.organization != row["organization"] or owner.data_year < year - 1 for owner in claim.held_by),
    }


def _status(is_of_year: bool, withheld: float, counted: float) -> str:
    if not is_of_year:
        return OTHER_YEAR
    if not withheld:
        return COUNTED
    return PARTLY if counted else WITHHELD


def _withheld(claim: Claim) -> tuple[float, str]:
    """The credits of a claim that do not count, and why; the first reason where there are several."""
    if reason := _fault(claim):
        return claim.credits, reason
    if claim.held_by and claim.block:
        shared = union(stretch for stretches in claim.held_by.values() for stretch in stretches).count
        # A serial number that stands for a certificate is held whole or not at all.
        return (min(float(shared), claim.credits) if claim.block.read_as == RANGE else claim.credits), TWICE
    return (claim.beyond, SHARED) if claim.beyond else (0.0, "")


def _fault(claim: Claim) -> str:
    """Why a block cannot be what it says; empty where it can."""
    row = claim.row
    if fault(row["serial_from"], row["serial_to"], claim.credits, is_joint=bool(claim.owner.joint)):
        return BLOCK
    vintage, retired = row["vintage_year"], row["retired_date"]
    if vintage is not None and vintage > claim.owner.claimed_year:
        return VINTAGE
    return RETIRED if vintage is not None and retired is not None and retired.year < vintage else ""
