import pandas as pd
import pytest
from worked.frames import activities

from greening import reference
from greening.footprint.compute import footprint


def lines(*cells: dict[str, object], gwp_set: str = "AR5", rule: str = "all") -> pd.DataFrame:
    base = {"quantity_kg": 100.0}
    return footprint(activities(profile={"refrigerant_rule": rule}, refrigerants=[{**base, **cell} for cell in cells]), gwp_set, "icao_style")


def test_a_blend_is_a_line_a_component_with_its_mass() -> None:
    found = lines({"refrigerant": "R-410A"}).set_index("gas")
    assert found["other_gas_kg"].to_dict() == {"HFC-125": 50.0, "HFC-32": 50.0}
    assert found["activity_value"].sum() == 100.0


@pytest.mark.parametrize(("gwp_set", "printed"), [("AR4", 2088), ("AR5", 1924)])
def test_r410a_is_what_the_uk_prints(gwp_set: str, printed: int) -> None:
    """UK Government GHG Conversion Factors: 2,088 in 2022 (AR4), 1,924 from 2023 (AR5)."""
    assert round(lines({"refrigerant": "R-410A"}, gwp_set=gwp_set)["emissions_tco2e"].sum() * 10) == pytest.approx(printed, abs=1)


def test_every_known_refrigerant_keeps_its_mass_and_says_its_gases() -> None:
    names = set(reference.load("refrigerant_blends")["refrigerant"]) | set(reference.load("gwp")["refrigerant"].dropna())
    found = lines(*({"refrigerant": name} for name in sorted(names)))
    assert found.groupby("row_id")["other_gas_kg"].sum().to_list() == pytest.approx([100.0] * len(names))
    assert found["gas"].notna().all()
    assert found.loc[found["emissions_tco2e"].isna(), "method"].eq("no global warming potential is published for this gas").all()


@pytest.mark.parametrize("name", ["R-134a", "HFC-134a", "HFC134a"])
def test_a_gas_is_known_by_number_name_and_species(name: str) -> None:
    assert lines({"refrigerant": name})["emissions_tco2e"].to_list() == pytest.approx([130.0])


@pytest.mark.parametrize(
    ("name", "expected"), [("R-22", True), ("R-12", True), ("R-134a", False), ("R-1234yf", False), ("R-290", False), ("SF6", False)]
)
def test_ozone_depleting_means_cfc_hcfc_or_halon(name: str, expected: bool) -> None:
    assert lines({"refrigerant": name})["ozone_depleting"].to_list() == [expected]


def test_the_kyoto_rule_sets_other_gases_aside_and_keeps_their_kilograms() -> None:
    found = lines({"refrigerant": "R-22"}, {"refrigerant": "R-134a"}, rule="kyoto").set_index("gas")
    assert found["in_total"].to_dict() == {"HCFC-22": False, "HFC-134a": True}
    assert found.loc["HCFC-22", "outside_reason"] == "refrigerant_rule"
    assert found.loc["HCFC-22", "emissions_tco2e"] == pytest.approx(176.0)
    assert lines({"refrigerant": "R-22"})["in_total"].all()


@pytest.mark.parametrize("basis", ["leaked", "recharged", "disposed"])
def test_quantities_are_taken_as_emitted(basis: str) -> None:
    assert lines({"refrigerant": "R-134a", "basis": basis})["activity_value"].to_list() == [100.0]


def test_a_capacity_leaks_at_the_rate_of_its_equipment() -> None:
    found = lines(
        {"refrigerant": "R-134a", "basis": "capacity"},
        {"refrigerant": "R-134a", "basis": "capacity", "equipment": "Carrier Chiller 2"},
    )
    assert found["activity_value"].to_list() == pytest.approx([5.5, 8.5])
    assert set(found["factor_rung"]) == {"proxy"}
    assert found["method"].to_list()[1] == "yearly leak rate of 8.5 % of the charge"


def test_a_gas_that_the_set_lacks_names_the_set_that_it_took() -> None:
    assert lines({"refrigerant": "R-1336mzz(Z)"}, gwp_set="AR5")["gwp_set"].to_list() == ["AR6"]
