"""One organization and year computed with other factors: in the memory of a process that does nothing else."""

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from upath import UPath

from greening import groups, paths, reference, replay, tables
from greening.chain import keys
from greening.errors import DeclarationError, GreeningError
from greening.figures.selection import select
from greening.figures.trend import CARRIED

#: Products that other factors can change, as their bytes by name.
Changed = Mapping[str, bytes]
#: Bytes by organization and year.
ChangedOf = Mapping[tuple[str, int], Changed]

#: A row of `targets`.
Row = Mapping[Any, Any]

#: Figures of which a restatement is drafted where they move: what is carried along from year to year, and the parts of the total.
RESTATED = (*CARRIED, "ghg.bucket.air_travel", "ghg.bucket.facilities", "ghg.bucket.other_travel")
#: Tables whose rows, or the places of which, are priced by factors.
_PRICED = {*tables.activity_tables(), "locations"} - {"inventory", "optional", "indicators"}
#: Two values nearer to each other than this share of them are the same: what is left of one order of adding or another.
_SAME = 1e-12
#: Number of the next place in memory.
_NEXT = itertools.count()


@dataclass(frozen=True)
class Unit:
    """One organization and year, with what its last run was asked for and has read."""

    organization: str
    year: int
    data: str
    gwp_set: str
    flight_method: str
    earlier_years: tuple[int, ...]
    #: CODE@YEAR of a member with figures, CODE of one without.
    members: tuple[str, ...]

    @property
    def needs(self) -> list[tuple[str, int]]:
        """The organizations and years whose figures this one has read."""
        named = [member.partition("@") for member in self.members if "@" in member]
        return [*((self.organization, year) for year in self.earlier_years), *((code, int(year)) for code, _, year in named)]


@dataclass(frozen=True)
class Move:
    """A number before and with the other factors; None where it is not there."""

    name: str
    unit: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float:
        """How far it moves; what is not there counts as 0."""
        return (self.after or 0.0) - (self.before or 0.0)

    @property
    def moves(self) -> bool:
        """Whether it moves, or comes or goes."""
        if self.before is None or self.after is None:
            return self.before is not self.after
        return abs(self.change) > _SAME * max(abs(self.before), abs(self.after))


@dataclass(frozen=True)
class Status:
    """The status of a goal in a year, before and with the other factors."""

    goal_id: str
    metric: str
    unit: str
    before: str
    after: str
    actual: Move
    allowed: Move

    @property
    def flips(self) -> bool:
        """Whether another status is said."""
        return self.before != self.after


@dataclass(frozen=True)
class Outcome:
    """What other factors do to one organization and year."""

    unit: Unit
    total: Move
    #: Emissions that count in the total, by source.
    sources: tuple[Move, ...] = ()
    figures: tuple[Move, ...] = ()
    statuses: tuple[Status, ...] = ()
    #: Why it cannot be computed.
    fault: str = ""

    @property
    def moves(self) -> bool:
        """Whether a figure that would be restated, a source or the status of a goal moves."""
        return bool(self.figures) or any(move.moves for move in self.sources) or any(status.flips for status in self.statuses)


def read(organization: str, year: int, data: str) -> Unit | None:
    """What the last run of an organization and year was asked for and has read; None where it has no figures."""
    folder = paths.processed(data, year, organization)
    asked = {stage: keys.read(stage, folder).get("inputs", {}).get("parameters", {}) for stage in ("validate", "footprints", "targets")}
    if not (folder / "figures.parquet").exists() or not asked["footprints"]:
        return None
    return Unit(
        organization,
        year,
        data,
        asked["footprints"]["gwp_set"],
        asked["footprints"]["flight_method"],
        tuple(asked["targets"].get("earlier_years", ())),
        tuple(asked["validate"].get("members", ())),
    )


def prepare(laid_over: Mapping[str, bytes]) -> None:
    """Make this process one of other factors."""
    reference.lay_over(laid_over)


def compute(unit: Unit, gwp_set: str, flight_method: str, base: ChangedOf, before: ChangedOf) -> tuple[Outcome, Changed]:
    """The outcome with a set of potentials and a flight method, and the products that come out otherwise.

    Compared is with the products of `base`, else as they lie there. `before` holds what came out otherwise of what the unit needs.
    """
    memory = paths.root(f"memory://compare/{next(_NEXT)}")
    kept, now = (paths.processed(memory / side, unit.year, unit.organization) for side in ("kept", "now"))
    try:
        _place(unit, unit.organization, unit.year, ("footprint", "indicators", "members", "figures", "targets"), [base], memory / "kept")
        if not _is_reached(unit, before):
            return _outcome(unit, kept, kept), {}
        changed = _changed(unit, gwp_set, flight_method, [before, base], memory / "now")
        return _outcome(unit, kept, now), changed
    except (GreeningError, ValueError, KeyError) as error:
        # Tables that do not fit each other show themselves as any of these.
        told = str(error) if isinstance(error, GreeningError) else f"the reference tables do not fit each other: {error}"
        return Outcome(unit, Move("ghg.total", "t CO2e", None, None), fault=told), {}
    finally:
        if memory.exists():
            memory.fs.rm(memory.path, recursive=True)


def _is_reached(unit: Unit, before: ChangedOf) -> bool:
    """Whether a factor, or what changed elsewhere, can change anything: not where all is quoted and no place is known whose gaps are filled."""
    submitted = tables.read("activities", paths.processed(unit.data, unit.year, unit.organization), ["organization", "table"])
    own = set(submitted.loc[submitted["organization"] == unit.organization, "table"])
    return bool(own & _PRICED) or any(before.get(need) for need in unit.needs)


def _changed(unit: Unit, gwp_set: str, flight_method: str, layers: Sequence[ChangedOf], memory: UPath) -> Changed:
    """Compute stages 2 and 3 in memory; the products that are not as they are without the other factors."""
    _place(unit, unit.organization, unit.year, ("activities", "checks", "members"), layers, memory)
    for year in unit.earlier_years:
        _place(unit, unit.organization, year, ("activities", "figures", "footprint"), layers, memory)
    for code, year in unit.needs[len(unit.earlier_years) :]:
        _place(unit, code, year, ("activities", "figures", "footprint", "indicators"), layers, memory)
    made = {"members": _members(unit, memory), **replay.footprints(unit.year, unit.organization, memory, gwp_set, flight_method, unit.earlier_years)}
    changed = _written(unit, made, layers, memory)
    if changed or any(layers[0].get(need) for need in unit.needs):
        return changed | _written(unit, replay.figures(unit.year, unit.organization, memory, unit.earlier_years), layers, memory)
    _place(unit, unit.organization, unit.year, ("figures", "targets"), layers, memory)
    return {}


def _place(unit: Unit, organization: str, year: int, products: Sequence[str], layers: Sequence[ChangedOf], memory: UPath) -> None:
    """Put products where the unit reads them."""
    for product in products:
        content = _content(unit, organization, year, product, layers)
        paths.write_bytes(paths.processed(memory, year, organization) / f"{product}.parquet", content)


def _content(unit: Unit, organization: str, year: int, product: str, layers: Sequence[ChangedOf]) -> bytes:
    """A product of the first layer that has it, else as it lies there; DeclarationError where it has not been made."""
    found = (layer[organization, year][product] for layer in layers if product in layer.get((organization, year), {}))
    path = paths.processed(unit.data, year, organization) / f"{product}.parquet"
    try:
        return next(found, b"") or path.read_bytes()
    except FileNotFoundError:
        raise DeclarationError(f"{product} has not been made: {path} is missing") from None


def _members(unit: Unit, memory: UPath) -> pd.DataFrame:
    """The members with their present figures; why one has none is as it was."""
    kept = tables.read("members", paths.processed(memory, unit.year, unit.organization))
    if kept.empty:
        return kept
    found = groups.members(memory, unit.year, unit.members)
    return found.assign(reason=found["member"].map(kept.set_index("member")["reason"]))


def _written(unit: Unit, made: Mapping[str, pd.DataFrame], layers: Sequence[ChangedOf], memory: UPath) -> dict[str, bytes]:
    """Write products to memory; those that are not as they are without the other factors."""
    changed, folder = {}, paths.processed(memory, unit.year, unit.organization)
    for product, frame in made.items():
        tables.write(product, frame, folder)
        content = (folder / f"{product}.parquet").read_bytes()
        if content != _content(unit, unit.organization, unit.year, product, layers):
            changed[product] = content
    return changed


def _outcome(unit: Unit, kept: UPath, now: UPath) -> Outcome:
    """The figures of two folders beside each other."""
    before, after = (tables.read("figures", folder) for folder in (kept, now))
    moves = _by_name(before, after)
    return Outcome(
        unit,
        moves.get("ghg.total", Move("ghg.total", "t CO2e", None, None)),
        _by_source(_sums(before, kept), _sums(after, now)),
        tuple(move for name in RESTATED if (move := moves.get(name)) and move.moves),
        _statuses(_of_year(kept, unit.year), _of_year(now, unit.year)),
    )


def _by_name(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, Move]:
    """Every number by name, before and after."""
    old, new = (frame.set_index("figure_id") for frame in (before, after))
    columns = ["value", "unit"]
    both = old[columns].merge(new[columns], how="outer", left_index=True, right_index=True, suffixes=("_before", "_after"), validate="1:1", sort=True)
    units = both["unit_before"].fillna(both["unit_after"])
    cells = zip(both.index, units, both["value_before"], both["value_after"], strict=True)
    return {str(name): Move(str(name), str(unit), _number(value), _number(other)) for name, unit, value, other in cells}


def _number(cell: Any) -> float | None:
    return None if pd.isna(cell) else float(cell)


def _by_source(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[Move, ...]:
    """The emissions by source, the largest move first."""
    moves = [Move(source, "t CO2e", before.get(source), after.get(source)) for source in sorted({*before, *after})]
    return tuple(sorted(moves, key=lambda move: -abs(move.change)))


def _sums(figures: pd.DataFrame, folder: UPath) -> dict[str, float]:
    """The emissions in the total by source; none where the total does not rest on rows of the footprint."""
    of_total = figures.loc[figures["figure_id"] == "ghg.total", "derivation"]
    made = json.loads(of_total.iloc[0]) if len(of_total) else {}
    if made.get("product") != "footprint":
        return {}
    counted = select(tables.read("footprint", folder), made["filter"])
    sums = counted.groupby("source", sort=True)["emissions_tco2e"].agg(math.fsum)
    return {str(source): float(tonnes) for source, tonnes in sums.items()}


def _statuses(before: Mapping[str, Row], after: Mapping[str, Row]) -> tuple[Status, ...]:
    """The goals with a status, by name."""
    return tuple(_status(goal_id, before.get(goal_id, {}), after.get(goal_id, {})) for goal_id in sorted({*before, *after}))


def _status(goal_id: str, before: Row, after: Row) -> Status:
    known = before or after
    metric, unit = (_text(known[name]) for name in ("metric", "unit"))
    sides = [{fact: _number(row.get(f"{fact}_value")) for fact in ("actual", "allowed")} for row in (before, after)]
    actual, allowed = (Move(fact, unit, *(side[fact] for side in sides)) for fact in ("actual", "allowed"))
    return Status(goal_id, metric, unit, str(before.get("status", "none")), str(after.get("status", "none")), actual, allowed)


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _of_year(folder: UPath, year: int) -> dict[str, Row]:
    """The rows of the goals that have a status in the year, by goal."""
    targets = tables.read("targets", folder)
    rows = targets[(targets["year"] == year) & targets["status"].notna()].to_dict("records")
    return {str(row["goal_id"]): row for row in rows}
