"""A body that is run once when a warm process starts: what is loaded or worked out at first use is then there for every notebook."""

import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pandas as pd
from tqdm import tqdm  # type: ignore[import-untyped]

from greening import goals, locale, paths, published, tables, target_findings, targets
from greening.charts import structures
from greening.errors import SuiteError
from greening.figures import evaluate, inputs, projection_as_figures, targets_as_figures
from greening.figures.inputs import Inputs
from greening.footprint.compute import footprint
from greening.gaps.filling import completed
from greening.indicators import indicators
from greening.narrative.report import Report
from greening.narrative.sections import SECTIONS
from greening.projection import faults, plans
from greening.submission.loading import load
from greening.validation import validate

YEAR, CODE = 2024, "REHEARSAL"

#: A little of what most bodies hand in; nothing of it is ever written down or shown.
_TABLES: Mapping[str, str] = {
    "profile": f"organization,name,country,illustrative\n{CODE},Rehearsal,CH,true",
    "locations": "location_id,name,country,kind,tenure,floor_area_m2\nA,A,CH,headquarters,owned,900\nB,B,KE,country_office,leased_private,90",
    "personnel": "location_id,headcount\nA,90\nB,9",
    "electricity": "location_id,start_date,end_date,electricity_kwh,supply,quality\nA,2024-01-01,2024-06-30,9000,grid,metered\nB,,,900,,estimated",
    "heat": "location_id,heat_kwh,carrier,quality\nA,9000,district_heat,metered",
    "fuels": "location_id,use,fuel,quantity,unit,quality\n"
    "A,heating,natural_gas,9000,kwh,metered\nB,generator,diesel,90,l,invoiced\nB,vehicle,petrol,90,l,",
    "refrigerants": "location_id,refrigerant,quantity_kg\nA,R-410A,1",
    "air_travel": "location_id,departure_date,origin,destination,cabin,trips,return_trip,purpose,quality\n"
    "A,2024-03-05,GVA,NBO,economy,9,true,staff_mission,invoiced\nA,2024-04-05,GVA,JFK,business,7,false,consultant,invoiced",
    "ground_travel": "location_id,date,mode,distance_km,purpose\nA,2024-03-31,rail,900,staff_mission",
    "waste": "location_id,stream,treatment,waste_kg,quality\nA,mixed,incineration,900,metered\nA,paper,recycling,90,estimated",
    "water": "location_id,source,water_m3,quality\nA,municipal,90,metered",
    "wastewater": "location_id,wastewater_m3,treatment\nA,90,municipal",
    "optional": "activity,emissions_tco2e\ncommuting,9",
    "inventory": "bucket,source,scope,basis,emissions_tco2e,precision,reference\nfacilities,electricity,2,location,3.6,rounded,A statement",
    "coverage": "topic,status,covered_share,note\nghg,reported,1,All offices",
    "management": "question_id,answer\nimp.status,in force",
    "goals": "goal_id,metric,baseline_year,baseline_value,target_year,change_pct,unit,path,adopted_by,adopted_date\n"
    "G,ghg.total,2020,200,2030,-45,t CO2e,linear,Governing body,2021-05-12",
    "adoptions": "goal_id,adopted_by,adopted_date,baseline_year\nUNSCAP-2,Governing body,2021-05-12,2020",
    "actions": "action_id,title,goal_id,status\nT,Trains instead of flights,G,planned",
    "stories": "section,language,text\nleader,en,Words of the head.",
}

#: Suites that are judged: together they have every kind of judging rows that most bodies meet; all of them would take twice as long to start with.
_SUITES = ("locations.json", "actions.json", "electricity.json", "completeness.json", "location_intensity.json")


def rehearse() -> None:
    """Run the four stages over a small body in memory; no file is kept, and nothing that a notebook could see is changed."""
    with warnings.catch_warnings(), _no_monitor(), tempfile.TemporaryDirectory() as data:
        warnings.simplefilter("ignore")
        folder = paths.raw(data, YEAR, CODE)
        folder.mkdir(parents=True)
        for table, text in _TABLES.items():
            (folder / f"{table}.csv").write_text(text + "\n", encoding="utf-8")
        _narrate(data, *_validated(data))
        structures.prepare()


@contextmanager
def _no_monitor() -> Iterator[None]:
    """Keep great_expectations' progress bars from leaving a thread behind: a process with threads cannot be forked."""
    usual, tqdm.monitor_interval = tqdm.monitor_interval, 0
    try:
        yield
    finally:
        tqdm.monitor_interval = usual


def _validated(data: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    suites = paths.root(data) / "expectations"
    suites.mkdir()
    try:
        for name in _SUITES:
            (suites / name).write_bytes((paths.HOME / "expectations" / name).read_bytes())
        return validate(load(YEAR, CODE, data), suites, previous=None)
    except (SuiteError, FileNotFoundError):
        # Suites that are not sound or not there are told by the notebook of each organization.
        return tables.empty("activities"), tables.empty("checks")


def _narrate(data: str, activities: pd.DataFrame, checks: pd.DataFrame) -> None:
    if activities.empty:
        return
    folder = paths.processed(data, YEAR, CODE)
    for product in tables.products():
        # What a product without rows looks like is worked out once, to be read and to be written.
        tables.write(product, tables.empty(product), folder)
        tables.read(product, folder)
    completed(activities)
    made = footprint(activities, "AR5", "icao_style"), indicators(activities)
    nobody, no_figures = tables.empty("members"), tables.empty("figures")
    given = Inputs(CODE, YEAR, activities, checks, *made, nobody, no_figures, files={}, earlier_footprint=made[0].assign(year=YEAR - 1))
    figures = evaluate.evaluate(given)
    set_goals = goals.applied(activities)
    on_paths = targets.evaluate(set_goals, figures, no_figures, YEAR)
    unmeasured = target_findings.findings(set_goals, on_paths, CODE, YEAR)
    figures = targets_as_figures.add(figures, on_paths, len(unmeasured))
    plan = plans.evaluate(given, figures, on_paths)
    beyond = faults.faults(given, plan)
    figures = projection_as_figures.add(figures, plan, len(beyond))
    findings = tables.stack("findings", [checks, published.disagreements(figures, activities), given.found, unmeasured, beyond])
    inputs.write(given, folder)
    tables.write("projection", plan, folder)
    read = Report(YEAR, CODE, "en", figures, on_paths, activities, findings, *made, nobody, locale.catalogue("en"), folder)
    for show in SECTIONS:
        str(show(read).html)
