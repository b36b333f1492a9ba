"""What is said of a change is what its interval allows."""

import pytest
from hypothesis import given, settings, strategies as st
from made_report import quantity, report, text, word

from greening.narrative.changes import direction, since_base_year
from greening.narrative.trend import accounted, trend

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


def test_emissions_per_person_of_people_counted_otherwise_are_not_compared():
    change = quantity("ghg.per_capita.change.previous_year", -0.08, "share", low=-0.09, high=-0.07)
    assert "per person fell by" in text(trend(report(*SYSTEM, change)).html)
    broken = text(trend(report(*SYSTEM, change, word("personnel.break", "Interns are counted"))).html)
    assert "per person fell" not in broken and "2022: Interns are counted" in broken


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


def effects(**tonnes: tuple[float, float | None, float | None]) -> list:
    """Figures of what accounts for the change on 2021: tonnes with their bounds, of a total of 1,000 t."""
    whole = sum(value for value, _, _ in tonnes.values())
    rows = [quantity("ghg.change.previous_year.tonnes", whole)]
    for effect, (value, low, high) in tonnes.items():
        rows.append(quantity(f"ghg.change.previous_year.{effect}", value, low=low, high=high, interval_kind="statistical_95"))
        rows.append(quantity(f"ghg.change.previous_year.{effect}.share", value / 1000, "share"))
    return rows


def accounted_for(*rows: dict) -> str:
    return text("".join(accounted(report(*rows))))


def test_only_the_activity_part_is_called_reduced_and_nothing_is_called_a_cause():
    said = accounted_for(*effects(activity=(-50.0, -60.0, -40.0), grid=(-30.0, -35.0, -25.0), supply=(20.0, 15.0, 25.0)))
    assert "The difference to 2021, \u221260.0 t, is accounted for as follows" in said
    assert "Reduced activity (less energy used, fewer kilometres, smaller losses) accounts for 50.0 t less (40.0 to 60.0 t)." in said
    assert "The grids' own change accounts for 30.0 t less (25.0 to 35.0 t)." in said
    assert "The choice of supply (contracts, certificates, own renewables, fuels) accounts for 20.0 t more (15.0 to 25.0 t)." in said
    assert said.lower().count("reduced") == 1
    assert "because" not in said


def test_a_part_that_its_interval_does_not_tell_from_zero_is_in_no_sentence():
    said = accounted_for(*effects(activity=(-50.0, -60.0, -40.0), method=(-30.0, -70.0, 10.0)))
    assert "methods" not in said.lower().partition("what accounts for")[0]


def test_a_part_too_small_to_print_is_in_no_sentence():
    assert "grids" not in accounted_for(*effects(activity=(-50.0, -60.0, -40.0), grid=(-0.1, -0.2, -0.05))).partition("What accounts")[0]


def test_what_is_not_explained_is_said_beside_what_is():
    said = accounted_for(*effects(activity=(-50.0, -60.0, -40.0), unexplained=(-20.0, None, None)))
    assert "Not explained: \u221220.0 t, since a year rests on totals that were published or computed elsewhere." in said


def test_between_published_totals_there_is_no_account():
    assert accounted_for(*effects(unexplained=(-20.0, None, None))) == ""


@pytest.mark.parametrize(
    ("state", "share", "said"),
    [
        (
            "recalculated",
            0.06,
            "The base year 2010 was computed again by today's rules, methods and factors: 106 t in place of 100 t, a change of 6.0 %, "
            "which reaches the threshold of 5 %.",
        ),
        (
            "below_threshold",
            -0.004,
            "The base year 2010 was not recalculated: today's rules, methods and factors would change it by \u22120.4 %, "
            "less than the threshold of 5 %.",
        ),
        ("no_rows", None, "The base year 2010 was not recalculated: its rows are not known, only its published total."),
        ("unchanged", None, "The base year 2010 was not recalculated."),
    ],
)
def test_what_became_of_the_base_year_is_said(state: str, share: float | None, said: str):
    rows = [
        quantity("ghg.total@2010", 100.0),
        quantity("ghg.change.base_year.from", 2010.0, "year"),
        quantity("ghg.base_year.threshold", 0.05, "share"),
        word("ghg.base_year.recalculated", "yes" if state == "recalculated" else "no"),
        word("ghg.base_year.recalculation", state),
    ]
    rows += [quantity("ghg.base_year.recalculation.share", share, "share")] if share is not None else []
    rows += [quantity("ghg.total.recalculated@2010", 106.0)] if state == "recalculated" else []
    assert said in text(trend(report(*rows)).html)
