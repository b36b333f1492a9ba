"""Cost and memory as the number of organizations grows."""

from collections.abc import Mapping

from benchmarks import bodies, cycle
from benchmarks.measured import Measured
from benchmarks.row import Row
from benchmarks.runs import Runs

#: Organizations of each run: a bench that ends soon, and the whole way.
QUICK, FULL = (60, 180, 360), (60, 600, 3000)
#: Organizations that one regional group holds.
_IN_REGION = 60
#: How much more the largest cycle may cost than the line through the two smaller ones says.
LINEAR_WITHIN = 1.1
#: Memory of the parent that each further organization may cost, in MiB.
MIB_AN_ORGANIZATION = 0.1


def rows(runs: Runs) -> list[Row]:
    """CPU seconds of an organization and peak memory of the parent, at each size."""
    counts = runs.growth
    found = {count: _run(runs, count) for count in counts}
    times = found[counts[-1]].cpu_s / _on_line(counts[-1], {count: found[count].cpu_s for count in counts[:2]})
    least, most = found[counts[0]], found[counts[-1]]
    grown = (most.peak_mib - least.peak_mib) / (counts[-1] - counts[0])
    told = [
        Row(f"{count} small organizations", f"{one.cpu_s / count:.2f} CPU s each, {one.wall_s:.0f} s, parent {one.peak_mib:.0f} MiB")
        for count, one in found.items()
    ]
    how = f"About {bodies.LEAST_ROWS} rows each, a regional group for every {_IN_REGION}, one group above."
    what = f"{counts[-1]} organizations against the line through {counts[0]} and {counts[1]}"
    return [
        *told,
        Row(what, f"{times:.2f} times the CPU", f"at most {LINEAR_WITHIN}", times <= LINEAR_WITHIN, how),
        Row("memory of the parent", f"{grown:.3f} MiB a further one", f"at most {MIB_AN_ORGANIZATION}", grown <= MIB_AN_ORGANIZATION),
    ]


def _on_line(count: int, costs: Mapping[int, float]) -> float:
    """The cost at a count on the line through two others: what starting costs is in both, and hides no growth."""
    (one, cost), (other, more) = costs.items()
    return cost + (more - cost) / (other - one) * (count - one)


def _run(runs: Runs, count: int) -> Measured:
    place = runs.scratch / f"input-{count}"
    cycle.write(place, count, runs.seed, mean_rows=bodies.LEAST_ROWS, regions=-(-count // _IN_REGION))
    return runs.pipeline(runs.roots(f"growth-{count}", place))
