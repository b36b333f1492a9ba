"""Every table that crosses a stage: declared once, read and written by that declaration."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from upath import UPath

from greening import paths
from greening.errors import DeclarationError

if TYPE_CHECKING:
    import pandas as pd

#: The pandas dtype of each declared type.
DTYPES: Mapping[str, str] = {
    "text": "str",
    "country": "str",
    "airport": "str",
    "refrigerant": "str",
    "location": "str",
    "number": "float64",
    "integer": "Int64",
    "boolean": "boolean",
    "date": "datetime64[ms]",
}


@dataclass(frozen=True)
class Column:
    """One column: what it holds, and what an empty or unreadable cell does."""

    about: str
    type: str = "text"
    unit: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    many: bool = False
    on_fault: str = "reject"

    @property
    def dtype(self) -> str:
        """The pandas dtype of the column."""
        return DTYPES[self.type]


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns in order, and the key that orders its rows."""

    name: str
    about: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    kind: str = field(default="product")


@cache
def submission_tables() -> Mapping[str, Table]:
    """Every submission table by name, as declared in submission.yml."""
    return _declarations("submission.yml")


@cache
def products() -> Mapping[str, Table]:
    """Every product by name, as declared in products.yml.

    The columns of `activities` are its own and, after them, those of all submission tables.
    """
    declared = dict(_declarations("products.yml"))
    columns = dict(declared["activities"].columns)
    for table in submission_tables().values():
        columns |= {name: column for name, column in table.columns.items() if name not in columns}
    own = declared["activities"]
    return declared | {"activities": Table(own.name, own.about, columns, own.key)}


def activity_tables() -> list[str]:
    """The names of the tables whose rows become footprint or indicator rows."""
    return [table.name for table in submission_tables().values() if table.kind == "activity"]


def rows(activities: "pd.DataFrame", table: str) -> "pd.DataFrame":
    """The validated rows of one submission table: the columns that all share, then its own."""
    of_table = (activities["table"] == table).to_numpy()
    return activities[_columns_of(table)][of_table].reset_index(drop=True)


def empty(product: str) -> "pd.DataFrame":
    """A product without rows, with its columns and dtypes."""
    return stack(product, [])


def stack(product: str, parts: Iterable["pd.DataFrame"]) -> "pd.DataFrame":
    """The frames one under the other, with the columns and dtypes of the product; absent columns are empty."""
    from greening.tables import frames

    return frames.stack(parts, products()[product])


def write(product: str, frame: "pd.DataFrame", folder: UPath) -> None:
    """Write a product: declared columns only, in their order, rows ordered by the key.

    Raises DeclarationError where the frame has a column that is not declared.
    """
    from greening.tables import frames

    table = products()[product]
    extra = [column for column in frame.columns if column not in table.columns]
    if extra:
        raise DeclarationError(f"{product} has columns that are not declared: {', '.join(extra)}")
    ordered = frames.conform(frame, table).sort_values(list(table.key), kind="stable", na_position="last") if len(frame) else None
    paths.write_bytes(folder / f"{product}.parquet", _without_rows(product) if ordered is None else _parquet(ordered))


@cache
def _without_rows(product: str) -> bytes:
    """The content of a product without rows: most organizations have several such."""
    return _parquet(empty(product))


def _parquet(frame: "pd.DataFrame") -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", index=False, compression="zstd")
    return buffer.getvalue()


def read(product: str, folder: UPath, columns: Sequence[str] = ()) -> "pd.DataFrame":
    """Read a product, or only some of its columns, cast by its declaration; raises DeclarationError where it has not been made."""
    return read_all(product, [folder], columns)[0]


def read_all(product: str, folders: Iterable[UPath], columns: Sequence[str] = ()) -> "tuple[pd.DataFrame, list[int]]":
    """Read a product of several folders, one under the other, and how many rows each has; otherwise as `read`."""
    from greening.tables import frames

    table = products()[product]
    wanted = replace(table, columns={name: table.columns[name] for name in columns}) if columns else table
    return frames.read([content(product, folder) for folder in folders], wanted)


def parsed(product: str, content: bytes) -> "pd.DataFrame":
    """A product from the content of its file, cast by its declaration."""
    from greening.tables import frames

    return frames.read([content], products()[product])[0]


def content(product: str, folder: UPath) -> bytes:
    """The content of a product's file; raises DeclarationError where it has not been made."""
    path = folder / f"{product}.parquet"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DeclarationError(f"{product} has not been made: {path} is missing") from None


def columns_of(names: Iterable[str]) -> list[str]:
    """The columns of `activities` that rows of these submission tables can fill."""
    return list(dict.fromkeys(column for name in names for column in _columns_of(name)))


@cache
def _columns_of(table: str) -> list[str]:
    shared = _declarations("products.yml")["activities"].columns
    return [*shared, *(name for name in submission_tables()[table].columns if name not in shared)]


@cache
def _declarations(file: str) -> Mapping[str, Table]:
    text = files("greening.tables").joinpath(file).read_text(encoding="utf-8")
    # The C loader is ten times faster, and every notebook reads these.
    declared = yaml.load(text, Loader=yaml.CSafeLoader)
    return {name: _table(name, entry) for name, entry in declared.items()}


def _table(name: str, entry: Mapping[str, Any]) -> Table:
    columns = {column: Column(**{**declared, "choices": tuple(declared.get("choices", ()))}) for column, declared in entry["columns"].items()}
    return Table(name, entry["about"], columns, tuple(entry.get("key", ())), entry.get("kind", "product"))
