"""Published figures as quantities: the first value of a figure, its bounds, and the other values beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from greening import published, uncertainty
from greening.figures import derivation
from greening.figures.figure import AS_PUBLISHED, PUBLISHED, Figure, Quantity
from greening.figures.inputs import Inputs


def figures(inputs: Inputs) -> Mapping[str, Figure]:
    """The organization's published figures by name, with the unit that the submission gives."""
    if not len(inputs.products.rows("activities", {"table": "published", "organization": inputs.organization})):
        return {}
    values: dict[str, list[Mapping[Any, Any]]] = {}
    for row in published.rows(inputs.activities, inputs.organization).to_dict("records"):
        values.setdefault(row["figure"], []).append(row)
    return {figure_id: _figure(inputs, figure_id, rows) for figure_id, rows in values.items()}


def _figure(inputs: Inputs, figure_id: str, values: Sequence[Mapping[Any, Any]]) -> Figure:
    first, *others = values
    wanted = {"table": "published", "organization": inputs.organization, "row_id": first["row_id"], "figure": figure_id}
    rows = inputs.products.rows("activities", wanted).first()
    made = derivation.of_rows("activities", rows, wanted, "value", "single", 1.0, inputs.files)
    quantity = Quantity(
        value=float(first["value"]),
        interval=uncertainty.quoted(float(first["value"]), first["precision"]),
        precision=first["precision"],
        derivation={**made, "table": "published", "row": first["source_row"], "reference": first["reference"]},
        note=_text(first["note"]),
        origin=PUBLISHED,
        method=AS_PUBLISHED,
        alternatives=tuple(as_alternative(row) for row in others),
    )
    return Figure(figure_id, _text(first["unit"]), quantity)


def as_alternative(row: Mapping[Any, Any]) -> Mapping[str, Any]:
    """A published row as another value of a figure."""
    return {name: row[name] for name in ("value", "unit", "precision", "reference", "note") if pd.notna(row[name]) and row[name] != ""}


def as_alternative_of(quantity: Quantity) -> Mapping[str, Any]:
    """A published quantity as another value of a figure that rows rebuild."""
    row = {"value": quantity.value, "unit": "", "precision": quantity.precision, "note": quantity.note}
    return as_alternative({**row, "reference": quantity.derivation["reference"]})


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)
