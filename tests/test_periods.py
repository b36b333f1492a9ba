import pandas as pd
import pytest
from hypothesis import given, strategies as st

from greening.periods import year_share


def share(start: str | None, end: str | None, year: int = 2023) -> float:
    dates = [pd.Series(pd.to_datetime([day])).astype("datetime64[ms]") for day in (start, end)]
    return float(year_share(*dates, pd.Series([year], dtype="Int64")).iloc[0])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2023-01-01", "2023-12-31", 1.0),
        ("2022-12-01", "2023-01-31", 31 / 62),
        ("2023-12-31", "2024-01-01", 1 / 2),
        ("2022-01-01", "2024-12-31", 365 / 1096),
        ("2023-03-05", "2023-03-05", 1.0),
        ("2022-01-01", "2022-12-31", 0.0),
        (None, None, 1.0),
    ],
)
def test_share_counts_days_with_both_ends(start: str | None, end: str | None, expected: float) -> None:
    assert share(start, end) == pytest.approx(expected)


@given(st.dates(min_value=pd.Timestamp("2020-01-01").date(), max_value=pd.Timestamp("2024-12-31").date()), st.integers(0, 900))
def test_shares_of_all_years_add_up_to_the_whole(start, length) -> None:
    end = start + pd.Timedelta(days=length)
    total = sum(share(str(start), str(end), year) for year in range(start.year, end.year + 1))
    assert total == pytest.approx(1.0)
