"""A footprint in few parts: the rows that have all in common which the change of emissions is told by, added up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening.decomposition import readings
from greening.propagation import relative_variances

#: Columns whose values part the rows.
_KEYS = (
    "year",
    "organization",
    "location_id",
    "table",
    "bucket",
    "source",
    "basis",
    "in_total",
    "outside_reason",
    "activity_unit",
    "factor_id",
    "method",
    "cabin",
    "gas",
    "error_group",
)


@dataclass(frozen=True)
class Part:
    """Rows of one body, year, place, source, basis and factor, and what they add up to."""

    year: int
    organization: str
    location_id: str
    table: str
    bucket: str
    source: str
    basis: str
    in_total: bool
    outside_reason: str
    activity_unit: str
    factor_id: str
    #: Only of own factors: which of them it is.
    method: str
    cabin: str
    #: Only of refrigerants.
    gas: str
    error_group: str
    #: Number of the band of distances of a flight; 0 of everything else.
    band: int
    rows: int
    activity: float
    tonnes: float
    #: Variance (t²) of the rows' own errors, which do not touch each other.
    own_variance: float
    #: Relative standard deviation of the error that all rows of the error group share.
    shared: float

    @property
    def group(self) -> str:
        """The error group; the factor where none is told."""
        return self.error_group or self.factor_id or self.source


def of(footprint: pd.DataFrame) -> list[Part]:
    """The parts of the rows of one or several footprints, in the order of what they have in common."""
    if footprint.empty:
        return []
    columns = _columns(footprint)
    group, first = _grouped([column.codes for column in columns.values()])
    shared, own = relative_variances(footprint)
    tonnes = np.nan_to_num(_numbers(footprint, "emissions_tco2e"))
    weights = {"activity": _numbers(footprint, "activity_value"), "tonnes": tonnes, "own_variance": tonnes**2 * own}
    sums = [np.bincount(group), *(np.bincount(group, of_row, len(first)) for of_row in weights.values()), np.sqrt(shared[first])]
    named = zip(*(column.at(first) for column in columns.values()), strict=True)
    parts = [Part(*names, *numbers) for names, numbers in zip(named, zip(*(values.tolist() for values in sums), strict=True), strict=True)]
    return sorted(parts, key=_order)


def _order(part: Part) -> tuple[Any, ...]:
    return (part.year, part.bucket, part.source, part.organization, part.location_id, *(getattr(part, name) for name in _KEYS[6:]), part.band)


@dataclass(frozen=True)
class _Column:
    """A column as codes of its values."""

    codes: npt.NDArray[np.intp]
    values: Sequence[Any]

    @classmethod
    def of(cls, column: pd.Series) -> "_Column":
        """A column of texts; the last value is the empty text, which missing cells have too."""
        codes, values = column.array.factorize()
        known = [*values.tolist(), ""]
        return cls(np.where(codes < 0, known.index(""), codes), known)

    def where(self, is_kept: npt.NDArray[np.bool_]) -> "_Column":
        """The column, empty elsewhere."""
        return _Column(np.where(is_kept, self.codes, self.values.index("")), self.values)

    def equals(self, value: str) -> npt.NDArray[np.bool_]:
        """Whether each cell is the value."""
        return np.asarray(self.codes == (self.values.index(value) if value in self.values else -1))

    def at(self, places: npt.NDArray[np.intp]) -> Iterable[Any]:
        """The values at these places."""
        return (self.values[code] for code in self.codes[places].tolist())


def _columns(footprint: pd.DataFrame) -> Mapping[str, _Column]:
    """The key columns and the band of distances; texts that do not part rows are left empty."""
    found = {name: _Column.of(footprint[name]) for name in _KEYS if name != "in_total"}
    in_total = footprint["in_total"].fillna(False).to_numpy(dtype=bool).astype(np.intp)
    is_flight = found["table"].equals("air_travel")
    # Methods tell own factors apart; elsewhere they may hold a number of the row. The gas of everything else is in its factor.
    found["method"] = found["method"].where(found["factor_id"].equals("own"))
    found["cabin"] = found["cabin"].where(is_flight)
    found["gas"] = found["gas"].where(found["table"].equals("refrigerants"))
    band = np.searchsorted(readings.BANDS_KM, np.where(is_flight, np.nan_to_num(_numbers(footprint, "distance_km"), nan=-1.0), -1.0))
    ordered = {name: found[name] if name != "in_total" else _Column(in_total, (False, True)) for name in _KEYS}
    return ordered | {"band": _Column(band, range(len(readings.BANDS_KM) + 1))}


def _numbers(footprint: pd.DataFrame, name: str) -> npt.NDArray[np.float64]:
    return np.asarray(footprint[name].to_numpy(dtype="float64", na_value=np.nan))


def _grouped(columns: Sequence[npt.NDArray[np.intp]]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The number of each row's set of codes, and the first row of each set."""
    number = np.zeros(len(columns[0]), dtype=np.int64)
    for codes in columns:
        if codes.any():
            number = pd.factorize(number * (int(codes.max()) + 1) + codes)[0]
    return number, np.unique(number, return_index=True)[1]
