"""Reference data: factors, places and gases as tables, each row with the source that it is from."""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import yaml

from greening.errors import ReferenceDataError

#: Tables that stand in the place of shipped ones, as CSV by name.
_LAID_OVER: dict[str, bytes] = {}


def load(name: str) -> pd.DataFrame:
    """The reference table of that name.

    Text columns are str, where `NA` is a code (Namibia, North America) and only an empty cell is missing; columns of
    numbers are numeric. The caller may change the frame: the kept one stays as it is.
    Raises ReferenceDataError where there is no such table.
    """
    return _read(name).copy(deep=False)


def lookup(name: str, keys: Mapping[str, pd.Series], columns: Sequence[str]) -> dict[str, pd.Series]:
    """Columns of the reference table for the keys (by the name of their column), in the order and index of the keys; empty where unknown."""
    table, place = _read(name), _places(name, tuple(keys))
    places = np.array([place.get(key, -1) for key in zip(*(wanted.tolist() for wanted in keys.values()), strict=True)], dtype=np.intp)
    index = next(iter(keys.values())).index
    return {column: pd.Series(pd.api.extensions.take(table[column].array, places, allow_fill=True), index=index) for column in columns}


def holds(name: str, keys: Mapping[str, pd.Series]) -> pd.Series:
    """For each of the keys whether the reference table has a row of it."""
    place = _places(name, tuple(keys))
    found = [key in place for key in zip(*(wanted.tolist() for wanted in keys.values()), strict=True)]
    return pd.Series(found, index=next(iter(keys.values())).index, dtype="bool")


def lay_over(tables: Mapping[str, bytes]) -> None:
    """Read these tables, CSV by name, in the place of the shipped ones from now on; for a process that does nothing else.

    Raises ReferenceDataError where a table has been read already, since what was made from it would stay as it was.
    """
    if _read.cache_info().currsize:
        raise ReferenceDataError("reference tables have been read already: others can only be laid over them in a process of their own")
    _LAID_OVER.update(tables)


def sources() -> Mapping[str, Mapping[str, Any]]:
    """Every source by its source_id: title, publisher, version, url, licence and attribution, as sources.yml has them."""
    return _sources()


@cache
def _read(name: str) -> pd.DataFrame:
    path = files("greening.reference").joinpath("tables").joinpath(f"{name}.csv")
    if not path.is_file():
        raise ReferenceDataError(f"there is no reference table {name}")
    return pd.read_csv(io.BytesIO(_LAID_OVER.get(name) or path.read_bytes()), keep_default_na=False, na_values=[""], encoding="utf-8")


@cache
def _places(name: str, columns: tuple[str, ...]) -> Mapping[tuple[Any, ...], int]:
    """The place of each row of a table by its key."""
    return {key: place for place, key in enumerate(zip(*(_read(name)[column].tolist() for column in columns), strict=True))}


@cache
def _sources() -> Mapping[str, Mapping[str, Any]]:
    text = files("greening.reference").joinpath("sources.yml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.load(text, Loader=yaml.CSafeLoader))
