"""Everything that the figures of one organization and year are made from, its earlier years beside it."""

from collections.abc import Sequence

import pandas as pd
from upath import UPath

from greening import history, paths, recalculation, tables
from greening.credits import claims
from greening.figures import inputs
from greening.figures.inputs import Inputs
from greening.money import ledger

#: Columns that tell which earlier years emissions are held against.
_GOALS = ("organization", "table", "metric", "baseline_year")
#: Submission tables of which earlier years' rows are read beside this year's, with their columns: who claimed which credits, what savings paid for.
_KEPT = ({"offsets": claims.COLUMNS}, ledger.COLUMNS)


def given(year: int, organization: str, data: str | UPath, earlier_years: Sequence[int], gwp_set: str = "", flight_method: str = "") -> Inputs:
    """The inputs with the figures of all earlier years, and the footprints of those that emissions are held against.

    With a set of potentials and a flight method these are computed again where they were made by others. Raises DeclarationError where a product
    has not been made.
    """
    earlier = history.earlier("figures", data, organization, earlier_years)
    goals = tables.read("activities", paths.processed(data, year, organization), _GOALS)
    compared = history.compared_years(goals, organization, year, earlier_years)
    before = history.earlier("footprint", data, organization, compared)
    again = recalculation.footprints(data, organization, year, compared, gwp_set, flight_method) if gwp_set and flight_method else None
    submitted = _submitted(data, organization, earlier_years, set(goals["table"]))
    return inputs.read(year, organization, data, earlier, before, again, submitted)


def _submitted(data: str | UPath, organization: str, earlier_years: Sequence[int], present: set[str]) -> pd.DataFrame | None:
    """The rows of earlier years on credits, and those on money; of a body that has none this year they are not asked for."""
    wanted = {table: columns for kept in _KEPT if present & kept.keys() for table, columns in kept.items()}
    if not wanted or not earlier_years:
        return None
    names = dict.fromkeys(["table", *(name for columns in wanted.values() for name in columns)])
    rows, _ = tables.read_all("activities", [paths.processed(data, year, organization) for year in earlier_years], list(names))
    return rows[rows["table"].isin(list(wanted))]
