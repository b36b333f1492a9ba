"""Scores of buildings in the ten areas of ITU-T L.1371, as an assessment gave them."""

from collections.abc import Iterator

from greening.registers import shipped
from greening.registers.entry import Entry, Row, entry
from greening.registers.submitted import Submitted

REGISTER = "building_scores"


def building_scores(given: Submitted) -> Iterator[Entry]:
    """One entry for each area of each building and assessment, in the order of the areas; applies: yes in the last assessment, else no.

    An assessment is all rows of a building and day; rows without a day are the earliest.
    """
    rows = given.own(REGISTER)
    last: dict[str, str] = {}
    for row in rows:
        last[row["location_id"]] = max(last.get(row["location_id"], ""), _day(row))
    place = {row["area"]: row["position"] for row in shipped.rows("building_areas")}
    for row in sorted(rows, key=lambda row: (row["location_id"], _day(row), place[row["area"]], str(row["row_id"]))):
        yield entry(
            REGISTER, f"{row['location_id']}:{row['area']}", place[row["area"]], row, organization=given.organization, title=row["location_id"],
            kind=row["area"], value=row["value"], maximum=row["maximum"], applies="yes" if _day(row) == last[row["location_id"]] else "no",
        )  # fmt: skip


def _day(row: Row) -> str:
    return str(row["date"] or "")
