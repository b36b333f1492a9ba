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
        "ghg.refrigerants.kyoto": 7,
        "ghg.refrigerants.kyoto.kg": 10,
        "ghg.refrigerants.non_kyoto": 2,
        "ghg.refrigerants.non_kyoto.kg": 1,
        "ghg.refrigerants.ozone_depleting": 2,
        "ghg.refrigerants.ozone_depleting.kg": 1,
    }


def test_inventory_rows_are_of_no_known_gas():
    assert not values(inputs(footprint=footprint([GAS | {"table": "inventory", "gas": "CO2e", "emissions_tco2e": 1.0}])), "ghg.refrigerants")
