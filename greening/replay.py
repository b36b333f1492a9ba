"""Stages 2 and 3 once more, as notebooks 2 and 3 do them, without a notebook and without writing a product."""

from collections.abc import Mapping, Sequence

import pandas as pd
from upath import UPath

from greening import goals, groups, history, paths, tables, target_findings, targets, waivers
from greening.figures import evaluate, projection_as_figures, targets_as_figures, years
from greening.footprint.compute import footprint
from greening.gaps.filling import completed
from greening.indicators import indicators
from greening.projection import faults, plans


def footprints(
    year: int, organization: str, data: str | UPath, gwp_set: str, flight_method: str, earlier_years: Sequence[int]
) -> Mapping[str, pd.DataFrame]:
    """The products `footprint` and `indicators` of one organization and year from its validated rows, and for a group its members' products.

    Raises DeclarationError where stage 1 has not been run.
    """
    folder = paths.processed(data, year, organization)
    activities = tables.read("activities", folder)
    previous = history.last_year("activities", data, organization, year, earlier_years)
    own = completed(groups.own_rows(activities, organization), previous)
    counted = groups.counted(tables.read("members", folder), activities, organization)
    made = {"footprint": footprint(own, gwp_set, flight_method), "indicators": indicators(own)}
    return {product: groups.stack(product, rows, counted, data, activities) for product, rows in made.items()}


def figures(year: int, organization: str, data: str | UPath, earlier_years: Sequence[int]) -> Mapping[str, pd.DataFrame]:
    """The products `figures`, `targets` and `projection` of one organization and year.

    Raises DeclarationError where something that they are made from has not been made.
    """
    read = years.given(year, organization, data, earlier_years)
    made = evaluate.evaluate(read)
    set_goals = goals.applied(read.activities)
    on_paths = targets.evaluate(set_goals, made, read.earlier, year)
    made = targets_as_figures.add(made, on_paths, len(target_findings.findings(set_goals, on_paths, organization, year)))
    plan = plans.evaluate(read, made, on_paths)
    made = projection_as_figures.add(made, plan, len(faults.faults(read, plan)))
    made = waivers.counted(made, waivers.told_later(paths.processed(data, year, organization)))
    return {"figures": made, "targets": on_paths, "projection": plan}
