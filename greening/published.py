"""Published figures: what the printed digits allow, and where submitted rows contradict them."""

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from greening import tables

#: Rule of the finding that a published figure and the submitted rows do not agree.
DIFFERS = "published_figure_differs"


def bounds(value: float, precision: str) -> tuple[float, float]:
    """The lowest and highest value that would have been printed as `value` with this precision.

    exact is the value itself; rounded half a unit of the last significant digit either way; approx a whole unit;
    more_than is open above (infinity); nearly lies up to half a unit below. Zeros at the end of a whole number are not significant:
    1,400,000 rounded is 1,350,000 to 1,450,000.
    """
    unit = float(last_digit(value))
    low_high = {
        "rounded": (value - unit / 2, value + unit / 2),
        "approx": (value - unit, value + unit),
        "more_than": (value, math.inf),
        "nearly": (value - unit / 2, value),
    }
    return low_high.get(precision, (value, value))


def last_digit(value: float) -> Decimal:
    """The unit of the last significant digit of a number as it is written: 100,000 for 1,400,000 and 0.1 for 4.6."""
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def rows(activities: pd.DataFrame, organization: str) -> pd.DataFrame:
    """The published figures that the organization itself quotes, in the order of its submission."""
    quoted = tables.rows(activities, "published")
    own = quoted[quoted["organization"] == organization]
    return own.sort_values(["source_file", "source_row"], kind="stable").reset_index(drop=True)


def is_quoted(derivation: str) -> bool:
    """Whether the derivation of a figure says that it was taken from a publication."""
    return isinstance(derivation, str) and bool(json.loads(derivation).get("table") == "published")


def values_of(figure: Mapping[Any, Any]) -> list[dict[str, Any]]:
    """Every published value that a figure taken from a publication holds: its own, then its alternatives."""
    made = json.loads(figure["derivation"])
    own = {name: figure[name] for name in ("value", "unit", "precision", "note") if pd.notna(figure[name])}
    others = [] if pd.isna(figure["alternatives"]) else json.loads(figure["alternatives"])
    return [own | {"reference": made["reference"]}, *others]


def agrees(quoted: Mapping[Any, Any], rebuilt: Mapping[Any, Any]) -> bool:
    """Whether a published value (`value`, `precision`) and a rebuilt figure can both be true.

    Both are compared within the bounds of how they were printed; a statistical interval does not excuse a difference, since rows
    and publication should rest on the same data. An exact value may differ by half its last printed unit.
    """
    value = float(quoted["value"])
    low, high = bounds(value, quoted["precision"])
    if quoted["precision"] == "exact":
        slack = float(min(last_digit(value), Decimal(1))) / 2
        low, high = value - slack, value + slack
    rounded = rebuilt["interval_kind"] == "rounding"
    rebuilt_low = rebuilt["low"] if rounded else rebuilt["value"]
    rebuilt_high = rebuilt["high"] if rounded else rebuilt["value"]
    reaches_up = bool(pd.isna(rebuilt_high)) or _at_most(low, rebuilt_high)
    return reaches_up and _at_most(rebuilt_low, high)


def _at_most(left: float, right: float) -> bool:
    return left <= right or math.isclose(left, right, rel_tol=1e-9)


def disagreements(figures: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """Findings, in the product's columns, where rows rebuild a published figure and the two differ beyond their precision.

    One row a published value, level warn, rule published_figure_differs. Figures that only the publication gives are not compared.
    """
    if not (activities["table"] == "published").any():
        return tables.empty("findings")
    quoted = tables.rows(activities, "published")
    made = figures[figures["figure_id"].isin(quoted["figure"]) & figures["value"].notna()]
    rebuilt = {row["figure_id"]: row for row in made.to_dict("records") if not is_quoted(row["derivation"])}
    compared = quoted[quoted["organization"].isin(figures["organization"]) & quoted["figure"].isin(rebuilt)]
    pairs = [(row, rebuilt[row["figure"]]) for row in compared.to_dict("records")]
    return tables.stack("findings", [pd.DataFrame([_finding(row, figure) for row, figure in pairs if not agrees(row, figure)])])


def _finding(row: Mapping[Any, Any], figure: Mapping[Any, Any]) -> dict[str, object]:
    printed, computed = f"{row['value']:.10g}", f"{figure['value']:.10g}"
    place = {name: row[name] for name in ("organization", "source_file", "sheet", "source_row")}
    return place | {
        "year": row["data_year"],
        "table": "published",
        "column": "value",
        "rule": DIFFERS,
        "level": "warn",
        "value": printed,
        "expected": computed,
        "message": f"The publication gives {row['figure']} as {printed} ({row['precision']}), the submitted rows give {computed}; "
        "the report prints what the rows give",
        "rows": 0,
    }
