import pandas as pd
import pytest

from greening import factors
from greening.errors import AmbiguousFactor, FactorNotFound


def table(*rows: tuple[str, int, float]) -> factors.Ladder:
    frame = pd.DataFrame(rows, columns=["key", "factor_year", "factor_value"])
    described = frame.assign(
        factor_id=frame["key"] + "." + frame["factor_year"].astype("str"),
        factor_unit="kg",
        factor_source_id="x",
        factor_boundary="direct",
        gwp_set="AR5",
    )
    return factors.Ladder(described)


def matched(key: str, year: int, known: factors.Ladder) -> tuple[str, int]:
    row = factors.match(pd.Series([key]), pd.Series([year]), known).iloc[0]
    return row["factor_rung"], row["factor_year"]


def test_rungs_by_year() -> None:
    known = table(("a", 2015, 1.0), ("a", 2020, 2.0), ("a", 2024, 3.0))
    assert matched("a", 2020, known) == ("exact", 2020)
    assert matched("a", 2023, known) == ("earlier", 2020)
    assert matched("a", 2010, known) == ("later", 2015)


def test_any_earlier_year_goes_before_a_nearer_later_one() -> None:
    assert matched("a", 2023, table(("a", 2010, 1.0), ("a", 2024, 2.0))) == ("earlier", 2010)


def test_matching_keeps_the_order_and_index_of_the_rows() -> None:
    keys = pd.Series(["b", "a", "b"], index=[7, 3, 5])
    found = factors.match(keys, pd.Series([2020] * 3, index=keys.index), table(("a", 2020, 1.0), ("b", 2020, 2.0)))
    assert found["factor_value"].to_dict() == {7: 2.0, 3: 1.0, 5: 2.0}


def test_two_factors_in_one_year_are_an_error() -> None:
    with pytest.raises(AmbiguousFactor, match="a"):
        factors.match(pd.Series(["a"]), pd.Series([2020]), table(("a", 2020, 1.0), ("a", 2020, 2.0)))


def test_every_unmatched_key_is_named() -> None:
    with pytest.raises(FactorNotFound, match="x, y"):
        factors.climb([(pd.Series(["y", "a", "x"]), "")], pd.Series([2020] * 3), table(("a", 2020, 1.0)))


@pytest.mark.parametrize(
    ("country", "year", "rung", "factor_year", "value"),
    [
        ("KEN", 2023, "exact", 2023, 0.09695),
        ("KEN", 2030, "earlier", None, None),
        ("KEN", 2000, "later", 2008, None),
        ("TUV", 2023, "region", 2023, 0.49488),
        ("ATA", 2023, "world", 2023, None),
        ("WORLD", 2023, "exact", 2023, None),
    ],
)
def test_grid_climbs_from_the_country_to_the_world(country: str, year: int, rung: str, factor_year: int | None, value: float | None) -> None:
    row = pd.DataFrame(factors.grid(pd.Series([country]), pd.Series([year]))).iloc[0]
    assert row["factor_rung"] == rung
    assert factor_year is None or row["factor_year"] == factor_year
    assert value is None or row["factor_value"] == pytest.approx(value, rel=1e-4)
    assert row["factor_boundary"] == "lifecycle"


def test_a_factor_of_something_alike_is_a_proxy() -> None:
    keys = pd.Series(["rail", "rail"])
    found = factors.activity(keys, pd.Series([2023, 2023]), pd.Series([True, False]))
    assert found["factor_rung"].to_list() == ["exact", "proxy"]
    assert len(set(found["factor_value"])) == 1


def test_an_unknown_parameter_is_an_error() -> None:
    with pytest.raises(FactorNotFound, match="moonlight"):
        factors.parameter("moonlight")


def test_unknown_keys_are_all_told_with_the_nearest_that_there_is() -> None:
    keys = pd.Series(["rial", "coach", "water.suply"])
    with pytest.raises(FactorNotFound, match=r"no factor for rial \(the nearest is rail\), water\.suply \(the nearest is water\.supply\)"):
        factors.activity(keys, pd.Series([2023] * 3), pd.Series([True] * 3))
