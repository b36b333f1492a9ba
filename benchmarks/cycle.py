"""A seeded generator of a whole cycle's input: invented organizations of every size, and the groups above them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks import bodies

#: Rows of an average organization: the 60 of the first measurement had 11,520.
MEAN_ROWS = 192
#: Spread of sizes: a few bodies report most of the rows.
_SIGMA = 0.8
#: The group above all.
TOP = "BENCH"
DATA_YEAR = 2024


@dataclass(frozen=True)
class Cycle:
    """What was written: the codes of organizations by size, the smallest first, rows of each, and groups, the lowest first."""

    rows: dict[str, int]
    groups: tuple[str, ...]

    @property
    def codes(self) -> list[str]:
        """Organizations, the smallest first."""
        return list(self.rows)

    def sample(self, count: int) -> list[str]:
        """So many organizations of different size: the middle one of each of so many equal parts."""
        codes = self.codes
        parts = min(count, len(codes))
        return [codes[(2 * part + 1) * len(codes) // (2 * parts)] for part in range(parts)]


def sizes(count: int, seed: int, mean_rows: int = MEAN_ROWS) -> list[int]:
    """Rows of each organization: log-normal, about `mean_rows` on average, none below bodies.LEAST_ROWS."""
    drawn = Random(f"{seed}:sizes")
    raw = [drawn.lognormvariate(0.0, _SIGMA) for _ in range(count)]
    scale = mean_rows * count / sum(raw)
    return [max(bodies.LEAST_ROWS, round(size * scale)) for size in raw]


def write(data: Path, count: int, seed: int, *, years: Sequence[int] = (DATA_YEAR,), mean_rows: int = MEAN_ROWS, regions: int = 0) -> Cycle:
    """Write the submissions of so many organizations under data/raw; gives what was written, rows of the last year.

    They roll up to the group TOP, or, where there are regions, to so many regional groups below it; every group has a folder of its
    own. Same arguments, same bytes.
    """
    groups = [f"{TOP}-REGION-{number:02}" for number in range(1, regions + 1)]
    written: dict[str, int] = {}
    width = max(3, len(str(count)))
    for number, size in enumerate(sizes(count, seed, mean_rows)):
        code = f"BODY-{number + 1:0{width}}"
        parent = groups[number % regions] if regions else TOP
        for year in years:
            written[code] = _write(data, year, code, bodies.submission(code, parent, size, seed, year))
    for year in years:
        for code in (*groups, TOP):
            _write(data, year, code, bodies.group(code, TOP if code != TOP else "", year))
    return Cycle(dict(sorted(written.items(), key=lambda item: (item[1], item[0]))), (*groups, TOP))


def change(data: Path, code: str, year: int = DATA_YEAR) -> None:
    """Change one quantity of one file of an organization, as a focal point does who corrects a meter."""
    path = data / "raw" / str(year) / code / "electricity.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["electricity_kwh"] = str(round(float(rows[0]["electricity_kwh"]) + 1, 1))
    _write_csv(path, rows)


def _write(data: Path, year: int, code: str, found: bodies.Rows) -> int:
    folder = data / "raw" / str(year) / code
    folder.mkdir(parents=True)
    for table, rows in found.items():
        _write_csv(folder / f"{table}.csv", rows)
    return sum(map(len, found.values()))


def _write_csv(path: Path, rows: Sequence[dict[str, object]] | Sequence[dict[str, str]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
