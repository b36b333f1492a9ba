"""On what basis the figures stand, and where a change of basis breaks the series."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from greening.figures import derivation
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity

#: Topics whose change of coverage breaks the series of emissions.
GHG_TOPICS = (
    "ghg",
    "air_travel",
    "facilities",
    "other_travel",
    "electricity",
    "heat",
    "fuels",
    "refrigerants",
    "chartered_transport",
    "ground_travel",
    "inventory",
)
#: What each basis figure is called in a sentence on a break.
BASES = {
    "basis.scope2": "scope 2 basis",
    "basis.refrigerants": "refrigerants that count",
    "basis.gwp_set": "global warming potentials",
    "basis.consolidation": "consolidation of the boundary",
    "basis.personnel": "definition of personnel",
}


def _of_profile(column: str) -> Rule:
    def _rule(book: Book) -> Mapping[Names, Quantity]:
        made = {"product": "activities", "filter": {"table": "profile", "organization": book.inputs.organization}, "column": column}
        return {(): Quantity(text=str(book.profile[column]), derivation=made)} if column in book.profile else {}

    return _rule


def _distinct(product: str, column: str, wanted: Any) -> Rule:
    """A rule that lists the texts in a column of the selected rows."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        chosen = wanted(book)
        # A text that cites where a count is from does not say who is counted, and changes with every edition.
        texts = sorted(text for text in book.rows(product, chosen)[column].dropna().unique() if text and "://" not in text)
        made = {"product": product, "filter": chosen, "column": column, "operation": "distinct"}
        return {(): Quantity(text="; ".join(texts), derivation=made)} if texts else {}

    return _rule


def restatements(book: Book) -> pd.DataFrame:
    """The organization's own restatements of earlier years in this submission."""
    rows = book.own("restatements")
    return rows[rows["year"] < book.inputs.year]


def coverage_notes(book: Book) -> pd.DataFrame:
    """The organization's own coverage rows that say from which year emissions are covered differently, and why."""
    rows = book.own("coverage")
    return rows[rows["topic"].isin(GHG_TOPICS) & rows["from_year"].notna() & rows["note"].notna() & (rows["note"] != "")]


def _break(book: Book) -> Mapping[Names, Quantity]:
    """Why the series breaks in this year, in one text."""
    covered = coverage_notes(book)
    restated = restatements(book)
    reasons = [
        *covered.loc[covered["from_year"] == book.inputs.year, "note"],
        *(
            f"{figure} of {year} restated: {reason}"
            for figure, year, reason in zip(restated["figure"], restated["year"], restated["reason"], strict=True)
        ),
        *_changed(book),
    ]
    return text_of(reasons, {"formula": "coverage from this year, restatements, changed bases", "figures": sorted(_bases(book))})


def text_of(reasons: Iterable[str], made: derivation.Derivation) -> Mapping[Names, Quantity]:
    """The reasons as one text, each once; nothing where there is none."""
    text = "; ".join(dict.fromkeys(reason.strip() for reason in reasons))
    return {(): Quantity(text=text, derivation=made)} if text else {}


def _bases(book: Book) -> list[str]:
    return [figure_id for figure_id in BASES if figure_id in book.figures]


def _changed(book: Book) -> list[str]:
    """The bases that differ from those of the latest earlier year."""
    earlier = book.inputs.earlier
    before = earlier[(earlier["year"] < book.inputs.year) & earlier["text"].notna()]
    latest = before[before["year"] == before["year"].max()].set_index("figure_id")["text"].to_dict()
    now = {figure_id: book.figures[figure_id].quantity.text for figure_id in _bases(book)}
    return [f"{BASES[figure_id]}: {latest[figure_id]} before, {text} now" for figure_id, text in now.items() if latest.get(figure_id, text) != text]


def _members(book: Book) -> Mapping[Names, Quantity]:
    """That the sums are of those members only that have figures; nothing where none is missing or the group has totals of its own."""
    made = {"formula": "members.missing above 0, and no totals of the group's own", "figures": []}
    return {(): Quantity(text="sum of the members that reported", derivation=made)} if book.lacks_members else {}


DEFINITIONS = (
    Definition("basis.members", "text", "that the sums are of those members only that have figures", _members),
    Definition("basis.scope2", "text", "scope 2 basis that counts in the total, as the profile says", _of_profile("scope2_basis")),
    Definition("basis.refrigerants", "text", "refrigerants that count in the total, as the profile says", _of_profile("refrigerant_rule")),
    Definition(
        "basis.gwp_set", "text", "assessment reports of the global warming potentials", _distinct("footprint", "gwp_set", lambda book: book.counted)
    ),
    Definition("basis.consolidation", "text", "control approach of the boundary, as the profile says", _of_profile("consolidation")),
    Definition("basis.personnel", "text", "who is counted, as submitted", _distinct("activities", "definition", lambda _: {"table": "personnel"})),
    Definition("ghg.break", "text", "why the series breaks in this year: coverage, restatements, changed bases", _break),
)
