"""Bodies that are like a body: the distance, worked by hand, and what must hold of every matching."""

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from made_group import MISSIONS, OFFICES, mission, office, roll

from greening.peers import characteristics, matching

PARTS = ["size", "kind", "field_share", "climate", "main_bucket", "main_source"]


def pairs(bodies):
    found = matching.matched(bodies)
    return {(row["member"], row["peer"]): row for row in found.to_dict("records")}


def test_a_distance_worked_by_hand():
    # A tenth of the size is half of the range of two powers of ten, a quarter of the sites lies between, kind and source differ.
    one = {"personnel.total": 100.0, "traits.kind": "Research", "traits.field.share": 0.25, "traits.climate": "hot"}
    other = {"personnel.total": 1000.0, "traits.kind": "Aid", "traits.field.share": 0.5, "traits.climate": "Hot "}
    sources = {"traits.main_bucket": "facilities", "traits.main_source": "electricity"}
    found = pairs(roll({"A": one | sources, "B": other | sources | {"traits.main_source": "heat"}}, {}, ()))["A", "B"]
    expected = {"size": 0.5, "kind": 1.0, "field_share": 0.25, "climate": 0.0, "main_bucket": 0.0, "main_source": 0.5}
    assert {name: found[name] * 5 for name in PARTS} == pytest.approx(expected)
    assert found["distance"] == pytest.approx((0.5 + 1 + 0.25 + 0.5) / 5)
    assert (found["place"], found["known_weight"], found["is_alike"]) == (1, 5.0, True)


def test_what_is_not_known_of_both_is_left_out_and_its_weight_with_it():
    known = {"personnel.total": 10.0, "traits.kind": "Aid", "traits.field.share": 0.0}
    found = pairs(roll({"A": known | {"traits.climate": "hot"}, "B": known}, {}, ()))["A", "B"]
    assert (found["distance"], found["known_weight"], math.isnan(found["climate"])) == (0.0, 3.0, True)


def test_a_pair_of_which_too_little_is_known_is_not_matched():
    # Of five units of weight two are known; three fifths are asked for.
    known = {"personnel.total": 10.0, "traits.kind": "Aid"}
    assert matching.matched(roll({"A": known, "B": known}, {}, ())).empty


def test_those_that_face_the_same_are_found_and_nobody_is_its_own_peer():
    found = matching.matched(roll())
    nearest = {member: set(rows["peer"][:3]) for member, rows in found.groupby("member", sort=True)}
    assert all(nearest[code] == set(OFFICES) - {code} for code in OFFICES)
    assert all(set(MISSIONS) - {code} <= nearest[code] for code in MISSIONS)
    assert {(row["member"][0], row["peer"][0]) for row in found[found["is_alike"]].to_dict("records")} == {("O", "O"), ("M", "M")}
    assert not (found["member"] == found["peer"]).any() and "X" not in set(found["peer"])
    assert found.groupby("member", sort=True)["place"].apply(list).map(lambda places: places == list(range(1, 6))).all()


def test_equally_near_ones_are_ordered_by_code_whatever_the_order_of_rows():
    told = {code: office("O1") for code in ("D", "B", "C", "A", "F", "E", "G", "H")}
    found = matching.matched(roll(told, {}, ()))
    assert found.loc[found["member"] == "C", "peer"].tolist() == ["A", "B", "D", "E", "F"]
    assert found.equals(matching.matched(roll(dict(reversed(told.items())), {}, ())))


def test_a_mixed_climate_is_like_nothing_else():
    mixed = office("O1", **{"traits.climate": "mixed"})
    assert pairs(roll({"A": mixed, "B": mixed}, {}, ()))["A", "B"]["climate"] > 0


def test_fewer_bodies_than_are_looked_for_are_all_listed():
    found = matching.matched(roll({"A": office("O1"), "B": office("O2"), "C": mission("M1")}, {}, ()))
    assert found.groupby("member", sort=True).size().tolist() == [2, 2, 2]
    assert matching.matched(roll({"A": office("O1")}, {}, ())).empty


@st.composite
def groups(draw):
    optional = st.none() | st.sampled_from(["a", "b", "mixed"])
    told = {}
    for number in range(draw(st.integers(2, 12))):
        words = {name: draw(optional) for name in ("traits.kind", "traits.climate", "traits.main_bucket", "traits.main_source")}
        numbers = {"personnel.total": draw(st.none() | st.floats(1, 1e6)), "traits.field.share": draw(st.none() | st.floats(0, 1))}
        told[f"B{number:02}"] = {"ghg.total": 1.0} | {name: cell for name, cell in (words | numbers).items() if cell is not None}
    return told


@settings(max_examples=60, deadline=None)
@given(groups())
def test_distances_are_symmetric_bounded_and_the_sum_of_their_parts(told):
    found = pairs(roll(told, {}, ()))
    for (member, peer), row in found.items():
        assert 0 <= row["distance"] <= 1 + 1e-12
        assert row["distance"] == pytest.approx(np.nansum([row[name] for name in PARTS]), abs=1e-12)
        assert row["known_weight"] >= 3.0 - 1e-9
        if (peer, member) in found:
            assert found[peer, member]["distance"] == pytest.approx(row["distance"], abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(groups())
def test_no_body_left_out_is_nearer_than_one_listed(told):
    listed = roll(told, {}, ())
    compared = characteristics.components(listed)
    parts = np.array([component.apart(slice(None)) for component in compared])
    weights = np.array([component.weight for component in compared])[:, None, None] * ~np.isnan(parts)
    whole = weights.sum(axis=0)
    with np.errstate(invalid="ignore"):
        distance = np.where(whole < 3.0, np.inf, np.nansum(weights * np.nan_to_num(parts), axis=0) / whole)
    np.fill_diagonal(distance, np.inf)
    found = matching.matched(listed)
    codes = [body.code for body in listed]
    for place, code in enumerate(codes):
        of_member = found[found["member"] == code]
        left = [distance[place, other] for other, name in enumerate(codes) if name not in set(of_member["peer"])]
        assert len(of_member) == min(5, int(np.isfinite(distance[place]).sum()))
        assert all(near <= far + 1e-8 for near in of_member["distance"] for far in left)


def test_in_parts_or_at_once_the_same_bodies_are_found(monkeypatch):
    whole = matching.matched(roll())
    monkeypatch.setattr(matching, "_AT_ONCE", 2)
    assert matching.matched(roll()).equals(whole)
