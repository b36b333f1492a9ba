"""A made-up group: members with the figures of their own reports, one of them missing, one carried forward, one rounded, one partly covered."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from figure_frames import inputs
from made_report import report

from greening import tables
from greening.figures.evaluate import evaluate
from greening.figures.inputs import Inputs
from greening.narrative.report import Report
from greening.peers.bodies import Body, bodies

#: The figures of each member by its code.
Told = Mapping[str, Mapping[str, Any]]
YEAR = 2022
CODE = "BODY"
#: Offices in temperate places that fly, alike but for their size: the people of each.
OFFICES = {"O1": 100.0, "O2": 120.0, "O3": 150.0, "O4": 200.0}
#: Missions in hot places that burn diesel: the people of each.
MISSIONS = {"M1": 1000.0, "M2": 1200.0, "M3": 2000.0}
BASES = {"basis.consolidation": "operational", "basis.gwp_set": "AR5", "basis.refrigerants": "all", "basis.scope2": "location"}
_OFFICE = {
    "traits.kind": "Research",
    "traits.field.share": 0.0,
    "traits.field_mission.share": 0.0,
    "traits.climate": "temperate",
    "traits.main_bucket": "air_travel",
    "traits.main_source": "flight",
}
_MISSION = {
    "traits.kind": "Peacekeeping",
    "traits.field.share": 1.0,
    "traits.field_mission.share": 1.0,
    "traits.climate": "hot",
    "traits.main_bucket": "facilities",
    "traits.main_source": "generator_fuel",
}


def office(code: str, **more: Any) -> dict[str, Any]:
    """The figures of an office: 5 t, 200 kg of waste and 20 m3 of water a person."""
    return _of(OFFICES[code], 5.0, 200.0, 20.0) | _OFFICE | more


def mission(code: str, **more: Any) -> dict[str, Any]:
    """The figures of a mission: 4 t, 500 kg of waste and 80 m3 of water a person."""
    return _of(MISSIONS[code], 4.0, 500.0, 80.0) | _MISSION | more


def _of(people: float, tonnes: float, kg: float, m3: float) -> dict[str, Any]:
    covered = {f"personnel.covered.{topic}": people for topic in ("ghg", "waste", "water")}
    amounts = {"ghg.total": people * tonnes, "waste.total": people * kg, "water.total": people * m3}
    heads = {"ghg.per_capita": tonnes, "waste.per_capita": kg, "water.per_capita": m3}
    return {"personnel.total": people, **covered, **amounts, **heads, **BASES}


def figures(told: Told, years: Mapping[str, int] | None = None) -> pd.DataFrame:
    """Rows of the members' products `figures`; a number stands for itself, a text for a text, and a mapping for a whole row."""
    rows = [
        {"figure_id": name, "organization": code, "year": (years or {}).get(code, YEAR), **_row(cell)}
        for code, known in told.items()
        for name, cell in known.items()
    ]
    return tables.stack("figures", [pd.DataFrame(rows)]) if rows else tables.empty("figures")


def _row(cell: Any) -> dict[str, Any]:
    if isinstance(cell, dict):
        return cell
    return {"text": cell} if isinstance(cell, str) else {"value": float(cell)}


def members(told: Told, years: Mapping[str, int] | None = None, missing: tuple[str, ...] = ()) -> pd.DataFrame:
    """The product `members`: those with figures, of this year or an earlier one, and those without."""
    rows = []
    for code, known in told.items():
        year = (years or {}).get(code, YEAR)
        status = "updated" if year == YEAR else "carried_forward"
        amounts = {"emissions_tco2e": _number(known, "ghg.total"), "personnel": _number(known, "personnel.total")}
        rows.append({"member": code, "name": f"Body {code}", "status": status, "data_year": year, "published_tco2e": 0.0, **amounts})
    rows += [{"member": code, "name": f"Body {code}", "status": "missing", "reason": "nothing was submitted"} for code in missing]
    return tables.stack("members", [pd.DataFrame(rows)])


def _number(known: Mapping[str, Any], name: str) -> Any:
    cell = known.get(name)
    return cell.get("value") if isinstance(cell, dict) else cell


#: Rounded as it was published: half a tonne a person either way.
ROUNDED = {"value": 6.0, "low": 5.5, "high": 6.5, "interval_kind": "rounding", "precision": "rounded", "note": "as printed in its report"}
WHOLE = {
    **{code: office(code) for code in OFFICES},
    **{code: mission(code) for code in MISSIONS},
    "O4": office("O4", **{"ghg.per_capita": ROUNDED, "personnel.covered.waste": 120.0}),
    "M3": {name: cell for name, cell in mission("M3").items() if not name.startswith("water")},
}
#: Of M2 the figures are of the year before; nothing is known of X.
YEARS = {"M2": YEAR - 1}
MISSING = ("X",)


def given(told: Told | None = None, years: Mapping[str, int] | None = None, missing: tuple[str, ...] = MISSING) -> Inputs:
    """The inputs of the group."""
    known, of_years = told if told is not None else WHOLE, years if years is not None else YEARS
    return inputs(
        [{"table": "profile", "name": "The group"}], CODE, YEAR, members=members(known, of_years, missing), members_figures=figures(known, of_years)
    )


def roll(told: Told | None = None, years: Mapping[str, int] | None = None, missing: tuple[str, ...] = MISSING) -> list[Body]:
    """The members with their figures."""
    known, of_years = told if told is not None else WHOLE, years if years is not None else YEARS
    return bodies(members(known, of_years, missing), figures(known, of_years))


def group_report(made: Inputs | None = None) -> Report:
    """The report of the group, with the products that stage 3 makes of its members."""
    read = made or given()
    found = evaluate(read)
    shown = report(members=read.members, activities=read.activities)
    products = {name: getattr(read, name).to_dict("records") for name in ("peers", "standings")}
    whole = Report(**{**{name: getattr(shown, name) for name in Report.__dataclass_fields__}, "figures": found})
    whole._products.update(products)
    return whole
