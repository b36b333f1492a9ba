"""The rows that a figure is made from: how many, the first ones, their factors, sources, publications and files."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from greening import reference
from greening.explain.body import Body
from greening.figures import derivation
from greening.figures.selection import Rows

#: So many factors and methods are shown, unless more rows are asked for.
_SHOWN = 12
#: Columns that tell how a footprint row became emissions.
_PRICED = ("activity_value", "activity_unit", "factor_id", "factor_value", "factor_unit", "emissions_tco2e")
#: Columns that say where a submitted row is from.
_PLACE = ("organization", "table", "source_file", "source_row", "row_id", "location_id", "parents", "filled_by")
#: Columns of a citation.
_CITED = ("reference", "precision", "note")
_FACTOR = ("factor_id", "factor_unit", "factor_year", "factor_rung", "factor_source_id")
#: Products whose rows say which footprint row they are.
_FOOTPRINTS = ("footprint", "earlier_footprint")

#: A row of a product as plain values, without empty ones.
Cells = Mapping[str, Any]


@dataclass(frozen=True)
class File:
    """A submitted file: its hash when the figure was made, and whether it still has it (same, changed or missing)."""

    name: str
    sha256: str
    now: str


@dataclass(frozen=True)
class Factor:
    """A factor that rows use, with the lowest and highest of its values among them, and how many rows use it."""

    factor_id: str
    low: float
    high: float
    unit: str
    year: int | None
    rung: str
    source_id: str
    rows: int


@dataclass(frozen=True)
class Source:
    """Where factors are from."""

    source_id: str
    title: str
    version: str
    licence: str
    url: str


@dataclass(frozen=True)
class Part:
    """One number made from rows of a product, and what is known of the rows."""

    product: str
    wanted: Mapping[str, Any]
    column: str
    operation: str
    scale: float
    value: float | None
    text: str
    rows: int
    first: tuple[Cells, ...]
    files: tuple[File, ...]
    #: Submission tables of the rows.
    tables: tuple[str, ...] = ()
    #: Factors in the order of use, the most used first, and how many there are in all.
    factors: tuple[Factor, ...] = ()
    factor_count: int = 0
    sources: tuple[Source, ...] = ()
    #: Rows by the words of their method, and by the set of global warming potentials.
    methods: Mapping[str, int] | None = None
    gwp_sets: Mapping[str, int] | None = None
    references: tuple[str, ...] = ()
    #: Of the footprint rows how many are the same, to the last digit, when they are made again from the validated rows.
    made_again: int | None = None

    @property
    def is_quoted(self) -> bool:
        """Whether the rows only quote what was published or computed elsewhere."""
        return set(self.tables) in ({"inventory"}, {"published"})


def parts(body: Body, made: Mapping[str, Any], shown: int) -> Iterator[Part]:
    """The parts of a derivation that are made from rows, in its order; `shown` rows are kept of each."""
    if "product" in made:
        yield _part(body, made, shown)
    for inner in made.get("parts", []):
        yield from parts(body, inner, shown)


def _part(body: Body, made: Mapping[str, Any], shown: int) -> Part:
    rows = body.products.rows(made["product"], made["filter"])
    value, text = made_again(body, made)
    references = [*made.get("references", []), *([made["reference"]] if "reference" in made else [])]
    part = Part(
        product=made["product"],
        wanted=made["filter"],
        column=made.get("column", ""),
        operation=made.get("operation", "text of the row"),
        scale=float(made.get("scale", 1)),
        value=value,
        text=text,
        rows=len(rows),
        first=_first(body, made, rows.having(np.arange(len(rows)) < shown)),
        files=tuple(_file(body, name, sha256) for name, sha256 in sorted(made.get("files", {}).items())),
        tables=tuple(rows.distinct("table")) if rows.has("table") else (),
        references=tuple(dict.fromkeys(map(str, references))),
    )
    return _with_factors(body, part, rows, max(shown, _SHOWN)) if part.product in _FOOTPRINTS else part


def made_again(body: Body, made: Mapping[str, Any]) -> tuple[float | None, str]:
    """The number, or the text, that a derivation gives; neither where only its rule can make it."""
    text = derivation.recompute_text(made, body.products)
    if text is not None or "operation" not in made:
        return None, text or ""
    try:
        value = derivation.recompute(made, body.products)
    except KeyError:
        return None, ""
    return (None if math.isnan(value) else value), ""


def _first(body: Body, made: Mapping[str, Any], rows: Rows) -> tuple[Cells, ...]:
    """The rows as cells: where they are from (the organization where it is another), what they are counted with, and what they cite."""
    priced = _PRICED if made["product"] in _FOOTPRINTS else ()
    asked = [name for name in made["filter"] if name != "any_of"]
    names = dict.fromkeys([*_PLACE, *priced, made.get("column", ""), *asked, *_CITED])
    kept = rows.table([name for name in names if rows.has(name)])
    if "organization" in kept.columns:
        kept = kept.assign(organization=kept["organization"].mask(kept["organization"] == body.organization))
    return tuple(_cells(row) for row in kept.to_dict("records"))


def _cells(row: Mapping[Any, Any]) -> Cells:
    """The cells that are there, as plain values."""
    return {str(name): _plain(cell) for name, cell in row.items() if _is_there(cell)}


def _is_there(cell: Any) -> bool:
    return not (bool(pd.isna(cell)) or cell == "")


def _plain(cell: Any) -> Any:
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return cell.item() if hasattr(cell, "item") else cell


def _file(body: Body, name: str, sha256: str) -> File:
    now = body.given.files.get(name)
    return File(name, sha256, "missing" if now is None else "same" if now == sha256 else "changed")


def _with_factors(body: Body, part: Part, rows: Rows, shown: int) -> Part:
    """The part with the factors, methods and sets of potentials of its footprint rows."""
    table = rows.table([*_FACTOR, "factor_value", "method", "gwp_set", "emissions_tco2e"])
    factors = [] if part.is_quoted else _factors(table)
    sources = sorted({factor.source_id for factor in factors if factor.source_id})
    is_own = part.product == "footprint"
    return Part(
        **{
            **vars(part),
            "factors": tuple(factors[:shown]),
            "factor_count": len(factors),
            "sources": tuple(_source(source_id) for source_id in sources),
            "methods": _counted(table["method"]),
            "gwp_sets": _counted(table["gwp_set"].fillna("").replace("", "no set")),
            "references": part.references or tuple(rows.distinct("reference")),
            "made_again": body.emissions_again(table) if is_own else None,
        }
    )


def _factors(table: pd.DataFrame) -> list[Factor]:
    used = table[table["factor_id"].notna()].groupby(list(_FACTOR), sort=True, dropna=False)["factor_value"]
    found = used.agg(["min", "max", "size"]).reset_index().sort_values("size", ascending=False, kind="stable")
    return [
        Factor(
            factor_id=str(row["factor_id"]),
            low=float(row["min"]),
            high=float(row["max"]),
            unit=_text(row["factor_unit"]),
            year=None if pd.isna(row["factor_year"]) else int(row["factor_year"]),
            rung=_text(row["factor_rung"]),
            source_id=_text(row["factor_source_id"]),
            rows=int(row["size"]),
        )
        for row in found.to_dict("records")
    ]


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _source(source_id: str) -> Source:
    known = reference.sources().get(source_id, {})
    title = known.get("title") or {"submission": "the submission itself"}.get(source_id, "not in sources.yml")
    return Source(source_id, str(title), *(str(known.get(name, "")) for name in ("version", "licence", "url")))


def _counted(column: pd.Series) -> dict[str, int]:
    """The values of a column with the number of rows of each, the most frequent first; rows without one are left out."""
    counts = column[column.fillna("") != ""].value_counts(sort=False).sort_index()
    ordered = counts.sort_values(ascending=False, kind="stable")
    return {str(value): int(count) for value, count in ordered.items()}


def changed(found: Sequence[Part]) -> list[File]:
    """The files of some parts that are not what they were."""
    return [file for part in found for file in part.files if file.now != "same"]
