"""The facts of an entity's report to its council, handed in by a made-up body, come out as sentences.

The proportions are those of the ITU document: air travel 70 % of the total; missions of staff and consultants 70 % of flights without home leave and
35 % of all emissions; a cut by 45 % from 2010 to 2030. The tonnes are made up.
"""

import made_products
import pytest
from made_report import text

from greening.narrative import air_travel, report, targets

FILES = {
    "profile": "organization,name,country,illustrative\nBODY,An invented body,CH,true\n",
    "personnel": "headcount,covers\n100,all\n",
    "inventory": "bucket,source,scope,emissions_tco2e,reference\nfacilities,electricity,2,300,A statement\n",
    "air_travel": "trips,purpose,own_co2_kg\n90,staff_mission,250000\n40,consultant,100000\n80,home_leave,200000\n"
    "30,interpreter,90000\n20,councillor,60000\n",
    "goals": "goal_id,metric,baseline_year,baseline_value,target_year,change_pct,adopted_by\nG,ghg.total,2010,1600,2030,-45,Council\n",
}


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    folder = data / "raw" / "2019" / "BODY"
    folder.mkdir(parents=True)
    for name, content in FILES.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    made_products.make(data, 2019, "BODY")
    return report.read(2019, "BODY", data, "en")


def test_air_travel_and_both_shares_of_missions_with_what_they_are_shares_of(read):
    said = text(air_travel.air_travel(read).html)
    assert "Air travel caused 700 t of CO₂ equivalent, 70 % of the total." in said
    assert "caused 70 % of the emissions of all flights but home leave, which were 500 t" in said
    assert "They caused 35 % of all emissions, which were 1,000 t" in said


def test_the_goal_is_told_with_its_path(read):
    said = text(targets.targets(read).html)
    assert "The goal is a change of −45 % in greenhouse gas emissions by 2030, measured from 2010." in said
    # 1600 x (1 - 0.45 x 9 / 20) = 1276 t are allowed in 2019.
    assert read.value("target.G.allowed") == pytest.approx(1276)
    assert "The baseline of 1,600 t for 2010 is the one given with the goal." in said
    assert "it has to change by about −10.9 t" in said
