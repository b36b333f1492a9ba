"""Great circles on a map."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from greening import locale, reference
from greening.charts import globe
from greening.charts.routes import City, Route, routes
from greening.publish import svg

EN = locale.catalogue("en")
GENEVA, NAIROBI, BANGKOK, SAN_FRANCISCO = (6.1, 46.2), (36.9, -1.3), (100.7, 13.7), (-122.4, 37.6)
CITIES = {"GVA": City("Geneva", *GENEVA), "NBO": City("Nairobi", *NAIROBI), "BKK": City("Bangkok", *BANGKOK)}
TRIPS = [Route("GVA", "NBO", 90.0, "Geneva – Nairobi: 90"), Route("BKK", "GVA", 10.0, "Bangkok – Geneva: 10")]
LAND = [[(-20.0, -40.0), (60.0, -40.0), (60.0, 60.0), (-20.0, 60.0)]]


def test_the_projection_is_that_of_its_publication():
    # Savric, Patterson and Jenny 2018: the pole is 1.3173627592 from the equator, the edge at the equator 2.7066299837 from the middle.
    assert globe.flat((11.0, 90.0))[1] == pytest.approx(-1.3173627592, abs=1e-6)
    assert globe.flat((191.0, 0.0))[0] == pytest.approx(2.7066299837, abs=1e-6)
    assert globe.flat((11.0, 0.0)) == (0.0, 0.0)


def test_a_great_circle_along_the_equator_stays_on_it_and_between_poles_passes_all_latitudes():
    (along,) = globe.great_circle((0.0, 0.0), (90.0, 0.0))
    assert max(abs(y) for _, y in along) < 1e-9
    (north,) = globe.great_circle((11.0, -80.0), (11.0, 80.0))
    assert [y for _, y in north] == sorted((y for _, y in north), reverse=True)


def test_a_great_circle_bends_to_the_pole():
    # From Geneva to San Francisco over Greenland: its northernmost point lies beyond 60 degrees.
    (way,) = globe.great_circle(GENEVA, SAN_FRANCISCO)
    assert min(y for _, y in way) < globe.place((-40.0, 60.0))[1]


def test_a_way_over_the_edge_of_the_map_is_in_two_pieces_and_no_way_is_none():
    assert len(globe.great_circle(BANGKOK, SAN_FRANCISCO)) == 2
    assert globe.great_circle(GENEVA, GENEVA) == []


@given(st.tuples(st.floats(-179, 179), st.floats(-85, 85)), st.tuples(st.floats(-179, 179), st.floats(-85, 85)))
def test_no_piece_of_a_way_jumps(start, end):
    for piece in globe.great_circle(start, end):
        assert all(abs(one[0] - other[0]) <= 2.71 for one, other in pairwise(piece))


def test_land_is_cut_to_what_is_shown():
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    assert sorted(globe.cut(square, (1.0, 1.0, 2.0, 9.0))) == [(1.0, 1.0), (1.0, 4.0), (2.0, 1.0), (2.0, 4.0)]
    assert globe.cut(square, (5.0, 5.0, 6.0, 6.0)) == []


def test_a_window_holds_its_points_and_is_no_narrower_than_it_may():
    left, top, right, bottom = globe.window([(0.0, 0.0), (1.0, 0.1)], (0.5, 0.8), 0.2, 0.1)
    assert left < 0 < 1 < right and top < 0 < 0.1 < bottom
    assert (bottom - top) / (right - left) == pytest.approx(0.5)
    left, top, right, bottom = globe.window([(0.0, 0.0)], (0.5, 0.8), 0.2, 0.1)
    assert right - left == pytest.approx(0.2)


def test_the_most_travelled_route_is_the_broadest_and_cities_are_named():
    spec = routes(CITIES, TRIPS, LAND, "Routes", "Two routes", EN).spec
    wide = {row["tip"]: row["wide"] for row in spec["datasets"]["table"] if row["kind"] == "route"}
    assert wide["Geneva – Nairobi: 90"] > wide["Bangkok – Geneva: 10"]
    picture = svg.draw(spec)
    assert all(f">{city.name}<" in picture for city in CITIES.values())
    assert 'data-t="Geneva – Nairobi: 90"' in picture


def test_a_map_is_never_mirrored():
    from dataclasses import replace

    arabic = routes(CITIES, TRIPS, LAND, "Routes", "Two routes", replace(EN, language="ar")).spec
    assert svg.draw(arabic) == svg.draw(routes(CITIES, TRIPS, LAND, "Routes", "Two routes", EN).spec)


def test_names_do_not_lie_over_each_other():
    near = {f"C{number}": City(f"Town {number}", 6.0 + number / 50, 46.0) for number in range(6)}
    trips = [Route("C0", f"C{number}", 10.0, "x") for number in range(1, 6)]
    names = [row for row in routes(near, trips, LAND, "R", "D", EN).spec["datasets"]["table"] if row["kind"] == "name"]
    assert 1 <= len(names) < len(near)
    assert all(abs(one["y"] - other["y"]) >= 14 or abs(one["x"] - other["x"]) > 20 for one in names for other in names if one is not other)


def test_the_coasts_of_the_world_fit_a_map_of_a_few_kilobytes():
    rings = [[float(number) for number in points.split()] for points in reference.load("coastline")["points"]]
    assert all(len(ring) % 2 == 0 and len(ring) >= 8 for ring in rings)
    assert all(-180 <= lon <= 195 for ring in rings for lon in ring[::2]) and all(-60 <= lat <= 90 for ring in rings for lat in ring[1::2])
    # No ring crosses the edge of the map, which lies opposite to 11 degrees east.
    assert all(max(ring[::2]) - min(ring[::2]) < 300 for ring in rings)
    land = [list(zip(ring[::2], ring[1::2], strict=True)) for ring in rings]
    world = {code: City(code, lon, lat) for code, lon, lat in (("A", -120.0, -40.0), ("B", 170.0, 60.0), ("C", 10.0, 0.0))}
    picture = svg.draw(routes(world, [Route("A", "C", 5.0, ""), Route("B", "C", 6.0, "")], land, "R", "D", EN).spec)
    assert len(picture.encode()) < 12_000 and not math.isnan(float(picture.split()[2]))
