"""Dates of exports: the mapping's way, or the one that the whole column leaves."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from greening.collecting import dates
from greening.errors import CallError


@pytest.mark.parametrize(
    ("cells", "way", "first"),
    [
        (["2024-03-05", "2024-12-31"], "YYYY-MM-DD", date(2024, 3, 5)),
        (["05/03/2024", "31/12/2024"], "DD/MM/YYYY", date(2024, 3, 5)),
        (["03/05/2024", "12/31/2024"], "MM/DD/YYYY", date(2024, 3, 5)),
        (["05.03.2024", "31.12.2024 23:59:00"], "DD/MM/YYYY", date(2024, 3, 5)),
        (["05MAR24", "31DEC24"], "DDMMMYY", date(2024, 3, 5)),
        (["5-Mar-2024"], "DD-MMM-YYYY", date(2024, 3, 5)),
        (["20240305"], "YYYYMMDD", date(2024, 3, 5)),
        (["03/03/2024"], "DD/MM/YYYY", date(2024, 3, 3)),
        (["05.03.2024", "06.03.2024"], "DD/MM/YYYY", date(2024, 3, 5)),
        (["25/03/24", "31/12/99"], "DD/MM/YY", date(2024, 3, 25)),
    ],
)
def test_a_column_that_leaves_one_reading_is_read(cells, way, first):
    assert dates.reading(cells, "auto", "Day") == way
    assert dates.day(cells[0], way) == first


@pytest.mark.parametrize("cells", [["05/03/2024"], ["05/03/2024", "06/07/2024", ""], ["01/02/03"], ["25/03/24"]])
def test_a_column_that_leaves_two_readings_is_refused_with_both(cells):
    with pytest.raises(CallError, match=r"Day: .* can be .* or .*; write `dates: "):
        dates.reading(cells, "auto", "Day")


def test_a_column_that_mixes_two_ways_is_refused_with_a_cell_of_each():
    with pytest.raises(CallError, match=r"13/05/2024 and 05/13/2024"):
        dates.reading(["13/05/2024", "05/13/2024"], "auto", "Day")


def test_a_cell_that_is_no_date_does_not_settle_the_others():
    assert dates.reading(["open", "31/12/2024"], "auto", "Day") == "DD/MM/YYYY"
    assert dates.day("open", "DD/MM/YYYY") is None


@pytest.mark.parametrize("cell", ["31/02/2024", "00/01/2024", "2024-13-01", "1/1/1", "12/2024", "05XYZ24", "", "31/12/9999", "01/01/0000"])
def test_what_is_no_day_is_none(cell):
    assert dates.day(cell, "DD/MM/YYYY") is None
    assert dates.day(cell, "DDMMMYY") is None


def test_spreadsheet_days_count_from_1900_as_excel_does():
    # Excel shows 45366 as 15 March 2024.
    assert dates.day("45366", dates.SERIAL) == date(2024, 3, 15)
    assert dates.day("45366.75", dates.SERIAL) == date(2024, 3, 15)


@pytest.mark.parametrize("way", ["DD/MM", "day first", "", "YYYY"])
def test_a_way_that_is_none_is_refused(way):
    with pytest.raises(CallError, match="write auto, spreadsheet, or a way such as"):
        dates.reading([], way, "Day")


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), min_size=1, max_size=10), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d%b%y"])
)
def test_a_column_comes_back_as_it_was_or_is_refused(days, form):
    cells = [day.strftime(form) for day in days]
    try:
        way = dates.reading(cells, "auto", "Day")
    except CallError:
        return
    assert [dates.day(cell, way) for cell in cells] == days
