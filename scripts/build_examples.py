"""The submissions of two invented bodies, complete and detailed, for 2023 and 2024.

`python -m scripts.build_examples` writes data/raw/<year>/EXAMPLE-HQ and EXAMPLE-FIELD from scripts/examples/<code>.yml: rows as they
stand there, series spread over the periods of the year, and trips drawn from routes. Every draw has a seed of its own,
named after what it is for, so that the same declarations give the same submission.
"""

import io
from bisect import bisect
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

import pandas as pd
import yaml
from openpyxl import Workbook
from upath import UPath

from greening import paths, tables, template_workbook

CODES = ("EXAMPLE-HQ", "EXAMPLE-FIELD")
YEARS = (2023, 2024)
#: Months in a period of a series.
MONTHS = {"month": 1, "quarter": 3, "year": 12}
#: Part of a year's quantity that each month carries, times twelve; a year of any shape adds up to twelve.
SHAPES: Mapping[str, Sequence[float]] = {
    "flat": (1.0,) * 12,
    "winter": (2.2, 1.9, 1.6, 1.0, 0.5, 0.2, 0.1, 0.1, 0.4, 0.9, 1.3, 1.8),
    "mild_winter": (1.15, 1.1, 1.08, 1.0, 0.93, 0.9, 0.88, 0.85, 0.95, 1.0, 1.06, 1.1),
    "summer": (0.4, 0.6, 0.9, 1.2, 1.4, 1.5, 1.6, 1.4, 1.1, 0.9, 0.6, 0.4),
    "hot_season": (0.9, 0.95, 1.05, 1.12, 1.12, 1.05, 1.0, 0.98, 0.98, 1.0, 0.95, 0.9),
    "south": (0.8, 0.8, 0.85, 0.95, 1.1, 1.3, 1.35, 1.25, 1.1, 0.9, 0.8, 0.8),
}
#: Part of a quantity that chance adds or takes, at most.
NOISE = 0.04
TRIPS_IN_GROUP = {1: 88, 2: 9, 3: 3}

Cells = dict[str, Any]
Rows = dict[str, list[Cells]]


@dataclass(frozen=True)
class Period:
    """A stretch of days, first and last included."""

    start: date
    end: date


@cache
def declaration(code: str) -> Mapping[str, Any]:
    """What scripts/examples/<code>.yml declares."""
    text = (paths.HOME / "scripts" / "examples" / f"{code}.yml").read_text(encoding="utf-8")
    declared: Mapping[str, Any] = yaml.safe_load(text)
    return declared


def submission(code: str, year: int) -> Rows:
    """The rows of a body's submission by table; a cell is text, a number or a date, and an empty one is absent."""
    declared = declaration(code)
    rows: Rows = {name: [] for name in tables.submission_tables()}
    for table, entries in declared["rows"].items():
        rows[table] += [of_year(row, year) for row in entries if year in row.get("years", YEARS)]
    for series in declared["series"]:
        if year in series.get("years", YEARS):
            rows[series["table"]] += spread(series, year)
    rows["air_travel"] += trips(declared["air_travel"], code, year)
    return {table: found for table, found in rows.items() if found}


def of_year(row: Mapping[str, Any], year: int) -> Cells:
    """A declared row as it stands in one year; cells that are empty then are left out."""
    cells = {name: _of_year(cell, year) for name, cell in row.items() if name != "years"}
    return {name: cell for name, cell in cells.items() if cell not in ("", None)}


def _of_year(cell: Any, year: int) -> Any:
    return cell[year] if isinstance(cell, dict) else cell


def spread(series: Mapping[str, Any], year: int) -> list[Cells]:
    """The rows of a series: its yearly amounts, shared out over the periods of the year by its shape and a little chance.

    A series of one period a year keeps its amounts exactly. A bill that crosses the end of the year is the same in both years.
    """
    rows = []
    for period in periods(series, year):
        amounts = {name: _amount(series, name, yearly, period) for name, yearly in series["amounts"].items()}
        dates = {series["dated"]: period.end} if "dated" in series else {"start_date": period.start, "end_date": period.end}
        part = {"part": series["part"]} if "part" in series else {}
        rows.append({**of_year(series["row"], year), **dates, **amounts, **part})
    return rows


def _amount(series: Mapping[str, Any], column: str, yearly: Mapping[int, float], period: Period) -> float:
    months = MONTHS[series["every"]]
    of_year_begun = float(yearly[period.start.year])
    if months == 12:
        return of_year_begun
    shape = SHAPES[series["shape"]]
    weight = sum(shape[(period.start.month - 1 + later) % 12] for later in range(months)) / 12
    place = ".".join(str(series["row"].get(name, "")) for name in ("location_id", "meter_id", "use", "fuel", "stream", "source", "mode"))
    chance = 1 + NOISE * (2 * Random(f"{series['table']}.{place}.{column}.{period.start}").random() - 1)
    return round(of_year_begun * weight * chance, int(series.get("digits", 0)))


def periods(series: Mapping[str, Any], year: int) -> list[Period]:
    """The periods of a series that touch the year and end before supply ended, without the months that are said to be lost."""
    step = MONTHS[series["every"]]
    first_day = series.get("first_day", 1)
    # A period that begins on another day than the first reaches over the end of the year before.
    first_month = 1 if first_day == 1 else 1 - step
    starts = [_month(year, month, first_day) for month in range(first_month, 13, step)]
    ends = [_month(year, month + step, first_day) - timedelta(days=1) for month in range(first_month, 13, step)]
    closed, lost = series.get("until", date.max), series.get("without", {}).get(year, ())
    return [Period(start, end) for start, end in zip(starts, ends, strict=True) if end <= closed and start.month not in lost]


def _month(year: int, month: int, day: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, day)


def trips(declared: Mapping[str, Any], code: str, year: int) -> list[Cells]:
    """The year's trips, in order of departure: routes in proportion to their weights, purposes and cabins drawn by theirs.

    A route's distance and own result are of one way in economy class; a row that gives an own result flies economy.
    """
    random = Random(f"{code}.air_travel.{year}")
    drawn = [_trip(declared, route, year, random) for route in _routes(declared["routes"], declared["trips"][year])]
    drawn.sort(key=lambda trip: (trip["departure_date"], trip["location_id"], trip.get("destination", "")))
    return [{"trip_id": f"T{year}-{number:05}", **trip} for number, trip in enumerate(drawn, start=1)]


def _routes(routes: Sequence[Mapping[str, Any]], count: int) -> list[Mapping[str, Any]]:
    # Taken at even steps along the weights, so that chance does not move a small office's travel from year to year.
    reached = list(accumulate(route["weight"] for route in routes))
    return [routes[bisect(reached, (step + 0.5) / count * reached[-1])] for step in range(count)]


def _trip(declared: Mapping[str, Any], route: Mapping[str, Any], year: int, random: Random) -> Cells:
    purpose = _drawn(declared["purposes"], random)
    count = _drawn(TRIPS_IN_GROUP, random)
    is_return = random.random() < declared["return_share"]
    cabin = _drawn(declared["cabins"][year], random)
    third_party = random.random() < declared["third_party"].get(purpose, 0)
    trip = {
        "location_id": route["location_id"],
        "departure_date": _departure(declared, route["location_id"], year, random),
        **_flown(declared, route, count * (2 if is_return else 1), cabin, random),
        "trips": count,
        "return_trip": str(is_return).lower(),
        "purpose": purpose,
        "paid_by": "third_party" if third_party else "organization",
        "quality": "invoiced",
    }
    return trip | ({"lump_sum": "true"} if purpose in declared["lump_sum"] else {})


def _flown(declared: Mapping[str, Any], route: Mapping[str, Any], legs: int, cabin: str, random: Random) -> Cells:
    """What a row says of the flight: mostly a route and cabin, else a distance, only the number of trips, or an own result."""
    way = {"origin": route["origin"], "destination": route["destination"]}
    shares = [declared["own_share"], declared["distance_share"], declared["trips_only_share"]]
    kind = _drawn({"own": shares[0], "distance": shares[1], "trips": shares[2], "route": 1 - sum(shares)}, random)
    told: Mapping[str, Cells] = {
        "own": {**way, "cabin": "economy", "own_co2_kg": route["own_co2_kg"] * legs},
        "distance": {"cabin": cabin, "distance_km": route["distance_km"]},
        "trips": {},
        "route": {**way, "cabin": cabin},
    }
    return told[kind]


def _departure(declared: Mapping[str, Any], location: str, year: int, random: Random) -> date:
    month = _drawn(dict(enumerate(declared["months"], start=1)), random)
    day = 1 + int(random.random() * monthrange(year, month)[1])
    closed: date = declared["closed"].get(location, date.max)
    # Trips that would begin after the place closed begin in its last month.
    return min(date(year, month, day), closed - timedelta(days=day) if closed < date.max else closed)


def _drawn(weights: Mapping[Any, float], random: Random) -> Any:
    return random.choices(list(weights), weights=list(weights.values()))[0]


def csv_files(rows: Rows, split: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """The submission as CSVs by file name; a table that is split becomes a file a part."""
    return {
        f"{name}.csv": _frame(table, part).to_csv(index=False, lineterminator="\n").encode("utf-8")
        for table, found in rows.items()
        for name, part in _parts(table, found, split.get(table, ()))
    }


def _parts(table: str, rows: list[Cells], names: Sequence[str]) -> Iterable[tuple[str, list[Cells]]]:
    if not names:
        return [(table, rows)]
    # Rows name their part, or the table is cut into parts of equal length.
    length = -(-len(rows) // len(names))
    named = [row.get("part", names[number // length]) for number, row in enumerate(rows)]
    return [(f"{table}_{name}", [row for row, of in zip(rows, named, strict=True) if of == name]) for name in names]


def _frame(table: str, rows: list[Cells]) -> pd.DataFrame:
    columns = ["row_id", *tables.submission_tables()[table].columns]
    frame = pd.DataFrame([{name: _text(row.get(name, "")) for name in columns} for row in rows], columns=columns)
    return frame[[name for name in columns if (frame[name] != "").any()]]


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def workbook(rows: Rows) -> bytes:
    """The submission as a workbook with a sheet a table; dates and numbers are what a spreadsheet would hold."""
    book = Workbook()
    book.remove(book.active)
    for table, found in rows.items():
        sheet = book.create_sheet(table)
        columns = list(_frame(table, found).columns)
        sheet.append(columns)
        for row in found:
            sheet.append([row.get(name) for name in columns])
    book.properties.creator = "Greening"
    book.properties.created = template_workbook.FIXED_TIME
    buffer = io.BytesIO()
    book.save(buffer)
    return template_workbook.repacked(buffer.getvalue())


def files(code: str, year: int) -> dict[str, bytes]:
    """The files of a body's submission by name, in the form that its declaration asks for."""
    declared = declaration(code)
    rows = submission(code, year)
    if declared["files"][year] == "workbook":
        return {"submission.xlsx": workbook(rows)}
    return csv_files(rows, declared["split"])


def build(data: UPath) -> int:
    """Write every submission under data/raw; returns the number of files."""
    written = 0
    for code in CODES:
        for year in YEARS:
            for name, content in files(code, year).items():
                paths.write_bytes(paths.raw(data, year, code) / name, content)
                written += 1
    return written


if __name__ == "__main__":
    print(f"{build(paths.root(paths.HOME) / 'data')} files written")
