"""Two submissions row by row: what is told turns the one into the other, and nothing else is told."""

import csv
import io

import pandas as pd
import pytest
from chain_frames import body
from hypothesis import given, settings, strategies as st

from greening import checks
from greening.collecting import comparison
from greening.submission.loading import Submission, load
from greening.tables import submission_tables


def submission(table, *rows):
    names = ("row_id", *submission_tables()[table].columns)
    frame = pd.DataFrame([{name: row.get(name, "") for name in names} for row in rows], columns=list(names), dtype="str")
    frame = frame.assign(source_file=f"{table}.csv", sheet="", source_row=range(2, 2 + len(rows)))
    return Submission("BODY", 2024, {table: frame} if rows else {}, checks.none(), {})


def told(old, new, table="waste"):
    return comparison.compare(submission(table, *old), submission(table, *new))


PAPER = {"location_id": "A", "stream": "paper", "treatment": "recycling", "waste_kg": "10"}
GLASS = PAPER | {"stream": "glass"}


def test_the_same_rows_in_another_order_and_with_other_zeros_are_no_change():
    found = told([PAPER, GLASS], [GLASS | {"waste_kg": "10.0"}, PAPER | {"waste_kg": "1e1"}])
    assert found.changes == []
    assert comparison.as_text(found) == "No row differs from the submission before."


def test_a_changed_cell_is_told_with_what_it_was_and_where():
    found = told([PAPER], [GLASS, PAPER | {"waste_kg": "12"}])
    changed, added = found.changes
    assert (changed.change, changed.column, changed.before, changed.after) == ("changed", "waste_kg", "10", "12")
    assert (changed.place_before, changed.place_after) == ("waste.csv row 2", "waste.csv row 3")
    assert (added.change, added.place_after) == ("added", "waste.csv row 2")
    assert found.counts() == {"added": 1, "removed": 0, "changed": 1}
    assert found.rows == {"waste": (1, 2)}
    assert [(one.column, one.before, one.after) for one in found.totals] == [("waste_kg", 10, 22)]


def test_a_row_id_matches_rows_whose_names_changed():
    found = told([PAPER | {"row_id": "W1"}], [GLASS | {"row_id": "W1"}])
    assert [(one.change, one.column, one.row) for one in found.changes] == [("changed", "stream", "W1")]


def test_ids_match_where_another_choice_changed():
    meter = {"location_id": "A", "meter_id": "M", "supply": "grid", "electricity_kwh": "5"}
    found = told([meter], [meter | {"supply": "contract"}], "electricity")
    assert [(one.change, one.column) for one in found.changes] == [("changed", "supply")]


def test_equal_rows_are_matched_one_to_one():
    assert told([PAPER] * 3, [PAPER] * 2).counts() == {"added": 0, "removed": 1, "changed": 0}


def test_a_row_without_names_is_added_and_removed():
    found = told([{"title": "Old", "text": "x"}], [{"title": "New", "text": "y"}], "stories")
    assert found.counts() == {"added": 1, "removed": 1, "changed": 0}


def test_rates_and_shares_are_not_summed():
    rows = [{"location_id": "A", "country": "KE", "allocation_pct": "50", "floor_area_m2": "100"}] * 2
    assert [one.column for one in told(rows, rows, "locations").totals] == ["floor_area_m2"]


def test_the_list_is_a_csv_file_that_starts_no_formula():
    found = told([], [PAPER | {"row_id": "=1+1", "waste_kg": "-5"}, PAPER | {"row_id": "W2"}])
    rows = list(csv.DictReader(io.StringIO(comparison.as_csv(found))))
    assert [row["row"] for row in rows] == ["'=1+1", "W2"]
    changed = told([PAPER], [PAPER | {"waste_kg": "-5"}])
    assert next(csv.DictReader(io.StringIO(comparison.as_csv(changed))))["after"] == "-5"


def test_of_many_changes_the_text_shows_some_and_names_the_list():
    text = comparison.as_text(told([], [PAPER | {"waste_kg": str(number)} for number in range(30)]))
    assert "and 10 more, all in the CSV file beside the receipt" in text


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "row_id": st.sampled_from(["", "W1", "W2"]),
            "location_id": st.sampled_from(["A", "B"]),
            "stream": st.sampled_from(["paper", "glass"]),
            "waste_kg": st.sampled_from(["1", "2"]),
        }
    ),
    max_size=7,
)


@settings(max_examples=30)
@given(ROWS, ROWS)
def test_the_changes_applied_to_the_rows_before_give_the_rows_after(old, new):
    found = told(old, new)
    rows = {f"waste.csv row {number}": dict(row) for number, row in enumerate(old, start=2)}
    new_rows = {f"waste.csv row {number}": row for number, row in enumerate(new, start=2)}
    for one in found.changes:
        if one.change == "removed":
            del rows[one.place_before]
        elif one.change == "added":
            rows[f"new {one.place_after}"] = dict(new_rows[one.place_after])
        else:
            assert rows[one.place_before][one.column] == one.before
            rows[one.place_before][one.column] = one.after
    assert sorted(sorted(row.items()) for row in rows.values()) == sorted(sorted(row.items()) for row in new_rows.values())


@settings(max_examples=30)
@given(ROWS, ROWS)
def test_there_and_back_tells_the_same_number_of_changes(old, new):
    there, back = told(old, new).counts(), told(new, old).counts()
    assert (there["added"], there["removed"]) == (back["removed"], back["added"])


@pytest.mark.parametrize("change", [0, 5])
def test_whole_submissions(tmp_path, change):
    for root, kwh in (("old", 1000), ("new", 1000 + change)):
        body(tmp_path / root, 2024, "ONE", kwh=kwh)
    found = comparison.compare(load(2024, "ONE", tmp_path / "old"), load(2024, "ONE", tmp_path / "new"))
    assert [(one.table, one.column) for one in found.changes] == ([("electricity", "electricity_kwh")] if change else [])
