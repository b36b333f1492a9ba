"""Flight legs priced in a process of their own, and the whole footprint stage of a submission that is all air travel.

`python -m benchmarks.legs price COUNT`, `... write COUNT FOLDER`, `... stage FOLDER`: what was measured is printed as JSON.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.measured import own_cpu_s
from greening import gsd, paths, premises, tables
from greening.footprint import lines
from greening.footprint.air_travel import air_travel
from greening.footprint.routes import great_circle_km, routes, stations
from greening.units import KG_PER_T

#: Legs that are held at a time.
CHUNK = 250_000
YEAR, BODY, SEED = 2024, "BODY-AIR", 2024
NOTEBOOK = paths.HOME / "notebooks" / "2_compute_footprints.ipynb"
#: A constant such as simple calculators multiply a distance by; any number does to be multiplied by.
_KG_PER_KM = 0.1
#: Airports that one body flies between; pairs of them are some ten thousands.
_AIRPORTS = 300


def activities(count: int, start: int, airports: "np.ndarray[Any, Any]", rng: np.random.Generator) -> pd.DataFrame:
    """Validated rows of air travel, one leg or a return each, numbered from `start`."""
    number = pd.Series(np.arange(start, start + count), dtype="str")
    cabins, purposes = (tables.submission_tables()["air_travel"].columns[name].choices for name in ("cabin", "purpose"))
    ends = rng.integers(len(airports), size=(2, count))
    ends[1] = (ends[1] + (ends[0] == ends[1])) % len(airports)
    told = {
        "organization": BODY,
        "data_year": YEAR,
        "table": "air_travel",
        "source_file": "air_travel.csv",
        "source_row": np.arange(start, start + count),
        "row_id": "air_travel.csv:" + number,
        "trip_id": "T" + number,
        "origin": airports[ends[0]],
        "destination": airports[ends[1]],
        "cabin": np.array(cabins, dtype=object)[rng.integers(len(cabins), size=count)],
        "trips": 1.0,
        "return_trip": rng.random(count) < 0.5,
        "purpose": np.array(purposes, dtype=object)[rng.integers(len(purposes), size=count)],
        "paid_by": "organization",
        "quality": "invoiced",
    }
    return tables.stack("activities", [pd.DataFrame(told, index=range(count))])


def price(count: int) -> dict[str, float]:
    """CPU seconds of pricing so many legs, chunk by chunk, and of a haversine and a multiplication over the same legs in NumPy."""
    rng, known = np.random.default_rng(SEED), stations()
    codes = known.index.to_numpy(object)
    took = {"legs": 0.0, "numpy": 0.0}
    # What is read once, tables and curves, is no cost of a leg.
    _priced(_rows(1000, 2, codes, rng))
    for start in range(0, count, CHUNK):
        rows = _rows(min(CHUNK, count - start), start + 2, codes, rng)
        began = time.process_time()
        _priced(rows)
        took["legs"] += time.process_time() - began
        ends = routes(rows)
        degrees = [known[column].to_numpy()[at] for at in (ends.start, ends.end) for column in ("lat", "lon")]
        began = time.process_time()
        _ = great_circle_km(*degrees) * _KG_PER_KM / KG_PER_T
        took["numpy"] += time.process_time() - began
    return took


def _rows(count: int, start: int, codes: "np.ndarray[Any, Any]", rng: np.random.Generator) -> pd.DataFrame:
    placed = premises.placed(activities(count, start, codes, rng))
    return dict(premises.by_table(placed, ["air_travel"], lines.KEPT))["air_travel"]


def _priced(rows: pd.DataFrame) -> None:
    found = air_travel(rows, "AR5", "icao_style")
    gsd.errors(found)


def write(count: int, folder: Path) -> dict[str, float]:
    """Write the products of stage 1 of a body whose submission is so many rows of air travel."""
    rng = np.random.default_rng(SEED)
    airports = rng.choice(stations().index.to_numpy(object), _AIRPORTS, replace=False)
    shared = {"organization": BODY, "data_year": YEAR, "table": "profile", "source_file": "profile.csv", "source_row": 2, "row_id": "profile"}
    profile = tables.stack("activities", [pd.DataFrame([{**shared, "name": "Invented", "country": "CHE"}])])
    parts = [activities(min(CHUNK, count - start), start + 2, airports, rng) for start in range(0, count, CHUNK)]
    place = paths.processed(str(folder), YEAR, BODY)
    tables.write("activities", tables.stack("activities", [profile, *parts]), place)
    tables.write("members", tables.empty("members"), place)
    return {"rows": float(count)}


def stage(folder: Path) -> dict[str, float]:
    """Seconds and CPU seconds of the cells of the notebook of stage 2, in this process."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    asked = {"year": YEAR, "organization": BODY, "data": str(folder), "earlier_years": []}
    names: dict[str, Any] = {}
    began, before = time.perf_counter(), own_cpu_s()
    for cell in (cell for cell in cells if cell["cell_type"] == "code"):
        exec(compile("".join(cell["source"]), NOTEBOOK.name, "exec"), names)
        if "parameters" in cell["metadata"].get("tags", ()):
            names |= asked
    return {"wall_s": time.perf_counter() - began, "cpu_s": own_cpu_s() - before, "rows": float(len(names["emissions"]))}


def main(arguments: Sequence[str]) -> None:
    """Do what the first argument names, and print what was measured as JSON."""
    what, *rest = arguments
    if what == "price":
        told = price(int(rest[0]))
    elif what == "write":
        told = write(int(rest[0]), Path(rest[1]))
    else:
        told = stage(Path(rest[0]))
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
