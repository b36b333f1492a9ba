"""How a published report differs from the one before: figures, findings, sentences, and what of that on which they rest has changed."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from greening.formats import Fact
from greening.since import sentences
from greening.since.kept import FACT, Kept, State

#: Two values nearer to each other than this share of them are the same: what is left of one order of adding or another.
_SAME = 1e-12
_NUMBERS = ("value", "low", "high")
_EARLIER = re.compile(r"@(\d{4})(?::|$)")


def between(before: State, now: State, facts: Mapping[str, Fact], metrics: Mapping[str, str]) -> dict[str, Any]:
    """The differences of two states of a report; `facts` are its figures as they are now, with their derivations, `metrics` what each goal is about.

    `figures`: name, the figure before and now (None where it is not there), and the names of what accounts for it. `findings`: those `new` and
    `gone`. `texts`: for each section the sentences gone and new. `inputs`: see changed_inputs.
    """
    moved = _moved(before.figures, now.figures)
    changed = _with_effect(changed_inputs(before.inputs, now.inputs), {name for name, _, _ in moved})
    reasons = Reasons(facts, metrics, changed)
    old, new = (Counter(map(tuple, state.findings)) for state in (before, now))
    return {
        "figures": [[name, was, is_now, reasons.of(name)] for name, was, is_now in moved],
        "findings": {"new": sorted(map(list, (new - old).elements())), "gone": sorted(map(list, (old - new).elements()))},
        "texts": {name: [[list(one.gone), list(one.new)] for one in listed] for name, listed in sentences.changes(before.texts, now.texts).items()},
        "inputs": changed,
    }


def _moved(before: Mapping[str, Kept], now: Mapping[str, Kept]) -> list[tuple[str, Kept | None, Kept | None]]:
    """The figures that differ, those of today first, with what they were and are."""
    pairs = ((name, before.get(name), now.get(name)) for name in dict.fromkeys([*now, *before]))
    return [(name, was, is_now) for name, was, is_now in pairs if differs(was, is_now)]


def differs(before: Kept | None, now: Kept | None) -> bool:
    """Whether a figure is another one, apart from what the order of adding leaves."""
    if before is None or now is None:
        return before is not now
    return any(not _same(one, other) if name in _NUMBERS else one != other for name, one, other in zip(FACT, before, now, strict=True))


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _SAME * max(abs(one), abs(other))


def changed_inputs(before: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, list[Any]]]:
    """What went in otherwise: for each kind, by name, what it was and what it is, None where it was not there or is no more."""
    kinds = sorted({*before, *now})
    both = {kind: (before.get(kind, {}), now.get(kind, {})) for kind in kinds}
    found = {
        kind: {name: [old.get(name), new.get(name)] for name in sorted({*old, *new}) if old.get(name) != new.get(name)}
        for kind, (old, new) in both.items()
    }
    return {kind: names for kind, names in found.items() if names}


def _with_effect(changed: dict[str, dict[str, list[Any]]], moved: Collection[str]) -> dict[str, dict[str, list[Any]]]:
    """The changed inputs without earlier years of which no figure moved: how their figures were derived may have changed, and nothing else."""
    years = {year for name in moved for year in _EARLIER.findall(name)}
    told = changed | {"earlier": {year: sides for year, sides in changed.get("earlier", {}).items() if year in years or None in sides}}
    return {kind: names for kind, names in told.items() if names}


class Reasons:
    """What of the changed inputs a figure rests on, through all the figures that it is made of."""

    def __init__(self, facts: Mapping[str, Fact], metrics: Mapping[str, str], changed: Mapping[str, Mapping[str, Any]]) -> None:
        """The figures as they are now, the figure that each goal is about, and what went in otherwise."""
        self._facts = facts
        self._metrics = metrics
        self._changed = changed
        self._known: dict[str, frozenset[str]] = {}

    def of(self, figure_id: str) -> list[str]:
        """The names of changed files, factors, years and members that the figure rests on; empty where none of them accounts for it."""
        return sorted(self._all(figure_id))

    def _all(self, figure_id: str) -> frozenset[str]:
        if figure_id not in self._known:
            # A figure that rests on itself would have no end.
            self._known[figure_id] = frozenset()
            self._known[figure_id] = frozenset(self._found(figure_id))
        return self._known[figure_id]

    def _found(self, figure_id: str) -> Iterator[str]:
        made = json.loads(self._facts[figure_id].derivation or "{}") if figure_id in self._facts else {}
        for part in (made, *made.get("parts", ())):
            yield from (name for name in part.get("files", ()) if name in self._changed.get("submitted", {}))
            yield from (name for name in part.get("factor_ids", ()) if name in self._changed.get("factors", {}))
            for other in self._figures(part):
                yield from self._all(other)
        yield from self._of_others(figure_id, made)

    def _of_others(self, figure_id: str, made: Mapping[str, Any]) -> Iterator[str]:
        """The year or the member whose figure this one is."""
        if made.get("product") == "earlier" and (year := _EARLIER.search(figure_id)):
            yield from ({year[1]} & set(self._changed.get("earlier", {})))
        if made.get("product") == "members_figures":
            yield from ({str(made.get("filter", {}).get("organization", ""))} & set(self._changed.get("members", {})))

    def _figures(self, part: Mapping[str, Any]) -> Iterator[str]:
        """The figures that a part of a derivation is made of; that of a goal is made of what the goal is about."""
        yield from part.get("figures", ())
        if "figure" in part:
            yield part["figure"]
        if goal := self._metrics.get(str(part.get("filter", {}).get("goal_id", ""))):
            yield goal
