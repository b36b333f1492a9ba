"""What rules on actions and shared premises need to know, and that the shipped rules tell it."""

import pandas as pd
import pytest

from greening.views import management


def actions(**columns):
    return pd.DataFrame([dict.fromkeys(("location_ids", "sdg_targets", "kind", "check_date", "check_result")) | columns])


def helper(name, **columns):
    return management.of_actions(actions(**columns), pd.Series(["GVA", "NBO", None])).get(name).iloc[0]


@pytest.mark.parametrize(("cell", "unknown"), [("GVA NBO", ""), ("GVA, XXX;YYY", "XXX, YYY"), (None, "")])
def test_places_that_are_not_in_locations_are_named(cell, unknown):
    assert helper("unknown_places", location_ids=cell) == unknown


def test_targets_that_cannot_be_and_those_beyond_the_list_are_named():
    assert helper("not_sdg_targets", sdg_targets="7.3, SDG13 12.4") == "SDG13"
    assert helper("sdg_beyond_note", sdg_targets="7.3, 11.6 2.4") == "11.6, 2.4"
    assert helper("sdg_beyond_note", sdg_targets="7.3, 11.b") == ""


def test_a_kind_is_known_or_not_and_without_one_nothing_is_said():
    assert helper("kind_is_known", kind="Solar")
    assert not helper("kind_is_known", kind="feng shui")
    assert pd.isna(helper("kind_is_known", kind=None))


def test_a_check_without_a_result_is_untold():
    day = pd.Timestamp("2024-03-01")
    assert helper("is_check_untold", check_date=day)
    assert not helper("is_check_untold", check_date=day, check_result="Worked")
    assert not helper("is_check_untold")


def reporters(reported_by, uses=()):
    rows = pd.DataFrame({"organization": ["EXAMPLE-HQ"], "location_id": ["P"], "reported_by": pd.Series([reported_by], dtype="str")})
    found = management.reporters(rows, [pd.DataFrame({"location_id": pd.Series(list(uses), dtype="str")})])
    return found["reporter_is_registered"].iloc[0], found["rows_reported_elsewhere"].iloc[0]


def test_use_that_another_registered_body_reports_is_counted():
    assert reporters("EXAMPLE-FIELD", ["P", "P", "Q"]) == (True, 2.0)
    assert reporters("EXAMPLE-HQ", ["P"]) == (True, 0.0)
    assert reporters("NO-SUCH-BODY", ["P"]) == (False, 0.0)
    is_registered, count = reporters(None, ["P"])
    assert pd.isna(is_registered) and count == 0.0
