"""Which earlier years emissions are held against, and their rows."""

import pandas as pd
import pytest
from figure_frames import activities

from greening import history, paths, tables

GOAL = {"table": "goals", "goal_id": "G", "metric": "ghg.total", "target_year": 2030, "change_pct": -45.0}


@pytest.mark.parametrize(
    ("rows", "years", "wanted"),
    [
        ([], [2008, 2010, 2015, 2020, 2021], [2008, 2010, 2021]),
        ([GOAL | {"baseline_year": 2015}], [2010, 2015, 2020, 2021], [2010, 2015, 2021]),
        ([GOAL | {"baseline_year": 2015, "organization": "MEMBER"}], [2012, 2015, 2020], [2012]),
        ([GOAL | {"baseline_year": 2019}], [], []),
    ],
)
def test_the_year_before_and_what_may_be_the_base_year(rows: list, years: list[int], wanted: list[int]):
    assert history.compared_years(activities([{"table": "profile"}, *rows]), "BODY", 2022, years) == wanted


def test_rows_bear_the_year_of_the_report_also_where_a_member_was_carried_forward(tmp_path):
    for year in (2020, 2021):
        rows = pd.DataFrame({"organization": ["BODY", "MEMBER"], "year": [year, 2019], "emissions_tco2e": [1.0, 2.0]})
        tables.write("footprint", rows, paths.processed(tmp_path, year, "BODY"))
    found = history.earlier("footprint", tmp_path, "BODY", [2020, 2021])
    assert found["year"].tolist() == [2020, 2020, 2021, 2021]
    assert history.earlier("footprint", tmp_path, "BODY", []).empty
