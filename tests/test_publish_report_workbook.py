"""The workbook of a report: every sheet, numbers as numbers, no formula, the licence of each factor, no journey of a person."""

import io

import pandas as pd
from made_report import activities, quantity, report, word
from openpyxl import load_workbook

from greening import tables
from greening.publish import report_workbook


def rows(table, count, first=0, **columns):
    shared = {"organization": "BODY", "year": 2022, "table": table, "source_file": f"{table}.csv", "in_total": True, "bucket": "facilities"}
    return [{**shared, "source_row": first + row, "row_id": f"{table}{first + row}", "emissions_tco2e": 1.5, **columns} for row in range(count)]


FLIGHT = {"source": "flight", "purpose": "staff_mission", "cabin": "economy", "factor_unit": "kg/km", "factor_source_id": "flight_fleet"}


def made():
    listed = [
        *rows("electricity", 2, source="electricity", factor_id="grid", factor_value=0.3, factor_unit="kg/kWh", factor_source_id="owid_ember"),
        *rows("air_travel", 6, factor_id="many", factor_value=0.1, **FLIGHT),
        *rows("air_travel", 2, 10, factor_id="few", factor_value=0.7, **FLIGHT),
    ]
    listed[2]["factor_value"] = 0.2
    footprint = tables.stack("footprint", [pd.DataFrame(listed)])
    submitted = activities(
        air_travel=[
            {**row, "trips": 1.0}
            for row in [{"source_file": "air_travel.csv", "source_row": n, "row_id": f"air_travel{n}"} for n in (*range(6), 10, 11)]
        ]
    )
    return report(quantity("ghg.total", 0.1 + 0.2), word("ghg.break", "=HYPERLINK(1)"), footprint=footprint, activities=submitted)


def book(charts=None):
    opened = load_workbook(io.BytesIO(report_workbook.content(made(), charts or {})))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in opened}, opened


def test_it_has_every_sheet_and_the_same_bytes_each_time():
    assert list(book()[0]) == ["About", "Figures", "Footprint", "Targets", "Findings", "Factors", "Charts"]
    assert report_workbook.content(made(), {}) == report_workbook.content(made(), {})
    assert report_workbook.name(made()) == "BODY-2022.xlsx"


def test_figures_are_numbers_in_full_and_texts_are_no_formulas():
    sheets, opened = book()
    held = {row[0]: row for row in sheets["Figures"][1:]}
    assert held["ghg.total"][2] == 0.1 + 0.2 and held["ghg.break"][3] == "=HYPERLINK(1)"
    assert {cell.data_type for sheet in opened for row in sheet.iter_rows() for cell in row} <= {"n", "s", "inlineStr"}


def test_factors_name_their_source_and_its_licence():
    head, *factors = book()[0]["Factors"]
    grid = dict(zip(head, next(row for row in factors if row[0] == "grid"), strict=True))
    assert (grid["lowest_value"], grid["highest_value"], grid["rows"]) == (0.3, 0.3, 2)
    assert grid["licence"] and grid["title"] and grid["url"]


def test_of_journeys_neither_the_rows_nor_the_factors_of_a_few_are_told():
    sheets, _ = book()
    head, *lines = sheets["Footprint"]
    flights = [dict(zip(head, line, strict=True)) for line in lines if line[head.index("table")] == "air_travel"]
    assert [(line["activity_value"], line["emissions_tco2e"], line["row_id"]) for line in flights] == [(8.0, 12.0, None)]
    head, *factors = sheets["Factors"]
    told = {row[0]: (row[head.index("lowest_value")], row[head.index("rows")]) for row in factors}
    assert told == {"grid": (0.3, 2), "many": (None, 6)}


def test_tables_of_charts_stand_under_each_other_with_numbers_as_numbers():
    charts = {"charts/a.en.csv": "Year,t\n2021,1.25\n'=x,'-y\n", "charts/b.en.csv": "Part,Share\nAir,-0.5\n"}
    assert book(charts)[0]["Charts"] == [
        ["a.en", None],
        ["Year", "t"],
        [2021, 1.25],
        ["=x", "-y"],
        [None, None],
        ["b.en", None],
        ["Part", "Share"],
        ["Air", -0.5],
    ]
