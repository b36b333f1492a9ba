"""The registry of figures and its page."""

import re
from pathlib import Path

import pytest

from greening.figures import registry
from greening.figures.definition import Definition, fill


def test_the_page_says_what_the_registry_says():
    page = Path(__file__).parent.parent / "docs" / "figures.md"
    assert page.read_text(encoding="utf-8") == registry.document()


def test_every_pattern_is_defined_once():
    patterns = [definition.pattern for definition in registry.DEFINITIONS]
    assert len(patterns) == len(set(patterns))


def test_every_definition_has_unit_and_formula():
    assert all(definition.unit and definition.formula for definition in registry.DEFINITIONS)


@pytest.mark.parametrize(
    ("figure_id", "unit"),
    [
        ("ghg.total", "t CO2e"),
        ("ghg.bucket.air_travel.share", "share"),
        ("ghg.bucket.air_travel.per_capita", "t/person"),
        ("ghg.total@2010", "t CO2e"),
        ("ghg.total@2020:UNEP", "t CO2e"),
        ("spending.reduction.spent.CHF", "CHF"),
        ("entities.reporting", ""),
    ],
)
def test_a_name_has_the_unit_of_its_pattern(figure_id, unit):
    assert registry.unit_of(figure_id) == unit


def test_filling_and_reading_a_pattern_are_inverse():
    made = Definition("spending.<purpose>.<stage>.<currency>", "<currency>", "sum", lambda _: {})
    names = ("offset", "spent", "USD")
    assert made.names_in(made.figure_id(names)) == names
    assert made.names_in("spending.offset.spent") is None
    assert fill("ghg.total@<year>:<member>", ("2020", "A")) == "ghg.total@2020:A"


def test_the_page_has_a_line_for_every_pattern():
    shown = re.findall(r"^\| `([^`]+)` \|", registry.document(), flags=re.MULTILINE)
    assert {definition.pattern for definition in registry.DEFINITIONS} < set(shown)
    assert "target.<goal_id>.allowed@<year>" in shown
