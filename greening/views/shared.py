"""Adoptions of shared goals: whether the goal is known, and whether the body gives what the goal leaves open."""

from collections.abc import Callable

import pandas as pd

from greening import goals
from greening.spelling import offer


def helpers(rows: pd.DataFrame, own: pd.Series) -> dict[str, pd.Series]:
    """shared_goal_is_known with shared_goal_hint; lacks_baseline, moves_baseline, starts_late; is_own_goal: `goals` has the goal already.

    own are the goal_id of the table `goals`. Each is missing where no goal is named.
    """
    named = rows["goal_id"]
    is_known = named.isin(list(goals.known()))
    hints = {name: offer(name, sorted(goals.known())) for name in named[~is_known].dropna().unique()}
    taken = set(own.dropna())
    is_own = [bool(taken & set(goals.ids([name]))) if isinstance(name, str) else None for name in named]
    return {
        "shared_goal_is_known": is_known.astype("boolean").mask(named.isna()),
        "shared_goal_hint": named.map(hints).astype("str").fillna(""),
        "is_own_goal": pd.Series(is_own, index=rows.index, dtype="boolean"),
        **{fault.__name__: _judged(rows, fault) for fault in (goals.lacks_baseline, goals.moves_baseline, goals.starts_late)},
    }


def known_ids(own: pd.Series, adopted: pd.Series) -> pd.Series:
    """The ids of the goals that a body has: its own, and those that its adoptions stand for."""
    return pd.Series([*own.dropna(), *goals.ids(adopted.dropna())], dtype="str")


def _judged(rows: pd.DataFrame, fault: Callable[[str, object], bool]) -> pd.Series:
    pairs = zip(rows["goal_id"], rows["baseline_year"], strict=True)
    return pd.Series([fault(name, year) if isinstance(name, str) else None for name, year in pairs], index=rows.index, dtype="boolean")
