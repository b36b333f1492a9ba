"""Rows that name rows of another table, and blocks of carbon credits that name the same credits twice."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from greening.credits import serials


def is_known(given: pd.Series, known: pd.Series) -> pd.Series:
    """Whether each name is in the other table; missing where no name is given."""
    return given.isin(known.dropna()).astype("boolean").mask(given.isna())


def overlapping_serials(rows: pd.DataFrame, last_year: pd.DataFrame | None) -> pd.Series:
    """Where the other block is that holds some of a block's credits, this year or last; missing where there is none.

    Serial numbers are read as `credits.serials` has it; blocks of one joint purchase may overlap each other.
    """
    blocks = [*_blocks(rows), *([] if last_year is None else _blocks(last_year, is_own=False))]
    series: dict[tuple[str, str], list[_Block]] = defaultdict(list)
    for block in sorted(blocks, key=lambda one: (one.first, one.last)):
        series[block.registry, block.series].append(block)
    others: list[str | None] = [None] * len(rows)
    for ordered in series.values():
        for block, other in zip(ordered, _overlapped(ordered), strict=True):
            if block.position is not None:
                others[block.position] = other
    return pd.Series(others, index=rows.index, dtype="str")


def block_faults(rows: pd.DataFrame) -> pd.Series:
    """What is wrong with the serial numbers of a block of credits, in words; missing where nothing is, or where a cell could not be read."""
    columns = ["serial_from", "serial_to", "credits_tco2e", "joint_purchase", "faulty"]
    told = ([None if pd.isna(cell) else cell for cell in row] for row in rows[columns].itertuples(index=False))
    faults = [
        serials.fault(str(begin), end, amount, is_joint=bool(joint)) or None if begin and not _is_unread(faulty) else None
        for begin, end, amount, joint, faulty in told
    ]
    return pd.Series(faults, index=rows.index, dtype="str")


def _is_unread(faulty: object) -> bool:
    return any(name in str(faulty or "") for name in ("serial_from", "serial_to", "credits_tco2e"))


@dataclass(frozen=True)
class _Block:
    """A block of credits, where it is told, the purchase that it is a part of (or the block alone), and its position this year."""

    registry: str
    series: str
    first: int
    last: int
    place: str
    purchase: str
    position: int | None


def _blocks(rows: pd.DataFrame, *, is_own: bool = True) -> Iterator[_Block]:
    """The blocks whose registry and serial numbers can be told."""
    told = rows[["registry", "serial_from", "serial_to", "source_file", "source_row", "joint_purchase"]]
    for position, (registry, begin, end, file, row, joint) in enumerate(told.itertuples(index=False)):
        found = serials.block(str(begin), None if pd.isna(end) else str(end)) if pd.notna(registry) and pd.notna(begin) else None
        if isinstance(found, serials.Block):
            place = f"{file} row {row}"
            # A block that nobody bought jointly is a purchase of its own, as is the same row of last year's file.
            purchase = f"{place} {is_own}" if pd.isna(joint) else str(joint).strip().casefold()
            yield _Block(registry.casefold(), found.series, found.first, found.last, place, purchase, position if is_own else None)


def _overlapped(ordered: Sequence[_Block]) -> list[str | None]:
    """For each block of a series, ordered by its first serial, the place of another purchase's block that shares credits with it."""
    before = _met(ordered, lambda kept: -kept.last, lambda block, kept: kept.last >= block.first)
    after = _met(ordered[::-1], lambda kept: kept.first, lambda block, kept: kept.first <= block.last)[::-1]
    return [one or other for one, other in zip(before, after, strict=True)]


def _met(blocks: Sequence[_Block], order: Callable[[_Block], int], meets: Callable[[_Block, _Block], bool]) -> list[str | None]:
    """For each block the place of one that came earlier in the sequence and meets it, not of its own purchase; of those the first in that order."""
    found: list[str | None] = []
    # Of two purchases the block that reaches furthest is enough: one of them is not the block's own.
    kept: list[_Block] = []
    for block in blocks:
        found.append(next((one.place for one in kept if one.purchase != block.purchase and meets(block, one)), None))
        furthest: dict[str, _Block] = {}
        for one in sorted([*kept, block], key=order):
            furthest.setdefault(one.purchase, one)
        kept = list(furthest.values())[:2]
    return found


def goal_clashes(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """is_one_goal: the rows of a goal_id are one row, or milestones of one metric; goal_clash: why they are not, in words, else empty."""
    goals = rows.groupby("goal_id", sort=False)
    several = goals["metric"].transform("size").fillna(0) > 1
    apart = several & (rows["path"] != "milestones").groupby(rows["goal_id"], sort=False).transform("any").fillna(False).astype("bool")
    differing = goals["metric"].transform("nunique").fillna(0) > 1
    clash = pd.Series("", index=rows.index, dtype="str")
    clash = clash.mask(apart, "only a goal whose path is milestones may have several").mask(differing, "they name different metrics")
    return {"is_one_goal": (clash == "").astype("boolean").mask(rows["goal_id"].isna()), "goal_clash": clash}
