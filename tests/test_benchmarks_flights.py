"""The part of the bench that prices flights: it runs, and what it measures is what it says."""

import json
import sys

import pytest

from benchmarks import flights, legs
from benchmarks.measured import Measured, measure
from greening import paths, tables


def test_every_leg_of_the_bench_is_a_row_that_can_be_priced() -> None:
    rng = legs.np.random.default_rng(1)
    rows = legs.activities(500, 2, legs.stations().index.to_numpy(object), rng)
    assert (rows["origin"] != rows["destination"]).all() and rows["row_id"].is_unique
    assert set(legs.price(2000)) == {"legs", "numpy"}


def test_the_stage_of_the_bench_makes_a_line_of_every_row(tmp_path) -> None:
    legs.write(300, tmp_path)
    told = measure([sys.executable, "-m", "benchmarks.legs", "stage", str(tmp_path)], paths.HOME)
    assert json.loads(told.stdout)["rows"] == 300
    made = tables.read("footprint", paths.processed(str(tmp_path), legs.YEAR, legs.BODY))
    assert len(made) == 300 and made["emissions_tco2e"].gt(0).all()


@pytest.mark.parametrize(("seconds", "is_met"), [(0.5, True), (1.0, False)])
def test_the_bound_is_in_legs_of_a_cpu_second(monkeypatch: pytest.MonkeyPatch, tmp_path, seconds: float, is_met: bool) -> None:
    def made(what: str, *rest: str) -> Measured:
        told = {"legs": seconds * int(rest[0]) / 1e6, "numpy": 0.05} if what == "price" else {"wall_s": 5.0, "cpu_s": 4.0}
        return Measured(1.0, 1.0, 200.0, 0, 0, json.dumps(told), "")

    monkeypatch.setattr(flights, "_run", made)
    rows = {row.what: row for row in flights.rows(type("Runs", (), {"scratch": tmp_path})())}
    assert rows["flight legs a second on one core"].is_met is is_met
    assert rows["its memory"].is_met and rows["cost of a leg, 10,000,000 against 1,000,000"].is_met
