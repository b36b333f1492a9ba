"""An invented body with power in two countries, a refrigerant, flights and two goals."""

from pathlib import Path

FLIGHTS = (
    "origin,destination,cabin,trips,return_trip,purpose,own_co2_kg\n"
    "GVA,JFK,economy,2,true,staff_mission,\nNBO,GVA,business,1,false,staff_mission,\nNBO,JRO,economy,3,true,staff_mission,500\n"
)
GOALS = (
    "goal_id,metric,baseline_year,baseline_value,target_year,change_pct,target_value,adopted_by\n"
    "G,ghg.total,2023,,2030,-45,,Council\nR,energy.renewable.share,2023,0.2,2030,,0.4,Council\n"
)


def submit(data: Path, year: int, code: str, kwh: float, parent: str = "") -> Path:
    """Put the body's submission into a data root; its site in Kenya uses `kwh`, that in Switzerland three times as much."""
    folder = data / "raw" / str(year) / code
    folder.mkdir(parents=True)
    files = {
        "profile": f"organization,name,parent,country,illustrative\n{code},Invented body {code},{parent},KE,true\n",
        "locations": "location_id,country,tenure,kind\nA,KE,owned,other\nB,CH,owned,other\n",
        "personnel": "location_id,headcount\nA,10\nB,30\n",
        "electricity": f"location_id,electricity_kwh,quality\nA,{kwh},metered\nB,{kwh * 3},invoiced\n",
        "refrigerants": "location_id,refrigerant,quantity_kg\nA,R-410A,1.5\n",
        "air_travel": FLIGHTS,
        "goals": GOALS,
    }
    for table, text in files.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder
