"""Everything that the figures of one organization and year are made from, its earlier years beside it."""

from collections.abc import Sequence

from upath import UPath

from greening import history, paths, recalculation, tables
from greening.figures import inputs
from greening.figures.inputs import Inputs

#: Columns that tell which earlier years emissions are held against.
_GOALS = ("organization", "table", "metric", "baseline_year")


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
    return inputs.read(year, organization, data, earlier, before, again)
