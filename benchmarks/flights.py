"""Legs of flights a second, and the footprint stage of a million of them."""

import json
import sys

from benchmarks.measured import Measured, measure
from benchmarks.row import Row
from benchmarks.runs import Runs
from greening import paths

#: Legs of each run, least first.
LEGS = (10_000, 100_000, 1_000_000, 10_000_000)
#: Legs a CPU second on one core.
LEGS_A_SECOND = 1_500_000.0
#: How much more a leg may cost among ten times as many, and how much more memory a process may take.
LINEAR_WITHIN, MEMORY_WITHIN = 1.2, 1.2
#: Rows of the submission, and seconds and memory of its footprint stage.
ROWS, STAGE_S, STAGE_MIB = 1_000_000, 15.0, 2.5 * 1000**3 / 1024**2


def rows(runs: Runs) -> list[Row]:
    """Legs a second beside a bare haversine, cost and memory as legs grow, and the stage of a million rows."""
    found = {count: _run("price", str(count)) for count in LEGS}
    took = {count: json.loads(one.stdout) for count, one in found.items()}
    many, most = LEGS[-2], LEGS[-1]
    speed, bare = (many / took[many][name] for name in ("legs", "numpy"))
    grown = (took[most]["legs"] / most) / (took[many]["legs"] / many)
    memory = found[most].peak_mib / found[many].peak_mib
    looked_up = (
        "Look-up of both airports, great circle, factor by distance and cabin, method, tier, error group and standard deviations; any airports."
    )
    told = [
        Row(f"{count:,} flight legs", f"{count / took[count]['legs'] / 1e6:.2f} million a CPU second, peak {found[count].peak_mib:.0f} MiB")
        for count in LEGS
    ]
    return [
        *told,
        Row(
            "flight legs a second on one core",
            f"{speed / 1e6:.2f} million",
            f"at least {LEGS_A_SECOND / 1e6:g} million",
            speed >= LEGS_A_SECOND,
            looked_up,
        ),
        Row(
            "the same legs, haversine and multiplication alone in NumPy",
            f"{bare / 1e6:.2f} million",
            how="Coordinates already looked up, one factor for all.",
        ),
        Row(f"cost of a leg, {most:,} against {many:,}", f"{grown:.2f} times", f"at most {LINEAR_WITHIN}", grown <= LINEAR_WITHIN),
        Row(
            f"peak memory, {most:,} against {many:,}", f"{memory:.2f} times", f"at most {MEMORY_WITHIN}", memory <= MEMORY_WITHIN, "Priced in chunks."
        ),
        *_stage(runs),
    ]


def _stage(runs: Runs) -> list[Row]:
    place = str(runs.scratch / "air-travel")
    _run("write", str(ROWS), place)
    one = _run("stage", place)
    took = json.loads(one.stdout)
    what = f"footprint stage of a submission with {ROWS:,} rows of air travel"
    how = "The cells of the notebook in a process of their own: reading, emissions, quantities, writing. Memory: its peak, with imports."
    return [
        Row(what, f"{took['wall_s']:.1f} s, {took['cpu_s']:.1f} CPU s", f"under {STAGE_S:g} s", took["wall_s"] < STAGE_S, how),
        Row("its memory", f"{one.peak_mib * 1024**2 / 1000**3:.2f} GB", "under 2.5 GB", one.peak_mib < STAGE_MIB),
    ]


def _run(*arguments: str) -> Measured:
    return measure([sys.executable, "-m", "benchmarks.legs", *arguments], paths.HOME)
