"""Places of work, their floor area, and what there is per square metre."""

from collections.abc import Mapping

from greening.figures import rules
from greening.figures.book import Book
from greening.figures.definition import Definition, Names, Rule
from greening.figures.figure import Quantity
from greening.figures.selection import Filter, Rows

#: How floor area is added up, as the derivation names it.
OPERATION = "sum of own share"


def per_area(product: str, column: str, where: rules.Where, scale: float = 1.0) -> Rule:
    """A rule that divides rows at places of known floor area by that area; rows without a location are left out."""

    def _rule(book: Book) -> Mapping[Names, Quantity]:
        wanted = where(book)
        filters = _with_area(book, book.rows(product, wanted)) if wanted is not None else []
        if wanted is None or not filters:
            return {}
        placed: Filter = filters[0] if len(filters) == 1 else {"any_of": filters}
        over = book.measure(product, {**wanted, **placed}, column, scale=scale)
        area = book.measure("activities", {"table": "locations", **placed}, "floor_area_m2", OPERATION)
        divided = rules.divide(book, over, area) if over and area else None
        return {(): divided} if divided else {}

    return _rule


def _with_area(book: Book, rows: Rows) -> list[Filter]:
    places = book.rows("activities", {"table": "locations"})
    measured = places.having(places.numbers("floor_area_m2") > 0).grouped("organization", "location_id")
    filters: list[Filter] = []
    for code, reporting in rows.grouped("organization", "location_id").items():
        if found := sorted(set(reporting) & set(measured.get(code, []))):
            filters.append({"organization": code, "location_id": found})
    return filters


DEFINITIONS = (
    Definition(
        "locations.total", "count", "number of locations", rules.total("activities", "location_id", rules.all_rows(table="locations"), "count")
    ),
    Definition(
        "floor_area.total",
        "m2",
        "sum of floor area; of premises reported whole, the body's own share",
        rules.total("activities", "floor_area_m2", rules.all_rows(table="locations"), OPERATION),
    ),
)
