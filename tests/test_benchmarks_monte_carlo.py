import json

import numpy as np
import pytest

from benchmarks import monte_carlo
from benchmarks.measured import Measured
from benchmarks.parts import PARTS
from greening import monte_carlo as drawing


def _measured(count: int, off: float = 0.01, draws_s: float = 0.2) -> Measured:
    took = {"errors_s": 0.1, "draws_s": draws_s, "product_s": 0.4, "numpy_s": 0.6, "off": off if count == monte_carlo.ROWS[0] else 0.0}
    return Measured(1.0, 1.0, 130.0, 0, 0, json.dumps(took), "")


def test_the_rows_say_what_is_met(monkeypatch):
    monkeypatch.setattr(monte_carlo, "_run", _measured)
    found = {row.what: row for row in PARTS["monte-carlo"](None)}
    assert found["10,000 draws of an organization of 100,000 rows"].measured == "0.30 s"
    assert "rows a second, peak 130 MiB" in found["10,000 draws of 1,000 rows"].measured
    assert all(row.is_met is not False for row in found.values())


def test_slow_draws_and_wrong_bounds_are_missed(monkeypatch):
    monkeypatch.setattr(monte_carlo, "_run", lambda count: _measured(count, off=0.2, draws_s=11.0))
    assert [row.is_met for row in PARTS["monte-carlo"](None)].count(False) == 2


def test_the_command_tells_what_a_size_took(monkeypatch, capsys):
    monkeypatch.setattr(monte_carlo, "CHECKED", 200)
    monkeypatch.setattr(drawing, "DRAWS", 500)
    monte_carlo.main(["150"])
    took = json.loads(capsys.readouterr().out)
    assert set(took) == {"errors_s", "draws_s", "product_s", "numpy_s", "off"}
    assert all(value >= 0 for value in took.values())


def test_invented_rows_are_the_same_for_a_seed():
    one, two = monte_carlo.footprint(50), monte_carlo.footprint(50)
    assert one.equals(two)
    assert not one.equals(monte_carlo.footprint(50, seed=1))
    assert np.isfinite(one["emissions_tco2e"]).all()
    assert one["error_group"].nunique() == pytest.approx(25, abs=15)
