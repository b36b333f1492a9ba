"""What one reporting unit costs, measured on this machine: the numbers that the simulation of large cycles rests on.

`python -m benchmarks.costs` measures them, which takes some minutes, and writes costs.json beside this file.
"""

import json
import logging
import platform
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from benchmarks import bodies, cycle
from benchmarks.measured import Measured, measure
from greening import paths

#: Where the numbers are kept.
COSTS = Path(__file__).with_name("costs.json")
#: Units of the two cycles whose difference is what a further unit costs; and those of the two on an object store.
FEW, MANY = 8, 24
FEW_STORED, MANY_STORED = 2, 6
WORKERS = 2
_SEED = 3


@dataclass(frozen=True)
class Costs:
    """What a unit (one location that reports for itself) costs, and the run that the simulation is checked against."""

    #: CPU seconds of a worker for a further unit: judging, products and pages.
    unit_s: float
    #: How much of that each part takes: validate, footprints, targets, validation, narrative.
    parts: Mapping[str, float]
    #: CPU seconds that a group takes, and further ones for each member.
    group_s: float
    member_s: float
    #: CPU seconds of the calling process for each unit: reading what there is, comparing, noting down.
    plan_s: float
    #: CPU seconds before the first unit can begin, once a worker.
    start_s: float
    #: Memory of the calling process for each unit, in KiB.
    plan_kib: float
    #: Bytes and files of a unit's products and published files.
    stored_bytes: int
    stored_files: int
    #: Requests to an object store for each unit, and those of the calling process where nothing has changed.
    requests: float
    plan_requests: float
    #: The measured cycle: units, workers, seconds from call to end, CPU seconds of all processes.
    measured_units: int
    measured_workers: int
    measured_s: float
    measured_cpu_s: float
    machine: str
    date: str


def read() -> Costs:
    """The costs as last measured."""
    return Costs(**json.loads(COSTS.read_text(encoding="utf-8")))


def measured(scratch: Path) -> Costs:
    """Measure the costs with two cycles of invented units in `scratch`."""
    few, few_again = _cycle(scratch / "few", FEW)
    many, many_again = _cycle(scratch / "many", MANY)
    further, start_s = MANY - FEW, measure([sys.executable, "-c", _START], paths.HOME).cpu_s
    plan_s = (many_again.cpu_s - few_again.cpu_s) / further
    unit_s = (many.cpu_s - few.cpu_s) / further - plan_s
    few_group_s, many_group_s = _group_s(scratch / "few") - few_again.cpu_s, _group_s(scratch / "many") - many_again.cpu_s
    member_s = max((many_group_s - few_group_s) / further, 0.0)
    parts = _parts(scratch / "many")
    requests, plan_requests = _requests(scratch)
    files = [file for part in ("data/processed", "reports") for file in (scratch / "many" / part).glob("*/BODY-*/**/*") if file.is_file()]
    return Costs(
        unit_s=round(unit_s, 3),
        parts={part: round(unit_s * seconds / sum(parts.values()), 3) for part, seconds in parts.items()},
        group_s=round(max(few_group_s - start_s - FEW * member_s, 0.0), 3),
        member_s=round(member_s, 4),
        plan_s=round(plan_s, 4),
        start_s=round(start_s, 3),
        plan_kib=round((many_again.peak_mib - few_again.peak_mib) * 1024 / further, 1),
        stored_bytes=round(sum(file.stat().st_size for file in files) / MANY),
        stored_files=round(len(files) / MANY),
        requests=round(requests, 1),
        plan_requests=round(plan_requests, 1),
        measured_units=MANY,
        measured_workers=WORKERS,
        measured_s=round(many.wall_s, 1),
        measured_cpu_s=round(many.cpu_s, 1),
        machine=f"{platform.processor() or platform.machine()}, Python {platform.python_version()}",
        date=datetime.now(UTC).date().isoformat(),
    )


def _cycle(root: Path, count: int) -> tuple[Measured, Measured]:
    """A cold cycle of so many units under one group, and the same call again."""
    cycle.write(root / "data", count, _SEED, mean_rows=bodies.LEAST_ROWS)
    return _run(root / "data", root / "reports"), _run(root / "data", root / "reports")


def _run(data: object, reports: object, **environment: str) -> Measured:
    command = [sys.executable, "pipeline.py", "run", "--workers", str(WORKERS), "--data", str(data), "--reports", str(reports)]
    return measure(command, paths.HOME, (0,), **environment)


def _parts(root: Path) -> dict[str, float]:
    """Mean seconds of each part of a unit, as the run itself notes them down."""
    noted = [json.loads(file.read_text(encoding="utf-8")) for file in (root / "data" / "processed").glob("*/BODY-*/timings.json")]
    return {part.partition(".")[0]: mean(one[part] for one in noted) for part in noted[0]}


def _group_s(root: Path) -> float:
    """CPU seconds of a call that finds nothing changed but the name of the group: of the start of a worker, too."""
    (profile,) = (root / "data" / "raw").glob(f"*/{cycle.TOP}/profile.csv")
    profile.write_text(profile.read_text(encoding="utf-8").replace("Invented group", "Renamed invented group"), encoding="utf-8")
    return _run(root / "data", root / "reports").cpu_s


def _requests(scratch: Path) -> tuple[float, float]:
    """Requests of a further unit where data and reports lie in an object store: of a cold cycle, and of one where nothing has changed."""
    cold: dict[int, int] = {}
    again: dict[int, int] = {}
    for count in (FEW_STORED, MANY_STORED):
        with _store() as (address, requests):
            environment = {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}
            local = scratch / f"stored-{count}"
            cycle.write(local, count, _SEED, mean_rows=bodies.LEAST_ROWS)
            measure([sys.executable, "-c", _UPLOAD, str(local), local.name], paths.HOME, (0,), **environment)
            for counted in (cold, again):
                requests.clear()
                _run(f"s3://{local.name}/data", f"s3://{local.name}/reports", **environment)
                counted[count] = len(requests)
    cold_further, again_further = (counted[MANY_STORED] - counted[FEW_STORED] for counted in (cold, again))
    return cold_further / (MANY_STORED - FEW_STORED), again_further / (MANY_STORED - FEW_STORED)


_START = "from greening.chain import execute; execute.prepare('warm'); execute.call('1', [], 'start')"
_UPLOAD = "import s3fs, sys; store = s3fs.S3FileSystem(); store.mkdir(sys.argv[2]); store.put(sys.argv[1], f'{sys.argv[2]}/data', recursive=True)"


@contextmanager
def _store() -> Iterator[tuple[str, list[str]]]:
    """An object store on the loopback: its address, and every request as it comes in."""
    store, requests = DomainDispatcherApplication(create_backend_app), list[str]()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)

    def counted(environ: dict[str, Any], start_response: Any) -> Any:
        requests.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        return store(environ, start_response)

    server = make_server("127.0.0.1", 0, counted, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.port}", requests
    finally:
        server.shutdown()


def table(cost: Costs) -> str:
    """The costs as a table in Markdown."""
    parts = ", ".join(f"{part} {seconds:.2f}" for part, seconds in cost.parts.items())
    rows = (
        ("a unit, CPU seconds of a worker", f"{cost.unit_s:.2f} ({parts})"),
        ("a group, CPU seconds of a worker", f"{cost.group_s:.1f}, and {cost.member_s:.3f} for each member"),
        ("a worker before its first unit, CPU seconds", f"{cost.start_s:.1f}"),
        ("a unit, CPU seconds of the caller", f"{cost.plan_s:.4f}"),
        ("a unit, memory of the caller", f"{cost.plan_kib:.1f} KiB"),
        ("a unit, stored", f"{cost.stored_bytes / 1000:,.0f} kB in {cost.stored_files} files"),
        ("a unit, requests to an object store", f"{cost.requests:.0f}; {cost.plan_requests:.0f} where nothing has changed, all of the caller"),
    )
    return "\n".join(("| what | costs |", "|---|---|", *(f"| {what} | {costs} |" for what, costs in rows)))


def main() -> None:
    """Measure, and write costs.json."""
    with tempfile.TemporaryDirectory() as scratch:
        found = measured(Path(scratch))
    COSTS.write_text(json.dumps(asdict(found), indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(COSTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
