"""The page for those who submitted: every finding, whether the report is published or held."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow.compute
import pyarrow.parquet
from markupsafe import Markup
from upath import UPath

from greening import locale, paths, tables
from greening.errors import DeclarationError
from greening.locale import Catalogue
from greening.narrative import elements
from greening.publish import documents

_LEVELS = ("hold", "reject", "warn")

#: Tables whose faults bring others with them, in the order in which to mend them.
_ROOTS = ("profile", "locations")
#: Rules that a row breaks since a row of another table is not there: mending that one mends them all.
_WAITING = ("unknown_location",)


def write(year: int, organization: str, data: str | UPath, reports: str | UPath, language: str) -> UPath:
    """Write validation.html from the products that there are; gives its path.

    Where stage 3 was not reached, the findings are those of stage 1. Raises DeclarationError where neither has been made.
    """
    folder = paths.processed(data, year, organization)
    findings = _first(("findings", "checks"), folder)
    place = paths.report(reports, year, organization) / "validation.html"
    name, is_read, is_illustrative = _name(folder, organization)
    paths.write_text(place, page(findings, name, year, locale.catalogue(language), is_read=is_read, is_illustrative=is_illustrative))
    return place


def page(findings: pd.DataFrame, name: str, year: int, words: Catalogue, *, is_read: bool = True, is_illustrative: bool = False) -> str:
    """The page of all findings, those that hold publication first; `is_read` is false where the files could not be read."""
    present = [level for level in _LEVELS if (findings["level"] == level).any()]
    counts = [_count(findings[findings["level"] == level], level, words) for level in present]
    title = words.text("validation.title", name=name, year=str(year))
    told = {"name": elements.isolated(name), "year": Markup.escape(year)}
    links = [("../../index.html", words.text("page.years")), ("../index.html", words.text("page.year", year=str(year)))]
    values = {
        "page": documents.frame(words, title, "../../", links),
        "heading": words.markup("validation.title", told.__getitem__),
        "outcome": words.text(f"validation.outcome.{_outcome(findings, is_read=is_read)}"),
        "banner": words.text("cover.illustrative") if is_illustrative else "",
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


def _name(folder: UPath, organization: str) -> tuple[str, bool, bool]:
    """The organization's name as its profile gives it, whether its files were read at all, and whether it is invented."""
    path = folder / "activities.parquet"
    if not path.exists():
        return organization, False, False
    # Of a product with hundreds of columns the page needs three.
    read = pyarrow.parquet.read_table(io.BytesIO(path.read_bytes()), columns=["table", "organization", "name", "illustrative"])
    profiles = read.filter(pyarrow.compute.equal(read["table"], "profile")).to_pylist()
    own = [profile for profile in profiles if profile["organization"] == organization]
    names = [profile["name"] for profile in own if profile["name"] is not None]
    return (names[0] if names else organization), True, any(profile["illustrative"] for profile in own)


def _count(findings: pd.DataFrame, level: str, words: Catalogue) -> str:
    """How many findings of a level there are, and on how many rows."""
    rows = len(findings.dropna(subset=["source_row"])[["table", "source_file", "source_row"]].drop_duplicates())
    told = words.counted(f"validation.count.{level}", len(findings))
    return f"{told} {words.counted('validation.on_rows', rows)}" if rows else told


def _outcome(findings: pd.DataFrame, *, is_read: bool) -> str:
    if not is_read:
        return "failed"
    return "held" if ((findings["level"] == "hold") & findings["waived_by"].isna()).any() else "ok"


def _level(findings: pd.DataFrame, level: str, words: Catalogue) -> Mapping[str, Any]:
    columns = ["column", "message", "value", "expected", "rule", "waived_by"]
    groups = _folded(findings)
    cells = [group[columns].iloc[0].fillna("").tolist() for group in groups]
    places = [_places(group, words) for group in groups]
    title = words.text(f"validation.level.{level}")
    head = [words.text(f"validation.head.{name}") for name in ("place", "column", "message", "found", "expected", "rule", "waived")]
    rows = [[place, *row] for place, row in zip(places, cells, strict=True)]
    return {"name": level, "title": title, "table": elements.table(title, head, rows, numeric=False, style="listing")}


def _folded(findings: pd.DataFrame) -> list[pd.DataFrame]:
    """The findings in the order in which to mend them, those that wait for the same mending together."""
    rank = findings["table"].map({table: place for place, table in enumerate(_ROOTS)}).fillna(len(_ROOTS))
    waits = findings["rule"].isin(_WAITING)
    ordered = findings.assign(rank=rank.mask(waits, len(_ROOTS) + 1), apart=range(len(findings))).sort_values("rank", kind="stable")
    same = ordered["message"].where(ordered["rule"].isin(_WAITING), ordered["apart"].astype("str"))
    return [group for _, group in ordered.groupby([ordered["rule"], same], sort=False, dropna=False)]


def _places(group: pd.DataFrame, words: Catalogue) -> str:
    """Where a finding is; where several wait for the same mending, the first and the others on request."""
    first, *others = (_place(row, words) for row in group.to_dict("records"))
    if not others:
        return first
    return elements.joined([Markup.escape(first), elements.details(words.counted("validation.waiting", len(others)), elements.bullets(others))])


def _place(row: Mapping[Any, Any], words: Catalogue) -> str:
    known = {name: str(row[name]) for name in ("source_file", "sheet", "source_row") if not pd.isna(row[name]) and row[name] != ""}
    file = known.get("source_file") or str(row["table"] if not pd.isna(row["table"]) else "")
    if "source_row" not in known:
        return words.text("validation.place.file", file=file)
    if "sheet" in known:
        return words.text("validation.place.sheet", file=file, sheet=known["sheet"], row=known["source_row"])
    return words.text("validation.place.row", file=file, row=known["source_row"])
