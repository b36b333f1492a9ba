"""Reading cells: what counts as a number, a date, a code; what an empty cell means; what is said of a cell that cannot be read."""

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from greening import checks
from greening.structure import cells, codes, columns
from greening.structure.casting import cast
from greening.submission.loading import Submission
from greening.tables import Column, submission_tables

TEXT = Column("", type="text")


def cast_rows(table: str, *rows: dict[str, str], year: int = 2024):
    """The typed rows of a table given as text by column, and the findings."""
    names = ["row_id", *submission_tables()[table].columns]
    text = pd.DataFrame([{column: row.get(column, "") for column in names} for row in rows], dtype="str")
    places = pd.DataFrame({"source_file": f"{table}.csv", "sheet": "", "source_row": range(2, len(rows) + 2)})
    typed = cast(Submission("BODY", year, {table: text.join(places)}, checks.none(), {}, len(rows)))
    return typed.tables[table], typed.findings


def values(reader: cells.Reader, *texts: str) -> list[object]:
    """What a reader makes of each cell."""
    return [reader.read(text) for text in texts]


@given(st.floats(-cells.LARGEST, cells.LARGEST).filter(lambda number: number == 0 or abs(number) >= cells.SMALLEST))
def test_every_number_of_a_credible_size_is_read_back(number):
    assert values(cells.numbers(Column("", type="number")), repr(number)) == [number]


@pytest.mark.parametrize(("text", "hint"), [("1e16", "above 1,000,000,000,000,000"), ("-1e16", "above 1,000"), ("1e-16", "write 0")])
def test_numbers_of_an_incredible_size_are_rejected_in_plain_words(text, hint):
    _, findings = cast_rows("water", {"location_id": "HQ", "source": "rain", "water_m3": text})
    assert findings["level"].tolist() == ["reject"]
    assert hint in findings["message"].iloc[0]


def test_years_are_from_1900_to_2200():
    blocks = [{"registry": "x", "claimed_year": year} for year in ("1899", "1900", "2200", "20244")]
    _, findings = cast_rows("offsets", *blocks)
    told = findings[findings["column"] == "claimed_year"]
    assert told[["level", "value"]].values.tolist() == [["reject", "1899"], ["reject", "20244"]]
    assert "a year from 1900 to 2200 is expected. Write the year with four digits" in told["message"].iloc[0]


def test_a_text_of_a_csv_file_may_begin_with_an_equals_sign_and_a_number_may_not():
    _, findings = cast_rows("stories", {"section": "ghg", "text": "=5 % less than before"}, {"section": "ghg", "text": "#REF!"})
    assert findings[["source_row", "rule"]].values.tolist() == [[3, "formula_without_value"]]
    _, findings = cast_rows("water", {"location_id": "HQ", "source": "rain", "water_m3": "=A1+A2"})
    assert findings["rule"].tolist() == ["formula_without_value"]


@pytest.mark.parametrize("text", ["NaN", "nan", "inf", "-inf", "n/a", "1,234", "1 234", "1e999", "0x10", "1_000", "٣", "12 kWh", "--1", "."])
def test_words_and_grouped_digits_are_no_numbers(text):
    assert values(cells.numbers(Column("", type="number")), text) == [None]


@pytest.mark.parametrize(("text", "number"), [("5", 5), ("+5", 5), ("-5.5", -5.5), (".5", 0.5), ("5.", 5), ("1E3", 1000), ("0", 0)])
def test_plain_numbers_are_read(text, number):
    assert values(cells.numbers(Column("", type="number")), text) == [number]


def test_a_column_of_integers_takes_whole_numbers_and_its_choices_only():
    assert values(cells.numbers(Column("", type="integer")), "2024", "2024.0", "2024.5") == [2024, 2024, None]
    assert values(cells.numbers(Column("", type="integer", choices=("1", "2", "3"))), "1", "4") == [1, None]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1,234", "1234."),
        ("1 234 567.5", "1234567.5."),
        ("12,5", "12.5."),
        ("13.500,75", "a point: 13500.75."),
        ("1.234.567", "a point: 1234567."),
        ("n/a", "Leave the cell empty"),
        ("12 kWh", "number alone"),
        ("2024-03-01", "format the column as a number"),
    ],
)
def test_the_fault_of_a_number_says_how_to_write_it(text, hint):
    assert hint in cells.numbers(Column("", type="number")).hint(text)


def test_only_iso_dates_are_dates():
    read = values(cells.dates(TEXT), "2024-03-31", "2024-02-30", "31/03/2024", "2024-3-1", "20240331")
    assert read == ["2024-03-31", None, None, None, None]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("31/12/2024", " Write 2024-12-31."),
        ("12.31.2024", " Write 2024-12-31."),
        ("05/05/2024", " Write 2024-05-05."),
        ("03/04/2024", " The day and the month can be taken for each other: write 2024-04-03 or 2024-03-04."),
        ("soon", ""),
    ],
)
def test_the_iso_spelling_is_offered_where_day_and_month_cannot_be_mistaken(text, hint):
    assert cells.dates(TEXT).hint(text) == hint


def test_booleans_are_read_as_spreadsheets_in_english_french_and_spanish_write_them():
    assert values(cells.booleans(TEXT), "VRAI", "oui", "VERDADERO", "S\u00ed") == [True] * 4
    assert values(cells.booleans(TEXT), "FAUX", "non", "falso") == [False] * 3


def test_booleans_have_three_spellings_in_any_case():
    read = values(cells.booleans(TEXT), "TRUE", "yes", "1", "False", "No", "0", "ja")
    assert read == [True, True, True, False, False, False, None]


def test_choices_do_not_depend_on_case_or_space():
    column = submission_tables()["waste"].columns["treatment"]
    reader = cells.choices(column)
    assert values(reader, "Open Dump", " landfill ", "open-burning", "landfil") == ["open_dump", "landfill", "open_burning", None]
    assert reader.hint("landfil") == " Did you mean landfill?"


def test_lists_take_spaces_commas_and_semicolons():
    column = submission_tables()["personnel"].columns["covers"]
    assert values(cells.lists(column), "ghg waste", "Water; ghg,ghg", "gas") == ["ghg waste", "water ghg", None]


def test_countries_become_alpha_3_and_na_is_namibia():
    assert values(codes.countries(TEXT), "NA", "nam", "CH", "Kenia") == ["NAM", "NAM", "CHE", None]
    assert codes.countries(TEXT).hint("Keny") == " Did you mean KEN?"


def test_countries_may_be_named_in_full_in_six_languages():
    names = ("Kenya", "KENYA", "Suisse", "Kenya (le)", "肯尼亚", "كينيا", "Кения", "Korea", "United Kingdom")
    read = values(codes.countries(TEXT), *names)
    assert read[:7] == ["KEN", "KEN", "CHE", "KEN", "KEN", "KEN", "KEN"]
    assert read[7] is None


def test_units_may_be_written_out_but_a_ton_is_not_guessed():
    column = submission_tables()["fuels"].columns["unit"]
    read = values(cells.choices(column), "litres", "Litre", "L", "tonnes", "kWh", "cubic metres", "ton")
    assert read == ["l", "l", "l", "t", "kwh", "m3", None]


def test_airports_and_cities_become_capitals():
    reader = codes.airports(TEXT)
    assert values(reader, "gva", "NYC", "Geneva") == ["GVA", "NYC", None]
    assert "GVA" in reader.hint("Geneva")


@pytest.mark.parametrize(
    ("texts", "spelling"),
    [
        (["R-134a", "HFC-134a", "R134a", "r 134A", "hfc134a"], "R-134a"),
        (["R-410A", "R410a"], "R-410A"),
        (["HCFC-22", "R-22", "hcfc22"], "R-22"),
        (["SF6", "sf6"], "SF6"),
    ],
)
def test_spellings_of_one_refrigerant_become_one(texts, spelling):
    assert set(values(codes.refrigerants(TEXT), *texts)) == {spelling}


def test_empty_cells_get_the_meaning_that_is_declared():
    rows, findings = cast_rows("air_travel", {"purpose": "staff_mission"})
    given_ = rows.loc[0, ["paid_by", "return_trip", "trips", "cabin"]].tolist()
    assert findings.empty
    assert given_ == ["organization", False, 1.0, "unknown"]


def test_dates_that_are_not_given_are_the_whole_year():
    rows, _ = cast_rows("water", {"location_id": "HQ", "source": "rain", "water_m3": "1"}, year=2023)
    assert rows.loc[0, ["start_date", "end_date"]].tolist() == [pd.Timestamp("2023-01-01"), pd.Timestamp("2023-12-31")]


@pytest.mark.parametrize(
    ("table", "column", "meaning"),
    [
        ("personnel", "covers", "all"),
        ("heat", "carrier", "district_heat"),
        ("ground_travel", "passengers", 1.0),
        ("locations", "quantity_covers", "own_share"),
        ("locations", "allocation_pct", 100.0),
        ("fuels", "calorific_basis", "net"),
        ("refrigerants", "basis", "leaked"),
        ("inventory", "in_total", True),
    ],
)
def test_every_default_of_the_contract_holds(table, column, meaning):
    rows, _ = cast_rows(table, {})
    assert rows.loc[0, column] == meaning


def test_an_empty_quantity_is_missing_and_zero_is_zero():
    rows, findings = cast_rows("electricity", {"location_id": "HQ", "electricity_kwh": "0"}, {"location_id": "HQ", "electricity_kwh": ""})
    assert rows["electricity_kwh"].fillna(-1).tolist() == [0, -1]
    assert findings[["source_row", "rule"]].values.tolist() == [[3, "required_cell_empty"]]


def test_every_fault_of_a_row_is_told():
    _, findings = cast_rows("water", {"location_id": "", "source": "sea", "water_m3": "much", "start_date": "May"})
    assert sorted(findings["column"]) == ["location_id", "source", "start_date", "water_m3"]


def test_a_row_that_is_usable_without_the_cell_is_kept():
    rows, findings = cast_rows("stories", {"section": "ghg", "text": "a", "effort_year": "soon"})
    assert findings["level"].tolist() == ["warn"]
    assert rows["effort_year"].isna().all()
    assert rows["faulty"].tolist() == ["effort_year"]


def test_rows_without_id_get_their_place_and_rows_that_share_one_are_all_told():
    story = {"section": "ghg", "text": "a"}
    rows, findings = cast_rows("stories", story, story | {"row_id": "nan"}, story | {"row_id": "nan"}, story | {"row_id": "stories.csv:-:2"})
    assert rows["row_id"].tolist() == ["stories.csv:-:2", "nan", "nan", "stories.csv:-:2"]
    assert findings["source_row"].tolist() == [2, 3, 4, 5]
    assert set(findings["rule"]) == {"repeated_row_id"}


@given(st.permutations(range(4)))
def test_the_order_of_rows_does_not_change_what_is_read(order):
    given_ = [{"location_id": "HQ", "source": "rain", "water_m3": text} for text in ("1", "two", "", "-4")]
    rows, findings = cast_rows("water", *(given_[place] for place in order))
    assert sorted(rows["water_m3"].fillna(0)) == [-4, 0, 0, 1]
    assert sorted(findings["rule"]) == ["not_a_number", "required_cell_empty"]


def test_a_formula_of_a_text_fails_in_a_sheet_and_is_text_in_a_csv_file():
    declared = submission_tables()["stories"].columns["text"]
    found = columns.read(["=A1", "=A1", "#REF!", ""], "text", declared, ["stories", "", "", ""], None)
    assert found.values == [None, "=A1", None, None]
    assert (found.failed, found.unread, found.empty) == ([0, 2], [], [3])


@given(st.lists(st.sampled_from(["1", "two", "", "#N/A", "=A1", "3.5"]), max_size=6))
def test_a_cell_is_read_alike_whatever_stands_beside_it(given_):
    declared = Column("", type="number", required=True)
    found = columns.read(given_, "quantity", declared, [""] * len(given_), 7.0)
    alone = [columns.read([cell], "quantity", declared, [""], 7.0) for cell in given_]
    assert found.values == [one.values[0] for one in alone]
    assert found.unusable == {position for position, one in enumerate(alone) if one.unusable}
