"""The submissions of real bodies, built from the figures that they published.

`python -m scripts.build_published` writes data/raw/<year>/<code>/*.csv and docs/undated_figures.md from
greening/reference/tables/published_figures.csv, as scripts/published.yml declares. Every row of that file ends in exactly
one place, under the row_id that `read_figures` gives it. The same input gives the same bytes.
"""

import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pandas as pd
import yaml
from upath import UPath

from greening import paths, tables
from greening.errors import DeclarationError

TABLES = UPath(paths.HOME) / "greening" / "reference" / "tables"
#: The places that a row can end in; `undated` is docs/undated_figures.md, the others are submission tables.
PLACES = ("inventory", "personnel", "goals", "published", "undated")
ROLE = "Sustainability focal point (figures are taken from publications, not submitted)"
UNDATED_HEAD = """# Published figures without a data year

These figures were published, but the page does not say for which year. They are in no submission; they are listed here so that nothing is lost.
The file is written by `python -m scripts.build_published` from `greening/reference/tables/published_figures.csv`.

| Body | Figure | Value | Unit | Precision | Note | Source | Row |
|---|---|---|---|---|---|---|---|
"""

Row = Mapping[str, Any]
Tables = dict[str, list[dict[str, str]]]


@cache
def declarations() -> Mapping[str, Any]:
    """What scripts/published.yml declares."""
    text = (paths.HOME / "scripts" / "published.yml").read_text(encoding="utf-8")
    declared: Mapping[str, Any] = yaml.safe_load(text)
    return declared


def read_figures(table: UPath) -> pd.DataFrame:
    """The published figures as text cells, with `code`, `row_id` and the `place` where the row ends.

    row_id is code, data year and metric, and a number where one figure was printed more than once.
    """
    figures = _text_cells(table)
    code = figures["entity"].replace(declarations()["codes"])
    name = code + "." + figures["data_year"].replace("", "undated") + "." + figures["metric"]
    repeat = name.groupby(name, sort=False).cumcount() + 1
    row_id = name.where(repeat == 1, name + "." + repeat.astype("str"))
    precision = figures["precision"].str.replace(" ", "_")
    return figures.assign(code=code, row_id=row_id, precision=precision, place=_place(figures, precision, repeat))


def _text_cells(table: UPath) -> pd.DataFrame:
    # Values keep the digits that were printed.
    return pd.read_csv(io.BytesIO(table.read_bytes()), dtype=str, keep_default_na=False)


def _place(figures: pd.DataFrame, precision: pd.Series, repeat: pd.Series) -> pd.Series:
    goal_metrics = [goal["metric"] for goal in declarations()["goals"] if "metric" in goal]
    head_count = (figures["metric"] == "personnel") & (precision == "exact") & (repeat == 1)
    place = pd.Series("published", index=figures.index, dtype="str")
    place = place.mask(figures["metric"] == "total_ghg", "inventory").mask(head_count, "personnel")
    return place.mask(figures["metric"].isin(goal_metrics), "goals").mask(figures["data_year"] == "", "undated")


def inventory(row: Row) -> dict[str, str]:
    """The inventory row of a published total: unspecified, since no source is known."""
    return {
        "row_id": row["row_id"],
        "bucket": "unspecified",
        "emissions_tco2e": row["value"],
        "precision": row["precision"],
        "reference": row["source"],
        "note": _note(row),
    }


def personnel(row: Row) -> dict[str, str]:
    """The personnel row of a head count printed exactly; it covers greenhouse gas, since waste and water cover fewer people."""
    definition = "; ".join(text for text in (f"As published: {row['source']}", _note(row)) if text)
    return {"row_id": row["row_id"], "headcount": row["value"], "definition": definition, "covers": "ghg"}


def published(row: Row) -> dict[str, str]:
    """The published row of any other figure; percentages become shares, digit for digit."""
    unit = declarations()["units"][row["unit"]]
    return {
        "row_id": row["row_id"],
        "figure": declarations()["figures"][row["metric"]],
        "value": str(Decimal(row["value"]).scaleb(unit.get("digits", 0))),
        "unit": unit["unit"],
        "precision": row["precision"],
        "reference": row["source"],
        "note": _note(row),
    }


def _note(row: Row) -> str:
    printed = declarations()["units"].get(row["unit"], {}).get("note", "")
    return "; ".join(text for text in (printed, row["note"]) if text)


def submissions(figures: pd.DataFrame, organizations: pd.DataFrame) -> dict[tuple[int, str], Tables]:
    """The rows of every submission: (data year, code) to table to rows; raises DeclarationError for a body without a country."""
    found: dict[tuple[int, str], Tables] = {}
    makers = {"inventory": inventory, "personnel": personnel, "published": published}
    for row in _records(figures[figures["place"].isin(list(makers))]):
        key = (int(row["data_year"]), row["code"])
        found.setdefault(key, {}).setdefault(row["place"], []).append(makers[row["place"]](row))
    for key, table, row in (*_goals(figures), *_stated(figures)):
        found.setdefault(key, {}).setdefault(table, []).append(row)
    for key, content in found.items():
        content["coverage"] = [*content.get("coverage", []), *_unseen(key, content)]
    bodies = {body["code"]: body for body in _records(organizations)}
    return {key: {"profile": [_profile(bodies[key[1]])], **found[key]} for key in sorted(found)}


def _unseen(key: tuple[int, str], content: Tables) -> list[dict[str, str]]:
    """A coverage row for each topic that neither a table, a figure nor another coverage row of the submission touches."""
    quoted = [row["figure"] for row in content.get("published", [])]
    told = {row["topic"] for row in content.get("coverage", [])}
    unseen = declarations()["unseen"]
    return [
        {"row_id": f"{key[1]}.{key[0]}.unseen.{entry['topic']}", "topic": entry["topic"], "status": "not_reported", "note": unseen["note"]}
        for entry in unseen["topics"]
        if entry["topic"] not in told
        and content.keys().isdisjoint(entry["tables"])
        and not any(figure.startswith(tuple(entry["figures"])) for figure in quoted)
    ]


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def _profile(body: Row) -> dict[str, str]:
    if not body["hq_iso2"]:
        raise DeclarationError(f"organizations.csv names no country for {body['code']}, which has published figures")
    return {
        "organization": body["code"],
        "name": body["name_en"],
        "parent": body["parent_code"],
        "kind": declarations()["kinds"][body["type"]],
        "headquarters_city": body["hq_city"],
        "country": body["hq_iso2"],
        "focal_point_role": ROLE,
        "illustrative": "false",
    }


def _goals(figures: pd.DataFrame) -> Iterable[tuple[tuple[int, str], str, dict[str, str]]]:
    for goal in declarations()["goals"]:
        row = {name: str(value) for name, value in goal["row"].items()}
        row = {"row_id": f"{goal['code']}.{row['goal_id']}", **row}
        if "metric" in goal:
            source = _row(figures, goal["code"], goal["metric"])
            row |= {"row_id": source["row_id"], "change_pct": source["value"], "note": f"{row['note']} ({source['source']})"}
        for year in goal["years"]:
            yield (year, goal["code"]), "goals", row


def _stated(figures: pd.DataFrame) -> Iterable[tuple[tuple[int, str], str, dict[str, str]]]:
    for table, part in (("published", "in_notes"), ("coverage", "coverage")):
        for entry in declarations()[part]:
            source = _row(figures, entry["code"], entry["metric"], str(entry.get("source_year", entry["year"])))["source"]
            row = {name: str(value) for name, value in entry.items() if name not in ("code", "year", "metric", "source_year")}
            row["row_id"] = f"{entry['code']}.{entry['year']}.note.{entry.get('figure') or entry['topic']}"
            if table == "published":
                row["reference"] = source
            else:
                row["note"] = f"{row['note']} ({source})"
            yield (entry["year"], entry["code"]), table, row


def _row(figures: pd.DataFrame, code: str, metric: str, year: str = "") -> Row:
    """The first row of a body's metric; raises DeclarationError where published.yml names a row that is not there."""
    fits = (figures["code"] == code) & (figures["metric"] == metric)
    rows = figures[fits & (figures["data_year"] == year)] if year else figures[fits]
    if rows.empty:
        raise DeclarationError(f"published.yml names a row that published_figures.csv lacks: {code} {year} {metric}")
    return dict(rows.iloc[0])


def undated(figures: pd.DataFrame) -> str:
    """The page of figures whose data year is not known."""
    rows = figures[figures["place"] == "undated"]
    cells = ["entity", "metric", "value", "unit", "precision", "note", "source", "row_id"]
    return UNDATED_HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows[cells].itertuples(index=False))


def csv_text(table: str, rows: list[dict[str, str]]) -> str:
    """The rows as CSV: row_id first, then the columns in use, in their declared order."""
    frame = pd.DataFrame(rows, dtype="str").fillna("")
    used = [column for column in ("row_id", *tables.submission_tables()[table].columns) if column in frame and (frame[column] != "").any()]
    return frame[used].to_csv(index=False, lineterminator="\n")


def build(data: UPath, docs: UPath) -> int:
    """Write every submission under data/raw and the page of undated figures; returns the number of submissions."""
    figures = read_figures(TABLES / "published_figures.csv")
    organizations = _text_cells(TABLES / "organizations.csv")
    built = submissions(figures, organizations)
    for (year, code), content in built.items():
        for table, rows in content.items():
            paths.write_text(paths.raw(data, year, code) / f"{table}.csv", csv_text(table, rows))
    paths.write_text(docs / "undated_figures.md", undated(figures))
    return len(built)


if __name__ == "__main__":
    home = paths.root(paths.HOME)
    print(f"{build(home / 'data', home / 'docs')} submissions written")
