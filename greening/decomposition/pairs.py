"""The earlier years that an organization's emissions are held against, and what of each the products say."""

from collections.abc import Mapping, Sequence

import pandas as pd

from greening import tables
from greening.decomposition import changes, parts
from greening.decomposition.changes import Side
from greening.decomposition.definitions import Definitions
from greening.decomposition.effects import Line
from greening.decomposition.parts import Part
from greening.decomposition.recalculated import replaced

_NOT_OCCURRING = "not_occurring"
#: Figures that tell the rules of a total.
_SCOPE2, _REFRIGERANTS = "basis.scope2", "basis.refrigerants"


def explained(
    organization: str,
    activities: pd.DataFrame,
    footprint: pd.DataFrame,
    earlier_footprint: pd.DataFrame,
    recalculated: pd.DataFrame,
    earlier_figures: pd.DataFrame,
) -> Mapping[int, Sequence[Line]]:
    """What accounts for the change on each earlier year of which the footprint is known, by that year.

    `recalculated` holds rows of earlier years that were computed again by today's methods; `earlier_figures` tells the rules of earlier totals.
    """
    if earlier_footprint.empty:
        return {}
    own = activities["organization"] == organization
    now = Side(parts.of(footprint), _rules(activities, own), _not_occurring(activities, own))
    then = _by_year(earlier_footprint)
    again = _by_year(_of_years(earlier_footprint, recalculated)) if len(recalculated) else {}
    texts = _texts(earlier_figures)
    return {year: changes.explain(_side(then[year], now, texts.get(year, {})), now, again.get(year)) for year in sorted(then)}


def _by_year(footprint: pd.DataFrame) -> Mapping[int, Sequence[Part]]:
    found: dict[int, list[Part]] = {}
    for part in parts.of(footprint):
        found.setdefault(int(part.year), []).append(part)
    return found


def _of_years(footprint: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """The footprint of the years of which rows were computed again, with those rows in place of the old ones."""
    return replaced(footprint[footprint["year"].isin(again["year"].unique())], again)


def _texts(figures: pd.DataFrame) -> Mapping[int, Mapping[str, str]]:
    """The figures of earlier years that tell rules and coverage, by year."""
    is_told = figures["figure_id"].isin([_SCOPE2, _REFRIGERANTS]) | (figures["text"] == _NOT_OCCURRING)
    found: dict[int, dict[str, str]] = {}
    for year, name, text in zip(*(figures.loc[is_told, column].tolist() for column in ("year", "figure_id", "text")), strict=True):
        found.setdefault(int(year), {})[str(name)] = str(text)
    return found


def _side(of_year: Sequence[Part], now: Side, texts: Mapping[str, str]) -> Side:
    """An earlier year by the rules that its figures tell, else by those of today."""
    rules = Definitions(texts.get(_SCOPE2, now.rules.scope2_basis), texts.get(_REFRIGERANTS, now.rules.refrigerant_rule))
    absent = (name.removeprefix("coverage.").removesuffix(".status") for name, text in texts.items() if text == _NOT_OCCURRING)
    return Side(of_year, rules, frozenset((topic, "") for topic in absent))


def _rules(activities: pd.DataFrame, own: pd.Series) -> Definitions:
    profile = activities.loc[own & (activities["table"] == "profile"), ["scope2_basis", "refrigerant_rule"]]
    row = next(iter(profile.fillna("").to_dict("records")), {})
    return Definitions(row.get("scope2_basis") or "location", row.get("refrigerant_rule") or "")


def _not_occurring(activities: pd.DataFrame, own: pd.Series) -> frozenset[tuple[str, str]]:
    is_told = own & (activities["table"] == "coverage") & (activities["status"] == _NOT_OCCURRING)
    rows = activities.loc[is_told, ["topic", "location_id"]].fillna("")
    return frozenset(zip(rows["topic"], rows["location_id"], strict=True))


def product(explained: Mapping[int, Sequence[Line]], organization: str, year: int) -> pd.DataFrame:
    """The product `changes` of an organization and year."""
    return tables.stack("changes", [changes.product(lines, organization, year, from_year) for from_year, lines in explained.items()])
