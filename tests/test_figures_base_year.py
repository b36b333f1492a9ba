"""The base year: restated, recalculated or not, and why."""

import json

import pandas as pd
import pytest
from figure_frames import figures, footprint, inputs, inventory, values

from greening import factors, notes, tables
from greening.figures import derivation
from greening.figures.evaluate import evaluate
from greening.locale import catalogue

ROW = {"source": "heating_fuel", "activity_unit": "GJ net", "factor_id": "ipcc2006.stationary.diesel.AR5", "location_id": "A"}
RESTATED = {"table": "restatements", "year": 2021, "figure": "ghg.total", "old_value": 100.0, "new_value": 120.0, "reason": "A site was left out"}


def lines(tonnes, year, **columns):
    return footprint([ROW | {"activity_value": 1000.0, "emissions_tco2e": tonnes} | columns], year=year)


def of(then, now=90.0, again=None, rows=()):
    """Inputs of 2022 with a footprint of 2021, which may have been computed again."""
    before = lines(then, 2021)
    earlier = evaluate(inputs(year=2021, footprint=before))
    newer = {} if again is None else {"factor_id": "ipcc2006.stationary.diesel.AR6"}
    more = {} if again is None else {"recalculated": lines(again, 2021, **newer)}
    return inputs(list(rows), footprint=lines(now, 2022, **newer), earlier=earlier, earlier_footprint=before, **more)


def test_from_the_threshold_on_the_base_year_is_computed_again_and_old_value_and_reason_are_kept():
    found = figures(of(100.0, again=106.0))
    again = found.loc["ghg.total.recalculated@2021"]
    assert again["value"] == pytest.approx(106.0)
    told = notes.told(catalogue("en"), again["note"])
    assert told == "recalculated for the data of 2022 from 100 to 106: heating_fuel: ipcc2006 AR5 before, ipcc2006 AR6 now"
    assert found.loc["ghg.base_year.recalculation.share", "value"] == pytest.approx(0.06)
    assert found.loc[["ghg.base_year.recalculation", "ghg.base_year.recalculated"], "text"].tolist() == ["recalculated", "yes"]
    assert found.loc["ghg.total@2021", "value"] == 100


def test_the_change_since_a_recalculated_base_year_is_held_against_it_and_leaves_its_method_out():
    found = values(of(100.0, again=106.0), "ghg.change.")
    assert found["ghg.change.base_year"] == pytest.approx(90 / 106 - 1)
    assert found["ghg.change.base_year.tonnes"] == pytest.approx(-16)
    assert "ghg.change.base_year.method" not in found
    assert (found["ghg.change.previous_year.tonnes"], found["ghg.change.previous_year.method"]) == pytest.approx((-10, 6))
    assert found["ghg.change.base_year.from"] == 2021


def test_below_the_threshold_the_base_year_stays_and_that_is_said():
    found = values(of(100.0, again=104.0))
    assert found["ghg.base_year.recalculation"] == "below_threshold"
    assert found["ghg.base_year.threshold"] == factors.parameter("base_year_threshold")["value"] == 0.05
    assert not [name for name in found if name.startswith("ghg.total.recalculated")]
    assert found["ghg.change.base_year"] == pytest.approx(-0.1)


def test_a_base_year_that_nothing_changed_is_unchanged():
    assert values(of(100.0))["ghg.base_year.recalculation"] == "unchanged"
    assert values(of(100.0, again=100.0))["ghg.base_year.recalculation"] == "unchanged"


def test_a_base_year_of_which_only_the_total_is_known_cannot_be_computed_again():
    earlier = evaluate(inputs([inventory(100.0)], year=2021))
    assert values(inputs([inventory(90.0)], earlier=earlier))["ghg.base_year.recalculation"] == "no_rows"


@pytest.mark.parametrize(("printed", "state"), [(90.0, "recalculated"), (103.0, "below_threshold"), (100.0, "unchanged")])
def test_rows_that_make_another_total_than_was_published_recalculate_the_base_year(printed, state):
    quoted = {"table": "published", "figure": "ghg.total", "value": printed, "precision": "exact", "reference": "report of 2021"}
    before = lines(100.0, 2021)
    earlier = evaluate(inputs([quoted], year=2021, footprint=before))
    given = inputs(footprint=lines(95.0, 2022), earlier=earlier, earlier_footprint=before)
    found = figures(given)
    assert found.loc["ghg.base_year.recalculation", "text"] == state
    assert found.loc["ghg.base_year.published", "value"] == printed
    assert found.loc["ghg.base_year.recalculation.share", "value"] == pytest.approx(100 / printed - 1)
    assert ("ghg.total.recalculated@2021" in found.index) == (state == "recalculated")
    assert json.loads(found.loc["ghg.change.base_year", "derivation"])["figures"] == ["ghg.total", "ghg.total@2021"]
    if state == "recalculated":
        note = "recalculated for the data of 2022 from 90 to 100: computed from its rows, where a publication had another total"
        assert notes.told(catalogue("en"), found.loc["ghg.total.recalculated@2021", "note"]) == note
    products = dict(given.products.frames) | {"figures": found.reset_index(drop=True)}
    for row in found[found["figure_id"].str.startswith(("ghg.base_year", "ghg.total.recalculated")) & found["value"].notna()].itertuples():
        assert derivation.recompute(row.derivation, products) == pytest.approx(row.value)


def test_what_the_body_restated_goes_before_what_would_be_computed():
    found = values(of(100.0, again=130.0, rows=[RESTATED]))
    assert (found["ghg.base_year.recalculation"], found["ghg.total@2021"]) == ("restated", 120)
    assert not [name for name in found if name.startswith("ghg.total.recalculated")]


def test_without_a_base_year_there_is_nothing_to_say():
    assert not values(inputs([inventory(90.0)]), "ghg.base_year.recalc")


def test_another_rule_of_the_total_recalculates_too():
    power = {"table": "electricity", "source": "electricity", "scope": 2, "activity_unit": "kWh", "activity_value": 1000.0, "location_id": "A"}
    kinds = [("location", 100.0, "grid.CHE.2021"), ("market", 50.0, "own")]
    rows = [power | {"basis": basis, "emissions_tco2e": tonnes, "factor_id": factor, "method": ""} for basis, tonnes, factor in kinds]
    before, now = footprint(rows, year=2021), footprint(rows)
    earlier = evaluate(inputs([{"table": "profile", "scope2_basis": "location"}], year=2021, footprint=before))
    found = figures(inputs([{"table": "profile", "scope2_basis": "market"}], footprint=now, earlier=earlier, earlier_footprint=before))
    assert found.loc["ghg.total.recalculated@2021", "value"] == pytest.approx(50.0)
    assert notes.told(catalogue("en"), found.loc["ghg.total.recalculated@2021", "note"]).endswith("scope 2 basis: location before, market now")
    assert found.loc["ghg.change.base_year.tonnes", "value"] == pytest.approx(0.0)


def test_years_of_partial_sums_are_not_held_against():
    assert tables.empty("changes").columns[:3].tolist() == ["organization", "year", "from_year"]
    assert isinstance(inputs().changes, pd.DataFrame)
