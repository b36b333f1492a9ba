"""A travel agency's tickets, one row a coupon, as rows of air_travel.

What was not flown is set off against what takes it back (refunds, voids, exchanges); coupons there and back on one ticket become one return.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping as Pairs, Sequence
from dataclasses import dataclass

from greening.collecting.fields import Field, Fields, of_table
from greening.collecting.ledger import LEFT_OUT, NETTED, REFUSED, Ledger
from greening.collecting.mapping import Mapping

#: What a row of an export says that happened.
SALE, REFUND, VOID, EXCHANGE = "sale", "refund", "void", "exchange"
#: The states of a coupon that was not flown.
_NOT_FLOWN = {"refunded": "refunded", "void": "voided", "exchanged": "exchanged"}
#: Columns of air_travel that a coupon can fill beside its route.
_CARRIED = ("location_id", "cabin", "purpose", "paid_by", "lump_sum", "quality")
#: A ticket with the last digits of the last of its conjunction: 0571234567890/91 or 0571234567890-91.
_CONJUNCTION = re.compile(r"(\d{10,14})\s*[/-]\s*\d{1,3}")

#: What is asked of the export.
FIELDS: Pairs[str, Field] = {
    "ticket": Field(required=True),
    "coupon": Field(),
    "conjunction": Field(),
    "original_ticket": Field(),
    "transaction": Field("choice", choices=(SALE, REFUND, VOID, EXCHANGE)),
    "coupon_status": Field("choice", choices=("used", "open", "refunded", "void", "exchanged")),
    "amount": Field("number"),
    "issue_date": Field("date"),
    **{name: column for name, column in of_table("air_travel").items() if name in ("departure_date", "origin", "destination", *_CARRIED)},
} | {name: Field(kind, required=True) for name, kind in (("departure_date", "date"), ("origin", "place"), ("destination", "place"))}


@dataclass(frozen=True)
class _Coupon:
    row: int
    ticket: str
    coupon: str
    transaction: str
    cells: Pairs[str, str]

    @property
    def is_sold(self) -> bool:
        return self.transaction in (SALE, EXCHANGE)

    @property
    def is_used(self) -> bool:
        return self.cells.get("coupon_status") == "used"

    @property
    def route(self) -> tuple[str, str]:
        return self.cells["origin"], self.cells["destination"]


#: Coupons by the first ticket of those sold together.
_Tickets = dict[str, list[_Coupon]]


def settle(fields: Fields, ledger: Ledger, _: Mapping) -> None:
    """Give every coupon its fate, and make the rows of air_travel of those that were flown."""
    for row in ledger.open_rows(fields.rows):
        # Without its ticket and what happened to it, a row can be set off against nothing.
        if fault := fields.fault(row, "ticket", "transaction", "coupon_status", "amount"):
            ledger.settle([row], REFUSED, fault)
    coupons = [_coupon(row, fields.rows[row]) for row in ledger.open_rows(fields.rows)]
    sold = [one for one in coupons if one.is_sold]
    _net(coupons, sold, ledger)
    for one in coupons:
        # What was netted needs no route and no day.
        if fault := fields.fault(one.row):
            ledger.settle([one.row], REFUSED, fault)
    _make(sold, ledger)


def _net(coupons: Sequence[_Coupon], sold: Sequence[_Coupon], ledger: Ledger) -> None:
    """Set what was not flown off against what takes it back."""
    by_ticket = _by_ticket(sold)
    _net_by_status(sold, ledger)
    _net_repeats(sold, ledger)
    _net_voids([one for one in coupons if one.transaction == VOID], by_ticket, ledger)
    _net_refunds([one for one in coupons if one.transaction == REFUND], by_ticket, ledger)
    _net_exchanged(sold, by_ticket, ledger)


def _coupon(row: int, cells: Pairs[str, str]) -> _Coupon:
    transaction = cells.get("transaction") or SALE
    if transaction == SALE and cells.get("amount", "").startswith("-"):
        transaction = REFUND
    return _Coupon(row, _base(cells.get("conjunction") or cells["ticket"]), _number(cells), transaction, cells)


def _base(ticket: str) -> str:
    found = _CONJUNCTION.fullmatch(ticket.strip())
    return found[1] if found else re.sub(r"[\s-]", "", ticket)


def _number(cells: Pairs[str, str]) -> str:
    """The coupon within a conjunction: the ticket's own number and the coupon on it."""
    coupon = cells.get("coupon", "")
    return f"{_base(cells['ticket'])}:{coupon.lstrip('0') or coupon}" if coupon else ""


def _net_by_status(coupons: Iterable[_Coupon], ledger: Ledger) -> None:
    for one in coupons:
        status = one.cells.get("coupon_status", "")
        if status in _NOT_FLOWN:
            ledger.settle([one.row], NETTED, f"coupon {_NOT_FLOWN[status]}")


def _net_repeats(sold: Iterable[_Coupon], ledger: Ledger) -> None:
    seen: set[object] = set()
    for one in sold:
        # Without a number of its own, a coupon is known by its ticket, day and route.
        name = one.coupon or (one.ticket, one.cells.get("departure_date"), one.route)
        if one.row not in ledger.fates and all(one.route):
            if name in seen:
                ledger.settle([one.row], NETTED, "the same coupon a second time")
            seen.add(name)


def _net_voids(voids: Sequence[_Coupon], sold: _Tickets, ledger: Ledger) -> None:
    ledger.settle((one.row for one in voids), NETTED, "void")
    for one in voids:
        ledger.settle((other.row for other in sold.get(one.ticket, ())), NETTED, "voided")
    if alone := sorted(one.row for one in voids if one.ticket not in sold):
        ledger.notes.append(f"Row {_rows(alone)}: void, and this export has no sale of the ticket. If an earlier export had it, take it out there.")


def _net_refunds(refunds: Sequence[_Coupon], sold: _Tickets, ledger: Ledger) -> None:
    for one in refunds:
        if one.row in ledger.fates:
            continue
        of_ticket = sold.get(one.ticket, [])
        meant = _meant(one, of_ticket)
        if not meant:
            what = "coupon or route that its ticket has not" if of_ticket else "ticket whose sale is not in this export"
            ledger.settle([one.row], REFUSED, f"a refund of a {what}; if an earlier export had it, take the flight out there")
            continue
        taken = [other.row for other in meant if other.row not in ledger.fates]
        ledger.settle([one.row], NETTED, "refund" if taken else "refund of what is netted already")
        ledger.settle(taken, NETTED, "refunded")


def _meant(refund: _Coupon, of_ticket: Sequence[_Coupon]) -> Sequence[_Coupon]:
    """The coupons that a refund takes back: the one that it names, else the one on its route, else all that were not used."""
    if by_coupon := [one for one in of_ticket if one.coupon == refund.coupon != ""]:
        return by_coupon
    if all(refund.route):
        return [one for one in of_ticket if one.route == refund.route][:1]
    return [] if refund.coupon else [one for one in of_ticket if not one.is_used]


def _net_exchanged(sold: Sequence[_Coupon], by_ticket: _Tickets, ledger: Ledger) -> None:
    first_of = {_base(one.cells["ticket"]): one.ticket for one in sold}
    new: dict[str, list[_Coupon]] = defaultdict(list)
    for one in sold:
        original = _base(one.cells.get("original_ticket", ""))
        original = first_of.get(original, original)
        if original and original != one.ticket:
            new[original].append(one)
    for original, coupons in new.items():
        for old in by_ticket.get(original, ()):
            if old.row not in ledger.fates:
                _net_old(old, coupons, ledger)


def _net_old(old: _Coupon, new: Sequence[_Coupon], ledger: Ledger) -> None:
    """A coupon of an exchanged ticket: flown where it says so or left before the exchange, else given back where that can be told."""
    is_open, left = old.cells.get("coupon_status") == "open", old.cells.get("departure_date", "")
    issued = min(one.cells.get("issue_date", "") for one in new)
    if old.is_used or (not is_open and "" < left < issued):
        return
    if is_open or issued or old.route in {one.route for one in new}:
        ledger.settle([old.row], NETTED, "exchanged for another ticket")
        return
    why = "the ticket was exchanged, and neither a coupon status nor an issue date says whether this coupon was flown before; map one of them"
    ledger.settle([old.row], REFUSED, why)


def _make(sold: Sequence[_Coupon], ledger: Ledger) -> None:
    flown = [one for one in sold if one.row not in ledger.fates]
    ledger.settle((one.row for one in flown if one.route[0] == one.route[1]), LEFT_OUT, "starts and ends at the same place")
    for coupons in _by_ticket([one for one in flown if one.row not in ledger.fates]).values():
        _make_journeys(sorted(coupons, key=lambda one: (one.cells["departure_date"], one.row)), ledger)


def _by_ticket(coupons: Iterable[_Coupon]) -> _Tickets:
    found: _Tickets = defaultdict(list)
    for one in coupons:
        found[one.ticket].append(one)
    return found


def _make_journeys(coupons: Sequence[_Coupon], ledger: Ledger) -> None:
    """A coupon with a later one of its ticket on the way back, alike in cabin, purpose and year, is a return; any other is one way."""
    left = list(coupons)
    while left:
        out = left.pop(0)
        back = next((one for one in left if _is_way_back(out, one)), None)
        if back:
            left.remove(back)
        cells = {name: out.cells.get(name, "") for name in ("departure_date", "origin", "destination", *_CARRIED)}
        # The row of the export names the trip: its ticket could be looked up by who has the agency's list.
        cells |= {"trip_id": f"T{out.row}", "trips": "1", "return_trip": "true" if back else "false"}
        ledger.use(cells, [out.row, *([back.row] if back else [])])


def _is_way_back(out: _Coupon, one: _Coupon) -> bool:
    same_year = one.cells["departure_date"][:4] == out.cells["departure_date"][:4]
    return same_year and one.route == out.route[::-1] and all(one.cells.get(name, "") == out.cells.get(name, "") for name in _CARRIED)


def _rows(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:5]))
    return shown + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")
