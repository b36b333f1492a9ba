"""The worked examples of tests/worked: published numbers, each with its citation."""

from pathlib import Path

import pytest
import yaml
from worked.frames import activities

from greening import tables
from greening.footprint.compute import footprint

EXAMPLES = sorted((Path(__file__).parent / "worked").glob("*.yml"))
#: Sources of emissions that a worked example must stand behind.
SOURCES = {"electricity", "heat", "heating_fuel", "cooking_fuel", "vehicle_fuel", "vessel_fuel", "refrigerant", "flight", "chartered_air"} | {
    "rail",
    "coach",
    "taxi",
    "hired_car",
    "waste",
    "water",
    "wastewater",
}


def compute(example: dict[str, object]):
    given = activities(example["year"], example.get("profile"), **example["activities"])
    return footprint(given, example.get("gwp_set", "AR5"), example.get("flight_method", "icao_style"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_footprint_gives_the_published_number(path: Path) -> None:
    example = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = compute(example)
    assert example["citation"]
    for expected in example["expect"]:
        rows = found
        for column, value in expected["where"].items():
            rows = rows[rows[column].eq(value)]
        assert not rows.empty
        assert rows[expected["column"]].sum() == pytest.approx(expected["value"], rel=example.get("tolerance", 1e-6), abs=1e-9)


def test_every_source_has_a_worked_example() -> None:
    covered = set()
    for path in EXAMPLES:
        covered |= set(compute(yaml.safe_load(path.read_text(encoding="utf-8")))["source"])
    assert covered >= SOURCES
    emitting = {"electricity", "heat", "fuels", "refrigerants", "air_travel", "chartered_transport", "ground_travel", "waste", "water", "wastewater"}
    assert emitting <= set(tables.activity_tables())
