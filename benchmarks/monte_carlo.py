"""Approach 2 for an organization of 100,000 rows: 10,000 draws, beside drawing every row and beside the bare multiplication of as many numbers.

`python -m benchmarks.monte_carlo COUNT` prints what one size took, as JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from benchmarks.measured import Measured, measure
from benchmarks.row import Row
from benchmarks.runs import Runs
from greening import contributions, monte_carlo, paths, propagation

#: Rows of the organization, and a tenth and a hundredth of them to see how the cost grows.
ROWS = (1_000, 10_000, 100_000)
#: Seconds that the draws of the largest may take.
DRAWS_S = 10.0
#: Rows of which every one is drawn, to tell the error of drawing terms.
CHECKED = 2_000
#: How far bounds may lie from those of drawing every row, as part of the interval's width.
BOUNDS_WITHIN = 0.03
_SEED = 2024
_GROUPS = 200


def rows(_: Runs) -> list[Row]:
    """Seconds, rows a second and peak memory of the draws at each size, and the error of drawing terms."""
    found = {count: _run(count) for count in ROWS}
    took = {count: json.loads(one.stdout) for count, one in found.items()}
    most = took[ROWS[-1]]
    drawn_s, off = most["draws_s"] + most["errors_s"], took[ROWS[0]]["off"]
    what = f"{monte_carlo.DRAWS:,} draws of an organization of {ROWS[-1]:,} rows"
    how = f"Reading the errors of the rows included; at most {monte_carlo.SINGLY} rows are drawn singly, the rest as a term of each error group."
    told = [
        Row(f"{monte_carlo.DRAWS:,} draws of {count:,} rows", f"{_told(took[count], count)}, peak {found[count].peak_mib:.0f} MiB") for count in ROWS
    ]
    return [
        *told,
        Row(what, f"{drawn_s:.2f} s", f"under {DRAWS_S:g} s", drawn_s < DRAWS_S, how),
        Row("the same rows, one multiplication for each draw in NumPy", f"{most['numpy_s']:.2f} s"),
        Row("the product of all contributions, draws included", f"{most['product_s']:.2f} s"),
        Row(f"bounds against drawing all {CHECKED:,} rows singly", f"{off:.1%} of the width", f"at most {BOUNDS_WITHIN:.0%}", off <= BOUNDS_WITHIN),
    ]


def _told(took: dict[str, float], count: int) -> str:
    taken_s = took["draws_s"] + took["errors_s"]
    return f"{taken_s:.3f} s, {count / taken_s:,.0f} rows a second"


def _run(count: int) -> Measured:
    return measure([sys.executable, "-m", "benchmarks.monte_carlo", str(count)], paths.HOME)


def footprint(count: int, seed: int = _SEED) -> pd.DataFrame:
    """Invented footprint rows with a long tail of emissions, in groups of different size and uncertainty."""
    random = np.random.default_rng(seed)
    group = np.minimum(random.geometric(0.03, count), _GROUPS)
    factor = random.choice([1.02, 1.05, 1.11, 1.42], _GROUPS + 1)[group]
    return pd.DataFrame(
        {
            "source": pd.Series(random.integers(12, size=count)).map("source {}".format).astype("str"),
            "error_group": pd.Series(group).map("group {}".format).astype("str"),
            "factor_gsd": factor,
            "uncertainty_gsd": factor * random.choice([1.02, 1.1, 1.25], count),
            "emissions_tco2e": random.lognormal(0, 2, count),
            "gas": "CO2e",
            "precision": "",
        }
    )


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _multiplied(emissions: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """What a bare product of emissions and as many errors costs, draw by draw."""
    errors = np.random.default_rng(_SEED).lognormal(0, 0.1, len(emissions))
    return float(sum(float(emissions @ errors) for _ in range(monte_carlo.DRAWS)))


def _off(frame: pd.DataFrame) -> float:
    """How far the bounds are from those of drawing every row, as part of the width."""
    errors, at = propagation.Errors.of(frame), np.arange(len(frame))
    terms = np.percentile(monte_carlo.totals(errors, [at])[0], monte_carlo.PERCENTILES)
    every = np.percentile(monte_carlo.totals(errors, [at], singly=len(frame))[0], monte_carlo.PERCENTILES)
    return float(np.abs(terms - every).max() / (every[1] - every[0]))


def main(arguments: Sequence[str]) -> None:
    """Draw an organization of so many rows, and print the seconds as JSON."""
    frame = footprint(int(arguments[0]))
    at = np.arange(len(frame))
    errors = propagation.Errors.of(frame)
    took = {
        "errors_s": _timed(lambda: propagation.Errors.of(frame)),
        "draws_s": _timed(lambda: monte_carlo.interval(errors, at)),
        "product_s": _timed(lambda: contributions.product("BODY", 2024, frame, errors, at)),
        "numpy_s": _timed(lambda: _multiplied(errors.emissions_tco2e)),
        "off": _off(footprint(CHECKED)) if len(frame) <= CHECKED else 0.0,
    }
    print(json.dumps(took))


if __name__ == "__main__":
    main(sys.argv[1:])
