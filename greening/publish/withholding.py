"""Which figures of a report the public is not told: small cells, what was declared confidential, and what would give either away."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from upath import UPath

from greening import paths, tables
from greening.errors import DeclarationError
from greening.figures import derivation
from greening.figures.people import OPERATION as PEOPLE
from greening.figures.products import Products
from greening.formats import is_missing
from greening.publish import privacy, secrets
from greening.publish.privacy import Codes
from greening.publish.suppression import Mask, Sum, suppressed

CONFIDENTIAL, WITHHELD = "confidential", "withheld"
#: Columns of which a figure only counts rows, or names what they have in common: it tells no amount.
_COUNTED = ("rows", "row_id", "source", "location_id", "gwp_set", "level")
#: Figures by the beginning of their names: the higher, the sooner they are done without; what is not here is between.
_RANKS = {
    **dict.fromkeys(("ghg.total", "ghg.per_capita", "personnel.total", "personnel.covered", "waste.total", "water.total", "energy.electricity"), 0),
    **dict.fromkeys(("ghg.bucket", "ghg.scope", "ghg.source", "ghg.air"), 1),
    **dict.fromkeys(("location.", "building.", "ghg.reporting_line", "ghg.without_reporting_line"), 3),
    **dict.fromkeys(("quality.", "coverage.", "ghg.boundary", "ghg.gwp", "ghg.like_for_like", "uncertainty.", "traits."), 4),
}
_BETWEEN = 2
#: Units of which many figures have the same value by chance.
_COMMON, _PEOPLE = ("year", "count", "text"), "persons"
#: Numbers that are written with so many signs may be the same by chance.
_BY_CHANCE = 8
#: Products whose rows a figure can be a sum of.
_OF_ROWS = ("footprint", "indicators", "activities")


@dataclass(frozen=True)
class Leaf:
    """Rows that a figure rests on: of which product and column, which of them, and what is made of them."""

    product: str
    column: str
    rows: Mask
    value: float | None


@dataclass(frozen=True, eq=False)
class Inside:
    """The products of one organization and year as they are inside."""

    frames: Mapping[str, pd.DataFrame]
    #: Figures that members withhold in their own reports, by member.
    of_members: Mapping[str, Mapping[str, str]]
    #: Figures that the reports of earlier years withhold, by year.
    of_years: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def products(self) -> Products:
        """The products as derivations name them."""
        return Products(self.frames)

    @cached_property
    def derivations(self) -> Mapping[str, Mapping[str, Any]]:
        """How each figure was made."""
        figures = self.frames["figures"]
        told = zip(figures["figure_id"].tolist(), figures["derivation"].tolist(), strict=True)
        return {name: {} if is_missing(text) else json.loads(text) for name, text in told}

    @cached_property
    def leaves(self) -> Mapping[str, Sequence[Leaf]]:
        """The rows that each figure rests on, its own and those of the parts that it is computed from."""
        return {name: [*self._leaves(made)] for name, made in self.derivations.items()}

    def _leaves(self, made: Mapping[str, Any]) -> Iterator[Leaf]:
        for part in made.get("parts", ()):
            yield from self._leaves(part)
        if made.get("product") in _OF_ROWS and made.get("column") not in _COUNTED:
            rows = self.products[made["product"]].mask(made["filter"])
            is_people = made["product"] == "activities" and made.get("operation") == PEOPLE
            value = derivation.recompute(made, self.products) if is_people else None
            yield Leaf(made["product"], str(made.get("column")), rows, value)

    @cached_property
    def secret(self) -> secrets.Secret:
        """The rows that must not be told, and those that are put together with them."""
        return secrets.of(prepared(self.frames["footprint"]), self.frames["indicators"], self.frames["activities"], self.journeys)

    @cached_property
    def journeys(self) -> pd.Series:
        """How many journeys each row of the footprint stands for; missing where it is none."""
        footprint = self.frames["footprint"]
        counted = privacy.counted(footprint[footprint["table"].isin(privacy.JOURNEYS)], self.frames["activities"])
        return counted["journeys"].reindex(footprint.index)

    @cached_property
    def withheld(self) -> Mapping[str, str]:
        """Every figure that is not told, with the reason, in order."""
        found = {name: reason for name, leaves in self.leaves.items() if (reason := self._reason(leaves))}
        for name in [*self._by_journeys(found), *self._by_people(found), *self._by_members()]:
            found.setdefault(name, WITHHELD)
        earlier = {f"{name}@{year}": reason for year, withheld in self.of_years.items() for name, reason in withheld.items()}
        found |= {name: reason for name, reason in earlier.items() if name in self.derivations and name not in found}
        return dict(sorted(self._with_dependents(found).items()))

    def _reason(self, leaves: Sequence[Leaf]) -> str:
        """Why a figure cannot be told by itself: rows that are confidential, a part of rows put together, fewer than five people."""
        for leaf in leaves:
            if reason := self.secret.reason(leaf.product, leaf.rows):
                return reason
            if leaf.value is not None and 0 < leaf.value < privacy.SMALLEST_GROUP:
                return WITHHELD
        return ""

    @cached_property
    def lines(self) -> Codes:
        """The line of each row in the published footprint, before anything is hidden."""
        footprint = prepared(self.frames["footprint"])
        return privacy.lines(footprint, privacy.counted(footprint[footprint["table"].isin(privacy.JOURNEYS)], self.frames["activities"]))

    @cached_property
    def methods(self) -> Mapping[str, str]:
        """The formula of each figure in words."""
        figures = self.frames["figures"]
        return dict(zip(figures["figure_id"].tolist(), figures["method"].fillna("").tolist(), strict=True))

    def cuts(self, rows: Mask) -> bool:
        """Whether rows of the footprint hold a part of a line of journeys, or anything that is put together with others."""
        is_journey = self.journeys.notna().to_numpy()
        chosen = np.bincount(self.lines[rows & is_journey], minlength=len(self._line_sizes))
        return bool((rows & self.secret.hidden).any() or ((chosen > 0) & (chosen != self._line_sizes)).any())

    def is_of_few(self, leaf: Leaf) -> bool:
        """Whether any of the rows of people that a figure rests on counts fewer than five."""
        people = (
            self.frames["activities"]["headcount"].to_numpy(dtype="float64", na_value=np.nan)[leaf.rows] if leaf.value is not None else np.zeros(0)
        )
        return bool(((people > 0) & (people < privacy.SMALLEST_GROUP)).any())

    @cached_property
    def _line_sizes(self) -> Codes:
        return np.bincount(self.lines)

    def _by_journeys(self, found: Mapping[str, str]) -> set[str]:
        """Figures from which the emissions of few journeys could be computed, with the lines of the published footprint and all other figures."""
        is_journey, lines = self.journeys.notna().to_numpy() & ~self.secret.hidden, self.lines
        numbers = np.unique(lines[is_journey])
        of_lines = [Sum(f"line {number}", 0, (lines == number)[is_journey]) for number in numbers.tolist()]
        of_figures = [
            Sum(name, _rank(name), leaf.rows[is_journey])
            for name, leaves in self.leaves.items()
            for leaf in leaves
            if name not in found and leaf.product == "footprint" and leaf.rows[is_journey].any()
        ]
        fixed = frozenset(line.owner for line in of_lines)
        return suppressed([*of_lines, *of_figures], self.journeys.to_numpy()[is_journey], fixed) - fixed

    def _by_people(self, found: Mapping[str, str]) -> set[str]:
        """Figures from which the number of fewer than five people could be computed."""
        people = self.frames["activities"]["headcount"].fillna(0.0).to_numpy(dtype="float64")
        has_people = people > 0
        sums = [
            Sum(name, _rank(name), leaf.rows[has_people])
            for name, leaves in self.leaves.items()
            for leaf in leaves
            if leaf.value is not None and leaf.rows[has_people].any()
        ]
        told = [one for one in sums if found.get(one.owner) != CONFIDENTIAL]
        return suppressed(told, people[has_people] / _dates(self.frames["activities"])[has_people])

    def _by_members(self) -> set[str]:
        """Figures of members that these withhold, and the group's own where one member alone withholds it: it would be what the others leave."""
        counted: dict[str, int] = {}
        for withheld in self.of_members.values():
            for name in withheld:
                counted[name] = counted.get(name, 0) + 1
        own = {name for name, count in counted.items() if count == 1 and name in self.derivations}
        return own | {name for name in self.derivations if self._is_of_member(name)}

    def _is_of_member(self, name: str) -> bool:
        stem, _, member = name.partition(":")
        return stem.partition("@")[0] in self.of_members.get(member, {})

    def _with_dependents(self, found: dict[str, str]) -> dict[str, str]:
        """The figures, and all that would give them away, round by round."""
        while more := {name: reason for name, reason in self._dependents(found) if name not in found}:
            found = found | more
        return found

    def _dependents(self, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Figures of the same amount as one found, computed from it, or of the same name, goal or source; of several reasons the last counts."""
        for name in found:
            yield from ((other, WITHHELD) for other in self._same_values.get(self._amounts.get(name, ("", 0.0)), ()))
        for name in (name for name in self.derivations if name not in found):
            if others := found.keys() & _named(self.derivations[name]):
                yield name, _strongest(found[other] for other in others)
            about = (name.partition("@")[0], self._metrics.get(".".join(name.split(".", 2)[:2]), ""), _of_source(name))
            yield from ((name, found[other]) for other in about if other in found)

    @cached_property
    def _metrics(self) -> Mapping[str, str]:
        """What the figures of each goal, by the beginning of their names, are about."""
        goals = self.frames["targets"].to_dict("records")
        return {f"{kind}.{row['goal_id']}": str(row["metric"]) for row in goals for kind in ("target", "projection")}

    @cached_property
    def _amounts(self) -> Mapping[str, tuple[str, float]]:
        """The unit and value of each figure that is an amount: two with the same one tell the same."""
        figures = self.frames["figures"]
        told = zip(figures["figure_id"].tolist(), figures["unit"].tolist(), figures["value"].tolist(), strict=True)
        known = ((name, str(unit), value) for name, unit, value in told if unit not in _COMMON and not is_missing(value))
        return {name: (unit, value) for name, unit, value in known if unit == _PEOPLE or len(repr(value)) > _BY_CHANCE}

    @cached_property
    def _same_values(self) -> Mapping[tuple[str, float], Sequence[str]]:
        found: dict[tuple[str, float], list[str]] = {}
        for name, amount in self._amounts.items():
            found.setdefault(amount, []).append(name)
        return found


def _of_source(name: str) -> str:
    """The emissions of a source whose uncertainty a figure tells; empty where it tells none."""
    start, _, source = name.partition("uncertainty.source.")
    return f"ghg.source.{source.partition('.')[0]}" if source and not start else ""


def _strongest(reasons: Iterable[str]) -> str:
    """The reason to be told of several."""
    return CONFIDENTIAL if CONFIDENTIAL in set(reasons) else WITHHELD


def _named(made: Mapping[str, Any]) -> set[str]:
    """The figures that a derivation names."""
    named = {*made.get("figures", ()), *([made["figure"]] if "figure" in made else [])}
    if made.get("product") == "members_figures":
        wanted = made["filter"]
        members, stems = (value if isinstance(value, list) else [value] for value in (wanted.get("organization", []), wanted.get("figure_id", [])))
        named |= {f"{stem}:{member}" for stem in stems for member in members}
    return named.union(*(_named(part) for part in made.get("parts", ())))


def _rank(name: str) -> int:
    return next((rank for start, rank in _RANKS.items() if name.startswith(start)), _BETWEEN)


def _dates(activities: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    """On how many dates the people of each row were counted; they are averaged over these."""
    of = ["organization", "location_id", "category", "basis"]
    return np.asarray(activities.groupby(of, dropna=False, sort=False)["as_of_date"].transform("nunique").clip(lower=1), dtype="float64")


def prepared(footprint: pd.DataFrame) -> pd.DataFrame:
    """The footprint with journeys told apart by purpose alone: cabins are told as shares of all flights, and both would tell small groups."""
    is_journey = footprint["table"].isin(privacy.JOURNEYS)
    blank = {column: footprint[column].mask(is_journey) for column in ("gas", "gwp_set", "factor_boundary", "outside_reason")}
    return footprint.assign(cabin=footprint["cabin"].mask(is_journey, privacy.OTHER), **blank)


# --- Reading


def read(year: int, organization: str, data: str | UPath) -> Inside:
    """The products of an organization and year, with what its members and the reports of its earlier years withhold.

    Raises DeclarationError where a product has not been made.
    """
    inside = _read(paths.processed(data, year, organization), data)
    return replace(inside, of_years=dict(_of_years(inside, organization, data)))


def _read(folder: UPath, data: str | UPath) -> Inside:
    frames = {name: tables.read(name, folder) for name in ("figures", "targets", "footprint", "indicators", "activities")}
    return Inside(frames, dict(_of_members(folder, data)))


def _of_years(inside: Inside, organization: str, data: str | UPath) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What the reports of the earlier years that figures are named by withhold, as far as those years have been run."""
    for year in sorted({name.partition("@")[2] for name in inside.derivations if name.partition("@")[2].isdigit()}):
        place = paths.processed(data, int(year), organization)
        if (place / "figures.parquet").is_file() and int(year) < int(inside.frames["figures"]["year"].iloc[0]):
            yield year, _read(place, data).withheld


def _of_members(folder: UPath, data: str | UPath) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What each member of a group withholds in its own report of the year that counts."""
    try:
        members = tables.read("members", folder)
    except DeclarationError:
        return
    for member, year in zip(members["member"].tolist(), members["data_year"].tolist(), strict=True):
        place = paths.processed(data, 0 if is_missing(year) else int(year), str(member))
        if (place / "figures.parquet").is_file():
            yield str(member), _read(place, data).withheld
