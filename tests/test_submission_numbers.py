"""Numbers as people write them: read where they mean one thing, else left for a finding, and never read as another number."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, strategies as st
from submitted_files import submitted, workbook

from greening.structure import casting
from greening.submission import numbers
from greening.tables import submission_tables

ELECTRICITY = submission_tables()["electricity"]
FUELS = submission_tables()["fuels"]


def read(*cells, column="electricity_kwh", table=ELECTRICITY, epoch=None, is_loose=False) -> list[str]:
    rows = pd.DataFrame({name: [""] * len(cells) for name in table.columns} | {column: list(cells)}, dtype="str")
    return numbers.settled(rows, table, epoch, is_loose=is_loose)[column].tolist()


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("1\u2019234.5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234", "1234"),
        ("12,5", "12.5"),
        ("0,500", "0.500"),
        ("1234,567", "1234.567"),
        ("1,5E3", "1.5E3"),
        ("\u22125,5", "-5.5"),
        ("1234 kWh", "1234"),
        ("1 234,5 kWh", "1234.5"),
        ("12.5 KWH", "12.5"),
    ],
)
def test_what_can_mean_one_number_is_read(cell, number):
    assert read(cell) == [number]


@pytest.mark.parametrize(
    "cell",
    [
        "1,234",
        "12 MWh",
        "1,23,456",
        "1 23",
        "1.2.3",
        "1,2,3",
        "12-14",
        "(12)",
        "12 or 13",
        "80%",
        "1.234 kWh",
        "12k",
        "1'23",
        "١٢٣",
        "NaN",
        "1 234 567,8,9",
    ],
)
def test_what_means_none_or_could_mean_two_is_left_for_a_finding(cell):
    assert read(cell) == [cell]


def test_other_cells_of_the_column_show_how_it_is_written():
    assert read("1,234", "5,678.9") == ["1234", "5678.9"]
    assert read("1,234", "5,5") == ["1.234", "5.5"]
    assert read("1,234", "2.5") == ["1234", "2.5"]
    assert read("1.234", "5.678,9") == ["1234", "5678.9"]


def test_a_column_that_is_written_both_ways_decides_nothing():
    assert read("1,234", "5,5", "2.5") == ["1,234", "5.5", "2.5"]
    assert read("1.234", "5,5", "2,345.6") == ["1.234 (1.234 or 1234?)", "5.5", "2345.6"]


def test_a_point_before_three_digits_is_a_decimal_sign_but_not_in_a_file_of_another_country():
    assert read("1.234") == ["1.234"]
    assert read("1.234", is_loose=True) == ["1.234 (1.234 or 1234?)"]
    assert read("1.234", "2,5", is_loose=True) == ["1234", "2.5"]


def test_a_number_of_a_sheet_says_nothing_about_the_texts_beside_it():
    """12.5 is how the reader writes the number that its owner may see as 12,5."""
    epoch = date(1899, 12, 30)
    assert read("12.5", "1,234", epoch=epoch) == ["12.5", "1,234"]
    assert read("1.234", "2,5", epoch=epoch) == ["1.234 (1.234 or 1234?)", "2.5"]


def test_a_percentage_is_a_hundredth_in_shares_and_itself_in_percentages():
    assert read("80%", "12,5 %", column="bio_share_pct", table=FUELS) == ["80", "12.5"]
    assert read("80 %", "7%", column="covered_share", table=submission_tables()["coverage"]) == ["0.8", "0.07"]


def test_texts_stay_as_they_are_and_codes_lose_only_doubled_blanks():
    assert read("1,234 and more", column="factor_reference") == ["1,234 and more"]
    assert read("HQ\u00a0 1", column="location_id") == ["HQ 1"]


@pytest.mark.parametrize(("epoch", "day"), [(date(1899, 12, 30), "2024-03-31"), (date(1904, 1, 1), "2028-04-01")])
def test_a_day_that_a_sheet_holds_as_a_number_is_counted_from_its_own_first_day(epoch, day):
    assert read("45382", "2024", "20240331", column="start_date", epoch=epoch) == [day, "2024", "20240331"]
    assert read("45382", column="start_date") == ["45382"]


def grouped(digits: str, sign: str) -> str:
    head = len(digits) % 3 or 3
    return sign.join([digits[:head], *(digits[place : place + 3] for place in range(head, len(digits), 3))])


@st.composite
def written(draw) -> tuple[Decimal, str]:
    """A number, and one of the ways to write it."""
    whole = str(draw(st.integers(0, 10**12)))
    places = draw(st.text("0123456789", max_size=4))
    point, group = draw(
        st.sampled_from([(".", ""), (".", ","), (".", " "), (".", "'"), (",", ""), (",", "."), (",", " "), (",", "'"), (".", "\u00a0")])
    )
    sign = draw(st.sampled_from(["", "-"]))
    text = sign + (grouped(whole, group) if group else whole) + (point + places if places else "")
    unit = draw(st.sampled_from(["", " kWh", " "]))
    return Decimal(f"{sign}{whole}.{places or '0'}"), text + unit


@given(written(), st.booleans(), st.sampled_from([None, date(1899, 12, 30)]))
def test_a_number_comes_back_equal_or_not_at_all(pair, is_loose, epoch):
    number, text = pair
    (cell,) = read(text.strip(), is_loose=is_loose, epoch=epoch)
    cast = casting.columns.cells.numbers(ELECTRICITY.columns["electricity_kwh"]).read(cell)
    # A lone number such as 1.234 is what the declarations say that it is.
    if cast is not None and text.strip() != cell:
        assert cast == float(number)


@given(
    st.lists(st.decimals(min_value=0, max_value=10**9, places=3), min_size=1, max_size=6),
    st.sampled_from([",", "."]),
    st.sampled_from([" ", "'", "x"]),
)
def test_a_column_written_one_way_comes_back_equal_or_not_at_all(values, point, group):
    texts = [
        format(value, ",.3f").replace(",", "G").replace(".", point).replace("G", group if group != "x" else {",": ".", ".": ","}[point])
        for value in values
    ]
    reader = casting.columns.cells.numbers(ELECTRICITY.columns["electricity_kwh"])
    for value, text, cell in zip(values, texts, read(*texts), strict=True):
        found = reader.read(cell)
        if found is not None and not (text == cell and "." in text):
            assert found == float(value), (text, cell)


def test_a_number_that_could_be_two_is_one_finding_with_its_cell(tmp_path):
    place = [["location_id", "country", "tenure"], ["HQ", "CHE", "owned"]]
    rows = [["location_id", "electricity_kwh"], ["HQ", "1,234"]]
    found = casting.cast(submitted(tmp_path, submission__xlsx=workbook(locations=place, electricity=rows))).findings
    assert found[["sheet", "source_row", "column", "rule", "value"]].values.tolist() == [
        ["electricity", 2, "electricity_kwh", "not_a_number", "1,234"]
    ]
