"""Mandates and commitments: those of the whole system as shipped, and those that a body names itself."""

from collections.abc import Iterator, Mapping
from functools import cache

from greening.registers import shipped
from greening.registers.conditions import FIELD
from greening.registers.entry import Entry, Row, entry, judged
from greening.registers.submitted import REGISTERS, Submitted

REGISTER = "mandates"
#: The group whose members the Secretariat's mandates bind, and the group of all bodies.
SECRETARIAT, SYSTEM = "UN-SECRETARIAT", "UNSYSTEM"
#: Statuses after which nothing is left to do.
DONE = ("implemented", "superseded", "not_applicable")
#: Kinds of places that the mandates of field missions bind.
_MISSIONS = FIELD[:2]


def mandates(given: Submitted) -> Iterator[Entry]:
    """The mandates that bind the organization: shipped ones by their year, then its own in the order of their symbols.

    The shipped ones have no status: the system gives none. They are left out of a body that handed in no register at all, unless they name it.
    """
    names = [str(row["symbol"]) for row in given.own(REGISTER)]
    bound = [row for row in shipped.rows(REGISTER) if _binds(row, given) and (row["adopted_year"] or 0) <= given.year and row["symbol"] not in names]
    for position, row in enumerate(sorted(bound, key=lambda row: (row["adopted_year"] or 0, row["symbol"])), start=1):
        yield _shipped(row, position, given.organization)
    for position, row in enumerate(sorted(given.own(REGISTER), key=_order), start=len(bound) + 1):
        yield _own(row, position, given)


def _order(row: Row) -> tuple[str, str]:
    return str(row["symbol"]), str(row["location_id"] or "")


def _binds(row: Row, given: Submitted) -> bool:
    """Whether a shipped mandate binds the organization: by its code, as part of the Secretariat, by its places, or as one of the system."""
    code, bound = given.organization, row["applies_to"]
    if bound == code:
        return True
    if not given.is_group and not any(table in given.rows for table in REGISTERS):
        return False
    if bound == "secretariat":
        return code in (SYSTEM, SECRETARIAT) or _parents().get(code) == SECRETARIAT
    if bound == "field":
        return code in (SYSTEM, SECRETARIAT) or any(place["kind"] in _MISSIONS for place in given.rows.get("locations", ()))
    return bool(bound == "system")


@cache
def _parents() -> Mapping[str, str | None]:
    """The group that each registered body belongs to."""
    return {row["code"]: row["parent_code"] for row in shipped.rows("organizations")}


def _shipped(row: Row, position: int, organization: str) -> Entry:
    year = row["adopted_year"]
    return entry(
        REGISTER, row["symbol"], position, organization=organization, symbol=row["symbol"], title=row["title"], kind=row["kind"],
        addressee=row["adopted_by"], of_year=None if year is None else int(year), text=row["text"], due_date=row["due_date"], applies="system",
        cited=row["reference"], verified=row["verified"], source_id=row["source_id"],
    )  # fmt: skip


def _own(row: Row, position: int, given: Submitted) -> Entry:
    day = row["adopted_date"]
    place = f":{row['location_id']}" if row["location_id"] else ""
    made = entry(
        REGISTER, f"{row['symbol']}{place}", position, row, organization=given.organization, symbol=row["symbol"], title=row["title"],
        kind=row["kind"], addressee=row["adopted_by"], date=day, of_year=None if day is None else day.year, text=row["text"],
        status=row["status"], applies="yes",
    )  # fmt: skip
    return judged(made, given.year, is_done=row["status"] in DONE)
