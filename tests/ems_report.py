"""A report of a body with two places and four actions, made through stages 1 to 3 from a submission written in a test."""

from pathlib import Path

from made_products import make

from greening import paths
from greening.narrative import report

TABLES = {
    "profile": "organization,name,country,illustrative\nEXAMPLE-HQ,Invented body,CH,true\n",
    "locations": (
        "location_id,name,kind,city,country,tenure,reporting_line,floor_area_m2,reported_by,premises_id\n"
        "GVA,Headquarters,headquarters,Geneva,CH,owned,,1000,,\n"
        "MIS,Northern camp,field_mission,Ndola,ZM,owned,Field support,500,,\n"
        "DSK,Desk,other,Nairobi,KE,owned,,20,EXAMPLE-FIELD,NBO-COMPLEX\n"
    ),
    "personnel": "location_id,headcount\nGVA,40\nMIS,100\nDSK,1\n",
    "electricity": "location_id,electricity_kwh,quality\nGVA,100000,metered\nMIS,50000,metered\nDSK,2000,metered\n",
    "goals": (
        "goal_id,metric,baseline_year,baseline_value,target_year,change_pct,adopted_by,adopted_date\n"
        "G1,ghg.total,2020,100,2030,-45,Council,2020-01-01\n"
    ),
    "aspects": (
        "location_id,aspect,significance,reason,reviewed_date\nGVA,energy,high,Old building,2020-06-01\nMIS,energy,medium,Generators,2024-02-01\n"
    ),
    "actions": (
        "action_id,title,goal_id,aspect,location_ids,kind,novelty,feasibility,status,start_date,due_date,check_date,check_result,sdg_targets\n"
        "A1,Insulate the roof,G1,energy,GVA,infrastructure,traditional,high,under_way,2022-03-01,2024-06-30,,,7.3\n"
        "A2,Solar panels,G1,energy,GVA MIS,solar,innovative,low,planned,2025-01-01,2026-12-31,,,\n"
        "A3,New lamps,,energy,MIS,equipment,,medium,done,2022-01-01,2023-06-30,2023-12-01,Use fell by a tenth,11.6\n"
        "A4,Quiet zones,,noise,GVA,policy,,high,planned,2025-01-01,,,,\n"
    ),
    "milestones": "action_id,title,due_date,done_date\nA1,Tender,2023-05-01,2023-04-20\nA1,Scaffold,2024-03-01,\n",
    "management": (
        "question_id,location_id,answer,date\n"
        "ems.phase,GVA,Second phase,2024-12-01\nems.policy,GVA,yes,2022-01-01\nems.targets,GVA,no,2024-01-01\n"
        "ems.plan,GVA,reviewed,2023-05-01\nems.statement,GVA,reviewed,2022-11-08\nems.status,,met,2024-12-01\n"
    ),
    "groups": (
        "title,kind,location_id,reporting_line,members,start_date,end_date\n"
        "Green committee,steering_group,GVA,Management,Chiefs,2020-01-01,\nAll offices,coordination_mechanism,,Head,Heads of office,2020-01-01,\n"
    ),
    "mandates": "symbol,title,kind,text,location_id\nS/1 (invented),Mandate of the camp,mission_mandate,Keep the footprint small,MIS\n",
    "decisions": "title,decided_by,date,deliverable,due_date\nRoof first,Green committee,2024-02-01,Tender,2024-06-30\n",
    "practices": "title,kind,topic,text,action_id\nLamps on timers,lesson,energy,Timers save as much again,A3\n",
}


def read(data: Path, *, without: tuple[str, ...] = (), **tables: str) -> report.Report:
    """The report of 2024, where the tables given stand in the place of those above."""
    folder = paths.raw(data, 2024, "EXAMPLE-HQ")
    folder.mkdir(parents=True)
    for name, text in (TABLES | tables).items():
        if name not in without:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    make(data, 2024, "EXAMPLE-HQ")
    return report.read(2024, "EXAMPLE-HQ", str(data), "en")
