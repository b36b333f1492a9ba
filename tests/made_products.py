"""Products of a submission, made in plain code where the chain would run notebooks."""

from collections.abc import Sequence
from pathlib import Path

from greening import goals, groups, paths, published, replay, tables, target_findings
from greening.chain import keys, state
from greening.chain.inputs import PRODUCTS
from greening.figures import inputs, years
from greening.intake import intake
from greening.projection import faults


def make(data: Path, year: int, code: str, earlier_years: Sequence[int] = (), members: Sequence[str] = (), gwp_set: str = "AR5") -> None:
    """Stages 1 to 3 of one organization and year, with the keys and the state that a run leaves."""
    folder = paths.processed(data, year, code)
    activities, checks = intake(year, code, str(data), paths.HOME / "expectations", None, members)
    rolled_up = groups.members(data, year, members)
    counted = groups.counted(rolled_up, activities, code)
    made = {"activities": groups.stack("activities", activities, counted, data), "checks": checks, "members": rolled_up}
    _write(folder, "validate", made, {"members": list(members)})
    asked = {"gwp_set": gwp_set, "flight_method": "icao_style", "earlier_years": list(earlier_years)}
    _write(folder, "footprints", replay.footprints(year, code, data, **asked), asked)
    # What stage 3 told later than stage 1 is counted by both: here nothing is, so far.
    tables.write("findings", tables.stack("findings", [checks]), folder)
    figures = replay.figures(year, code, data, earlier_years)
    given = years.given(year, code, str(data), earlier_years)
    others = {name: getattr(given, name) for name in inputs.MADE}
    on_goals = target_findings.findings(goals.applied(given.activities), figures["targets"], code, year)
    shown = [published.disagreements(figures["figures"], given.activities), given.found, on_goals, faults.faults(given, figures["projection"])]
    findings = tables.stack("findings", [checks, *shown])
    _write(folder, "targets", {**figures, **others, "findings": findings}, {"earlier_years": list(earlier_years)})
    state.write(state.State(code, year, code, is_group=bool(members), stage="targets"), folder)


def _write(folder, stage, made, parameters):
    for product, frame in made.items():
        tables.write(product, frame, folder)
    files = keys.of_files(folder / f"{product}.parquet" for product in PRODUCTS[stage])
    keys.write(stage, {"parameters": parameters}, {"processed": files}, folder)
