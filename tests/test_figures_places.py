"""Floor area and figures per square metre."""

from figure_frames import footprint, indicators, inputs, values


def place(location_id, area=None, **columns):
    return {"table": "locations", "location_id": location_id, "floor_area_m2": area} | columns


def test_whole_premises_count_with_the_bodys_own_share():
    shared = place("B", 1000.0, quantity_covers="whole_premises", allocation_pct=25.0)
    own = place("A", 100.0, quantity_covers="own_share", allocation_pct=25.0)
    found = values(inputs([own, shared, place("C")]))
    assert (found["locations.total"], found["floor_area.total"]) == (3, 350)


def test_only_places_of_known_area_are_in_a_figure_per_square_metre():
    rows = [place("A", 100.0, quantity_covers="own_share"), place("B")]
    emissions = footprint([{"emissions_tco2e": 2.0, "location_id": "A"}, {"emissions_tco2e": 50.0, "location_id": "B"}])
    kilowatt_hours = indicators([{"indicator_id": "energy.electricity", "value": 5000.0, "location_id": "A"}])
    found = values(inputs(rows, footprint=emissions, indicators=kilowatt_hours))
    assert (found["ghg.facilities.per_m2"], found["energy.electricity.per_m2"]) == (20, 50)


def test_rows_without_a_location_are_left_out_of_a_figure_per_square_metre():
    rows = [place("A", 100.0), place("B", 300.0)]
    placed, unplaced = {"emissions_tco2e": 2.0, "location_id": "A"}, {"emissions_tco2e": 7.0}
    assert values(inputs(rows, footprint=footprint([placed, unplaced])))["ghg.facilities.per_m2"] == 20
    assert "ghg.facilities.per_m2" not in values(inputs(rows, footprint=footprint([unplaced])))


def test_without_floor_area_there_is_no_figure():
    assert "ghg.facilities.per_m2" not in values(inputs([place("A")], footprint=footprint([{"emissions_tco2e": 2.0, "location_id": "A"}])))
