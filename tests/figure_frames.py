"""The smallest products that figures can be made from, by the declarations."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from greening import tables
from greening.figures.evaluate import evaluate
from greening.figures.inputs import Inputs

Rows = list[Mapping[str, Any]]


def activities(rows: Rows, organization: str = "BODY", year: int = 2022) -> pd.DataFrame:
    """Rows of the product activities; each row says its table, and may say its organization."""
    shared = [{"organization": organization, "data_year": year, **_place(row, number)} for number, row in enumerate(rows, start=2)]
    return tables.stack("activities", [pd.DataFrame([place | dict(row) for place, row in zip(shared, rows, strict=True)])])


def footprint(rows: Rows, organization: str = "BODY", year: int = 2022) -> pd.DataFrame:
    """Rows of the product footprint that count in the total unless they say otherwise."""
    made = [
        {"organization": organization, "year": year, "in_total": True, "basis": "", "precision": "", "scope": 1, "bucket": "facilities"}
        | _place({"table": "fuels", **row}, number)
        | dict(row)
        for number, row in enumerate(rows, start=2)
    ]
    return tables.stack("footprint", [pd.DataFrame(made)])


def indicators(rows: Rows, organization: str = "BODY", year: int = 2022) -> pd.DataFrame:
    """Rows of the product indicators that count in the total of their indicator unless they say otherwise."""
    made = [
        {"organization": organization, "year": year, "in_total": True} | _place({"table": "waste", **row}, number) | dict(row)
        for number, row in enumerate(rows, start=2)
    ]
    return tables.stack("indicators", [pd.DataFrame(made)])


def _place(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    file = f"{row['table']}.csv"
    return {"table": row["table"], "source_file": file, "source_row": number, "row_id": f"{file}:{number}"}


def inputs(rows: Rows | None = None, organization: str = "BODY", year: int = 2022, **products: pd.DataFrame) -> Inputs:
    """Inputs whose submission has these rows; inventory rows are in the footprint, and other products as given."""
    submitted = products.pop("activities", activities(rows or [], organization, year))
    given = {name: products.get(name, tables.empty(name)) for name in ("checks", "footprint", "indicators", "members")}
    given["footprint"] = tables.stack("footprint", [given["footprint"], _declared(submitted)])
    hashes = {file: f"sha256 of {file}" for file in submitted["source_file"].dropna().unique()}
    given |= {name: products.get(name, tables.empty("footprint")) for name in ("earlier_footprint", "recalculated")}
    given |= {"earlier_activities": products.get("earlier_activities")}
    given["members_figures"] = products.get("members_figures", tables.empty("figures"))
    return Inputs(organization, year, submitted, earlier=products.get("earlier", tables.empty("figures")), files=hashes, **given)


def _declared(submitted: pd.DataFrame) -> pd.DataFrame:
    inventory = tables.rows(submitted, "inventory")
    return inventory.assign(year=inventory["data_year"], source=inventory["source"].fillna("inventory"), gas="CO2e")


def inventory(emissions: float, precision: str = "exact", **columns: Any) -> dict[str, Any]:
    """An inventory row that counts in the total."""
    row = {
        "table": "inventory",
        "bucket": "unspecified",
        "emissions_tco2e": emissions,
        "precision": precision,
        "in_total": True,
        "reference": "report",
    }
    return row | columns


def published(figure: str, value: float, precision: str = "rounded", **columns: Any) -> dict[str, Any]:
    """A row of a published figure."""
    return {"table": "published", "figure": figure, "value": value, "precision": precision, "reference": "report"} | columns


def figures(given: Inputs) -> pd.DataFrame:
    """The figures by name."""
    return evaluate(given).set_index("figure_id", drop=False)


def values(given: Inputs, start: str = "") -> dict[str, Any]:
    """Value or text of every figure whose name starts so."""
    found = figures(given)
    found = found[found["figure_id"].str.startswith(start)]
    return found["text"].astype("object").where(found["text"].notna(), found["value"]).to_dict()
