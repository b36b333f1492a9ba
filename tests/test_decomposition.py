"""What accounts for a change between two years: exact, symmetric, and each part for its own reason."""

import itertools
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from greening import tables
from greening.decomposition import changes, parts, recalculated
from greening.decomposition.changes import Side
from greening.decomposition.definitions import Definitions, counted

Row = Mapping[str, Any]


def footprint(*rows: Row, year: int = 2023) -> pd.DataFrame:
    """Rows of the footprint of one place; `tonnes` are made from activity and factor where not given."""
    usual = {"organization": "BODY", "year": year, "location_id": "A", "in_total": True, "basis": "", "bucket": "facilities", "scope": 1}
    made = [usual | {"row_id": f"{row['table']}:{number}", "source_file": f"{row['table']}.csv"} | dict(row) for number, row in enumerate(rows)]
    frame = pd.DataFrame(made)
    emissions = frame["activity_value"] * frame["factor_value"] / 1000
    given = frame["emissions_tco2e"] if "emissions_tco2e" in frame else pd.Series(math.nan, index=frame.index)
    return tables.stack("footprint", [frame.assign(emissions_tco2e=given.fillna(emissions))])


def power(kwh: float, kg_per_kwh: float, factor_id: str = "grid.CHE.2023", **more: Any) -> Row:
    row = {"table": "electricity", "source": "electricity", "activity_unit": "kWh", "basis": "location", "scope": 2}
    return row | {"activity_value": kwh, "factor_value": kg_per_kwh, "factor_id": factor_id} | more


def fuel(gj: float, kg_per_gj: float = 74.5, factor_id: str = "ipcc2006.stationary.diesel.AR5", **more: Any) -> Row:
    row = {"table": "fuels", "source": "heating_fuel", "activity_unit": "GJ net"}
    return row | {"activity_value": gj, "factor_value": kg_per_gj, "factor_id": factor_id} | more


def flight(km: float, kg_per_km: float = 0.1, factor_id: str = "icao_style.economy", **more: Any) -> Row:
    row = {
        "table": "air_travel",
        "source": "flight",
        "bucket": "air_travel",
        "activity_unit": "passenger-km",
        "cabin": "economy",
        "distance_km": 900.0,
    }
    return row | {"activity_value": km, "factor_value": kg_per_km, "factor_id": factor_id} | more


def gas(kg: float, gwp: float = 1300.0, factor_id: str = "gwp100.AR5.HFC-134a", name: str = "HFC-134a", **more: Any) -> Row:
    row = {"table": "refrigerants", "source": "refrigerant", "activity_unit": "kg", "gas": name}
    return row | {"activity_value": kg, "factor_value": gwp, "factor_id": factor_id} | more


def declared(tonnes: float, bucket: str = "facilities", source: str = "heat", **more: Any) -> Row:
    row = {"table": "inventory", "bucket": bucket, "source": source, "activity_unit": "t CO2e", "location_id": None}
    return row | {"activity_value": tonnes, "factor_value": 1000.0, "factor_id": "own"} | more


def side(*rows: Row, year: int = 2023, rules: Definitions | None = None, not_occurring: frozenset[tuple[str, str]] = frozenset()) -> Side:
    return Side(parts.of(footprint(*rows, year=year)), rules or Definitions(), not_occurring)


def effects(then: Side, now: Side, again: pd.DataFrame | None = None) -> dict[str, float]:
    """The tonnes of each effect; those that sum to nothing left out."""
    found: dict[str, list[float]] = {}
    for line in changes.explain(then, now, None if again is None else parts.of(again)):
        found.setdefault(line.effect, []).append(line.tonnes)
    return {effect: math.fsum(tonnes) for effect, tonnes in sorted(found.items()) if abs(math.fsum(tonnes)) > 1e-9}


def total(one: Side) -> float:
    return math.fsum(sign * part.tonnes for sign, part in counted(one.parts, one.rules.as_made).signed())


# The three effects of a block


def by_all_orders(then: Mapping[str, tuple[float, float]], now: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """The Shapley value by its definition: the mean over the six orders in which activity, shares and factors may change."""
    kinds = sorted({*then, *now})
    sizes = [sum(amount for amount, _ in year.values()) for year in (then, now)]
    shares = [{kind: year.get(kind, (0.0, 0.0))[0] / size for kind in kinds} for year, size in zip((then, now), sizes, strict=True)]
    own = [{kind: year[kind][1] for kind in year} for year in (then, now)]
    factors = [{kind: own[year].get(kind, own[1 - year].get(kind, 0.0)) for kind in kinds} for year in (0, 1)]

    def emissions(state: Mapping[str, int]) -> float:
        return sum(sizes[state["activity"]] * shares[state["supply"]][kind] * factors[state["factors"]][kind] / 1000 for kind in kinds)

    found = dict.fromkeys(("activity", "supply", "factors"), 0.0)
    for order in itertools.permutations(found):
        state = dict.fromkeys(found, 0)
        for name in order:
            before = emissions(state)
            state[name] = 1
            found[name] += (emissions(state) - before) / 6
    return found


AMOUNTS = st.dictionaries(
    st.sampled_from(["diesel", "natural_gas", "wood"]), st.tuples(st.floats(0.5, 1e4), st.floats(0.1, 200.0)), min_size=1, max_size=3
)


@settings(deadline=None)
@given(AMOUNTS, AMOUNTS)
def test_the_effects_are_the_shapley_value_by_its_definition(then: dict[str, tuple[float, float]], now: dict[str, tuple[float, float]]):
    years = [[fuel(gj, factor, f"ipcc2006.stationary.{name}") for name, (gj, factor) in year.items()] for year in (then, now)]
    found = effects(side(*years[0]), side(*years[1], year=2024))
    for name, expected in by_all_orders(then, now).items():
        assert found.get(name, 0.0) == pytest.approx(expected, abs=1e-6)


def test_a_worked_block_in_round_numbers():
    """100 to 80 GJ, all diesel to half wood, at 70 and 10 kg/GJ: 7.0 t to 3.2 t."""
    then, now = side(fuel(100, 70.0)), side(fuel(40, 70.0), fuel(40, 10.0, "ipcc2006.stationary.wood.AR5"), year=2024)
    found = effects(then, now)
    # Activity: -20 GJ at the mean of 70 and 40 kg/GJ; supply: -30 kg/GJ at the mean of 100 and 80 GJ.
    assert found == pytest.approx({"activity": -1.1, "supply": -2.7})


# Why something changed


@pytest.mark.parametrize(
    ("then", "now", "effect"),
    [
        ([power(1000, 0.5)], [power(800, 0.5, "grid.CHE.2024")], "activity"),
        ([power(1000, 0.5)], [power(1000, 0.4, "grid.CHE.2024")], "grid"),
        ([power(1000, 0.5, "own", method="own national factor")], [power(1000, 0.4, "own", method="own national factor")], "grid"),
        ([power(1000, 0.5, "grid.AGG_AFRICA.2023")], [power(1000, 0.4, "grid.KEN.2024")], "factors"),
        ([power(1000, 0.5)], [power(400, 0.5), power(600, 0.0, "electricity.onsite_renewable")], "supply"),
        ([power(1000, 0.8, "electricity.diesel_generator")], [power(1000, 0.5)], "supply"),
        ([fuel(10)], [fuel(10, 72.0, "ipcc2006.stationary.diesel.AR5+biodiesel@7.0")], "supply"),
        ([fuel(10, 74.4, "ipcc2006.stationary.diesel.AR4")], [fuel(10)], "method"),
        ([fuel(10)], [fuel(10, 73.0, "desnz_2024.diesel")], "method"),
        ([gas(1.0)], [gas(3.0)], "activity"),
        ([gas(1.0)], [gas(1.0, 675.0, "gwp100.AR5.HFC-32", "HFC-32")], "activity"),
        ([gas(1.0, 1430.0, "gwp100.AR4.HFC-134a")], [gas(1.0)], "method"),
        ([flight(1e4)], [flight(1e4, 0.2, cabin="business")], "activity"),
        ([flight(1e4, 0.10)], [flight(1e4, 0.11)], "activity"),
        ([flight(1e4, 0.10)], [flight(1e4, 0.11, "desnz_2024.flight.international.economy")], "method"),
        ([flight(1e4, 0.11, "desnz_2023.flight.international.economy")], [flight(1e4, 0.12, "desnz_2024.flight.international.economy")], "factors"),
        ([flight(1e4)], [flight(1e4, 0.09, "own")], "method"),
    ],
)
def test_one_change_has_one_reason(then: list[Row], now: list[Row], effect: str):
    sides = side(*then), side(*now, year=2024)
    assert effects(*sides) == pytest.approx({effect: total(sides[1]) - total(sides[0])})


def test_certificates_are_a_choice_of_supply_and_the_grid_keeps_its_own_part():
    def year(kwh: float, grid: float, market: float, of: int = 2023) -> list[Row]:
        return [power(kwh, grid, f"grid.CHE.{of}"), power(kwh, market, "grid.CHE.certificates", basis="market")]

    rules = Definitions("market")
    found = effects(side(*year(1000, 0.5, 0.5), rules=rules), side(*year(1000, 0.4, 0.1, of=2024), year=2024, rules=rules))
    assert found == pytest.approx({"grid": -0.1, "supply": -0.3})
    less = effects(side(*year(1000, 0.5, 0.1), rules=rules), side(*year(500, 0.5, 0.1), year=2024, rules=rules))
    assert less == pytest.approx({"activity": -0.05})


def test_the_grid_in_place_of_a_generator_is_a_choice_of_supply_and_its_fuel_keeps_its_own_source():
    def year(generated: float, grid: float) -> list[Row]:
        burnt = fuel(generated / 100, source="generator_fuel")
        return [power(generated, 0.0, "electricity.own_generator"), power(grid, 0.5), *([burnt] if generated else [])]

    made = changes.explain(side(*year(1000, 0)), side(*year(0, 1000), year=2024))
    tonnes: dict[tuple[str, str], float] = {}
    for line in made:
        tonnes[line.source, line.effect] = tonnes.get((line.source, line.effect), 0.0) + line.tonnes
    found = {key: value for key, value in tonnes.items() if abs(value) > 1e-9}
    assert found == pytest.approx({("generator_fuel", "supply"): -0.745, ("electricity", "supply"): 0.5})


def test_more_fuel_for_the_same_electricity_is_activity_and_another_fuel_is_supply():
    def year(gj: float, factor_id: str, kg_per_gj: float) -> list[Row]:
        return [power(1000, 0.0, "electricity.own_generator"), fuel(gj, kg_per_gj, factor_id, source="generator_fuel")]

    diesel, bio = "ipcc2006.stationary.diesel.AR5", "ipcc2006.stationary.biodiesel.AR5"
    assert effects(side(*year(10, diesel, 74.5)), side(*year(12, diesel, 74.5), year=2024)) == pytest.approx({"activity": 0.149})
    assert effects(side(*year(10, diesel, 74.5)), side(*year(10, bio, 1.0), year=2024)) == pytest.approx({"supply": -0.735})


def test_fuel_of_a_generator_whose_electricity_is_not_known_stands_alone():
    rows = [fuel(10, source="generator_fuel"), power(100, 0.5)]
    assert effects(side(*rows), side(fuel(5, source="generator_fuel"), rows[1], year=2024)) == pytest.approx({"activity": -5 * 0.0745})


def test_a_place_that_came_or_went_is_coverage():
    kept = fuel(10)
    assert effects(side(kept), side(kept, fuel(5, location_id="B"), year=2024)) == pytest.approx({"coverage": 5 * 0.0745})
    assert effects(side(kept, fuel(5, location_id="B")), side(kept, year=2024)) == pytest.approx({"coverage": -5 * 0.0745})


def test_a_topic_that_came_is_coverage_unless_the_other_year_says_that_there_was_nothing():
    assert effects(side(fuel(10)), side(fuel(10), gas(1.0), year=2024)) == pytest.approx({"coverage": 1.3})
    nothing = side(fuel(10), not_occurring=frozenset({("refrigerants", "")}))
    assert effects(nothing, side(fuel(10), gas(1.0), year=2024)) == pytest.approx({"activity": 1.3})


def test_a_place_without_electricity_rows_is_not_covered_and_one_without_a_leak_had_none():
    both = [power(100, 0.5), power(100, 0.5, location_id="B"), gas(1.0), gas(1.0, location_id="B")]
    assert effects(side(*both), side(*both[:3], year=2024)) == pytest.approx({"activity": -1.3})
    assert effects(side(*both), side(both[0], *both[2:], year=2024)) == pytest.approx({"coverage": -0.05})


def test_a_member_that_came_is_coverage():
    member = fuel(10, organization="NEW", location_id="NEW/A")
    assert effects(side(fuel(10)), side(fuel(10), member, year=2024)) == pytest.approx({"coverage": 0.745})


def test_a_member_that_turned_to_the_market_basis_changed_its_definition():
    """In a group's rows, what such a member counts has no basis, and its other basis is outside the total."""
    then = [power(1000, 0.5, organization="M"), power(1000, 0.2, "own", organization="M", basis="market"), fuel(10)]
    now = [
        power(1000, 0.5, organization="M", in_total=False, outside_reason="member_counts_market"),
        power(1000, 0.2, "own", organization="M", basis="", method="supplier's factor"),
        fuel(10),
    ]
    assert effects(side(*then), side(*now, year=2024)) == pytest.approx({"method": -0.3})


# What cannot be explained


def test_declared_totals_are_not_explained():
    assert effects(side(declared(50.0)), side(declared(40.0), year=2024)) == {"unexplained": -10.0}


def test_a_bucket_that_was_only_declared_is_not_explained_and_the_others_are():
    then = side(declared(50.0, "air_travel", "flight"), fuel(10))
    now = side(flight(4e5), fuel(8), year=2024)
    assert effects(then, now) == pytest.approx({"activity": -0.149, "unexplained": -10.0})


def test_a_year_without_buckets_leaves_the_whole_change_in_one_line():
    made = changes.explain(side(declared(50.0, "unspecified", "inventory")), side(flight(4e5), fuel(10), year=2024))
    assert [(line.bucket, line.source, line.effect) for line in made] == [("unspecified", "all", "unexplained")]
    assert made[0].tonnes == pytest.approx(40.745 - 50)


def test_of_a_source_declared_in_part_in_both_years_only_that_part_is_not_explained():
    found = effects(side(declared(5.0, source="heating_fuel"), fuel(10)), side(declared(4.0, source="heating_fuel"), fuel(8), year=2024))
    assert found == pytest.approx({"activity": -0.149, "unexplained": -1.0})


def test_a_source_declared_in_one_year_only_is_not_explained():
    assert effects(side(declared(5.0, source="heating_fuel"), fuel(10)), side(fuel(60), year=2024)) == pytest.approx(
        {"unexplained": 60 * 0.0745 - 5.745}
    )


def test_emissions_without_an_activity_are_not_explained_and_an_activity_without_emissions_is_no_surprise():
    unknown = fuel(math.nan, emissions_tco2e=2.0)
    assert effects(side(unknown), side(fuel(10), year=2024)) == pytest.approx({"unexplained": 0.745 - 2})
    assert effects(side(fuel(0)), side(fuel(10), year=2024)) == pytest.approx({"activity": 0.745})
    assert effects(side(fuel(0)), side(fuel(0), year=2024)) == {}


# Rules, and the earlier year computed again


def test_another_basis_is_a_definition_and_not_a_change():
    rows = [power(1000, 0.5), power(1000, 0.2, "own", basis="market", method="supplier's factor"), fuel(10)]
    found = effects(side(*rows), side(*rows, year=2024, rules=Definitions("market")))
    assert found == pytest.approx({"method": -0.3})


@pytest.mark.parametrize(("then", "now", "sign"), [("all", "kyoto", -1), ("kyoto", "all", 1)])
def test_another_rule_of_refrigerants_is_a_definition(then: str, now: str, sign: int):
    def year(rule: str) -> list[Row]:
        outside = {"in_total": False, "outside_reason": "refrigerant_rule"} if rule == "kyoto" else {}
        return [fuel(10), gas(2.0, 1760.0, "gwp100.AR5.HCFC-22", "HCFC-22", **outside), gas(1.0)]

    found = effects(side(*year(then), rules=Definitions("location", then)), side(*year(now), year=2024, rules=Definitions("location", now)))
    assert found == pytest.approx({"method": sign * 3.52})


def test_an_earlier_year_computed_again_separates_the_method_from_the_mix_exactly():
    old, again = footprint(flight(1e4, 0.2, "desnz_2023.flight.average"), fuel(10)), footprint(flight(1e4, 0.1))
    then = Side(parts.of(old))
    found = effects(then, side(flight(8e3), fuel(10), year=2024), recalculated.replaced(old, again))
    assert found == pytest.approx({"method": -1.0, "activity": -0.2})
    lines = changes.explain(then, side(flight(8e3), fuel(10), year=2024), parts.of(recalculated.replaced(old, again)))
    assert [(line.reason, line.is_recalculation) for line in lines if line.effect == "method"] == [("flight: desnz before, icao_style now", True)]


def test_revised_values_under_the_same_names_are_factors():
    old, again = footprint(fuel(10, 74.0)), footprint(fuel(10, 75.0))
    assert effects(Side(parts.of(old)), side(fuel(10, 75.0), year=2024), again) == pytest.approx({"factors": 0.01})


def test_rows_that_were_not_computed_again_stay():
    old = footprint(fuel(10), fuel(3, row_id="filled"))
    assert recalculated.replaced(old, footprint(fuel(10, 75.0)))["emissions_tco2e"].sum() == pytest.approx(0.75 + 3 * 0.0745)


# Properties

#: Whole numbers: what the smallest floats would show is their rounding.
AMOUNT = st.integers(0, 1000).map(float)
ROWS = st.lists(
    st.one_of(
        st.builds(
            power, AMOUNT, st.integers(0, 9).map(lambda tenths: tenths / 10), st.sampled_from(["grid.CHE.2023", "own", "electricity.own_generator"])
        ),
        st.builds(fuel, AMOUNT, st.integers(1, 90).map(float), st.sampled_from([f"ipcc2006.stationary.{name}.AR5" for name in ("diesel", "wood")])),
        st.builds(flight, AMOUNT, st.integers(1, 3).map(float), st.sampled_from(["icao_style.economy", "desnz_2024.flight.average", "own"])),
        st.builds(gas, AMOUNT, st.integers(1, 4000).map(float)),
        st.builds(declared, AMOUNT, st.sampled_from(["facilities", "air_travel", "unspecified"]), st.sampled_from(["heat", "flight"])),
    ),
    min_size=1,
    max_size=6,
)
quick = settings(deadline=None, max_examples=50)


@quick
@given(ROWS, ROWS)
def test_the_effects_add_up_to_the_change_to_the_last_gram(then: list[Row], now: list[Row]):
    sides = side(*then), side(*now, year=2024)
    assert math.fsum(effects(*sides).values()) == pytest.approx(total(sides[1]) - total(sides[0]), abs=1e-6)


@quick
@given(ROWS, ROWS)
def test_the_years_exchanged_every_effect_changes_its_sign(then: list[Row], now: list[Row]):
    there = effects(side(*then), side(*now, year=2024))
    back = effects(side(*now), side(*then, year=2024))
    assert {name: -tonnes for name, tonnes in back.items()} == pytest.approx(there, abs=1e-6)


@quick
@given(ROWS, ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(then: list[Row], now: list[Row], random: Any):
    before, after = footprint(*then), footprint(*now)
    shuffled = after.sample(frac=1, random_state=random.randint(0, 100))
    expected = changes.product(changes.explain(Side(parts.of(before)), Side(parts.of(after))), "BODY", 2024, 2023)
    found = changes.product(changes.explain(Side(parts.of(before)), Side(parts.of(shuffled))), "BODY", 2024, 2023)
    pd.testing.assert_frame_equal(found, expected, rtol=1e-9, atol=1e-9)


@quick
@given(ROWS)
def test_a_year_beside_itself_has_no_effects(rows: list[Row]):
    assert effects(side(*rows), side(*rows)) == {}


@quick
@given(ROWS, ROWS)
def test_splitting_a_row_changes_nothing(then: list[Row], now: list[Row]):
    halves = [{**row, "activity_value": row["activity_value"] / 2} for row in now for _ in range(2)]
    assert effects(side(*then), side(*halves)) == pytest.approx(effects(side(*then), side(*now)), abs=1e-6)


def test_an_interval_sets_off_what_a_factor_shares_between_the_years():
    """Both years at one factor: its error multiplies the difference of the amounts; errors of the amounts stand in the difference in full."""
    sure = {"uncertainty_gsd": 2.0, "factor_gsd": 2.0, "error_group": "fuel.diesel"}
    lines = changes.explain(side(fuel(1000, **sure)), side(fuel(900, **sure), year=2024))
    bounds = changes.interval(lines)
    spread = 1.96 * math.sqrt(math.expm1(math.log(2.0) ** 2)) * 7.45
    assert bounds is not None
    assert (bounds.low, bounds.high) == pytest.approx((-7.45 - spread, -7.45 + spread), rel=1e-3)
    apart = changes.explain(side(fuel(1000, **sure)), side(fuel(900, **{**sure, "factor_gsd": 1.0}), year=2024))
    wide = changes.interval(apart)
    assert wide is not None
    assert wide.high - wide.low > 8 * (bounds.high - bounds.low)


def test_the_product_has_a_row_for_each_bucket_source_and_effect():
    made = changes.product(changes.explain(side(fuel(10), flight(100)), side(fuel(8), flight(90), year=2024)), "BODY", 2024, 2023)
    assert made[["bucket", "source", "effect"]].to_numpy().tolist() == [
        ["air_travel", "flight", "activity"],
        ["facilities", "heating_fuel", "activity"],
    ]
    assert made["from_year"].tolist() == [2023, 2023]
