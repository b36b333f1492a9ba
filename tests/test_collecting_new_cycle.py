"""A new cycle: a workbook for each body of the year before, nothing written over, and no folder that would be an empty submission."""

import pytest
from chain_frames import body

from greening import paths
from greening.chain.plan import Register
from greening.collecting import new_cycle, request_log
from greening.collecting.request_log import ASKED, Event
from greening.errors import CallError


def write(year, organization, data):
    place = paths.root(data) / "templates" / str(year) / f"{organization}.xlsx"
    paths.write_bytes(place, b"workbook")
    return place


@pytest.fixture
def data(tmp_path):
    folder = body(tmp_path, 2024, "ONE")
    (folder / "locations.csv").write_text("location_id,country,closed_date\nA,KE,\nB,KE,2024-10-31\nC,KE,2025-02-01\n")
    (folder / "electricity.csv").write_text("location_id,meter_id,electricity_kwh\nA,M1,1\nA,M1,2\nB,M9,5\nC,M1,3\nC,,4\n")
    (folder / "goals.csv").write_text("goal_id,metric,target_year,change_pct\nG,ghg.total,2030,-45\nG,ghg.total,2035,-60\nOLD,ghg.total,2024,-10\n")
    (folder / "actions.csv").write_text("action_id,title,status\nX,a,done\nY,b,planned\nZ,c,under_way\n")
    body(tmp_path, 2024, "TWO")
    (tmp_path / "raw" / "2024" / "EMPTY").mkdir()
    return str(tmp_path)


def test_each_body_of_the_year_before_gets_a_workbook_and_is_told_what_is_carried_forward(data):
    found = new_cycle.set_up(2025, data, (), write)
    assert [one.organization for one in found.bodies] == ["ONE", "TWO"]
    assert found.bodies[0].carried == new_cycle.Carried(locations=2, closed=1, meters=2, goals=1, actions=2)
    text = new_cycle.as_text(found, data)
    assert "Cycle 2025: 2 workbooks written" in text
    assert "ONE           written        2       1       2      1             2  2026-03-31  not asked" in text


def test_what_is_there_stays(data, tmp_path):
    new_cycle.set_up(2025, data, (), write)
    place = tmp_path / "templates" / "2025" / "ONE.xlsx"
    place.write_bytes(b"filled in")
    again = new_cycle.set_up(2025, data, (), write)
    assert place.read_bytes() == b"filled in"
    assert "0 workbooks written" in new_cycle.as_text(again, data)
    assert "2 already there and left alone" in new_cycle.as_text(again, data)


def test_no_folder_is_made_that_a_run_would_take_for_a_submission(data):
    new_cycle.set_up(2025, data, (), write)
    assert Register(data).years == [2024]


def test_the_day_that_was_agreed_is_told(data):
    request_log.append(data, 2025, [Event("ONE", "2026-01-10", ASKED, due="2026-02-28")])
    one, two = new_cycle.set_up(2025, data, (), write).bodies
    assert (one.due.isoformat(), one.state) == ("2026-02-28", "asked 2026-01-10")
    assert (two.due.isoformat(), two.state) == ("2026-03-31", "not asked")


@pytest.mark.parametrize(
    ("year", "codes", "told"),
    [
        (2030, (), "there are no submissions of 2029 to begin 2030 with"),
        (2025, ("THREE",), "no submission of 2024 of THREE; write a first workbook with `template"),
    ],
)
def test_without_a_year_before_the_remedy_is_named(data, year, codes, told):
    with pytest.raises(CallError, match=told):
        new_cycle.set_up(year, data, codes, write)


def test_a_workbook_says_what_it_begins_with(tmp_path):
    body(tmp_path, 2022, "ONE")
    assert new_cycle.begun_with(2025, "ONE", str(tmp_path)) == "Filled in: what still holds of the submission of ONE for 2022."
    assert "ONEE handed in for none of the 5 years before; if it did, check the code." in new_cycle.begun_with(2025, "ONEE", str(tmp_path))
