"""Figures that a goal may be measured by: those of the registry, and those that the submission itself brings in."""

import re

import pandas as pd

from greening.spelling import nearest, plain
from greening.views.registers import is_known

#: Words that people use for parts of a figure's name.
_WORDS = {
    "emissions": "ghg", "emission": "ghg", "co2": "ghg", "co2e": "ghg", "carbon": "ghg", "greenhouse": "ghg", "footprint": "ghg",
    "person": "capita", "head": "capita", "flights": "air", "flight": "air", "aviation": "air", "power": "electricity", "renewables": "renewable",
    "staff": "personnel", "people": "personnel", "headcount": "personnel", "overall": "total", "building": "facilities", "buildings": "facilities",
}  # fmt: skip

#: Units that publications write, and the unit of the registry that each is taken for.
_SAME_UNIT = {"t CO2": "t CO2e", "t CO2/person": "t/person", "t CO2e/person": "t/person"}

#: Figures that are made from goals, by the beginning of their names.
_OF_GOALS = ("target.", "projection.")


def helpers(metrics: pd.Series, own: pd.Series, *, is_measured: bool = False) -> dict[str, pd.Series]:
    """metric_is_known: the figure is in the registry or among the submission's own (missing where none is named); metric_hint: the nearest one.

    own are the figures and indicators that the submission brings in itself; `is_measured` says that only numbers are wanted, which are known before
    the goals are judged.
    """
    given = metrics.dropna()
    if given.empty:
        return {"metric_is_known": is_known(metrics, own), "metric_hint": pd.Series("", index=metrics.index, dtype="str")}
    names = {name: _is_figure(name, is_measured=is_measured) or name in set(own.dropna()) for name in given.unique()}
    hints = {name: "" if known else _hint(name) for name, known in names.items()}
    return {"metric_is_known": metrics.map(names).astype("boolean"), "metric_hint": metrics.map(hints).astype("str")}


def units(figures: pd.Series, given: pd.Series) -> dict[str, pd.Series]:
    """unit_is_expected: the given unit is that of the figure, or means the same; unit_expected: the figure's unit.

    Both are missing where no unit is given or where the figure is one that only the submission uses.
    """
    expected = figures.where(given.notna()).map({name: _unit(name) for name in figures[given.notna()].dropna().unique()}).astype("str")
    same = (given == expected) | given.map(_SAME_UNIT, na_action="ignore").eq(expected)
    return {"unit_is_expected": same.astype("boolean").mask(expected.isna()), "unit_expected": expected}


def _unit(name: str) -> str | None:
    from greening.figures import registry

    unit = registry.unit_of(name)
    return unit if unit not in ("", "text") else None


def _is_figure(name: str, *, is_measured: bool) -> bool:
    # The registry is of a later stage: it is only asked which names there are, and only where there are goals.
    from greening.figures import registry

    found = registry.match(name)
    if is_measured:
        return found is not None and found.unit != "text" and not name.startswith(_OF_GOALS)
    return found is not None or name.startswith("target.")


def _hint(name: str) -> str:
    from greening.figures import registry

    goals = [one.pattern for one in registry.DEFINITIONS if "<" not in one.pattern and one.unit != "text"]
    wanted = _words(name)
    alike = max(goals, key=lambda goal: (_likeness(wanted, _words(goal)), -len(goal)))
    found = alike if _likeness(wanted, _words(alike)) > 0 else nearest(plain(name), goals)
    return f" Did you mean {found}?" if found else ""


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORDS.get(word, word) for word in re.split(r"[^0-9a-z]+", name.casefold()) if word)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
