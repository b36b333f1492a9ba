"""Adoptions of shared goals, with the facts that rules judge."""

import pandas as pd
import pytest

from greening.views import shared


def helped(goal_id, baseline_year=None, own=()):
    rows = pd.DataFrame({"goal_id": [goal_id], "baseline_year": pd.array([baseline_year], dtype="Int64")})
    return {name: column.iloc[0] for name, column in shared.helpers(rows, pd.Series(list(own), dtype="str")).items()}


def test_a_shared_goal_is_known_and_another_gets_the_nearest_name():
    assert helped("UNSCAP-1")["shared_goal_is_known"]
    unknown = helped("UNSCAP1")
    assert not unknown["shared_goal_is_known"]
    assert "UNSCAP-1" in unknown["shared_goal_hint"]


@pytest.mark.parametrize(
    ("goal_id", "year", "true"),
    [("UNSCAP-2", None, {"lacks_baseline"}), ("UNSCAP-2", 2020, set()), ("UNSCAP-2", 2026, {"starts_late"}), ("UNSCAP-1", 2015, {"moves_baseline"})],
)
def test_what_is_wrong_with_the_base_year(goal_id, year, true):
    found = helped(goal_id, year)
    assert {name for name in ("lacks_baseline", "moves_baseline", "starts_late") if found[name]} == true


def test_a_goal_of_the_same_name_is_found_also_where_one_adoption_stands_for_two():
    assert helped("UNSCAP-1", own=["UNSCAP-1-PER-CAPITA"])["is_own_goal"]
    assert not helped("UNSCAP-1", own=["G"])["is_own_goal"]


def test_where_no_goal_is_named_nothing_is_judged_a_second_time():
    found = helped(None)
    assert all(pd.isna(found[name]) for name in ("shared_goal_is_known", "is_own_goal", "lacks_baseline", "moves_baseline", "starts_late"))


def test_actions_may_serve_adopted_goals():
    known = shared.known_ids(pd.Series(["G"], dtype="str"), pd.Series(["UNSCAP-1", None], dtype="str"))
    assert set(known) == {"G", "UNSCAP-1", "UNSCAP-1-PER-CAPITA"}
