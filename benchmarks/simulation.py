"""A simulation of cycles too large to be run here: units, workers that are lost, a store that answers late, and groups above.

`python -m benchmarks.simulation` writes into docs/scale.md what a unit costs and how long cycles take on so many workers. It rests
on costs.json, and says first how well it foretells the cycle that was measured.
"""

import heapq
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from benchmarks import costs
from benchmarks.costs import Costs
from greening import paths

#: The page that tells how cycles are run at every size.
SCALE = paths.HOME / "docs" / "scale.md"

#: How far the simulated time of the measured cycle may lie from the measured one, as a share.
WITHIN = 0.25
#: Spread of the seconds that units take, as a share of their mean.
_SPREAD = 0.3
#: Seconds of the caller to hand out the three parts of a unit (products, two pages) and take back what became of them: 2 ms each on Dask.
_HAND_OUT_S = 0.006


@dataclass(frozen=True)
class Plan:
    """A cycle that is to be simulated."""

    units: int
    workers: int
    #: Calls that share the units evenly and run at the same time, each with workers of its own.
    shards: int = 1
    #: Members of the largest group that one report covers; more make groups of groups.
    members: int = 1000
    #: How often a worker is lost, per hour of its work.
    losses_an_hour: float = 0.01
    #: Seconds that the store takes for a request, of units and of the caller; on a shared file system nearly none.
    request_s: float = 0.0
    seed: int = 7


@dataclass(frozen=True)
class Outcome:
    """What a simulated cycle took."""

    seconds: float
    #: Seconds of that in which the caller read and compared before it handed out anything.
    planning_s: float
    #: Share of the workers' time in which they worked.
    busy: float
    #: Units that were done again since their worker was lost.
    repeated: int
    #: Seconds that the last groups took, when most workers had nothing to do any more.
    groups_s: float
    cpu_hours: float
    stored_gb: float
    caller_gb: float
    requests: float


def simulate(plan: Plan, cost: Costs) -> Outcome:
    """What the cycle takes: its shards run side by side, so that one of them says how long, and all of them how much."""
    one = replace(plan, units=-(-plan.units // plan.shards), workers=max(plan.workers // plan.shards, 1))
    planning_s = one.units * (cost.plan_s + cost.plan_requests * one.request_s)
    ended, worked, repeated = _units(one, cost, planning_s)
    levels = list(_levels(one.units, one.members))
    groups_s = sum(_level_s(count, one, cost) for count in levels)
    seconds = ended + groups_s
    in_all = plan.shards * (planning_s + worked + sum(count * _group_s(one, cost) for count in levels))
    return Outcome(
        seconds=seconds,
        planning_s=planning_s,
        busy=worked / (one.workers * seconds),
        repeated=repeated * plan.shards,
        groups_s=groups_s,
        cpu_hours=in_all / 3600,
        stored_gb=plan.units * cost.stored_bytes / 1e9,
        caller_gb=one.units * cost.plan_kib * 1024 / 1e9,
        requests=plan.units * cost.requests,
    )


def _units(plan: Plan, cost: Costs, planning_s: float) -> tuple[float, float, int]:
    """When the last unit is done, seconds worked in all, and units done again; the caller hands out one after another."""
    drawn = Random(plan.seed)
    free = [planning_s + cost.start_s] * plan.workers
    handed_out, worked, repeated, ended = planning_s, cost.start_s * plan.workers, 0, 0.0
    for _ in range(plan.units):
        handed_out += _HAND_OUT_S
        begun = max(heapq.heappop(free), handed_out)
        seconds = cost.unit_s * max(drawn.gauss(1.0, _SPREAD), 0.1) + (cost.requests - cost.plan_requests) * plan.request_s
        while drawn.random() < plan.losses_an_hour * seconds / 3600:
            # What was lost, and the start of a new worker.
            lost = drawn.uniform(0.0, seconds) + cost.start_s
            begun, worked, repeated = begun + lost, worked + lost, repeated + 1
        heapq.heappush(free, begun + seconds)
        worked, ended = worked + seconds, max(ended, begun + seconds)
    return ended, worked, repeated


def _levels(units: int, members: int) -> Iterator[int]:
    """How many groups there are, level by level, up to the one above all."""
    while units > 1:
        units = -(-units // members)
        yield units


def _group_s(plan: Plan, cost: Costs) -> float:
    return cost.group_s + min(plan.members, plan.units) * (cost.member_s + plan.request_s)


def _level_s(count: int, plan: Plan, cost: Costs) -> float:
    """Seconds of one level of groups: as many at a time as there are workers."""
    return -(-count // plan.workers) * _group_s(plan, cost)


#: The cycles of docs/scale.md.
SCENES = (
    ("100 on a laptop with two cores", Plan(100, 2)),
    ("10,000 on one machine", Plan(10_000, 16)),
    ("10,000 on a cluster", Plan(10_000, 64)),
    ("10,000, object store", Plan(10_000, 64, request_s=0.02)),
    ("10,000, object store, 10 calls", Plan(10_000, 64, shards=10, request_s=0.02)),
    ("1,000,000 in one call", Plan(1_000_000, 1000)),
    ("1,000,000 in 100 calls", Plan(1_000_000, 1000, shards=100)),
    ("the same, object store, 1,000 calls", Plan(1_000_000, 2000, shards=1000, request_s=0.02)),
)
_HEADS = ("cycle", "workers", "hours", "planning", "groups", "busy", "CPU h", "GB", "caller GB", "requests")


def table(cost: Costs) -> str:
    """The simulated cycles as a table in Markdown."""
    rows = [_HEADS, tuple("---" for _ in _HEADS)]
    for name, plan in SCENES:
        found = simulate(plan, cost)
        asked = found.requests / 1e6 if plan.request_s else 0.0
        rows.append(
            (
                name,
                f"{plan.workers:,}",
                f"{found.seconds / 3600:.2f}",
                f"{found.planning_s / 3600:.2f}",
                f"{found.groups_s / 3600:.2f}",
                f"{found.busy:.0%}",
                f"{found.cpu_hours:,.1f}",
                f"{found.stored_gb:,.1f}",
                f"{found.caller_gb:.2f}",
                f"{asked:,.1f} M" if asked else "",
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def check(cost: Costs) -> tuple[float, float]:
    """The simulated and the measured seconds of the measured cycle; two processes on two cores have a worker each."""
    plan = Plan(cost.measured_units, cost.measured_workers, members=cost.measured_units, losses_an_hour=0.0)
    return simulate(plan, cost).seconds, cost.measured_s


def told(cost: Costs) -> str:
    """How far simulation and measurement agree, in a sentence."""
    simulated, measured = check(cost)
    busy = cost.measured_cpu_s / (cost.measured_workers * cost.measured_s)
    return (
        f"{cost.measured_units} units and their group on {cost.measured_workers} processes: simulated {simulated:.0f} s, measured {measured:.0f} s "
        f"({busy:.0%} of two cores; {cost.machine}, {cost.date})."
    )


def document(text: str, cost: Costs) -> str:
    """The text of docs/scale.md with what was measured and simulated last, between its marks."""
    for mark, content in (("costs", costs.table(cost)), ("cycles", f"{told(cost)}\n\n{table(cost)}")):
        before, _, rest = text.partition(f"<!-- {mark} -->\n")
        after = rest.partition(f"<!-- end of {mark} -->")[2]
        text = f"{before}<!-- {mark} -->\n{content}\n<!-- end of {mark} -->{after}"
    return text


def main() -> None:
    """Say whether the check holds, write docs/scale.md; exit 1 where the check fails."""
    cost = costs.read()
    simulated, measured = check(cost)
    SCALE.write_text(document(SCALE.read_text(encoding="utf-8"), cost), encoding="utf-8")
    sys.stdout.write(f"{told(cost)}\n\n{table(cost)}\n")
    sys.exit(abs(simulated / measured - 1) > WITHIN)


if __name__ == "__main__":
    main()
