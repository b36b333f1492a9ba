"""Places among members that may be compared."""

from collections.abc import Sequence

from hypothesis import given, strategies as st
from made_group import YEAR, mission, office, roll

from greening.peers import coverage, matching, ranking

Bounds = Sequence[tuple[float, float]]


def product(told, years=None, missing=()):
    bodies = roll(told, years or {}, missing)
    return ranking.product(coverage.standings(bodies, YEAR), matching.matched(bodies)).set_index(["topic", "member"])


def test_intervals_that_overlap_share_their_places():
    assert ranking.places([(1, 2), (1.5, 3), (4, 5), (9, 9)]) == [(1, 2), (1, 2), (3, 3), (4, 4)]
    assert ranking.places([]) == []


def test_an_open_interval_may_be_last():
    assert ranking.places([(1, 1), (2, float("inf")), (5, 6)]) == [(1, 1), (2, 3), (2, 3)]


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 50)).map(lambda pair: (pair[0], pair[0] + pair[1])), min_size=1, max_size=12))
def test_every_place_is_one_that_some_order_gives(bounds: Bounds):
    for (low, high), (first, last) in zip(bounds, ranking.places(bounds), strict=True):
        assert first == 1 + sum(other_high < low for _, other_high in bounds)
        assert last == sum(other_low <= high for other_low, _ in bounds)
        assert 1 <= first <= last <= len(bounds)


def test_only_whole_coverage_of_this_year_on_the_basis_of_most_is_ranked():
    told = {code: office(code) for code in ("O1", "O2")}
    told |= {"K": office("O3", **{"basis.refrigerants": "kyoto"}), "P": office("O4", **{"personnel.covered.ghg": 20.0}), "E": office("O4")}
    found = product(told, {"E": YEAR - 1}, ("X",)).loc["ghg"]
    assert found.index[found["is_ranked"]].tolist() == ["O1", "O2"]
    assert found.loc[~found["is_ranked"], ["first_place", "last_place"]].isna().all(axis=None)


def test_one_alone_has_no_place():
    assert not product({"A": office("O1")})["is_ranked"].any()


def test_bodies_with_and_without_people_on_the_premises_are_not_ranked_together():
    told = {code: office(code) for code in ("O1", "O2", "O3")} | {code: mission(code) for code in ("M1", "M2")}
    found = product(told)
    assert found.loc["waste"].index[found.loc["waste", "is_ranked"]].tolist() == ["O1", "O2", "O3"]
    assert found.loc["ghg", "is_ranked"].all()


def test_the_median_is_that_of_the_peers_that_are_ranked():
    told = {f"B{number}": office("O1", **{"ghg.per_capita": float(number)}) for number in range(1, 6)}
    found = product(told).loc["ghg"]
    assert found.loc["B1", "peer_median"] == 3.5 and found.loc["B5", "peer_median"] == 2.5
    assert set(found["peer_count"]) == {4}
    assert product({code: told[code] for code in ("B1", "B2", "B3")})["peer_median"].isna().all()


def test_bodies_that_are_near_but_not_alike_make_no_median():
    told = {code: office(code) for code in ("O1", "O2")} | {code: mission(code) for code in ("M1", "M2", "M3")}
    assert product(told).loc["ghg", "peer_median"].isna().all()
