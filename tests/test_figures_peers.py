"""The figures by which members are compared."""

import json

import pandas as pd
import pytest
from figure_frames import figures
from made_group import OFFICES, WHOLE, given, office

from greening.figures import derivation

PEOPLE = 100 + 120 + 150 + 200 + 1000 + 1200 + 2000


@pytest.fixture(scope="module")
def found():
    return figures(given())


@pytest.fixture(scope="module")
def value(found):
    return found["value"]


def test_each_topic_has_its_own_denominator(value):
    assert (value["members.known"], value["members.missing"], value["members.carried_forward"]) == (8, 1, 1)
    assert [value[f"peers.{topic}.reporting"] for topic in ("ghg", "waste", "water", "electricity")] == [6, 6, 5, 0]
    assert (value["peers.waste.whole"], value["peers.waste.part"]) == (5, 1)
    assert (value["peers.water.not_reported"], value["peers.water.carried_forward"], value["peers.water.missing"]) == (1, 1, 1)
    assert value["peers.people"] == PEOPLE
    assert value["peers.ghg.people"] == PEOPLE - 1200
    assert value["peers.waste.people.share"] == pytest.approx((PEOPLE - 1200 - 80) / PEOPLE)


def test_the_members_of_a_topic_add_up(value):
    for topic in ("ghg", "waste", "water", "electricity"):
        ways = ("whole", "part", "unsaid", "carried_forward", "not_reported", "missing")
        assert sum(value[f"peers.{topic}.{way}"] for way in ways) == value["members.known"]


def test_what_is_computed_for_others_is_told_beside_it(found, value):
    # O4 covers 120 of 200 people in waste: 40,000 kg for 120, and as much a head for the other 80.
    assert value["peers.waste.imputed"] == pytest.approx(80 * 40000 / 120)
    reported = 200 * (100 + 120 + 150 + 200) + 500 * (1000 + 1200 + 2000)
    assert value["peers.waste.adjusted"] == pytest.approx(reported + 80 * 40000 / 120)
    assert value["peers.waste.imputed.share"] == pytest.approx(80 * 40000 / 120 / value["peers.waste.adjusted"])
    # Of the missing member nothing is known: the sum is a minimum.
    row = found.loc["peers.waste.adjusted"]
    assert (row["precision"], pd.isna(row["high"])) == ("more_than", True)
    assert row["note"] == "holds amounts for people of whom nothing was reported"
    assert "peers.ghg.adjusted" not in value


def test_counts_of_people_are_no_minima(found):
    assert found.loc["peers.ghg.people", "precision"] != "more_than"


def test_every_figure_on_peers_is_made_again_from_its_derivation(found):
    made = given()
    frames = {name: made.products.frames[name] for name in made.products.frames} | {"figures": found.reset_index(drop=True)}
    rows = found[found["value"].notna() & found.index.str.match(r"peers\.|scorecard\.|[^@]*:")]
    again = [derivation.recompute(text, frames) for text in rows["derivation"]]
    assert again == pytest.approx(rows["value"].tolist(), rel=1e-12)
    assert len(rows) > 200
    texts = found[found["text"].notna() & found.index.str.contains(":")]
    assert [derivation.recompute_text(text, frames) for text in texts["derivation"]] == texts["text"].tolist()
    assert len(texts) > 20


def test_places_are_those_of_the_ranked_alone(value):
    assert not [name for name in value.index if name.startswith("peers.waste.first_place:M")]
    # Three offices with 200 kg each cannot be told apart.
    assert [(value[f"peers.waste.first_place:{code}"], value[f"peers.waste.last_place:{code}"]) for code in ("O1", "O2", "O3")] == [(1, 3)] * 3
    # O4 has 5.5 to 6.5 t and comes after the missions with 4 t and the offices with 5 t.
    assert (value["peers.ghg.first_place:O4"], value["peers.ghg.last_place:O4"]) == (6, 6)


def test_the_median_of_bodies_alike(value):
    assert value["peers.ghg.median:O4"] == pytest.approx(5.0)


def test_the_distance_and_its_measured_parts(value):
    assert value["peers.distance.O2:O1"] == pytest.approx(value["peers.distance.O2.size:O1"] + value["peers.distance.O2.field_share:O1"])
    assert value["peers.weight.main_source"] == 0.5 and value["peers.number"] == 5


def test_the_scorecard_counts_who_reports_and_who_is_where():
    answers = {"O1": "met", "O2": "met", "O3": "approaching", "O4": "we think so: yes!"}
    told = {code: office(code, **{"answer.ems.status": answers[code], "waste.recovered.share": 0.5}) for code in OFFICES}
    value = figures(given(told, {}, ()))["value"]
    assert value["scorecard.management_system.reporting"] == 4
    levels = {name: value[f"scorecard.management_system.level.{name}"] for name in ("met", "approaching", "other")}
    assert levels == {"met": 2, "approaching": 1, "other": 1}
    assert value["scorecard.waste_recovered.reporting"] == 4 and value["scorecard.ict.reporting"] == 0


def test_a_carried_forward_figure_bears_its_year(found):
    assert found.loc["waste.per_capita@2021:M2", "value"] == 500 and "waste.per_capita:M2" not in found.index
    assert json.loads(found.loc["ghg.per_capita:O4", "derivation"])["product"] == "members_figures"
    assert found.loc["ghg.per_capita:O4", "precision"] == WHOLE["O4"]["ghg.per_capita"]["precision"]
