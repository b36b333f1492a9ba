"""Columns that no product has, made of those that it has: a filter of a derivation names them like any other."""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from greening import reference
from greening.decomposition.readings import BANDS_KM

#: The bands of distance, of the great circle of one way, in order; and flights of which it is not known.
BANDS = (
    f"under_{BANDS_KM[0]:.0f}_km",
    *(f"{low:.0f}_to_{high:.0f}_km" for low, high in pairwise(BANDS_KM)),
    f"over_{BANDS_KM[-1]:.0f}_km",
)
UNKNOWN_DISTANCE = "unknown_distance"
#: A column of names, each row's by its number.
Categories: TypeAlias = "pd.Categorical[Any]"
#: Between the two cities of a route.
BETWEEN = "-"


def distance_band(rows: pd.DataFrame) -> Categories:
    """The band of each row's distance_km."""
    km = np.asarray(rows["distance_km"].array.to_numpy(dtype="float64", na_value=np.nan))
    codes = np.where(np.isnan(km), len(BANDS), np.digitize(km, BANDS_KM))
    return pd.Categorical.from_codes(codes, categories=pd.Index([*BANDS, UNKNOWN_DISTANCE]))


def route(rows: pd.DataFrame) -> Categories:
    """The two cities of each row, whichever way it went and whichever of their airports; missing where one is not known, or both are the same."""
    start, names = _cities(rows["origin"])
    end, others = _cities(rows["destination"])
    known = sorted({*names, *others})
    place = {name: number for number, name in enumerate(known)}
    one, other = (_renumbered(codes, found, place) for codes, found in ((start, names), (end, others)))
    first, second = np.minimum(one, other), np.maximum(one, other)
    is_route = (first >= 0) & (first != second)
    pairs, codes = np.unique(np.where(is_route, first * len(known) + second, -1), return_inverse=True)
    has_none = bool(len(pairs)) and pairs[0] < 0
    named = [f"{known[pair // len(known)]}{BETWEEN}{known[pair % len(known)]}" for pair in pairs[int(has_none) :].tolist()]
    return pd.Categorical.from_codes(codes - int(has_none), categories=pd.Index(named, dtype="str"))


def _cities(codes: pd.Series) -> tuple[npt.NDArray[np.intp], list[str]]:
    """The number of each row's city, -1 where there is none, and their names."""
    numbers, values = codes.factorize()
    return numbers, [_city().get(code, code) for code in map(str, values.tolist())]


def _renumbered(codes: npt.NDArray[np.intp], names: list[str], place: Mapping[str, int]) -> npt.NDArray[np.int64]:
    return np.array([*(place[name] for name in names), -1], dtype=np.int64)[codes]


@cache
def _city() -> Mapping[str, str]:
    """The city of each airport that belongs to one of several airports."""
    members = reference.load("airport_cities")
    return dict(zip(members["airport_iata"].tolist(), members["city_code"].tolist(), strict=True))


#: The columns by name; each is made of the frame of a product.
COLUMNS: Mapping[str, Callable[[pd.DataFrame], Categories]] = {"distance_band": distance_band, "route": route}
