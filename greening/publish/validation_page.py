"""The page for those who submitted: every finding, whether the report is published or held."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from upath import UPath

from greening import locale, paths, tables
from greening.errors import DeclarationError
from greening.locale import Catalogue
from greening.narrative import elements
from greening.publish import documents

_LEVELS = ("hold", "reject", "warn")


def write(year: int, organization: str, data: str | UPath, reports: str | UPath, language: str) -> UPath:
    """Write validation.html from the products that there are; gives its path.

    Where stage 3 was not reached, the findings are those of stage 1. Raises DeclarationError where neither has been made.
    """
    folder = paths.processed(data, year, organization)
    findings = _first(("findings", "checks"), folder)
    place = paths.report(reports, year, organization) / "validation.html"
    name, is_read = _name(folder, organization)
    paths.write_text(place, page(findings, name, year, locale.catalogue(language), is_read=is_read))
    return place


def page(findings: pd.DataFrame, name: str, year: int, words: Catalogue, *, is_read: bool = True) -> str:
    """The page of all findings, those that hold publication first; `is_read` is false where the files could not be read."""
    present = [level for level in _LEVELS if (findings["level"] == level).any()]
    counts = [words.counted(f"validation.count.{level}", int((findings["level"] == level).sum())) for level in present]
    title = words.text("validation.title", name=name, year=str(year))
    links = [("../../index.html", words.text("page.years")), ("../index.html", words.text("page.year", year=str(year)))]
    values = {
        "page": documents.frame(words, title, "../../", links),
        "outcome": words.text(f"validation.outcome.{_outcome(findings, is_read=is_read)}"),
        "about": words.text("validation.about"),
        "counts": counts,
        "nothing": words.text("validation.none"),
        "levels": [_level(findings[findings["level"] == level], level, words) for level in present],
    }
    return documents.render("validation.html.j2", values)


def _first(products: Sequence[str], folder: UPath) -> pd.DataFrame:
    for product in products[:-1]:
        try:
            return tables.read(product, folder)
        except DeclarationError:
            continue
    return tables.read(products[-1], folder)


def _name(folder: UPath, organization: str) -> tuple[str, bool]:
    """The organization's name as its profile gives it, and whether its files were read at all."""
    try:
        profile = tables.rows(tables.read("activities", folder), "profile")
    except DeclarationError:
        return organization, False
    own = profile.loc[profile["organization"] == organization, "name"].dropna()
    return (str(own.iloc[0]) if len(own) else organization), True


def _outcome(findings: pd.DataFrame, *, is_read: bool) -> str:
    if not is_read:
        return "failed"
    return "held" if ((findings["level"] == "hold") & findings["waived_by"].isna()).any() else "ok"


def _level(findings: pd.DataFrame, level: str, words: Catalogue) -> Mapping[str, Any]:
    columns = ["column", "message", "value", "expected", "rule", "waived_by"]
    cells = findings[columns].fillna("").to_numpy().tolist()
    places = [_place(row, words) for row in findings.to_dict("records")]
    title = words.text(f"validation.level.{level}")
    head = [words.text(f"validation.head.{name}") for name in ("place", "column", "message", "found", "expected", "rule", "waived")]
    rows = [[place, *row] for place, row in zip(places, cells, strict=True)]
    return {"name": level, "title": title, "table": elements.table(title, head, rows, numeric=False, style="listing")}


def _place(row: Mapping[Any, Any], words: Catalogue) -> str:
    known = {name: str(row[name]) for name in ("source_file", "sheet", "source_row") if not pd.isna(row[name]) and row[name] != ""}
    file = known.get("source_file") or str(row["table"] if not pd.isna(row["table"]) else "")
    if "source_row" not in known:
        return words.text("validation.place.file", file=file)
    if "sheet" in known:
        return words.text("validation.place.sheet", file=file, sheet=known["sheet"], row=known["source_row"])
    return words.text("validation.place.row", file=file, row=known["source_row"])
