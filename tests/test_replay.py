"""What is computed without notebooks is what the notebooks compute, to the byte."""

import pytest

from greening import paths, replay, tables
from greening.chain import keys

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("chain")]


@pytest.mark.parametrize(("year", "code"), [(2024, "ONE"), (2024, "EXAMPLE"), (2022, "UNSYSTEM"), (2014, "UNSYSTEM")])
def test_stages_two_and_three_come_out_the_same(cycle, tmp_path, year, code):
    data, kept = cycle["data"], paths.processed(cycle["data"], year, code)
    asked = {stage: keys.read(stage, kept)["inputs"]["parameters"] for stage in ("footprints", "targets")}
    options = {name: asked["footprints"][name] for name in ("gwp_set", "flight_method", "earlier_years")}
    made = dict(replay.footprints(year, code, data, **options))
    made |= replay.figures(year, code, data, asked["targets"]["earlier_years"])
    for product, frame in made.items():
        tables.write(product, frame, paths.root(tmp_path))
        assert (tmp_path / f"{product}.parquet").read_bytes() == (kept / f"{product}.parquet").read_bytes(), product
