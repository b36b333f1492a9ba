"""Rows that name rows of another table, and blocks of carbon credits that name the same credits twice."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

import pandas as pd


def is_known(given: pd.Series, known: pd.Series) -> pd.Series:
    """Whether each name is in the other table; missing where no name is given."""
    return given.isin(known.dropna()).astype("boolean").mask(given.isna())


def overlapping_serials(rows: pd.DataFrame, last_year: pd.DataFrame | None) -> pd.Series:
    """Where the other block is that holds some of a block's credits, this year or last; missing where there is none.

    A serial number is a text that ends in digits: blocks overlap where registry and text are the same and the digits do.
    """
    blocks = [*_blocks(rows), *([] if last_year is None else _blocks(last_year, is_own=False))]
    series: dict[tuple[str, str], list[_Block]] = defaultdict(list)
    for block in sorted(blocks, key=lambda one: (one.first, one.last)):
        series[block.registry, block.text].append(block)
    others: list[str | None] = [None] * len(rows)
    for ordered in series.values():
        for block, other in zip(ordered, _overlapped(ordered), strict=True):
            if block.position is not None:
                others[block.position] = other
    return pd.Series(others, index=rows.index, dtype="str")


@dataclass(frozen=True)
class _Block:
    """A block of credits: its registry, its serial numbers as a text and the digits behind it, where it is told, and its position this year."""

    registry: str
    text: str
    first: int
    last: int
    place: str
    position: int | None


def _blocks(rows: pd.DataFrame, *, is_own: bool = True) -> Iterator[_Block]:
    """The blocks whose registry and serial numbers can be told."""
    told = rows[["registry", "serial_from", "serial_to", "source_file", "source_row"]].fillna({"serial_to": rows["serial_from"]})
    for position, (registry, begin, end, file, row) in enumerate(told.itertuples(index=False)):
        first, last = re.search(r"^(.*?)([0-9]{1,18})$", str(begin)), re.search(r"([0-9]{1,18})$", str(end))
        if first and last and pd.notna(registry):
            place = f"{file} row {row}"
            yield _Block(registry.casefold(), first[1], int(first[2]), int(last[1]), place, position if is_own else None)


def _overlapped(ordered: list[_Block]) -> list[str | None]:
    """For each block of a series, ordered by its first serial, the place of a neighbour that shares credits with it or with one further on."""
    # A block overlaps an earlier one where it begins before the furthest end so far; the later ones are found the same way backwards.
    furthest = accumulate((block.last for block in ordered), max)
    nearest = reversed(list(accumulate((block.first for block in reversed(ordered)), min)))
    before = [False, *(block.first <= end for block, end in zip(ordered[1:], furthest, strict=False))]
    after = [*(block.last >= begin for block, begin in zip(ordered, islice(nearest, 1, None), strict=False)), False]
    return [
        ordered[position - 1].place if before[position] else ordered[position + 1].place if after[position] else None
        for position in range(len(ordered))
    ]


def goal_clashes(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """is_one_goal: the rows of a goal_id are one row, or milestones of one metric; goal_clash: why they are not, in words, else empty."""
    goals = rows.groupby("goal_id", sort=False)
    several = goals["metric"].transform("size").fillna(0) > 1
    apart = several & (rows["path"] != "milestones").groupby(rows["goal_id"], sort=False).transform("any").fillna(False).astype("bool")
    differing = goals["metric"].transform("nunique").fillna(0) > 1
    clash = pd.Series("", index=rows.index, dtype="str")
    clash = clash.mask(apart, "only a goal whose path is milestones may have several").mask(differing, "they name different metrics")
    return {"is_one_goal": (clash == "").astype("boolean").mask(rows["goal_id"].isna()), "goal_clash": clash}
