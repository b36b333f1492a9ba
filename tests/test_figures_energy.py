"""Electricity and heat."""

from figure_frames import indicators, inputs, values


def quantity(indicator_id, value, **columns):
    return {"table": "electricity", "indicator_id": indicator_id, "value": value} | columns


def test_renewable_share_and_electricity_per_head():
    rows = [
        {"table": "personnel", "headcount": 10.0, "location_id": "A", "covers": "all"},
        {"table": "personnel", "headcount": 90.0, "location_id": "B"},
    ]
    lines = [quantity("energy.electricity", 1000.0, location_id="A"), quantity("energy.renewable_electricity", 250.0, location_id="A")]
    found = values(inputs(rows, indicators=indicators([*lines, quantity("energy.heat", 70.0)])), "energy.")
    expected = {"energy.electricity": 1000, "energy.electricity.per_capita": 100, "energy.renewable.share": 0.25, "energy.heat": 70}
    assert found == expected | {"energy.renewable": 250, "energy.renewable.own.share": 0}


def test_the_average_of_the_grid_is_no_own_renewable_electricity():
    kinds = {"onsite_renewable": 100.0, "certificates": 200.0, "grid_average": 500.0}
    lines = [quantity("energy.renewable_electricity", value, category=kind) for kind, value in kinds.items()]
    found = values(inputs(indicators=indicators([quantity("energy.electricity", 1000.0), *lines])), "energy.renewable")
    assert found == {"energy.renewable": 800, "energy.renewable.share": 0.8, "energy.renewable.own.share": 0.3}


def test_without_rows_of_renewable_electricity_there_is_no_share():
    assert list(values(inputs(indicators=indicators([quantity("energy.electricity", 1000.0)])), "energy.")) == ["energy.electricity"]
