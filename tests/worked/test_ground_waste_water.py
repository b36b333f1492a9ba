"""Ground travel, waste, water and wastewater against the UK Government GHG Conversion Factors of each edition, and burning against the US EPA's.

The editions keep their own set of warming potentials, AR4 to 2022 and AR5 after it, whichever set is asked for.
"""

import pytest
from worked.frames import activities

from greening.footprint.compute import footprint

EDITIONS = (2022, 2023, 2024, 2025)
#: Table, cells of a row of a thousand units, and kg CO2e a unit as printed in 2022, 2023, 2024 and 2025.
UK = [
    ("ground_travel", {"mode": "rail", "distance_km": 1000.0}, (0.03549, 0.035462964, 0.03546, 0.03546)),
    ("ground_travel", {"mode": "coach", "distance_km": 1000.0}, (0.02733, 0.027181401, 0.02717, 0.02776)),
    ("ground_travel", {"mode": "taxi", "distance_km": 1000.0}, (0.14876, 0.14861493, 0.14861, 0.14861)),
    ("ground_travel", {"mode": "taxi", "distance_km": 1000.0, "distance_basis": "vehicle"}, (0.20826, 0.20805645, 0.20805, 0.20806)),
    ("ground_travel", {"mode": "hired_car", "distance_km": 1000.0, "distance_basis": "vehicle"}, (0.17067, 0.16663859, 0.16691, 0.16725)),
    ("water", {"source": "municipal", "water_m3": 1000.0}, (0.149, 0.17668455, 0.15311, 0.1913)),
    ("wastewater", {"treatment": "municipal", "wastewater_m3": 1000.0}, (0.272, 0.20131829, 0.18574, 0.17088)),
    ("waste", {"stream": "mixed", "treatment": "landfill", "waste_kg": 1e6}, (467.00838, 520.33474, 520.3342, 520.5327)),
    ("waste", {"stream": "paper", "treatment": "landfill", "waste_kg": 1e6}, (1041.785, 1164.3904, 1164.3901, 1164.4894)),
    ("waste", {"stream": "paper", "treatment": "recycling", "waste_kg": 1e6}, (21.280194, 21.280807, 6.41061, 4.68568)),
    ("waste", {"stream": "glass", "treatment": "landfill", "waste_kg": 1e6}, (8.8832713, 8.8841301, 8.88386, 8.98311)),
    ("waste", {"stream": "metal", "treatment": "recycling", "waste_kg": 1e6}, (21.280194, 21.280807, 6.41061, 4.68568)),
    ("waste", {"stream": "food", "treatment": "landfill", "waste_kg": 1e6}, (626.85615, 700.20988, 700.20961, 700.30886)),
    ("waste", {"stream": "food", "treatment": "composting", "waste_kg": 1e6}, (8.9105814, 8.9124217, 8.88386, 8.98311)),
    ("waste", {"stream": "food", "treatment": "anaerobic_digestion", "waste_kg": 1e6}, (8.9105814, 8.9124217, 8.88386, 8.98311)),
]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("table", "cells", "printed"), UK)
def test_a_thousand_units_give_what_each_edition_prints(table: str, cells: dict[str, object], printed: tuple[float, ...], edition: int) -> None:
    made = footprint(activities(edition, {"country": "GBR"}, **{table: [cells]}), "AR6", "icao_style").iloc[0]
    assert made["emissions_tco2e"] == pytest.approx(printed[EDITIONS.index(edition)], rel=1e-6)
    assert (made["factor_rung"], made["gwp_set"]) == ("exact", "AR4" if edition == 2022 else "AR5")


@pytest.mark.parametrize(
    ("stream", "short_tons"), [("mixed", 0.43), ("plastic", 2.34), ("food", 0.05), ("paper", 0.05)], ids=["municipal", "plastics", "food", "paper"]
)
def test_burning_gives_what_the_us_epa_prints(stream: str, short_tons: float) -> None:
    """US EPA Emission Factors Hub (2022), table 9, combusted: t CO2e a short ton of 907.18474 kg."""
    row = {"stream": stream, "treatment": "incineration", "waste_kg": 907.18474}
    made = footprint(activities(2022, {"country": "USA"}, waste=[row]), "AR5", "icao_style").iloc[0]
    assert made["emissions_tco2e"] == pytest.approx(short_tons, rel=1e-6)
    assert made["gwp_set"] == "AR4"
    assert not made["in_total"]
