"""Two workers of a Dask cluster against one, beside two plain processes against one."""

import contextlib
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import cycle
from benchmarks.measured import clean_environment, measure
from benchmarks.row import Row
from benchmarks.runs import Runs

#: Organizations of the part of the cycle that is run four times.
PART = 24
#: Part of the plain processes' gain that a cluster's workers bring.
SHARE_OF_GAIN = 0.9
_START_S = 60.0


class ClusterError(RuntimeError):
    """The cluster did not start."""


def rows(runs: Runs) -> list[Row]:
    """The gain of a second worker, plain and on a cluster; one row that says why, where it cannot be measured."""
    what = "two Dask workers against one"
    if "--scheduler" not in measure([sys.executable, "pipeline.py", "run", "--help"], runs.tree).stdout:
        return [Row(what, "not measured", how="pipeline.py has no option --scheduler.")]
    if importlib.util.find_spec("distributed") is None:
        return [Row(what, "not measured", how="The package distributed is not installed.")]
    part = runs.scratch / "part"
    cycle.write(part, min(PART, runs.count), runs.seed)
    plain = [runs.pipeline(runs.roots(f"plain-{count}", part), workers=count).wall_s for count in (1, 2)]
    dask = [_on_cluster(runs, count, part) for count in (1, 2)]
    gains = [one / two for one, two in (plain, dask)]
    share = gains[1] / gains[0]
    walls = "; ".join(f"{name}: {one:.1f} s and {two:.1f} s" for name, (one, two) in (("plain", plain), ("Dask", dask)))
    how = f"{min(PART, runs.count)} organizations and their group, one process and two. {walls}."
    return [
        Row("two plain processes against one", f"{gains[0]:.2f} times faster"),
        Row(what, f"{gains[1]:.2f} times faster, {share:.0%} of that gain", f"at least {SHARE_OF_GAIN:.0%}", share >= SHARE_OF_GAIN, how),
    ]


def _on_cluster(runs: Runs, workers: int, part: Path) -> float:
    roots = runs.roots(f"dask-{workers}", part)
    with _cluster(runs, workers) as address:
        return runs.pipeline(roots, "--scheduler", address, workers=workers).wall_s


@contextlib.contextmanager
def _cluster(runs: Runs, workers: int) -> Iterator[str]:
    """A scheduler and workers on loopback, ended afterwards; gives the scheduler's address."""
    place = runs.scratch / f"cluster-{workers}"
    place.mkdir()
    told = place / "scheduler.json"
    local = ("--scheduler-file", str(told), "--host", "127.0.0.1", "--no-dashboard")
    commands: list[tuple[str, ...]] = [("dask_scheduler", *local, "--port", "0")]
    commands += [("dask_worker", *local, "--nthreads", "1", "--local-directory", str(place / str(number))) for number in range(workers)]
    with contextlib.ExitStack() as ended, (place / "log").open("wb") as log:
        for module, *options in commands:
            command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
            process = subprocess.Popen(command, cwd=runs.tree, env=clean_environment(runs.tree), stdout=log, stderr=log)
            ended.callback(_end, process)
        yield _ready(told, workers)


def _ready(told: Path, workers: int) -> str:
    """The scheduler's address, once all workers have come."""
    # Imported here: without a cluster the benchmark does without the package.
    from distributed import Client

    deadline = time.monotonic() + _START_S
    while not told.exists():
        if time.monotonic() > deadline:
            raise ClusterError("the scheduler did not start")
        time.sleep(0.1)
    address = str(json.loads(told.read_text(encoding="utf-8"))["address"])
    with Client(address, timeout=_START_S) as client:
        client.wait_for_workers(workers, timeout=_START_S)
    return address


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
