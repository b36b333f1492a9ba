"""Utility bills: credit notes are set off, repeats count once, overlaps and gaps are told."""

import pytest
from collecting_frames import fates, imported, mapped, rows, written
from hypothesis import given, strategies as st

from greening.collecting.bills import settle
from greening.collecting.fields import Fields
from greening.collecting.ledger import Ledger
from greening.collecting.mapping import Mapping

BILL = {"location_id": "A", "meter_id": "M", "start_date": "2024-01-01", "end_date": "2024-01-31", "electricity_kwh": "100"}
FEBRUARY = {"start_date": "2024-02-01", "end_date": "2024-02-29"}


def settled(*bills: dict[str, str], end_is: str = "last_day", table: str = "electricity") -> Ledger:
    """The ledger of bills that are as BILL where they say nothing else; rows count from 2."""
    ledger = Ledger()
    fields = Fields({row: BILL | bill for row, bill in enumerate(bills, start=2)})
    settle(fields, ledger, Mapping("m.yml", "bills", table, {}, {}, (), (), (), {"end_is": end_is}, {}))
    assert set(ledger.fates) == set(fields.rows)
    return ledger


def kinds(ledger: Ledger) -> list[str]:
    return [ledger.fates[row][0] for row in sorted(ledger.fates)]


def quantities(ledger: Ledger) -> list[str]:
    return [made.cells["electricity_kwh"] for made in ledger.made]


def test_a_credit_note_is_taken_off_the_bill_that_it_names():
    found = settled({"bill": "F1"}, FEBRUARY | {"bill": "F2"}, {"corrects": "F2", "electricity_kwh": "-30"})
    assert quantities(found) == ["100", "70"]
    assert kinds(found) == ["used", "used", "netted"]


def test_a_bill_that_is_taken_back_whole_and_billed_anew_counts_as_billed_last():
    found = settled({}, {"electricity_kwh": "-100"}, {"electricity_kwh": "90"})
    assert quantities(found) == ["90"]
    assert kinds(found) == ["netted", "netted", "used"]


def test_a_credit_note_may_say_what_it_is_instead_of_a_sign():
    assert quantities(settled({}, {"document": "credit", "electricity_kwh": "25"})) == ["75"]


@pytest.mark.parametrize(
    ("bills", "told"),
    [
        ([{"electricity_kwh": "-10"}], "no bill of the same meter and period"),
        ([{}, {"corrects": "F9", "electricity_kwh": "-10"}], "no bill F9"),
        ([{}, {"electricity_kwh": "60"}, {"electricity_kwh": "-10"}], "more than one bill of the same meter and period"),
        ([{}, {"electricity_kwh": "-101"}], "more than the bill of 100 in row 2"),
    ],
)
def test_a_credit_note_without_one_bill_to_set_it_off_against_is_refused(bills, told):
    found = settled(*bills)
    assert kinds(found)[-1] == "refused"
    assert told in found.fates[1 + len(bills)][1]


def test_the_same_bill_twice_counts_once_and_under_another_number_is_refused():
    assert kinds(settled({"bill": "F1"}, {"bill": "F1"}, {"bill": "F2"}, {})) == ["used", "netted", "refused", "netted"]


def test_bills_that_overlap_are_both_written_and_told():
    found = settled({}, {"start_date": "2024-01-29", "end_date": "2024-02-29"})
    assert kinds(found) == ["used", "used"]
    assert found.notes == ["A M: rows 2 and 3 overlap by 3 days, from 2024-01-29 to 2024-01-31. Both are written; take one out, or mend a date."]


def test_days_between_two_bills_are_told():
    found = settled({}, {"start_date": "2024-03-01", "end_date": "2024-03-31"})
    assert found.notes == ["A M: rows 2 and 3 leave out 29 days, from 2024-02-01 to 2024-02-29. Is a bill missing?"]


def test_bills_that_follow_each_other_are_not_told_and_other_meters_neither():
    assert settled({}, FEBRUARY, {"meter_id": "N"}).notes == []


def test_a_shared_day_of_reading_is_told_once_and_the_setting_takes_it_off():
    bills = [
        {"end_date": "2024-02-01"},
        {"start_date": "2024-02-01", "end_date": "2024-03-01"},
        {"start_date": "2024-03-01", "end_date": "2024-04-01"},
    ]
    assert [note[:33] for note in settled(*bills).notes] == ["2 bills begin on the day that the"]
    mended = settled(*bills, end_is="next_reading")
    assert mended.notes == []
    assert [made.cells["end_date"] for made in mended.made] == ["2024-01-31", "2024-02-29", "2024-03-31"]


def test_a_month_is_its_days():
    found = settled({"month": "2024-02-15", "start_date": "", "end_date": ""})
    assert (found.made[0].cells["start_date"], found.made[0].cells["end_date"]) == ("2024-02-01", "2024-02-29")


@pytest.mark.parametrize(("period", "told"), [({"end_date": ""}, "has no period"), ({"end_date": "2023-12-31"}, "before it starts on 2024-01-01")])
def test_a_bill_without_a_period_is_refused(period, told):
    assert told in settled(period).fates[2][1]


AMOUNTS = st.lists(st.tuples(st.sampled_from(["M", "N"]), st.integers(-5, 5)), max_size=10)


@given(AMOUNTS)
def test_what_is_written_is_what_was_billed_less_what_was_credited(amounts):
    found = settled(*({"meter_id": meter, "electricity_kwh": str(amount)} for meter, amount in amounts))
    fates_of = [found.fates[row] for row in sorted(found.fates)]
    counted = sum(
        amount for (_, amount), (fate, why) in zip(amounts, fates_of, strict=True) if fate != "refused" and why != "the same bill a second time"
    )
    assert sum(map(int, quantities(found))) == counted


def test_an_export_with_units_credit_notes_and_other_utilities(tmp_path):
    export = written(
        tmp_path,
        "bills.csv",
        "Utility;Meter;From;To;Quantity;Unit;Invoice;Corrects invoice;Document;Reading;Customer name",
        "Electricity;M1;01.01.2024;31.01.2024;1.234,5;kWh;F1;;Invoice;Actual;Anna",
        "Electricity;M1;01.02.2024;29.02.2024;2,5;MWh;F2;;Invoice;Estimated;Anna",
        "Electricity;M1;01.02.2024;29.02.2024;-0,5;MWh;G2;F2;Credit note;;Anna",
        "Gas;M9;01.02.2024;29.02.2024;77;kWh;F3;;Invoice;Actual;Anna",
        "Electricity;M1;01.03.2024;31.03.2024;12;gallons;F4;;Invoice;Actual;Anna",
        "Electricity;M1;01.03.2024;31.03.2024;;kWh;F5;;Invoice;Actual;Anna",
        encoding="cp1252",
    )
    chosen = mapped(tmp_path, "bills", columns={"location_id": {"from": "Meter", "values": {"M1": "A"}}})
    found = imported(tmp_path, "bills", export, chosen)
    assert fates(found) == {2: "used", 3: "used", 4: "netted", 5: "left out", 6: "refused", 7: "refused"}
    assert [(row["electricity_kwh"], row["quality"]) for row in rows(found)] == [("1234.5", "metered"), ("2000", "estimated")]
    assert 'Quantity: "12" is in "gallons", which is not turned into kWh' in found.ledger.fates[6][1]
    assert found.ledger.fates[5] == ("left out", "not electricity")


@pytest.mark.parametrize(("table", "column", "unit", "quantity"), [("water", "water_m3", "l", "1.5"), ("fuels", "quantity", "", "1500")])
def test_other_tables(tmp_path, table, column, unit, quantity):
    export = written(tmp_path, "b.csv", "Meter,From,To,Quantity", "M1,2024-01-01,2024-12-31,1500")
    columns = {"location_id": {"value": "A"}, "start_date": "From", "end_date": "To", column: {"from": "Quantity", "unit": unit}}
    fixed = {"water": {"source": "municipal"}, "fuels": {"use": "heating", "fuel": "natural_gas", "unit": "m3"}}[table]
    columns |= {name: {"value": value} for name, value in fixed.items()}
    chosen = tmp_path / "own.yml"
    chosen.write_text(f"kind: bills\ntable: {table}\ncolumns: {columns}\n", encoding="utf-8")
    assert rows(imported(tmp_path, "bills", export, chosen))[0][column] == quantity


def test_of_two_equal_bills_a_credit_note_takes_back_one():
    found = settled({}, {}, {"electricity_kwh": "-100"})
    assert quantities(found) == ["100"]
    assert kinds(found) == ["netted", "used", "netted"]
