"""An entry says all that a figure rests on, in words that the data bear, and tells no person's journey."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest
from made_report import activities, quantity, report, text, word

from greening import tables
from greening.publish import derivations, gate
from greening.publish.derivations import entries, rests_on

MADE = {
    "product": "footprint", "filter": {"in_total": True, "basis": [None, "location"]}, "column": "emissions_tco2e", "operation": "sum", "rows": 2,
    "factor_ids": ["grid.CHE.2022"], "factors": 1, "files": {"electricity.csv": "ab12"}, "references": ["Edition 2023"],
}  # fmt: skip
GRID = {"factor_id": "grid.CHE.2022", "factor_value": 0.03, "factor_unit": "kg CO2e/kWh", "factor_year": 2022, "factor_rung": "exact"}
HOSTILE = '<img src=x onerror="alert(1)">\n</script><script>alert(2)</script>'


def footprint(*rows: dict[str, Any]) -> pd.DataFrame:
    base = {"organization": "BODY", "year": 2022, "table": "electricity", "source": "electricity", "in_total": True, "quality": "metered"}
    return tables.stack("footprint", [pd.DataFrame([{**base, **GRID, "factor_source_id": "owid_ember", **row} for row in rows])])


ROWS = footprint(
    *(
        {"location_id": place, "source_file": "electricity.csv", "source_row": row, "activity_value": kwh, "activity_unit": "kWh"}
        | {"emissions_tco2e": kwh * 0.03 / 1000}
        for row, (place, kwh) in enumerate((("GVA", 200_000.0), ("BERN", 150_000.0)), 2)
    )
)
PLACES = [{"location_id": "GVA", "name": "Main building"}]


def total(value: float = 10.5, **more: Any) -> dict[str, Any]:
    return quantity("ghg.total", value, derivation=json.dumps(MADE), **{"method": "sum of emissions", **more})


def entry(*rows: dict[str, Any], name: str = "ghg.total", **products: pd.DataFrame) -> str:
    return entries(report(*rows, **{"footprint": ROWS, **products}), [name])[name]


def test_an_entry_says_all_that_the_figure_rests_on():
    shown = entry(total(low=9.0, high=12.0, interval_kind="statistical_95", note="A <note>"), activities=activities(locations=PLACES))
    said = text(shown)
    for part in ("Value10.5 t CO₂e", "9 to 12 (95 %)", "sum of emissions", "2 rows", "basis = empty, location", "Edition 2023", "A <note>"):
        assert part in said, part
    assert "grid.CHE.2022 0.03 kg CO₂e/kWh, Switzerland, 2022, same place and year" in said
    assert "Carbon intensity of electricity and share of renewables, by country and year, licence: CC BY 4.0" in said and "metered (2)" in said
    assert "electricity.csv (SHA-256 ab12)" in said
    assert "ElectricityMain buildingElectricity16 t CO₂e" in said
    assert "200,000 kWh × 0.03 kg CO₂e/kWh6 t CO₂eelectricity.csv, row 22" in said
    assert '<a href="footprint.csv">' in shown and "lines 2–3" in said


def test_the_value_is_shown_in_full_and_the_gate_reads_it():
    read = report(total(0.1 + 0.2), footprint=ROWS)
    shown = entries(read, ["ghg.total"])["ghg.total"]
    assert '<data value="0.30000000000000004" data-figure="ghg.total" data-format="exact">0.3</data> t CO₂e' in shown
    assert gate.unlike(shown, read.facts, read.catalogue) == []
    assert gate.unlike(shown.replace(">0.3<", ">0.4<"), read.facts, read.catalogue)


def test_the_row_of_a_workbook_has_its_sheet_and_that_of_a_member_its_code():
    row = {"source_file": "s.xlsx", "source_row": 7, "emissions_tco2e": 1.0, "organization": "OTHER"}
    given = activities(electricity=[{"organization": "OTHER", "source_file": "s.xlsx", "source_row": 7, "sheet": "Electricity"}])
    assert "OTHER/s.xlsx, sheet Electricity, row 7" in text(entry(total(), footprint=footprint(row), activities=given))


def test_a_filled_row_says_how():
    shown = entry(total(), footprint=footprint({"source_file": "e.csv", "emissions_tco2e": 1.0, "filled_by": "own_months"}))
    assert "e.csv (" in text(shown) and "row" not in text(shown).partition("e.csv (")[2][:20]


def test_a_figure_from_others_names_them_with_their_values_and_its_formula_leads_to_them():
    change = {"formula": "ghg.total / ghg.total@2010 - 1", "operation": "change", "figures": ["ghg.total", "ghg.total@2010"]}
    rows = [total(), quantity("ghg.total@2010", 20.0), quantity("ghg.change.base_year", -0.475, "share", derivation=json.dumps(change))]
    made = entries(report(*rows, footprint=ROWS), ["ghg.change.base_year"])
    assert list(made) == ["ghg.total", "ghg.total@2010", "ghg.change.base_year"]
    shown = made["ghg.change.base_year"]
    computed = shown.partition("Computed as")[2].partition("</dd>")[0]
    assert re.findall(r'href="how\.en\.html#([^"]*)"', computed) == ["ghg.total", "ghg.total@2010"]
    assert text(computed).endswith("- 1") and "ghg.total" not in text(computed)
    assert 'data-figure="ghg.total@2010"' in shown


GOAL = {"goal_id": "G", "metric": "ghg.total", "unit": "t CO2e", "baseline_year": 2019}


@pytest.mark.parametrize(
    ("column", "names"),
    [("actual_value", ["ghg.total"]), ("allowed_value", ["ghg.total@2019"]), ("change_pct", []), ("gap", ["ghg.total", "ghg.total@2019"])],
)
def test_a_fact_of_a_goal_rests_on_what_the_goal_is_measured_by(column: str, names: list[str]):
    targets = tables.stack("targets", [pd.DataFrame([{**GOAL, "year": year} for year in (2019, 2022)])])
    read = report(total(), quantity("ghg.total@2019", 20.0), targets=targets)
    assert rests_on(read, {"product": "targets", "column": column, "filter": {"goal_id": "G", "year": 2022}}) == names
    assert rests_on(read, {"product": "targets", "column": column, "filter": {"goal_id": "NONE", "year": 2022}}) == []


BEFORE = {"low": 18.0, "high": 22.0, "interval_kind": "statistical_95"}


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"low": 9.0, "high": 12.0}, "it fell since"),
        ({"low": 9.0, "high": 18.5}, "no change that the data can tell"),
        ({"low": 23.0, "high": 24.0}, "it rose since"),
    ],
)
def test_fell_and_rose_are_said_only_where_the_intervals_lie_apart(now: dict[str, float], words: str):
    rows = [quantity("ghg.scope.1", 10.5, **now), quantity("ghg.scope.1@2021", 20.0, **BEFORE)]
    shown = entry(*rows, name="ghg.scope.1")
    assert words in text(shown) and 'data-figure="ghg.scope.1@2021"' in shown
    assert not any(other in text(shown) for other in {"fell", "rose", "no change"} - set(words.split()) - {words[:9]})


def test_a_change_that_is_a_figure_decides_and_nothing_is_said_where_nothing_is_known():
    rows = [total(low=9.0, high=12.0), quantity("ghg.total@2021", 20.0, **BEFORE)]
    unclear = quantity("ghg.change.previous_year", -0.4, "share", low=-0.9, high=0.1, interval_kind="statistical_95")
    assert "no change that the data can tell" in text(entry(*rows, unclear))
    silent = text(entry(quantity("water.total", 5.0, "m3"), quantity("water.total@2021", 9.0, "m3"), name="water.total"))
    assert "9 m³ in 2021" in silent and "fell" not in silent and "change" not in silent


def test_other_published_values_are_listed():
    others = json.dumps([{"value": 11.0, "reference": "Annual report"}])
    assert "11 t CO₂e (Annual report)" in text(entry(total(alternatives=others)))


def test_submitted_rows_are_listed_and_those_of_journeys_are_not():
    made = {"product": "activities", "column": "headcount", "operation": "sum", "rows": 5, "filter": {"table": "personnel", "location_id": "GVA"}}
    people = [{"location_id": place, "headcount": 3.0, "source_file": "p.csv", "source_row": row} for row, place in enumerate(["GVA"] * 5 + ["X"], 2)]
    shown = text(
        entry(
            quantity("personnel.total", 15.0, "persons", derivation=json.dumps(made)), name="personnel.total", activities=activities(personnel=people)
        )
    )
    assert "The first of the rows" in shown and "p.csv, row 2" in shown and "p.csv, row 4" in shown
    assert "p.csv, row 5" not in shown and "p.csv, row 7" not in shown
    flights = made | {"filter": {"table": "air_travel"}, "column": "trips"}
    trips = activities(air_travel=[{"purpose": "medical_evacuation", "source_file": "t.csv", "source_row": 2, "trips": 1.0}])
    told = text(entry(quantity("trips", 1.0, derivation=json.dumps(flights)), name="trips", activities=trips))
    assert "medical" not in told.lower() and "t.csv, row" not in told


def test_journeys_are_told_only_in_groups():
    flight = {"table": "air_travel", "source": "flight", "purpose": "medical_evacuation", "cabin": "business", "row_id": "the-trip"}
    shown = entry(total(3.0), footprint=footprint({**flight, "emissions_tco2e": 3.0, "location_id": "GVA", "source_file": "t.csv", "source_row": 9}))
    assert "the-trip" not in shown and "Medical" not in shown and "row 9" not in shown
    assert "Other, Other" in text(shown)


@pytest.mark.parametrize("place", ["method", "note", "text", "reference", "file", "location", "filter"])
def test_nothing_submitted_becomes_markup(place: str):
    made = dict(MADE)
    given: dict[str, Any] = {"method": HOSTILE} if place == "method" else {"note": HOSTILE} if place == "note" else {}
    if place == "reference":
        made["references"] = [HOSTILE]
    if place == "file":
        made["files"] = {HOSTILE: "ab"}
    if place == "filter":
        made["filter"] = {"in_total": True, "location_id": [HOSTILE, "GVA"]}
    rows = footprint({"location_id": HOSTILE, "source_file": HOSTILE, "source_row": 2, "emissions_tco2e": 1.0, "factor_id": HOSTILE})
    name = f"location.{HOSTILE}.ghg" if place == "location" else "ghg.total"
    figure = word(name, HOSTILE, **given) if place == "text" else quantity(name, 1.0, derivation=json.dumps(made), **given)
    shown = entry(figure, name=name, footprint=rows)
    tags, attributes = set[str](), set[str]()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: (tags.add(tag), attributes.update(name for name, _ in attrs))  # type: ignore[method-assign]
    reader.feed(shown)
    assert tags <= {"h3", "code", "dl", "dt", "dd", "data", "ul", "li", "p", "a", "div", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert attributes <= {"value", "data-figure", "data-format", "href", "class", "role", "aria-label", "tabindex", "scope"}
    assert "alert(2)" in text(shown)


def test_figures_without_a_derivation_or_with_one_that_is_none_have_entries():
    for written in ("", "{}", "[]", "null"):
        assert "Value" in text(entry(quantity("ghg.total", 1.0, derivation=written)))


def test_a_figure_that_is_not_there_has_no_entry_and_parts_come_once():
    around = json.dumps({"figures": ["b.b", "a.a", "a.a", "nowhere"], "formula": "a.a + b.b"})
    read = report(quantity("a.a", 1.0, derivation=around), quantity("b.b", 2.0, derivation=around))
    made = entries(read, ["a.a", "unknown"])
    assert list(made) == ["a.a", "b.b"]
    assert made["a.a"].count('data-figure="b.b"') == 1


def test_long_lists_of_figures_are_cut_and_counted():
    names = [f"part.p{number}" for number in range(40)]
    sums = quantity("ghg.total", 1.0, derivation=json.dumps({"figures": names, "formula": "sum"}))
    shown = entry(sums, *(quantity(name, 1.0) for name in names))
    assert shown.count("data-figure=") == 25 and "and 16 more figures" in text(shown)


@pytest.mark.parametrize("language", ["en"])
def test_the_interval_says_what_it_is(language: str):
    read = report(language=language)
    fact = derivations.Fact
    assert derivations.interval(read, fact("a", 1.0, low=0.5)) == "at least 0.5"
    assert derivations.interval(read, fact("a", 1.0, high=2.5)) == "at most 2.5"
    assert derivations.interval(read, fact("a", 1.0, low=1.0, high=1.0)) == ""
    assert "rounding" in derivations.interval(read, fact("a", 1.0, low=0.5, high=1.5, interval_kind="rounding", precision="rounded"))
