"""The runs of a benchmark, each made once and only when a row asks for it."""

import json
import shutil
import statistics
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks import cycle, trees
from benchmarks.cycle import DATA_YEAR, TOP, Cycle
from benchmarks.measured import Measured, measure
from benchmarks.work import Took, Work

#: Short runs are made so often, and the middle one is told.
REPEATS = 3


@dataclass(frozen=True)
class Roots:
    """The folders of one run: submissions and products, and the published site."""

    data: Path
    reports: Path


@dataclass(frozen=True)
class Batch:
    """What processes that ran side by side took: each process, and each organization in it (with no code: what was done once for all)."""

    processes: Sequence[Measured]
    organizations: Sequence[Took]

    @property
    def mean_wall_s(self) -> float:
        """Wall seconds of an organization, on average."""
        return statistics.fmean(took.wall_s for took in self.organizations)

    @property
    def mean_cpu_s(self) -> float:
        """CPU seconds of an organization, on average."""
        return statistics.fmean(took.cpu_s for took in self.organizations)

    @property
    def start_wall_s(self) -> float:
        """Wall seconds that a process takes beside its organizations."""
        inside = sum(took.wall_s for took in self.organizations) / len(self.processes)
        return max(process.wall_s for process in self.processes) - inside

    @property
    def start_cpu_s(self) -> float:
        """CPU seconds that all processes take beside their organizations."""
        return sum(process.cpu_s for process in self.processes) - sum(took.cpu_s for took in self.organizations)

    @property
    def parts_cpu_s(self) -> Mapping[str, float]:
        """CPU seconds of each notebook and of the page, over all organizations."""
        names = dict.fromkeys(name for took in self.organizations for name in took.parts_cpu_s)
        return {name: sum(took.parts_cpu_s.get(name, 0.0) for took in self.organizations) for name in names}


class Runs:
    """Every run of one benchmark over one input; a run that several rows need is made once."""

    def __init__(self, scratch: Path, count: int, sample: int, seed: int, workers: int, growth: Sequence[int] = ()) -> None:
        self.scratch, self.count, self.sample_size, self.seed, self.workers = scratch, count, sample, seed, workers
        self.growth = tuple(growth)
        self.input: Cycle = cycle.write(scratch / "input", count, seed)
        self.tree = trees.compiled(trees.copy(scratch / "tree"))

    def roots(self, name: str, source: Path | None = None) -> Roots:
        """New roots with the submissions of an input (the benchmark's own, where none is named), nothing made yet."""
        place = self.scratch / name
        shutil.copytree((source or self.scratch / "input") / "raw", place / "data" / "raw")
        return Roots(place / "data", place / "reports")

    def pipeline(self, roots: Roots, *options: object, workers: int | None = None, tree: Path | None = None) -> Measured:
        """`pipeline.py run` over the roots."""
        places = ("--data", roots.data, "--reports", roots.reports, "--workers", workers or self.workers)
        command = [sys.executable, "pipeline.py", "run", "--year", DATA_YEAR, *places, *options]
        return measure([str(part) for part in command], tree or self.tree)

    @cached_property
    def cold_roots(self) -> Roots:
        """The roots of the cold cycle, which later runs find up to date."""
        warming = self.scratch / "warming"
        cycle.write(warming, 2, self.seed)
        self.pipeline(self.roots("warm-up", warming))
        return self.roots("cold")

    @cached_property
    def cold(self) -> Measured:
        """The cold cycle: every organization and the group, to published pages, after a run of two bodies that fills the disk's caches."""
        return self.pipeline(self.cold_roots)

    @cached_property
    def stock_tree(self) -> Path:
        """The tree that stock tools run."""
        return trees.compiled(trees.without_stub(self.scratch / "stock-tree"))

    @cached_property
    def stock(self) -> Batch:
        """Stock tools over the sample, one organization after the other."""
        # Once for the disk's caches, as the product's runs have theirs.
        measure([sys.executable, "-c", "import greening.chain.preload, greening.publish.page, papermill"], self.stock_tree)
        return self._batch("stock", "benchmarks.stock", [self.input.sample(self.sample_size)], self.roots("stock"), self.stock_tree)

    @cached_property
    def stock_pair(self) -> Batch:
        """Stock tools over the sample, two processes side by side."""
        sample = self.input.sample(self.sample_size)
        return self._batch("stock-pair", "benchmarks.stock", [sample[::2], sample[1::2]], self.roots("stock-pair"), self.stock_tree)

    @cached_property
    def stock_group(self) -> Batch:
        """Stock tools over the group, on the products that the cold cycle made of its members."""
        _ = self.cold
        roots = self.roots("stock-group")
        shutil.copytree(self.cold_roots.data / "processed", roots.data / "processed", ignore=shutil.ignore_patterns(TOP, "*.json", "executed"))
        return self._batch("stock-group", "benchmarks.stock", [[TOP]], roots, self.stock_tree)

    @cached_property
    def floor_roots(self) -> Roots:
        """The roots of the floor."""
        return self.roots("floor")

    @cached_property
    def floor(self) -> Batch:
        """The same cells and exports in as many warm processes as the cold cycle has workers."""
        codes = self.input.codes
        parts = [codes[start :: self.workers] for start in range(self.workers)]
        return self._batch("floor", "benchmarks.floor", [part for part in parts if part], self.floor_roots, self.tree)

    @cached_property
    def floor_group(self) -> Batch:
        """The group's cells and exports in one warm process."""
        _ = self.floor
        return self._batch("floor-group", "benchmarks.floor", [[TOP]], self.floor_roots, self.tree)

    @cached_property
    def preload_s(self) -> float:
        """Seconds until a warm process is ready."""
        return statistics.median(float(measure([sys.executable, "-m", "benchmarks.preload"], self.tree).stdout) for _ in range(REPEATS))

    def _batch(self, name: str, module: str, parts: Sequence[Sequence[str]], roots: Roots, tree: Path) -> Batch:
        def run(number: int, codes: Sequence[str]) -> tuple[Measured, list[Took]]:
            members = {code: [f"{member}@{DATA_YEAR}" for member in sorted(self.input.codes)] if code == TOP else [] for code in codes}
            work = Work(str(roots.data), str(tree / "expectations"), str(roots.reports), DATA_YEAR, members)
            given, told = self.scratch / f"{name}-{number}.json", self.scratch / f"{name}-{number}-told.json"
            found = measure([sys.executable, "-m", module, work.write(given), told], tree)
            return found, [Took(**one) for one in json.loads(told.read_text(encoding="utf-8"))]

        with ThreadPoolExecutor(len(parts)) as threads:
            done = list(threads.map(run, range(len(parts)), parts))
        return Batch([process for process, _ in done], [took for _, organizations in done for took in organizations])
