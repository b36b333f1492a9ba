"""How a figure was made, as data: enough to make it again from the products."""

import json
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from greening import factors
from greening.errors import GreeningError
from greening.figures.operations import OPERATIONS
from greening.figures.products import Products
from greening.figures.selection import Filter, Rows

#: A derivation as it is written into the column `derivation`.
Derivation = Mapping[str, Any]
#: At most so many factors are named; the number of all is always given.
FACTORS_NAMED = 50

#: Every formula over figures by the name that a derivation uses.
FORMULAS: Mapping[str, Callable[..., float]] = {
    "ratio": operator.truediv,
    "change": lambda new, old: new / old - 1,
    "difference": operator.sub,
    "sum": lambda *parts: math.fsum(parts),
}


def of_rows(product: str, rows: Rows, wanted: Filter, column: str, operation: str, scale: float, files: Mapping[str, str]) -> Derivation:
    """The derivation of a number from rows of a product; `rows` are those that the filter selects."""
    made: dict[str, Any] = {"product": product, "filter": dict(wanted), "column": column, "operation": operation, "rows": len(rows)}
    if scale != 1:
        made["scale"] = scale
    if rows.has("factor_id"):
        factors = rows.distinct("factor_id")
        made |= {"factor_ids": factors[:FACTORS_NAMED], "factors": len(factors)}
    if rows.has("reference") and (references := rows.distinct("reference")):
        made["references"] = references
    if rows.has("source_file"):
        made["files"] = _hashes(rows, files)
    return made


def _hashes(rows: Rows, files: Mapping[str, str]) -> dict[str, str]:
    """The hashes of the files that the rows are from; a member's file is known by its code."""
    names = [(f"{code}/{file}", file) for code, file in rows.combinations(["organization", "source_file"])]
    known = [qualified if qualified in files else plain for qualified, plain in names]
    return {name: files[name] for name in sorted(set(known)) if name in files}


def of_terms(formula: str, terms: Sequence[str | Derivation], words: str) -> Derivation:
    """The derivation of a number from others: ids of figures, or derivations of numbers that are not figures themselves."""
    if all(isinstance(term, str) for term in terms):
        return {"formula": words, "operation": formula, "figures": list(terms)}
    parts = [{"figure": term} if isinstance(term, str) else term for term in terms]
    return {"formula": words, "operation": formula, "figures": [term for term in terms if isinstance(term, str)], "parts": parts}


def words(derivation: Derivation) -> str:
    """The derivation as JSON, the same text for the same derivation."""
    return json.dumps(derivation, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """A numpy or pandas scalar as the Python value that JSON knows."""
    return value.item()


def recompute(derivation: str | Derivation, products: Mapping[str, pd.DataFrame] | Products) -> float:
    """The value that a derivation gives on the products of the same stage.

    `products` holds the frames by name: activities, footprint, indicators, members, checks, targets, earlier, and figures for what
    rests on other figures. Raises GreeningError where the derivation names neither rows nor a formula, or a formula that makes no number.
    """
    return _recompute(_read(derivation), products if isinstance(products, Products) else Products(products))


def recompute_text(derivation: str | Derivation, products: Mapping[str, pd.DataFrame] | Products) -> str | None:
    """The text that a derivation gives: that of the first row, or the different ones of all rows.

    None where it makes a number, or a text that only its rule can make.
    """
    made, named = _read(derivation), products if isinstance(products, Products) else Products(products)
    operation = made.get("operation", "single")
    if "product" not in made or operation not in ("single", "distinct"):
        return None
    rows = named.rows(made["product"], made["filter"])
    if pd.api.types.is_numeric_dtype(rows.columns.frame[made["column"]].dtype):
        return None
    if operation == "distinct":
        # A text that cites where a count is from is left out, as by the rule that made the figure.
        return "; ".join(text for text in rows.distinct(made["column"]) if "://" not in text)
    return next((str(text) for text in rows.values(made["column"]) if text is not None), "")


def _read(derivation: str | Derivation) -> Derivation:
    made: Derivation = json.loads(derivation) if isinstance(derivation, str) else derivation
    return made


def _recompute(made: Derivation, products: Products) -> float:
    if "parts" in made:
        return FORMULAS[made["operation"]](*(_recompute(part, products) for part in made["parts"]))
    if made.get("operation") == "year":
        return float(made["figures"][0].partition("@")[2])
    if made.get("operation") == "parameter":
        return float(factors.parameter(made["parameter"])["value"])
    if "formula" in made and made.get("operation") in FORMULAS:
        return FORMULAS[made["operation"]](*(_figure(figure_id, products) for figure_id in made["figures"]))
    if "figure" in made:
        return _figure(made["figure"], products)
    if "product" in made:
        rows = products.rows(made["product"], made["filter"])
        return OPERATIONS[made["operation"]](rows, made["column"], products) * float(made.get("scale", 1))
    raise GreeningError(f"a derivation names neither rows nor a formula that makes a number; mend its definition: {words(made)}")


def _figure(figure_id: str, products: Products) -> float:
    return OPERATIONS["single"](products.rows("figures", {"figure_id": figure_id}), "value", products)
