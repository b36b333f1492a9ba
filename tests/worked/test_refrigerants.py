"""Refrigerants against published potentials: every gas and blend that the UK prints, under AR4 and AR5, and blends under AR6.

published_refrigerants.csv holds what is printed, in kg CO2e a kilogram. AR4 and AR5: UK Government GHG Conversion Factors for Company Reporting,
2022 and 2023, refrigerant and other. AR6: ATMOsphere, Impact of Refrigerants, fact sheet 2, whose whole numbers are cut off or rounded.
"""

from pathlib import Path

import pandas as pd
import pytest
from worked.frames import activities

from greening.footprint.compute import footprint

PRINTED = pd.read_csv(Path(__file__).parent / "published_refrigerants.csv", dtype={"printed": "str", "kyoto_only": "str"})
#: What is printed for another composition than that of ASHRAE 34: the UK's R-405A has less C318, its R-511A holds HFC-152a in place of
#: dimethyl ether, and in its R-505 and R-506 HCFC-31, of which AR4 and AR5 have no potential, counts as nothing.
OTHERWISE = {"R-405A", "R-511A", "R-505", "R-506"}


def computed(names: pd.Series, gwp_set: str, rule: str = "all") -> pd.Series:
    """kg CO2e of a kilogram of each refrigerant."""
    rows = [{"refrigerant": name, "quantity_kg": 1000.0, "row_id": name} for name in names]
    made = footprint(activities(profile={"refrigerant_rule": rule}, refrigerants=rows), gwp_set, "icao_style")
    return made[made["in_total"]].groupby("row_id")["emissions_tco2e"].sum().reindex(names, fill_value=0.0)


def half_a_digit(printed: pd.Series) -> pd.Series:
    decimals = printed.str.partition(".")[2].str.len()
    return 0.5 * 10.0 ** -decimals.astype("float64") + 1e-9


@pytest.mark.parametrize(("gwp_set", "least"), [("AR4", 150), ("AR5", 155)])
def test_every_gas_and_blend_that_the_uk_prints_comes_out_to_the_digits_printed(gwp_set: str, least: int) -> None:
    told = PRINTED[PRINTED["gwp_set"].eq(gwp_set) & ~PRINTED["name"].isin(OTHERWISE)].reset_index(drop=True)
    assert len(told) >= least
    found = computed(told["name"], gwp_set).reset_index(drop=True)
    off = (found - told["printed"].astype("float64")).abs() > half_a_digit(told["printed"])
    assert told.assign(found=found)[off].empty


@pytest.mark.parametrize("gwp_set", ["AR4", "AR5"])
def test_the_older_rule_counts_what_the_uk_prints_as_kyoto_only(gwp_set: str) -> None:
    told = PRINTED[PRINTED["gwp_set"].eq(gwp_set) & PRINTED["kyoto_only"].notna() & ~PRINTED["name"].isin(OTHERWISE)].reset_index(drop=True)
    found = computed(told["name"], gwp_set, "kyoto").reset_index(drop=True)
    off = (found - told["kyoto_only"].astype("float64")).abs() > half_a_digit(told["kyoto_only"])
    assert told.assign(found=found)[off].empty
    assert len(told) > 80


def test_blends_under_ar6_come_out_within_the_unit_printed() -> None:
    told = PRINTED[PRINTED["gwp_set"].eq("AR6")].reset_index(drop=True)
    found = computed(told["name"], "AR6").reset_index(drop=True)
    assert told.assign(found=found)[(found - told["printed"].astype("float64")).abs() > 1].empty
    assert len(told) > 15


def test_twenty_tonnes_of_r410a_are_what_the_us_epa_works_out() -> None:
    """US EPA, Greenhouse Gas Reporting Program, question 287 (AR4): 20 t of R-410A are 35,000 t CO2e of HFC-125 and 6,750 t of HFC-32."""
    found = footprint(activities(refrigerants=[{"refrigerant": "R-410A", "quantity_kg": 20_000.0}]), "AR4", "icao_style").set_index("gas")
    assert found["emissions_tco2e"].to_dict() == {"HFC-125": 35_000.0, "HFC-32": 6_750.0}


@pytest.mark.parametrize(
    ("equipment", "kg"),
    [("", 5.5), ("Air conditioner", 5.5), ("Chiller no 2", 8.5), ("Fridge", 0.3), ("Cold room", 16.0), ("Reefer", 32.5), ("Vehicle", 15.0)],
)
def test_a_charge_leaks_at_the_middle_of_the_published_range(equipment: str, kg: float) -> None:
    """2006 IPCC Guidelines vol. 3 table 7.9, operation emissions in percent of the charge a year."""
    row = {"refrigerant": "R-134a", "quantity_kg": 100.0, "basis": "capacity", "equipment": equipment or None}
    assert footprint(activities(refrigerants=[row]), "AR5", "icao_style")["activity_value"].to_list() == pytest.approx([kg])
