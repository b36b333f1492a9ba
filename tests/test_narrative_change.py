"""What is said of a change is what its interval allows."""

import pytest
from hypothesis import given, settings, strategies as st
from made_report import quantity, report, text, word

from greening.narrative.trend import direction, since_base_year, trend

SYSTEM = (
    quantity("ghg.total", 1_400_000.0, precision="rounded", low=1_350_000.0, high=1_450_000.0, interval_kind="rounding"),
    quantity("ghg.total@2010", 1_700_000.0, precision="rounded", low=1_650_000.0, high=1_750_000.0, interval_kind="rounding"),
    quantity("ghg.change.base_year", 1.4 / 1.7 - 1, "share", low=1.35 / 1.75 - 1, high=1.45 / 1.65 - 1, interval_kind="rounding"),
    quantity("ghg.change.base_year.from", 2010.0, "year"),
    word("ghg.base_year.recalculated", "no"),
    word("ghg.break@2014", "Field data improved"),
)


def test_the_change_of_the_system_since_2010_is_no_sharper_than_its_totals():
    assert text(since_base_year(report(*SYSTEM))) == "Emissions were about 18 % below 2010 (1.4 against 1.7 Mt, both rounded: 12 to 23 %)."


def test_the_base_year_and_the_break_are_told_beside_it():
    shown = text(trend(report(*SYSTEM)).html)
    assert "The base year 2010 was not recalculated." in shown
    assert "2014: Field data improved" in shown


def test_no_base_year_is_no_sentence():
    assert since_base_year(report(SYSTEM[0])) == ""


def test_a_change_without_the_total_of_its_base_year_stands_alone():
    made = report(*(row for row in SYSTEM if row["figure_id"] != "ghg.total@2010"))
    assert text(since_base_year(made)) == "Emissions were about 18 % below 2010 (12 to 23 %)."


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-0.2, -0.05, "Emissions fell by 10 % from 2021 (5 to 20 %)."),
        (0.05, 0.2, "Emissions rose by 10 % from 2021 (5 to 20 %)."),
        (-0.2, 0.1, "Whether emissions fell or rose from 2021 cannot be told: the change lies within \u221220 % to +10 %."),
        (0.05, None, "Emissions rose by 10 % from 2021 (more than 5 %)."),
    ],
)
def test_the_sentence_follows_the_interval(low: float, high: float | None, said: str):
    value = 0.1 if low > 0 else -0.1
    made = report(quantity("ghg.change.previous_year", value, "share", low=low, high=high, interval_kind="statistical_95"))
    assert text(direction(made, "ghg.change.previous_year", "change.previous", before=_year(2021))) == said


@settings(deadline=None)
@given(st.floats(-0.9, 2.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_change_whose_interval_holds_zero_is_never_called_one(value: float, below: float, above: float):
    low, high = value - below, value + above
    made = report(quantity("ghg.change.previous_year", value, "share", low=low, high=high))
    said = text(direction(made, "ghg.change.previous_year", "change.previous", before=_year(2021)))
    assert said.startswith("Whether") == (low <= 0 <= high)


def _year(year: int):
    from markupsafe import Markup

    return Markup(year)
