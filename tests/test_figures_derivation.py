"""Derivations: every figure can be made again from what its row says."""

import json

import pandas as pd
import pytest
from figure_frames import footprint, indicators, inputs, inventory, published

from greening import published as publications, tables, targets
from greening.errors import GreeningError
from greening.figures import derivation
from greening.figures.evaluate import evaluate
from greening.figures.selection import Columns
from greening.figures.targets_as_figures import add

PERSONNEL = {"table": "personnel", "covers": "all", "category": "staff"}
SUBMITTED = [
    {"table": "profile", "scope2_basis": "market"},
    PERSONNEL | {"headcount": 10.0, "location_id": "A", "as_of_date": pd.Timestamp(2022, 1, 1)},
    PERSONNEL | {"headcount": 12.0, "location_id": "A", "as_of_date": pd.Timestamp(2022, 7, 1)},
    {"table": "locations", "location_id": "A", "floor_area_m2": 500.0, "quantity_covers": "whole_premises", "allocation_pct": 40.0},
    {"table": "air_travel", "trips": 3.0, "return_trip": True},
    {"table": "goals", "goal_id": "G", "metric": "ghg.total", "baseline_year": 2020, "target_year": 2030, "change_pct": -45.0, "path": "linear"},
    {"table": "spending", "purpose": "reduction", "stage": "spent", "amount": 3.0, "currency": "CHF"},
    {"table": "offsets", "registry": "R", "serial_from": "1", "claimed_year": 2022, "credits_tco2e": 2.0},
    {"table": "restatements", "year": 2021, "figure": "ghg.total", "old_value": 1.0, "new_value": 2.0, "reason": "found"},
    {"table": "indicators", "indicator_id": "trees.planted", "value": 2.0, "unit": "count"},
    published("waste.per_capita", 9.0),
    published("water.total", 9.0),
    published("water.total", 8.0),
]
LINE = {"location_id": "A", "factor_id": "f", "uncertainty_gsd": 1.1, "quality": "metered", "factor_boundary": "direct"}


def lines(amounts):
    buckets = [
        {"table": "fuels", "bucket": "facilities", "source": "heating_fuel"},
        {"table": "air_travel", "bucket": "air_travel", "source": "flight"},
    ]
    electricity = {"table": "electricity", "bucket": "facilities", "source": "electricity", "scope": 2}
    kinds = [*buckets, electricity | {"basis": "location"}, electricity | {"basis": "market"}]
    made = [LINE | kind | {"emissions_tco2e": amount, "purpose": "other", "distance_km": 100.0} for kind, amount in zip(kinds, amounts, strict=True)]
    return footprint(made).assign(source_row=6, row_id="air_travel.csv:6")


def products(amounts):
    waste = indicators([{"indicator_id": "waste.total", "value": amounts[0], "treatment": "recycling", "category": "paper", "location_id": "A"}])
    earlier = evaluate(inputs([inventory(50.0, "rounded")], year=2020))
    given = inputs(SUBMITTED, footprint=lines(amounts), indicators=waste, earlier=earlier)
    made = evaluate(given)
    paths = targets.evaluate(tables.rows(given.activities, "goals"), made, earlier, 2022)
    made = add(made, paths)
    findings = publications.disagreements(made, given.activities)
    names = ("activities", "checks", "footprint", "indicators", "members", "earlier", "uncertainty", "money", "credits")
    return made, {name: getattr(given, name) for name in names} | {"figures": made, "targets": paths, "findings": findings}


@pytest.mark.parametrize("amounts", [[1.0, 2.0, 3.0, 4.0], [1e5, 0.1, 77.7, 0.0]])
def test_every_figure_is_made_again_from_its_derivation(amounts):
    made, frames = products(amounts)
    numbers = made[made["value"].notna()]
    again = [derivation.recompute(text, frames) for text in numbers["derivation"]]
    assert again == pytest.approx(numbers["value"].tolist(), rel=1e-9)
    assert len(numbers) > 60


def test_a_derivation_names_rows_factors_and_file_hashes():
    made, _ = products([1.0, 2.0, 3.0, 4.0])
    told = json.loads(made.set_index("figure_id").loc["ghg.total", "derivation"])
    assert (told["product"], told["column"], told["operation"], told["rows"]) == ("footprint", "emissions_tco2e", "sum", 3)
    assert told["filter"] == {"in_total": True, "basis": [None, "market"]}
    assert (told["factor_ids"], told["factors"]) == (["f"], 1)
    assert told["files"]["air_travel.csv"] == "sha256 of air_travel.csv"


def test_a_ratio_names_its_figures():
    made, _ = products([1.0, 2.0, 3.0, 4.0])
    told = json.loads(made.set_index("figure_id").loc["ghg.per_capita", "derivation"])
    assert (told["formula"], told["figures"]) == ("ghg.total / personnel.covered.ghg", ["ghg.total", "personnel.covered.ghg"])


def test_at_most_fifty_factors_are_named_and_all_are_counted():
    lines = footprint([{"emissions_tco2e": 1.0, "factor_id": f"f{number:03}"} for number in range(60)])
    told = derivation.of_rows("footprint", Columns("footprint", lines).rows, {}, "emissions_tco2e", "sum", 1.0, {})
    assert (told["factor_ids"][0], len(told["factor_ids"]), told["factors"]) == ("f000", 50, 60)


def test_a_members_file_is_known_by_its_code():
    rows = Columns("footprint", footprint([{"emissions_tco2e": 1.0, "organization": "M"}])).rows
    hashes = {"fuels.csv": "own", "M/fuels.csv": "the member's"}
    assert derivation.of_rows("footprint", rows, {}, "emissions_tco2e", "sum", 1.0, hashes)["files"] == {"M/fuels.csv": "the member's"}


def test_a_derivation_of_nothing_is_refused():
    with pytest.raises(GreeningError, match="neither rows nor a formula"):
        derivation.recompute({"note": "by hand"}, {})
