"""Utility bills as rows of electricity, heat, water, wastewater or fuels: credit notes set off, repeats, overlaps and missing days told."""

from collections import defaultdict
from collections.abc import Iterator, Mapping as Pairs, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from greening.collecting.fields import Field, Fields, of_table
from greening.collecting.ledger import NETTED, REFUSED, Ledger
from greening.collecting.mapping import BILLED, Mapping
from greening.collecting.numbers import written

#: Columns that tell one meter, or one use of a fuel, from another.
_METER = ("location_id", "meter_id", "source", "treatment", "carrier", "supply", "use", "fuel", "unit")


def fields_of(table: str) -> Pairs[str, Field]:
    """What is asked of an export of bills that become rows of a table."""
    own = of_table(table)
    quantity = BILLED[table]
    bill = {
        "bill": Field(),
        "corrects": Field(),
        "document": Field("choice", choices=("bill", "credit")),
        "month": Field("date"),
        quantity: replace(own[quantity], required=True),
    }
    return own | bill


@dataclass
class _Bill:
    """A bill and what is left of it after its credit notes."""

    row: int
    number: str
    corrects: str
    start: date
    end: date
    quantity: Decimal
    cells: Pairs[str, str]

    @property
    def meter(self) -> tuple[str, ...]:
        return tuple(self.cells.get(name, "") for name in _METER)

    @property
    def is_credit(self) -> bool:
        return self.quantity < 0 or self.cells.get("document") == "credit"


def settle(fields: Fields, ledger: Ledger, mapping: Mapping) -> None:
    """Give every bill its fate, make a row of each that stands, and tell bills of a meter that overlap or leave days out."""
    quantity = BILLED[mapping.table]
    read = list(_bills(fields, ledger, quantity, mapping))
    bills = [one for one in read if not one.is_credit]
    for one in read:
        if one.is_credit:
            _set_off(one, bills, ledger)
    standing = _without_repeats([one for one in bills if one.row not in ledger.fates], ledger)
    for one in standing:
        _use(one, quantity, mapping.table, ledger)
    ledger.notes += _told_periods(standing, mapping.settings["end_is"])


def _bills(fields: Fields, ledger: Ledger, quantity: str, mapping: Mapping) -> Iterator[_Bill]:
    """The bills that can be read; a row that cannot is refused."""
    for row in ledger.open_rows(fields.rows):
        cells = fields.rows[row]
        start, end, fault = _period(cells, mapping.settings["end_is"]) if not fields.fault(row) else (None, None, fields.fault(row))
        if start is None or end is None:
            ledger.settle([row], REFUSED, fault)
        else:
            yield _Bill(row, cells.get("bill", ""), cells.get("corrects", ""), start, end, Decimal(cells[quantity]), cells)


def _period(cells: Pairs[str, str], end_is: str) -> tuple[date | None, date | None, str]:
    """The first and the last day of a bill, and what is wrong with them."""
    start, end = cells.get("start_date", ""), cells.get("end_date", "")
    if month := cells.get("month", ""):
        first = date.fromisoformat(month).replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), ""
    if not start or not end:
        return None, None, "the bill has no period; map start_date and end_date, or month"
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if end_is == "next_reading":
        last -= timedelta(days=1)
    return (None, None, f"the period ends on {last}, before it starts on {first}") if last < first else (first, last, "")


def _set_off(credit: _Bill, bills: Sequence[_Bill], ledger: Ledger) -> None:
    """Take a credit note off the bill that it names, else off the only bill, or the only one of its size, of that meter and period."""
    amount = abs(credit.quantity)
    found = _credited(credit, [one for one in bills if one.row not in ledger.fates])
    if len(found) != 1:
        what = f"bill {credit.corrects}" if credit.corrects else "bill of the same meter and period"
        many = "more than one" if found else "no"
        why = f"a credit note, and this export has {many} {what}; find its bill, and map `corrects` where the export names it"
        ledger.settle([credit.row], REFUSED, why)
        return
    bill = found[0]
    if amount > bill.quantity:
        why = f"a credit note of {written(amount)}, more than the bill of {written(bill.quantity)} in row {bill.row} that it would be set off against"
        ledger.settle([credit.row], REFUSED, why)
        return
    bill.quantity -= amount
    ledger.settle([credit.row], NETTED, "credit note")
    if not bill.quantity:
        ledger.settle([bill.row], NETTED, "bill that a credit note takes back whole")


def _credited(credit: _Bill, bills: Sequence[_Bill]) -> list[_Bill]:
    if credit.corrects:
        return [one for one in bills if one.number == credit.corrects]
    period = (credit.meter, credit.start, credit.end)
    alike = [one for one in bills if (one.meter, one.start, one.end) == period]
    return [one for one in alike if one.quantity == abs(credit.quantity)][:1] or alike


def _without_repeats(bills: Sequence[_Bill], ledger: Ledger) -> list[_Bill]:
    seen: dict[tuple[object, ...], _Bill] = {}
    for one in bills:
        first = seen.setdefault((one.meter, one.start, one.end, one.quantity), one)
        if first is not one and one.number and first.number and one.number != first.number:
            why = f"the same meter, period and quantity as row {first.row} under another number; if both are real, tell them apart by meter"
            ledger.settle([one.row], REFUSED, why)
        elif first is not one:
            ledger.settle([one.row], NETTED, "the same bill a second time")
    return [one for one in bills if one.row not in ledger.fates]


def _use(bill: _Bill, quantity: str, table: str, ledger: Ledger) -> None:
    known = of_table(table)
    cells = {name: cell for name, cell in bill.cells.items() if name in known}
    ledger.use(cells | {"start_date": bill.start.isoformat(), "end_date": bill.end.isoformat(), quantity: written(bill.quantity)}, [bill.row])


def _told_periods(bills: Sequence[_Bill], end_is: str) -> Iterator[str]:
    """What is odd about the periods of each meter's bills."""
    by_meter: dict[tuple[str, ...], list[_Bill]] = defaultdict(list)
    for one in sorted(bills, key=lambda one: (one.start, one.end)):
        by_meter[one.meter].append(one)
    touching = 0
    for of_meter in by_meter.values():
        for before, after in pairwise(of_meter):
            is_touching = after.start == before.end and end_is == "last_day"
            touching += is_touching
            if not is_touching and (told := _told_pair(before, after)):
                yield f"{' '.join(filter(None, before.meter[:2])) or 'The meter'}: rows {before.row} and {after.row} {told}"
    if touching:
        yield (
            f"{touching} bill{'s begin' if touching > 1 else ' begins'} on the day that the one before ends. "
            "If that is the day of the next reading, write `end_is: next_reading` under `settings`."
        )


def _told_pair(before: _Bill, after: _Bill) -> str:
    """How two bills overlap, or what they leave out between them; empty where the one follows the other."""
    last = min(before.end, after.end)
    if (shared := (last - after.start).days + 1) > 0:
        return f"overlap by {_days(shared)}, from {after.start} to {last}. Both are written; take one out, or mend a date."
    if missing := (after.start - before.end).days - 1:
        return f"leave out {_days(missing)}, from {before.end + timedelta(1)} to {after.start - timedelta(1)}. Is a bill missing?"
    return ""


def _days(count: int) -> str:
    return f"{count} day{'s' if count > 1 else ''}"
