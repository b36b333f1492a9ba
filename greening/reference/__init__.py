"""Reference data: factors, places and gases as tables, each row with the source that it is from."""

import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pandas as pd
import yaml

from greening.errors import ReferenceDataError


def load(name: str) -> pd.DataFrame:
    """The reference table of that name.

    Text columns are str, where `NA` is a code (Namibia, North America) and only an empty cell is missing; columns of
    numbers are numeric. The caller may change the frame: the kept one stays as it is.
    Raises ReferenceDataError where there is no such table.
    """
    return _read(name).copy(deep=False)


def sources() -> Mapping[str, Mapping[str, Any]]:
    """Every source by its source_id: title, publisher, version, url, licence and attribution, as sources.yml has them."""
    return _sources()


@cache
def _read(name: str) -> pd.DataFrame:
    path = files("greening.reference").joinpath("tables").joinpath(f"{name}.csv")
    if not path.is_file():
        raise ReferenceDataError(f"there is no reference table {name}")
    return pd.read_csv(io.BytesIO(path.read_bytes()), keep_default_na=False, na_values=[""], encoding="utf-8")


@cache
def _sources() -> Mapping[str, Mapping[str, Any]]:
    text = files("greening.reference").joinpath("sources.yml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.load(text, Loader=yaml.CSafeLoader))
