"""A line of the footprint: what it takes from its activity row, and how a factor makes it emissions."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from greening import factors, tables
from greening.factors import Factors
from greening.tables import frames
from greening.units import KG_PER_T

#: Lines by column: a Series, or one value where all lines have the same; a column that is not there is empty.
Lines = dict[str, Any]
#: Columns that a line takes from its row as they are.
KEPT = (
    "organization",
    "location_id",
    "table",
    "source_file",
    "source_row",
    "row_id",
    "year_share",
    "allocation_share",
    "quality",
    "purpose",
    "cabin",
)
#: Texts as pandas holds them.
_TEXTS: Any = pd.arrays.ArrowStringArray
#: What a line is unless its source says otherwise: it counts in the total, has no basis and is of all gases.
USUAL: Mapping[str, Any] = {
    "in_total": True,
    "basis": "",
    "outside_reason": "",
    "gas": "CO2e",
    "ozone_depleting": False,
    "precision": "",
    "parents": "",
    "reference": "",
}


def of(rows: pd.DataFrame, reported: str, **columns: Any) -> Lines:
    """Lines for the rows: where they come from, the quantity as submitted in column `reported`, and the columns given, else as usual."""
    kept = {column: rows[column] for column in KEPT}
    return kept | {"year": rows["data_year"], "reported_value": rows[reported]} | dict(USUAL) | columns


def stacked(product: str, parts: Iterable[Lines]) -> pd.DataFrame:
    """The lines one under the other, in the columns and dtypes of the product."""
    filled = [part for part in parts if len(part["organization"])]
    if not filled:
        return tables.empty(product)
    sizes = [len(part["organization"]) for part in filled]
    declared = tables.products()[product].columns
    columns = {name: _column([part.get(name) for part in filled], sizes, column.dtype) for name, column in declared.items()}
    return pd.DataFrame(columns, copy=False)


def _column(values: Sequence[Any], sizes: Sequence[int], dtype: str) -> pd.Series:
    first = values[0]
    # Most columns of most lines are one value, or empty: they are repeated once and not part by part.
    if not isinstance(first, pd.Series) and all(value is first for value in values):
        return pd.Series(_repeated(first, sum(sizes), dtype))
    cells = [_cells(value, size, dtype) for value, size in zip(values, sizes, strict=True)]
    return pd.concat([pd.Series(part) for part in cells], ignore_index=True)


def _cells(value: Any, size: int, dtype: str) -> Any:
    if not isinstance(value, pd.Series):
        return _repeated(value, size, dtype)
    wanted: Any = frames.dtype(dtype)
    return value.array if value.dtype == wanted else value.astype(wanted).array


def _repeated(value: Any, size: int, dtype: str) -> Any:
    if dtype == "str":
        return _TEXTS(pa.repeat(_text(value), size), dtype=frames.dtype(dtype))
    return _single(value, dtype).take(np.zeros(size, dtype=np.intp))


@cache
def _text(value: str | None) -> Any:
    return pa.scalar(value, type=pa.large_string())


def chosen(values: Sequence[Any], places: npt.NDArray[np.integer[Any]] | npt.NDArray[np.bool_], index: pd.Index, dtype: str = "str") -> Any:
    """One of the values for each line, by its place among them: a Series, or the value itself where all lines have the same."""
    used = np.flatnonzero(np.bincount(places, minlength=len(values)))
    different = {values[place] for place in used.tolist()}
    if len(different) == 1:
        return different.pop()
    return pd.Series(frames.array(values, dtype).take(places.astype(np.intp, copy=False)), index=index)


@cache
def _single(value: Any, dtype: str) -> Any:
    return frames.array([value], dtype)


def priced(lines: Lines, factor: Factors) -> Lines:
    """Lines with a factor of kg CO2e an activity unit: emissions_tco2e = activity_value * factor_value / 1000."""
    emissions_kg = lines["activity_value"] * factor["factor_value"]
    return lines | {column: factor[column] for column in factors.COLUMNS} | {"emissions_tco2e": emissions_kg / KG_PER_T}


def cited(lines: Lines, rows: pd.DataFrame) -> Lines:
    """The lines that say in `reference` where a factor of the body's own was published."""
    return lines | {"reference": rows["factor_reference"].where(lines["factor_rung"].eq("own"), "")}


def shared(rows: pd.DataFrame, quantity: str) -> pd.Series:
    """The quantity inside the data year and of the body itself: quantity * year_share * allocation_share."""
    return rows[quantity] * rows["year_share"] * rows["allocation_share"]


def own(value: pd.Series, unit: str, year: pd.Series, boundary: str = "") -> Factors:
    """The body's or its supplier's factor as a factor; the set of warming potentials behind it is not known."""
    return factors.fixed(
        factor_id="own",
        factor_value=value,
        factor_unit=unit,
        factor_year=year,
        factor_source_id="submission",
        factor_rung="own",
        factor_boundary=boundary,
        gwp_set="",
    )


def outside(lines: Lines, where: pd.Series | bool, reason: str) -> Lines:
    """The lines with those of `where` outside the total for the reason."""
    if isinstance(where, bool):
        return lines | {"in_total": not where, "outside_reason": reason if where else ""}
    return lines | {"in_total": ~where, "outside_reason": chosen(("", reason), where.to_numpy("bool"), where.index)}
