"""On what basis the figures stand, and where a change of basis breaks the series."""

from collections.abc import Iterable, Mapping
from typing import Any

from greening.figures import derivation
from greening.figures.book import Book, Record
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
#: The basis that concerns what is counted per person, and not emissions.
PERSONNEL = "basis.personnel"
#: What the sums of a group are of which a member is missing.
SUM_OF_REPORTED = "sum of the members that reported"
#: What a figure that was restated is called in a sentence on a break.
WORDS = {
    "ghg.total": "total emissions",
    "ghg.per_capita": "emissions per person",
    "ghg.bucket.air_travel": "emissions of air travel",
    "ghg.bucket.facilities": "emissions of facilities",
    "ghg.bucket.other_travel": "emissions of other travel",
    "personnel.total": "personnel",
}
#: What each basis figure is called in a sentence on a break.
BASES = {
    "basis.scope2": "scope 2 basis",
    "basis.refrigerants": "refrigerants that count",
    "basis.gwp_set": "global warming potentials",
    "basis.consolidation": "consolidation of the boundary",
    PERSONNEL: "definition of personnel",
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
        texts = [text for text in book.rows(product, chosen).distinct(column) if "://" not in text]
        made = {"product": product, "filter": chosen, "column": column, "operation": "distinct"}
        return {(): Quantity(text="; ".join(texts), derivation=made)} if texts else {}

    return _rule


def restatements(book: Book) -> list[Record]:
    """The organization's own restatements of earlier years in this submission."""
    return [row for row in book.own("restatements") if row["year"] is not None and row["year"] < book.inputs.year]


def coverage_notes(book: Book) -> list[Record]:
    """The organization's own coverage rows that say from which year emissions are covered differently, and why.

    From the first year of the series on nothing is covered differently.
    """
    told = [row for row in book.own("coverage") if row["topic"] in GHG_TOPICS and row["from_year"] is not None and row["note"] is not None]
    first = _first_year(book) if told else 0
    return [row for row in told if row["from_year"] > first]


def _first_year(book: Book) -> int:
    """The first year that emissions are compared with: that of the first figures, or of a goal's baseline before them."""
    goals = [row for row in book.own("goals") if (row["metric"] or "").startswith("ghg.")]
    baselines = [row["baseline_year"] for row in goals if row["baseline_year"] is not None]
    earlier = book.rows("earlier", {})
    return int(min([*earlier.having(~earlier.is_missing("value")).distinct("year")[:1], *baselines, book.inputs.year]))


def _break(book: Book) -> Mapping[Names, Quantity]:
    """Why the series of emissions breaks in this year, in one text."""
    covered = coverage_notes(book)
    bases = [figure_id for figure_id in BASES if figure_id != PERSONNEL]
    since = [row["note"] for row in covered if row["from_year"] == book.inputs.year]
    reasons = [*since, *_restated(book, of_people=False), *_changed(book, bases)]
    return text_of(reasons, {"formula": "coverage from this year, restatements, changed bases", "figures": _made(book, bases)})


def _personnel_break(book: Book) -> Mapping[Names, Quantity]:
    """Why the series of personnel, and of what is divided by it, breaks in this year, in one text."""
    reasons = [*_restated(book, of_people=True), *_changed(book, [PERSONNEL])]
    return text_of(reasons, {"formula": "restatements and a changed definition of personnel", "figures": _made(book, [PERSONNEL])})


def _restated(book: Book, *, of_people: bool) -> list[str]:
    """The restatements of emissions, or of personnel and of emissions per person, in words; those of other figures are no break of either."""
    chosen = [row for row in restatements(book) if _is_of_people(row["figure"]) == of_people and row["figure"].startswith(("ghg.", "personnel."))]
    return [f"{in_words(row['figure'])} of {row['year']} restated: {row['reason']}" for row in chosen]


def _is_of_people(figure_id: str) -> bool:
    return figure_id.startswith("personnel.") or figure_id.endswith(".per_capita")


def in_words(figure_id: str) -> str:
    """What a figure is called in a sentence that begins with it; the parts of its name where it has no word of its own."""
    words = WORDS.get(figure_id, figure_id.removeprefix("ghg.").replace(".", " ").replace("_", " "))
    return words[:1].upper() + words[1:]


def text_of(reasons: Iterable[str], made: derivation.Derivation) -> Mapping[Names, Quantity]:
    """The reasons as one text, each once; nothing where there is none."""
    text = "; ".join(dict.fromkeys(reason.strip() for reason in reasons))
    return {(): Quantity(text=text, derivation=made)} if text else {}


def _made(book: Book, bases: Iterable[str]) -> list[str]:
    return sorted(figure_id for figure_id in bases if figure_id in book.figures)


def _changed(book: Book, bases: Iterable[str]) -> list[str]:
    """Those of the bases that differ from those of the latest earlier year."""
    earlier = book.rows("earlier", {})
    told = earlier.having(~earlier.is_missing("text") & (earlier.numbers("year") < book.inputs.year))
    latest = {row["figure_id"]: row["text"] for row in told.where({"year": told.distinct("year")[-1:]}).records(["figure_id", "text"])}
    now = {figure_id: book.figures[figure_id].quantity.text for figure_id in bases if figure_id in book.figures}
    return [f"{BASES[figure_id]}: {latest[figure_id]} before, {text} now" for figure_id, text in now.items() if latest.get(figure_id, text) != text]


def _members(book: Book) -> Mapping[Names, Quantity]:
    """That the sums are of those members only that have figures; nothing where none is missing or the group has totals of its own."""
    made = {"formula": "members.missing above 0, and no totals of the group's own", "figures": []}
    return {(): Quantity(text=SUM_OF_REPORTED, derivation=made)} if book.lacks_members else {}


DEFINITIONS = (
    Definition("basis.members", "text", "that the sums are of those members only that have figures", _members),
    Definition("basis.scope2", "text", "scope 2 basis that counts in the total, as the profile says", _of_profile("scope2_basis")),
    Definition("basis.refrigerants", "text", "refrigerants that count in the total, as the profile says", _of_profile("refrigerant_rule")),
    Definition(
        "basis.gwp_set", "text", "assessment reports of the global warming potentials", _distinct("footprint", "gwp_set", lambda book: book.counted)
    ),
    Definition("basis.consolidation", "text", "control approach of the boundary, as the profile says", _of_profile("consolidation")),
    Definition("basis.personnel", "text", "who is counted, as submitted", _distinct("activities", "definition", lambda _: {"table": "personnel"})),
    Definition("ghg.break", "text", "why the series of emissions breaks in this year: coverage, restatements, changed bases", _break),
    Definition(
        "personnel.break",
        "text",
        "why the series of personnel breaks in this year: restatements, a changed definition",
        _personnel_break,
    ),
)
