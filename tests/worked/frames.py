"""Validated activities as stage 1 would write them, from the cells that a test cares about."""

import pandas as pd

from greening import tables

PROFILE = {"name": "Example", "country": "CHE"}


def activities(year: int = 2023, profile: dict[str, object] | None = None, **submitted: list[dict[str, object]]) -> pd.DataFrame:
    """The product `activities` with the rows of each table, defaults filled by the declarations."""
    rows = {"profile": [{**PROFILE, **(profile or {})}], **submitted}
    return tables.stack("activities", [_rows(name, cells, year) for name, cells in rows.items()])


def _rows(table: str, cells: list[dict[str, object]], year: int) -> pd.DataFrame:
    columns = tables.submission_tables()[table].columns
    defaults = {name: _default(column.default, column.type, year) for name, column in columns.items() if column.default}
    shared = {"organization": "EXAMPLE-HQ", "data_year": year, "table": table, "source_file": f"{table}.csv", "sheet": ""}
    named = [{**shared, "source_row": number + 2, "row_id": f"{table}-{number + 2}", **defaults, **cell} for number, cell in enumerate(cells)]
    frame = pd.DataFrame(named)
    dates = [name for name, column in columns.items() if column.type == "date" and name in frame]
    return frame.assign(**{name: pd.to_datetime(frame[name]).astype("datetime64[ms]") for name in dates})


def _default(text: str, kind: str, year: int) -> object:
    if kind == "date":
        return f"{year}-01-01" if text == "year_start" else f"{year}-12-31"
    if kind == "boolean":
        return text == "true"
    return float(text) if kind == "number" else text
