"""`python -m benchmarks`: run the benchmark, write benchmarks/results.md, fail where a bound is missed."""

import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks import growth, machine, results
from benchmarks.measured import CommandError
from benchmarks.parts import PARTS
from benchmarks.row import Row
from benchmarks.runs import Runs
from greening.kernels import is_safe

_RESULTS = Path(__file__).parent / "results.md"


@click.command(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.option("--organizations", "count", type=click.IntRange(min=2), default=60, help="Organizations of the cycle.")
@click.option("--sample", type=click.IntRange(min=2), default=4, help="Organizations that stock tools run; the total is worked out from them.")
@click.option("--all", "is_whole", is_flag=True, help="Stock tools run every organization: an hour.")
@click.option("--scale", type=click.Choice(["quick", "full"]), default="quick", help="How far the number of organizations grows.")
@click.option("--only", "wanted", type=click.Choice(list(PARTS)), multiple=True, help="Only this part; repeatable. Default: all.")
@click.option("--workers", type=click.IntRange(min=1), default=2, help="Processes of the product.")
@click.option("--seed", type=int, default=2024, help="Seed of the invented input.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="File to write. Default: benchmarks/results.md, for a whole run.")
def main(count: int, sample: int, is_whole: bool, scale: str, wanted: tuple[str, ...], workers: int, seed: int, out: Path | None) -> None:
    """Measure the product against stock tools; exit 1 where a bound is missed."""
    safe, reason = is_safe()
    if not safe:
        raise click.ClickException(f"the benchmark measures warm processes: {reason}")
    about = [("command", f"python -m benchmarks {' '.join(sys.argv[1:])}".strip()), ("date", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")]
    about += machine.describe()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        sizes = growth.FULL if scale == "full" else growth.QUICK
        rows, took_s = _measured(Runs(Path(scratch), count, count if is_whole else sample, seed, workers, sizes), wanted or tuple(PARTS))
    place = out or (None if wanted else _RESULTS)
    if place:
        place.write_text(results.page(rows, took_s, about), encoding="utf-8")
    sys.exit(1 if results.missed(rows) else 0)


def _measured(runs: Runs, wanted: Sequence[str]) -> tuple[dict[str, list[Row]], dict[str, float]]:
    """The rows of each part and the seconds that it took; each row is printed as it comes."""
    rows: dict[str, list[Row]] = {}
    took_s: dict[str, float] = {}
    for name in (part for part in PARTS if part in wanted):
        began = time.perf_counter()
        try:
            rows[name] = list(PARTS[name](runs))
        except CommandError as error:
            raise click.ClickException(str(error)) from error
        took_s[name] = time.perf_counter() - began
        for row in rows[name]:
            click.echo(row.line)
    return rows, took_s


if __name__ == "__main__":
    main()
