"""How well the emissions are known, and what the submission covers."""

from collections.abc import Mapping

from greening.figures import derivation, rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.ghg import EMISSIONS, counted
from greening.figures.selection import Filter

#: The grade of each way in which a quantity is known; B, where part of the year was filled, is a row that rests on others (`parents`).
GRADES: Mapping[str, list[str]] = {"A": ["metered", "invoiced"], "C": ["estimated"], "D": ["proxy"], "E": ["carried_forward"]}
#: Ways in which a quantity is known that are estimates.
ESTIMATED = [*GRADES["C"], *GRADES["D"], *GRADES["E"]]


def _grades(book: Book) -> Mapping[Names, Quantity]:
    parts: dict[Names, Quantity | None] = {(grade,): book.measure("footprint", _graded(book, grade), EMISSIONS) for grade in "ABCDE"}
    shares = {names: rules.share(book, part, "ghg.total") for names, part in parts.items() if part}
    return {names: part for names, part in shares.items() if part}


def _graded(book: Book, grade: str) -> Filter:
    measured = {**book.counted, "quality": GRADES["A"]}
    if grade != "A" and grade != "B":
        return {**book.counted, "quality": GRADES[grade]}
    parents = book.rows("footprint", measured).distinct("parents")
    return {**measured, "parents": parents if grade == "B" else [None]}


def _coverage(column: str) -> Rule:
    """A rule that gives a column of the organization's own coverage rows without a location, by topic; the first row of a topic counts."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        known = [row for row in book.own("coverage") if row["location_id"] is None and row[column] is not None]
        return {(str(topic),): _cell(book, str(topic), column) for topic in dict.fromkeys(row["topic"] for row in known)}

    return _rule


def _cell(book: Book, topic: str, column: str) -> Quantity:
    wanted: Filter = {"table": "coverage", "organization": book.inputs.organization, "topic": topic, "location_id": [None]}
    rows = book.rows("activities", wanted)
    first = rows.having(~rows.is_missing(column)).first()
    (row,) = first.records(["row_id", column, "note"])
    made = derivation.of_rows("activities", first, {**wanted, "row_id": row["row_id"]}, column, "single", 1.0, book.inputs.files)
    cell, note = row[column], row["note"] or ""
    return Quantity(text=cell, derivation=made, note=note) if isinstance(cell, str) else Quantity(float(cell), derivation=made, note=note)


DEFINITIONS = (
    Definition(
        "quality.grade.<grade>.share", "share", "emissions of quantities of a grade divided by the total; ungraded emissions are in none", _grades
    ),
    Definition(
        "quality.grade.unknown.share",
        "share",
        "emissions of which the submission does not say how the quantity is known, divided by the total",
        rules.row_share("footprint", EMISSIONS, lambda book: {**counted(book), "quality": [None]}, "ghg.total"),
    ),
    Definition(
        "quality.estimated.share",
        "share",
        "emissions of estimated, proxied and carried forward quantities divided by the total",
        rules.row_share("footprint", EMISSIONS, lambda book: {**counted(book), "quality": ESTIMATED}, "ghg.total"),
    ),
    Definition("coverage.<topic>.status", "text", "as submitted", _coverage("status")),
    Definition("coverage.<topic>.share", "share", "as submitted", _coverage("covered_share")),
)
