"""The products of one organization and year, read when they are asked for."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from upath import UPath

from greening import goals, history, paths, replay, tables, targets
from greening.chain import keys, state
from greening.chain.inputs import PRODUCTS
from greening.errors import GreeningError
from greening.figures import evaluate, inputs, years
from greening.figures.products import Products
from greening.projection import plans

#: Products that figures are made from and that always lie there; and the figures of earlier years.
_OF_STAGES_1_AND_2 = ("activities", "checks", "footprint", "indicators", "members", "members_figures", "earlier")
#: What stage 3 makes of these and of the rows of earlier years before any figure.
_OF_STAGE_3 = ("earlier_footprint", "changes", "uncertainty", "peers", "standings")

#: A row of `figures`.
Record = Mapping[Any, Any]


class Frames(dict[str, pd.DataFrame]):
    """Products by the names that a derivation uses; one that is not there yet is read."""

    def __init__(self, body: "Body") -> None:
        super().__init__({name: getattr(body.given, name) for name in _OF_STAGES_1_AND_2})
        self._body = body

    def __missing__(self, product: str) -> pd.DataFrame:
        self[product] = self._body.read(product)
        return self[product]


@dataclass(frozen=True, eq=False)
class Body:
    """What one organization's run of a year left, and what can be made again from it."""

    data: str | UPath
    year: int
    organization: str

    @property
    def name(self) -> str:
        """The organization and year, as messages name them."""
        return f"{self.organization} {self.year}"

    @property
    def folder(self) -> UPath:
        """The folder of the products."""
        return paths.processed(self.data, self.year, self.organization)

    @cached_property
    def figures(self) -> Mapping[str, Record]:
        """The rows of `figures` by figure_id; GreeningError, with the command to give, where there are none."""
        if not (self.folder / "figures.parquet").exists():
            kept = state.read(self.folder)
            why = f" ({kept.outcome}: {kept.why})" if kept and kept.why else ""
            command = f"python pipeline.py run --year {self.year} --organization {self.organization}"
            raise GreeningError(f"{self.name} has no figures yet{why}: {command}")
        return {row["figure_id"]: row for row in tables.read("figures", self.folder).to_dict("records")}

    @cached_property
    def given(self) -> inputs.Inputs:
        """What the figures were made from; the footprint of earlier years is read only where it is asked for."""
        return inputs.read(self.year, self.organization, self.data, history.earlier("figures", self.data, self.organization, self.earlier_years))

    @cached_property
    def given_whole(self) -> inputs.Inputs:
        """What the figures were made from, with the rows of earlier years."""
        return years.given(self.year, self.organization, self.data, self.earlier_years)

    @cached_property
    def products(self) -> Products:
        """The products by name, those of stage 3 made again."""
        return Products(Frames(self))

    def read(self, product: str) -> pd.DataFrame:
        """A product as it lies in the folder; what stage 3 makes before and after the figures is made again."""
        if product in _OF_STAGE_3:
            made: pd.DataFrame = getattr(self.given_whole, product)
            return made
        if product == "targets":
            figures, set_goals = tables.read("figures", self.folder), goals.applied(self.given.activities)
            return targets.evaluate(set_goals, figures, self.given.earlier, self.year)
        if product == "projection":
            return plans.evaluate(self.given, tables.read("figures", self.folder), self.products["targets"].frame)
        return tables.read(product, self.folder)

    @cached_property
    def earlier_years(self) -> list[int]:
        """The earlier years that stage 3 has read."""
        return [int(year) for year in self._asked("targets").get("earlier_years", [])]

    @property
    def gwp_set(self) -> str:
        """The set of global warming potentials that the last run was asked for."""
        return str(self._asked("footprints").get("gwp_set", ""))

    @property
    def flight_method(self) -> str:
        """The flight method that the last run was asked for."""
        return str(self._asked("footprints").get("flight_method", ""))

    def _asked(self, stage: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = keys.read(stage, self.folder).get("inputs", {}).get("parameters", {})
        return found

    @cached_property
    def changed_products(self) -> list[str]:
        """The product files that are not as the run made them."""
        made = {name: sha256 for stage in PRODUCTS for name, sha256 in keys.read(stage, self.folder).get("made", {}).get("processed", {}).items()}
        return sorted(name for name, sha256 in made.items() if _sha256(self.folder / name) != sha256)

    @cached_property
    def figures_again(self) -> Mapping[str, Record]:
        """Every figure by figure_id, made again by its rule from the products."""
        return {row["figure_id"]: row for row in evaluate.evaluate(self.given_whole).to_dict("records")}

    @cached_property
    def footprint_again(self) -> pd.DataFrame | None:
        """The footprint made again from the validated rows with today's reference tables; None where the run's options are not known."""
        if not self.gwp_set:
            return None
        made = replay.footprints(self.year, self.organization, self.data, self.gwp_set, self.flight_method, self.earlier_years)["footprint"]
        return made.sort_values(list(tables.products()["footprint"].key), kind="stable", na_position="last").reset_index(drop=True)

    def emissions_again(self, selected: pd.DataFrame) -> int | None:
        """Of some footprint rows how many have the same emissions when they are made again; None where that cannot be told."""
        again, kept = self.footprint_again, self.products.frames["footprint"]
        if again is None:
            return None
        if len(again) != len(kept):
            return 0
        now = again["emissions_tco2e"].to_numpy(dtype="float64", na_value=math.nan)[selected.index]
        then = selected["emissions_tco2e"].to_numpy(dtype="float64", na_value=math.nan)
        return int(((now == then) | (pd.isna(now) & pd.isna(then))).sum())


def _sha256(path: UPath) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def derivation_of(row: Record) -> Mapping[str, Any]:
    """The derivation of a figure as data; empty where it has none."""
    made = json.loads(row["derivation"]) if isinstance(row["derivation"], str) else {}
    return made if isinstance(made, dict) else {}
