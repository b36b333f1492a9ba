"""Burning fuels against published factors: IPCC 2006 by gas and set, the UK's by unit, and each against the other."""

import pandas as pd
import pytest
from worked.frames import activities

from greening.footprint import uk_fuels
from greening.footprint.compute import footprint

#: 2006 IPCC Guidelines vol. 2: use, fuel, then kg CO2, CH4 and N2O a TJ net, and whether the carbon is biogenic.
#: Tables 2.4 (commercial and institutional), 3.2.1 and 3.2.2 (road), 3.5.2 and 3.5.3 (ships), 3.6.4 and 3.6.5 (aviation).
IPCC = [
    ("heating", "natural_gas", 56_100, 5, 0.1, False),
    ("heating", "heating_oil", 74_100, 10, 0.6, False),
    ("heating", "heavy_fuel_oil", 77_400, 10, 0.6, False),
    ("heating", "lpg", 63_100, 5, 0.1, False),
    ("heating", "coal", 94_600, 10, 1.5, False),
    ("generator", "diesel", 74_100, 10, 0.6, False),
    ("cooking", "kerosene", 71_900, 10, 0.6, False),
    ("cooking", "charcoal", 112_000, 200, 1, True),
    ("cooking", "wood", 112_000, 300, 4, True),
    ("heating", "biogas", 54_600, 5, 0.1, True),
    ("vehicle", "diesel", 74_100, 3.9, 3.9, False),
    ("vehicle", "petrol", 69_300, 33, 3.2, False),
    ("vehicle", "lpg", 63_100, 62, 0.2, False),
    ("vehicle", "cng", 56_100, 92, 3, False),
    ("vessel", "heavy_fuel_oil", 77_400, 7, 2, False),
    ("vessel", "diesel", 74_100, 7, 2, False),
    ("aircraft", "jet_fuel", 71_500, 0.5, 2, False),
    ("aircraft", "aviation_gasoline", 70_000, 0.5, 2, False),
]
#: Potentials of methane (fossil, biogenic) and nitrous oxide as the assessment reports print them.
POTENTIALS = {"AR4": (25, 25, 298), "AR5": (28, 28, 265), "AR6": (29.8, 27.0, 273)}
#: 2006 IPCC Guidelines vol. 2 table 1.2, TJ/Gg net.
CALORIFIC = {"natural_gas": 48.0, "diesel": 43.0, "petrol": 44.3, "lpg": 47.3, "jet_fuel": 44.1, "kerosene": 43.8, "heavy_fuel_oil": 40.4} | {
    "coal": 25.8,
    "wood": 15.6,
    "charcoal": 29.5,
    "aviation_gasoline": 44.3,
}
#: UK Government GHG Conversion Factors: use, fuel, unit, basis, edition, and the kg CO2e that one unit is printed as.
UK = [
    ("vehicle", "diesel", "l", "net", 2022, 2.69880),
    ("vehicle", "diesel", "l", "net", 2023, 2.659372),
    ("vehicle", "diesel", "l", "net", 2024, 2.66155),
    ("vehicle", "diesel", "t", "net", 2024, 3203.9114),
    ("vehicle", "petrol", "l", "net", 2023, 2.345025),
    ("vehicle", "petrol", "l", "net", 2025, 2.33984),
    ("heating", "natural_gas", "m3", "net", 2023, 2.03839),
    ("heating", "natural_gas", "kwh", "gross", 2023, 0.182929),
    ("heating", "natural_gas", "kwh", "net", 2023, 0.202671),
    ("heating", "natural_gas", "kwh", "gross", 2022, 0.18254),
    ("heating", "lpg", "l", "net", 2024, 1.55713),
    ("heating", "heating_oil", "l", "net", 2025, 2.75541),
    ("heating", "coal", "t", "net", 2023, 2396.4799),
    ("cooking", "kerosene", "l", "net", 2023, 2.540156),
    ("aircraft", "jet_fuel", "l", "net", 2023, 2.542688),
    ("aircraft", "jet_fuel", "kg", "net", 2023, 3.1783652),
    ("aircraft", "aviation_gasoline", "l", "net", 2023, 2.331163),
    ("vessel", "diesel", "l", "net", 2023, 2.771389),
    ("vessel", "heavy_fuel_oil", "t", "net", 2023, 3154.7533),
    ("heating", "wood_pellets", "t", "net", 2022, 50.55459),
    ("heating", "wood", "t", "net", 2024, 46.25524),
    ("vehicle", "biodiesel", "l", "net", 2023, 0.16751),
    ("vehicle", "bioethanol", "l", "net", 2023, 0.00901),
]


def line(year: int = 2023, gwp_set: str = "AR5", **cells: object) -> pd.Series:
    made = footprint(activities(year, fuels=[{"calorific_basis": "net", **cells}]), gwp_set, "icao_style")
    return made.iloc[0]


@pytest.fixture
def by_the_uk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every use is priced by the UK's factors, as if the table fuel_schemes chose them: what it calls the IPCC's is read as the UK's."""
    monkeypatch.setattr(uk_fuels, "SCHEME", "ipcc")


@pytest.mark.parametrize("gwp_set", POTENTIALS)
@pytest.mark.parametrize(("use", "fuel", "co2", "ch4", "n2o", "is_biogenic"), IPCC)
def test_a_terajoule_gives_the_published_kilograms_of_each_gas(
    use: str, fuel: str, co2: float, ch4: float, n2o: float, is_biogenic: bool, gwp_set: str
) -> None:
    made = line(gwp_set=gwp_set, use=use, fuel=fuel, quantity=1000.0, unit="gj")
    assert made["co2_kg"] == pytest.approx(0 if is_biogenic else co2)
    assert made["biogenic_co2_kg"] == pytest.approx(co2 if is_biogenic else 0)
    assert (made["ch4_kg"], made["n2o_kg"]) == pytest.approx((ch4, n2o))
    of_fossil, of_biogenic, of_n2o = POTENTIALS[gwp_set]
    expected = (of_biogenic * ch4 if is_biogenic else co2 + of_fossil * ch4) + of_n2o * n2o
    assert made["emissions_tco2e"] * 1000 == pytest.approx(expected)
    assert made["gwp_set"] == gwp_set


@pytest.mark.parametrize(("fuel", "gj"), CALORIFIC.items())
def test_a_tonne_holds_the_published_energy(fuel: str, gj: float) -> None:
    assert line(use="heating", fuel=fuel, quantity=1.0, unit="t")["activity_value"] == pytest.approx(gj)


@pytest.mark.usefixtures("by_the_uk")
@pytest.mark.parametrize(("use", "fuel", "unit", "basis", "year", "kg"), UK)
def test_a_unit_gives_what_the_uk_prints(use: str, fuel: str, unit: str, basis: str, year: int, kg: float) -> None:
    made = line(year, gwp_set="AR6", use=use, fuel=fuel, quantity=1000.0, unit=unit, calorific_basis=basis)
    assert made["emissions_tco2e"] == pytest.approx(kg, rel=3e-6)
    # In CO2e alone: the edition keeps its set, whichever is asked for.
    assert made["gwp_set"] == ("AR4" if year == 2022 else "AR5")
    assert pd.isna(made["co2_kg"])


@pytest.mark.usefixtures("by_the_uk")
def test_a_blend_is_the_sum_of_its_parts() -> None:
    """UK 2023: 80 l of mineral diesel at 2.659372 and 20 l of biodiesel at 0.16751."""
    made = line(use="vehicle", fuel="diesel", quantity=100.0, unit="l", bio_share_pct=20.0)
    assert made["emissions_tco2e"] * 1000 == pytest.approx(80 * 2.659372 + 20 * 0.16751)
    assert made["factor_value"] * made["activity_value"] == pytest.approx(made["emissions_tco2e"] * 1000)
    assert made["factor_id"] == "desnz_2023.fuel.diesel+biodiesel@20.0"


@pytest.mark.usefixtures("by_the_uk")
@pytest.mark.parametrize(
    ("cells", "value", "unit"),
    [
        ({"fuel": "diesel", "quantity": 2.0, "unit": "m3"}, 2000.0, "l"),
        ({"fuel": "diesel", "quantity": 3.6, "unit": "gj", "calorific_basis": "gross"}, 1000.0, "kWh gross"),
        ({"fuel": "coal", "quantity": 1.0, "unit": "m3"}, 850 * 25.8 / 3.6, "kWh net"),
    ],
)
def test_a_unit_that_the_uk_has_no_factor_for_is_put_into_one_that_it_has(cells: dict[str, object], value: float, unit: str) -> None:
    made = line(use="heating", **cells)
    assert (made["activity_value"], made["activity_unit"]) == (pytest.approx(value), unit)
    assert made["emissions_tco2e"] > 0


@pytest.mark.usefixtures("by_the_uk")
def test_a_fuel_that_the_uk_does_not_print_keeps_the_ipccs_factors() -> None:
    made = line(use="cooking", fuel="charcoal", quantity=1.0, unit="t")
    assert made["factor_source_id"] == "ipcc_2006_v2_ch2"
    assert made["biogenic_co2_kg"] > 0


@pytest.mark.parametrize(
    ("use", "fuel", "unit", "basis", "year", "kg"), [case for case in UK if case[1] not in ("wood", "wood_pellets") and "bio" not in case[1]]
)
def test_both_schemes_agree_on_fossil_fuels(use: str, fuel: str, unit: str, basis: str, year: int, kg: float) -> None:
    """Within 6 %: the UK's densities and calorific values are its own."""
    made = line(year, use=use, fuel=fuel, quantity=1000.0, unit=unit, calorific_basis=basis)
    assert made["emissions_tco2e"] == pytest.approx(kg, rel=0.06)


def test_two_hundred_litres_of_petrol_are_about_what_the_carbon_trust_works_out() -> None:
    """Carbon Trust, Conversion factors (2011): 200 litres of petrol times 2.331 are 466.2 kg CO2e."""
    assert line(use="vehicle", fuel="petrol", quantity=200.0, unit="l")["emissions_tco2e"] * 1000 == pytest.approx(466.2, rel=0.02)
