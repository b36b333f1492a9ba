"""Accounts of rows and findings."""

from dataclasses import replace

import pandas as pd
import pytest
from figure_frames import activities, footprint, indicators, inputs, inventory, published, values

from greening import tables
from greening.errors import GreeningError
from greening.figures import accounts

FUEL, WATER = {"table": "fuels"}, {"table": "water"}


def checks(*rows):
    found = [{"organization": "BODY", "year": 2022, "level": "reject", "table": "fuels", "source_file": "fuels.csv"} | row for row in rows]
    return tables.stack("checks", [pd.DataFrame(found)])


def given(**products):
    submitted = activities([FUEL, FUEL, WATER])
    emitted = footprint([{"emissions_tco2e": 1.0}, {"emissions_tco2e": 1.0, "in_total": False}])
    used = indicators([{}, {}, WATER | {"indicator_id": "water.total", "value": 1.0}]).iloc[2:]
    return inputs(**{"activities": submitted, "footprint": emitted, "indicators": used, **products})


def test_every_row_is_counted_once():
    found = values(given(checks=checks({"source_row": 9, "rows": 1}, {"source_row": 9, "rows": 0})), "rows.")
    assert found == {
        "rows.raw": 4,
        "rows.validated": 3,
        "rows.rejected": 1,
        "rows.activity": 3,
        "rows.footprint": 2,
        "rows.indicators_only": 1,
        "rows.in_total": 1,
        "rows.outside_total": 1,
    }


def test_a_table_dropped_whole_counts_with_its_rows_and_its_rows_not_again():
    found = values(given(checks=checks({"rows": 12}, {"rows": 12, "column": "fuel"}, {"source_row": 9, "rows": 1}, {"level": "warn", "rows": 7})))
    assert found["rows.rejected"] == 12


def test_two_rows_of_two_bases_are_one_submitted_row():
    lines = footprint([{"table": "electricity", "emissions_tco2e": 1.0, "scope": 2, "basis": basis} for basis in ("location", "market")])
    one = lines.assign(source_row=2, row_id="electricity.csv:2")
    assert values(inputs([{"table": "electricity"}], footprint=one))["rows.footprint"] == 1


def test_an_activity_row_in_no_product_stops_the_stage():
    with pytest.raises(GreeningError, match=r"in neither footprint nor indicators: water.csv row 4"):
        accounts.check(given(indicators=tables.empty("indicators")))


def test_a_row_that_is_rejected_and_validated_stops_the_stage():
    with pytest.raises(GreeningError, match=r"rejected and validated: fuels.csv row 2"):
        accounts.check(given(checks=checks({"source_row": 2, "rows": 1})))


def test_raw_rows_must_be_kept_or_dropped():
    accounts.check(replace(given(), raw_rows=3))
    with pytest.raises(GreeningError, match="5 rows were read, 3 are validated and 1 rejected"):
        accounts.check(replace(given(checks=checks({"source_row": 9, "rows": 1})), raw_rows=5))


def test_findings_count_what_validation_and_what_the_figures_show():
    rows = [inventory(100.0), published("ghg.total", 500.0, "exact")]
    found = values(inputs(rows, checks=checks({"source_row": 9, "rows": 1}, {"level": "warn"})), "findings.")
    assert found == {"findings.reject": 1, "findings.hold": 0, "findings.warn": 2}
