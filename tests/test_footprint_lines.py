"""Lines of the footprint as columns."""

import pandas as pd

from greening import tables
from greening.footprint import lines


def part(organization, **columns):
    return {"organization": pd.Series([organization] * 2, index=[7, 9], dtype="str"), **columns}


def test_lines_are_stacked_in_the_columns_and_dtypes_of_the_product():
    found = lines.stacked("footprint", [part("A", scope=1, gas="CO2e", co2_kg=pd.Series([1.0, 2.0])), part("B", gas="CO2e")])
    assert list(found.columns) == list(tables.products()["footprint"].columns)
    assert found.dtypes.to_dict() == tables.empty("footprint").dtypes.to_dict()
    assert found["organization"].tolist() == ["A", "A", "B", "B"] and found.index.tolist() == [0, 1, 2, 3]
    assert found["gas"].tolist() == ["CO2e"] * 4
    assert found["scope"].fillna(0).tolist() == [1, 1, 0, 0] and found["co2_kg"].fillna(0).tolist() == [1.0, 2.0, 0.0, 0.0]
    assert found["method"].isna().all()


def test_parts_without_rows_leave_nothing():
    empty = {"organization": pd.Series([], dtype="str"), "gas": "CO2e"}
    pd.testing.assert_frame_equal(lines.stacked("footprint", [empty]), tables.empty("footprint"))


def test_only_some_lines_or_all_are_outside_the_total():
    some = lines.outside({}, pd.Series([True, False]), "third_party")
    assert (some["in_total"].tolist(), some["outside_reason"].tolist()) == ([False, True], ["third_party", ""])
    assert lines.outside({}, True, "optional") == {"in_total": False, "outside_reason": "optional"}
