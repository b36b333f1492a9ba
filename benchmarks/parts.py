"""The parts of the benchmark: each gives rows, and makes the runs that it needs."""

import json
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from benchmarks import cluster, flights, growth, monte_carlo, previewing, reading, tongues
from benchmarks.cycle import change
from benchmarks.row import Row
from benchmarks.runs import REPEATS, Batch, Runs

#: How many times faster a cold cycle is than stock tools, serial and with two processes, where the real work is small ...
TIMES_FASTER, TIMES_FASTER_THAN_TWO = 25.0, 15.0
#: ... and both where the notebooks do more than that: what is saved on starting is then a smaller part of the whole.
TIMES_FASTER_WITH_MORE_WORK = 8.0
#: CPU seconds of real work of an organization in the notebooks that the first two were set for.
SMALL_WORK_CPU_S = 0.25
#: CPU seconds of an organization beyond the floor.
OVERHEAD_CPU_S = 0.5
#: Seconds of a run that finds nothing to do, and of one changed file beyond the preload time.
NOTHING_CHANGED_S, BEYOND_PRELOAD_S = 1.0, 2.0


def cold(runs: Runs) -> list[Row]:
    """The cold cycle, and how many times faster it is than stock tools."""
    ours, serial, pair = runs.cold, _total(runs, runs.stock), _total(runs, runs.stock_pair)
    count = f"{runs.count} organizations and their group"
    return [
        Row(f"cold cycle of {count}", f"{ours.wall_s:.1f} s, {ours.cpu_s:.1f} CPU s", how=_left_over(ours.left_over)),
        *_ratios(f"stock, serial ({serial[0]:.0f} s, {serial[1]:.0f} CPU s)", serial[0] / ours.wall_s, TIMES_FASTER, _spread(runs.stock, runs.count)),
        *_ratios(f"two stock processes ({pair[0]:.0f} s)", pair[0] / ours.wall_s, TIMES_FASTER_THAN_TWO, _spread(runs.stock_pair, runs.count)),
        Row("the same in CPU seconds", f"{serial[1] / ours.cpu_s:.1f} times less than stock, serial"),
        Row("stages of the cold cycle", _stages(runs), how="Seconds of an organization in each unit of work, as timings.json has them, on average."),
    ]


def overhead(runs: Runs) -> list[Row]:
    """CPU seconds of the cold cycle beyond the floor, for each organization."""
    tasks = runs.count + 1
    floor_cpu_s = sum(took.cpu_s for batch in (runs.floor, runs.floor_group) for took in batch.organizations)
    beyond = (runs.cold.cpu_s - floor_cpu_s) / tasks
    how = "Everything that the cold cycle does beside the cells and exports counts as overhead: start of Python, imports, warm processes, plan, keys."
    return [
        Row("real work (the floor)", f"{floor_cpu_s / tasks:.2f} CPU s an organization", how=_parts(runs.floor, runs.count)),
        Row("overhead over the floor", f"{beyond:.2f} CPU s an organization", f"at most {OVERHEAD_CPU_S}", beyond <= OVERHEAD_CPU_S, how),
    ]


def nothing_changed(runs: Runs) -> list[Row]:
    """A run that finds everything up to date."""
    _ = runs.cold
    found = [runs.pipeline(runs.cold_roots) for _ in range(REPEATS)]
    wall_s = statistics.median(one.wall_s for one in found)
    cpu_s = statistics.median(one.cpu_s for one in found)
    return [Row("nothing changed", f"{wall_s:.2f} s, {cpu_s:.2f} CPU s", f"under {NOTHING_CHANGED_S:g} s", wall_s < NOTHING_CHANGED_S, _middle())]


def one_changed(runs: Runs) -> list[Row]:
    """One cell of one organization's file changed: its report, its group's and the site are made again."""
    _ = runs.cold
    code, walls = runs.input.sample(1)[0], []
    for _ in range(REPEATS):
        change(runs.cold_roots.data, code)
        walls.append(runs.pipeline(runs.cold_roots).wall_s)
    wall_s, bound_s = statistics.median(walls), runs.preload_s + BEYOND_PRELOAD_S
    what = f"one file of {code} ({runs.input.rows[code]} rows) changed, group and site included"
    return [
        Row("preload time", f"{runs.preload_s:.2f} s", how=_middle()),
        Row(what, f"{wall_s:.2f} s", f"under {bound_s:.2f} s (preload + {BEYOND_PRELOAD_S:g} s)", wall_s < bound_s, _middle()),
    ]


#: The parts by the name that --only takes, in the order in which they run.
PARTS: Mapping[str, Callable[[Runs], Sequence[Row]]] = {
    "cold": cold,
    "overhead": overhead,
    "nothing-changed": nothing_changed,
    "one-changed": one_changed,
    "cluster": cluster.rows,
    "growth": growth.rows,
    "languages": tongues.rows,
    "reading": reading.rows,
    "preview": previewing.rows,
    "flights": flights.rows,
    "monte-carlo": monte_carlo.rows,
}


def _total(runs: Runs, stock: Batch) -> tuple[float, float]:
    """Wall and CPU seconds of stock tools over the whole cycle: the sample's average for each organization, and the group as measured."""
    group = runs.stock_group.organizations[0]
    wall_s = stock.start_wall_s + stock.mean_wall_s * runs.count / len(stock.processes) + group.wall_s
    return wall_s, stock.start_cpu_s + stock.mean_cpu_s * runs.count + group.cpu_s


def _ratios(stock: str, times: float, bound: float, how: str) -> list[Row]:
    """The ratio against both bounds: the one for little real work, and the one for more; the real work stands in a row of its own."""
    more = TIMES_FASTER_WITH_MORE_WORK
    small, measured = f"at least {bound:g} times where the real work is {SMALL_WORK_CPU_S} CPU s", f"{times:.1f} times faster"
    return [
        Row(f"against {stock}", measured, small, times >= bound, how),
        Row("the same, with the real work of these notebooks", measured, f"at least {more:g} times", times >= more),
    ]


def _stages(runs: Runs) -> str:
    total: Counter[str] = Counter()
    for path in (runs.cold_roots.data / "processed").glob("*/*/timings.json"):
        total.update(json.loads(path.read_text(encoding="utf-8")))
    return ", ".join(f"{stage} {seconds / (runs.count + 1):.2f} s" for stage, seconds in total.items())


def _parts(batch: Batch, count: int) -> str:
    parts = (f"{name.partition('.')[0]} {cpu_s / count:.2f}" for name, cpu_s in batch.parts_cpu_s.items())
    return f"CPU s an organization: {', '.join(parts)}."


def _spread(batch: Batch, count: int) -> str:
    walls = [took.wall_s for took in batch.organizations]
    cpus = [took.cpu_s for took in batch.organizations]
    measured = f"{len(walls)} organizations measured: {min(walls):.1f} to {max(walls):.1f} s and {min(cpus):.1f} to {max(cpus):.1f} CPU s each; "
    total = "the total is their average for every organization, one start of each process, and the group as measured. "
    largest = "The largest are not in the sample, which makes stock tools look faster than they are. " if len(walls) < count else ""
    return measured + total + largest + _parts(batch, len(walls))


def _left_over(count: int) -> str:
    return f"{count} processes outlived the run." if count else "No process outlived the run."


def _middle() -> str:
    return f"Middle of {REPEATS} runs."
