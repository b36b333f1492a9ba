"""Refrigerants by treaty."""

from figure_frames import footprint, inputs, values

GAS = {"table": "refrigerants", "source": "refrigerant"}
LINES = [
    GAS | {"gas": "HFC-32", "emissions_tco2e": 7.0, "other_gas_kg": 10.0, "ozone_depleting": False},
    GAS
    | {"gas": "HCFC-22", "emissions_tco2e": 2.0, "other_gas_kg": 1.0, "ozone_depleting": True}
    | {"in_total": False, "outside_reason": "refrigerant_rule"},
]


def test_both_totals_can_be_rebuilt_whatever_the_rule_counts():
    found = values(inputs(footprint=footprint(LINES)), "ghg.refrigerants")
    assert found == {
        "ghg.refrigerants.hfc": 7,
        "ghg.refrigerants.hfc.kg": 10,
        "ghg.refrigerants.kyoto": 7,
        "ghg.refrigerants.kyoto.kg": 10,
        "ghg.refrigerants.non_kyoto": 2,
        "ghg.refrigerants.non_kyoto.kg": 1,
        "ghg.refrigerants.ozone_depleting": 2,
        "ghg.refrigerants.ozone_depleting.kg": 1,
    }


def test_the_total_is_told_under_both_rules():
    rows = [*LINES, {"table": "fuels", "emissions_tco2e": 100.0}]
    found = values(inputs(footprint=footprint(rows)))
    assert (found["ghg.total"], found["ghg.total.refrigerants.kyoto"], found["ghg.total.refrigerants.all"]) == (107, 107, 109)
    counted = [row | {"in_total": True, "outside_reason": ""} for row in rows]
    found = values(inputs(footprint=footprint(counted)))
    assert (found["ghg.total"], found["ghg.total.refrigerants.kyoto"], found["ghg.total.refrigerants.all"]) == (109, 107, 109)
    assert "ghg.total.refrigerants.all" not in values(inputs(footprint=footprint(rows[2:])))


def test_each_kind_of_gas_is_placed_and_one_without_a_potential_is_no_zero():
    gases = {"SF6": 5.0, "NF3": 4.0, "CF4": 3.0, "HFO-1234yf": 2.0, "HC-290": 1.0, "NH3": 0.0}
    lines = [GAS | {"gas": gas, "emissions_tco2e": tonnes, "other_gas_kg": 1.0} for gas, tonnes in gases.items()]
    lines.append(GAS | {"gas": "HCO-1130(E)", "other_gas_kg": 8.0})
    found = values(inputs(footprint=footprint(lines)), "ghg.refrigerants.")
    kinds = [found[f"ghg.refrigerants.{kind}"] for kind in ("sf6", "nf3", "pfc", "hfo", "hydrocarbon", "other")]
    assert kinds == [5, 4, 3, 2, 1, 0]
    assert found["ghg.refrigerants.other.kg"] == 9
    assert found["ghg.refrigerants.without_potential.kg"] == 8


def test_inventory_rows_are_of_no_known_gas():
    assert not values(inputs(footprint=footprint([GAS | {"table": "inventory", "gas": "CO2e", "emissions_tco2e": 1.0}])), "ghg.refrigerants")
