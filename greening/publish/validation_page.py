"""The page for those who submitted: every finding, whether the report is published or held."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow.compute
import pyarrow.parquet
from markupsafe import Markup
from upath import UPath

from greening import locale, manifest, paths, review
from greening.locale import Catalogue
from greening.narrative import elements
from greening.narrative.report import validation_name
from greening.publish import documents, listed


def write(year: int, organization: str, data: str | UPath, reports: str | UPath, languages: Sequence[str] = ()) -> list[UPath]:
    """Write validation.html in English, and a page beside it for each other language, from the products that there are; gives their paths.

    Where stage 3 was not reached, the findings are those of stage 1. A page in a language that is not asked for would tell older findings and is
    taken away. Raises DeclarationError where neither product has been made.
    """
    folder = paths.processed(data, year, organization)
    findings = listed.read(folder, organization, year)
    place = paths.report(reports, year, organization)
    name, is_read, is_illustrative = _name(folder, organization)
    wanted = tuple(dict.fromkeys((locale.SOURCE, *languages)))
    for language in locale.languages():
        if language not in wanted:
            (place / validation_name(language)).unlink(missing_ok=True)
    written, state = [place / validation_name(language) for language in wanted], review.state(data, year, organization)
    for path, language in zip(written, wanted, strict=True):
        words = locale.catalogue(language)
        paths.write_text(path, page(findings, name, year, words, wanted, is_read=is_read, is_illustrative=is_illustrative, state=state))
    return written


def page(
    findings: pd.DataFrame,
    name: str,
    year: int,
    words: Catalogue,
    languages: Sequence[str] = (),
    *,
    is_read: bool = True,
    is_illustrative: bool = False,
    state: str = "",
) -> str:
    """The page of all findings, those that hold publication first; `is_read` is false where the files could not be read.

    What a rule says is said in the page's language where that is known, else marked as English; `languages` are all that the page is made in, `state`
    is how far the review of the report is.
    """
    name = words.said(name)
    present = [level for level in listed.LEVELS if (findings["level"] == level).any()]
    counts = [_count(findings[findings["level"] == level], level, words) for level in present]
    title = words.text("validation.title", name=name, year=str(year))
    told = {"name": elements.isolated(name), "year": Markup.escape(year)}
    links = [
        (f"../../{manifest.index(words.language)}", words.text("page.years")),
        (f"../{manifest.index(words.language)}", words.text("page.year", year=str(year))),
    ]
    values = {
        "page": documents.frame(words, title, "../../", links, state=state),
        "heading": words.markup("validation.title", told.__getitem__),
        "outcome": words.text(f"validation.outcome.{_outcome(findings, is_read=is_read)}"),
        "banner": words.text("cover.illustrative") if is_illustrative else "",
        "about": words.text("validation.about"),
        "counts": counts,
        "nothing": words.text("validation.none"),
        "languages": [(language, validation_name(language), locale.own_name(language)) for language in languages if len(languages) > 1],
        "languages_title": words.text("page.languages"),
        "levels": [_level(findings[findings["level"] == level], level, words) for level in present],
    }
    return documents.render("validation.html.j2", values)


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
    columns = ["column", "message", "value", "expected", "rule", "waived_by", "waived_reason", "waived_until"]
    groups = listed.folded(findings)
    cells = [group[columns].iloc[0].fillna("").tolist() for group in groups]
    places = [_places(group, words) for group in groups]
    title = words.text(f"validation.level.{level}")
    head = [words.text(f"validation.head.{name}") for name in ("place", "column", "message", "found", "expected", "rule", "waived")]
    rows = [[place, *_said(row, words)] for place, row in zip(places, cells, strict=True)]
    return {"name": level, "title": title, "table": elements.table(title, head, rows, numeric=False, style="listing")}


def _said(cells: Sequence[str], words: Catalogue) -> list[str]:
    """The cells of a finding in the page's language: what the rule says and what it expects; the others are codes and what was found."""
    column, message, value, expected, rule, *waived = cells
    return [column, elements.spoken(words, str(message)), value, elements.spoken(words, str(expected)), rule, waiver(words, *map(str, waived))]


def waiver(words: Catalogue, who: str, reason: str, until: str) -> Markup:
    """Who waived a finding, until when and why, as one text; nothing where nobody did."""
    told = {"who": elements.isolated(who), "date": Markup.escape(words.day(until)), "reason": elements.isolated(reason)}
    return words.markup("validation.waived", told.__getitem__) if until else elements.isolated(who) if who else Markup("")


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
