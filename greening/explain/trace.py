"""A figure and all figures that it rests on, each made again from what it was made from."""

import difflib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from upath import UPath

from greening import goals, spelling
from greening.chain.plan import Register, chosen
from greening.errors import CallError, GreeningError
from greening.explain.basis import Name, rests_on
from greening.explain.body import Body, Record, derivation_of
from greening.explain.part import File, Part, changed, parts
from greening.figures import derivation

#: The submission tables that a product on goals rests on.
_OF_GOALS = {"targets": ["goals", "adoptions"], "projection": ["goals", "adoptions", "actions", "exemptions"]}
#: So many names are offered for one that is not known.
_OFFERED = 5


@dataclass(frozen=True)
class Entry:
    """One figure: what its row says, what it is made from, and what comes out when it is made again."""

    name: Name
    value: float | None
    text: str
    unit: str
    low: float | None
    high: float | None
    interval_kind: str
    precision: str
    method: str
    note: str
    alternatives: tuple[Mapping[str, Any], ...]
    formula: str
    gwp_set: str
    parts: tuple[Part, ...]
    rests_on: tuple[Name, ...]
    #: What comes out, and how it was made: from its derivation, or by its rule where the derivation is only words.
    value_again: float | None
    text_again: str
    way: str

    @property
    def is_equal(self) -> bool:
        """Whether the same comes out, to the last digit."""
        return self.value == self.value_again and self.text == self.text_again


@dataclass(frozen=True)
class Trace:
    """The entries in the order of reading: a figure, then what it rests on, each once."""

    entries: tuple[Entry, ...]
    #: How deep each entry lies under the first.
    depths: tuple[int, ...]
    #: Product files that are not as the run made them, as CODE year file.
    changed_products: tuple[str, ...]
    #: Figures that a derivation names and that are not there.
    absent: tuple[Name, ...]

    @property
    def unequal(self) -> list[Entry]:
        """The figures that come out otherwise."""
        return [entry for entry in self.entries if not entry.is_equal]

    @property
    def changed_files(self) -> list[File]:
        """The submitted files that are not what they were, each once."""
        return list(dict.fromkeys(file for entry in self.entries for file in changed(entry.parts)))

    @property
    def rows_not_again(self) -> int:
        """Footprint rows whose emissions come out otherwise when they are made again from the validated rows."""
        return sum(part.rows - part.made_again for entry in self.entries for part in entry.parts if part.made_again is not None)

    @property
    def is_whole(self) -> bool:
        """Whether all comes out equal and everything that it rests on is as it was."""
        return not (self.unequal or self.changed_files or self.changed_products or self.absent or self.rows_not_again)


@dataclass(frozen=True, eq=False)
class Tracer:
    """Follows figures under one data root."""

    data: str | UPath
    shown: int
    _bodies: dict[tuple[str, int], Body] = field(default_factory=dict)

    def body(self, organization: str, year: int) -> Body:
        """The products of an organization and year."""
        return self._bodies.setdefault((organization, year), Body(self.data, year, organization))

    def trace(self, name: Name) -> Trace:
        """The figure and all that it rests on, each once, depth first."""
        entries: dict[Name, Entry] = {}
        depths: list[int] = []
        absent: list[Name] = []
        left = [(name, 0)]
        while left:
            wanted, depth = left.pop()
            if wanted in entries or wanted in absent:
                continue
            if not self._has(wanted):
                absent.append(wanted)
                continue
            entries[wanted] = self.entry(wanted)
            depths.append(depth)
            left += [(below, depth + 1) for below in reversed(entries[wanted].rests_on)]
        bodies = [self.body(*of) for of in sorted({(entry.organization, entry.year) for entry in entries})]
        touched = tuple(f"{body.name} {file}" for body in bodies for file in body.changed_products)
        return Trace(tuple(entries.values()), tuple(depths), touched, tuple(absent))

    def _has(self, name: Name) -> bool:
        try:
            return name.figure_id in self.body(name.organization, name.year).figures
        except GreeningError:
            return False

    def entry(self, name: Name) -> Entry:
        """One figure with what it is made from."""
        body = self.body(name.organization, name.year)
        row = body.figures[name.figure_id]
        made = derivation_of(row)
        of_rows = tuple(parts(body, made, self.shown))
        value_again, text_again, way = _again(body, row, made)
        return Entry(
            name=name,
            value=_number(row["value"]),
            text=_text(row["text"]),
            unit=_text(row["unit"]),
            low=_number(row["low"]),
            high=_number(row["high"]),
            interval_kind=_text(row["interval_kind"]),
            precision=_text(row["precision"]),
            method=_text(row["method"]),
            note=_text(row["note"]),
            alternatives=tuple(json.loads(row["alternatives"])) if _text(row["alternatives"]) else (),
            formula=str(made.get("formula", "")),
            gwp_set=body.gwp_set,
            parts=of_rows + tuple(_goal_rows(body, made, self.shown)),
            rests_on=tuple(dict.fromkeys(rests_on(body, made))),
            value_again=value_again,
            text_again=text_again,
            way=way,
        )


def _again(body: Body, row: Record, made: Mapping[str, Any]) -> tuple[float | None, str, str]:
    """The figure made again: from its derivation, else by its rule."""
    is_text = bool(pd.isna(row["value"]))
    try:
        if not is_text:
            return _number(derivation.recompute(made, body.products)), "", "derivation"
        text = derivation.recompute_text(made, body.products)
        if text is not None:
            return None, text, "derivation"
    except (KeyError, GreeningError):
        pass
    found = body.figures_again.get(row["figure_id"], {"value": math.nan, "text": None})
    return _number(found["value"]), _text(found["text"]), "rule"


def _goal_rows(body: Body, made: Mapping[str, Any], shown: int) -> Iterator[Part]:
    """The rows of the submission in which a goal is set, and of a plan those of its actions and exemptions too."""
    goal_id = made.get("filter", {}).get("goal_id")
    if made.get("product") in _OF_GOALS and goal_id is not None:
        shared = goals.by_goal().get(goal_id, {}).get("shared_id", goal_id)
        named = goal_id if shared == goal_id else [goal_id, shared]
        wanted = {"table": _OF_GOALS[made["product"]], "organization": body.organization, "goal_id": named}
        rows = body.products.rows("activities", wanted)
        files = {name: body.given.files[name] for name in rows.distinct("source_file") if name in body.given.files}
        yield from parts(body, {"product": "activities", "filter": wanted, "column": "change_pct", "operation": "count", "files": files}, shown)


def _number(cell: Any) -> float | None:
    return None if pd.isna(cell) else float(cell)


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def trace(year: int, organization: str, figure_id: str, data: str | UPath, shown: int) -> Trace:
    """The way back from a figure; `shown` rows are kept of each part.

    Raises CallError for a year without input, an unknown organization and an unknown figure (with the nearest names), and GreeningError,
    with the command to give, where the organization has not been run.
    """
    chosen(Register(data), [year], [organization])
    tracer = Tracer(data, shown)
    known = tracer.body(organization, year).figures
    if figure_id not in known:
        raise CallError(f"{organization} {year} has no figure {figure_id}; {_offered(figure_id, list(known))}")
    return tracer.trace(Name(organization, year, figure_id))


def _offered(figure_id: str, known: list[str]) -> str:
    """The names nearest to one that is not known, and how many there are."""
    first = spelling.nearest(figure_id, known)
    alike = difflib.get_close_matches(spelling.plain(figure_id), known, n=_OFFERED, cutoff=spelling.LIKENESS)
    below = [name for name in known if name.startswith(f"{figure_id}.")]
    names = [name for name in dict.fromkeys([first, *alike, *below]) if name][:_OFFERED]
    there = f"all {len(known)} are in figures.csv of its report"
    return f"the nearest are {', '.join(names)}; {there}" if names else there
