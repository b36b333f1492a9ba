"""Coupons of tickets become journeys: what was not flown is set off, there and back is one return, and nobody is named."""

import pytest
from collecting_frames import fates, imported, mapped, rows, written
from hypothesis import given, strategies as st

from greening.collecting import import_text
from greening.collecting.fields import Fields
from greening.collecting.ledger import Ledger
from greening.collecting.mapping import Mapping
from greening.collecting.tickets import settle
from greening.errors import CallError

HEAD = "Ticket number,Coupon,Exchanged for,Issue date,Transaction,Departure date,"
HEAD += "From,To,Airline,Class,Cost code,Office,Passenger name,PNR,Employee number"
SALE = {
    "ticket": "1",
    "coupon": "",
    "transaction": "sale",
    "departure_date": "2024-03-01",
    "origin": "GVA",
    "destination": "NBO",
    "purpose": "staff_mission",
}


def settled(*coupons: dict[str, str]) -> Ledger:
    """The ledger of coupons that are sales on one ticket where they say nothing else; rows count from 2."""
    ledger = Ledger()
    fields = Fields({row: SALE | coupon for row, coupon in enumerate(coupons, start=2)})
    settle(fields, ledger, Mapping("m.yml", "tickets", "air_travel", {}, {}, (), (), (), {}, {}))
    assert set(ledger.fates) == set(fields.rows)
    return ledger


def journeys(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(made.cells["origin"], made.cells["destination"], made.cells["return_trip"]) for made in ledger.made]


def kinds(ledger: Ledger) -> list[str]:
    return [ledger.fates[row][0] for row in sorted(ledger.fates)]


BACK = {"origin": "NBO", "destination": "GVA", "departure_date": "2024-03-09"}


def test_there_and_back_on_one_ticket_is_one_return():
    assert journeys(settled({}, BACK)) == [("GVA", "NBO", "true")]


def test_coupons_of_two_tickets_are_two_journeys():
    assert journeys(settled({}, BACK | {"ticket": "2"})) == [("GVA", "NBO", "false"), ("NBO", "GVA", "false")]


def test_a_way_with_a_stop_is_a_return_for_each_leg():
    legs = [("GVA", "FRA", 1), ("FRA", "NBO", 2), ("NBO", "FRA", 8), ("FRA", "GVA", 9)]
    found = settled(*({"origin": a, "destination": b, "departure_date": f"2024-03-0{day}"} for a, b, day in legs))
    assert journeys(found) == [("GVA", "FRA", "true"), ("FRA", "NBO", "true")]


def test_an_open_jaw_is_two_single_journeys():
    assert journeys(settled({}, {"origin": "ADD", "destination": "GVA", "departure_date": "2024-03-09"})) == [
        ("GVA", "NBO", "false"),
        ("ADD", "GVA", "false"),
    ]


@pytest.mark.parametrize("other", [{"cabin": "business"}, {"departure_date": "2025-01-04"}])
def test_a_way_back_in_another_cabin_or_year_is_a_journey_of_its_own(other):
    assert [kind for *_, kind in journeys(settled({"cabin": "economy"}, BACK | {"cabin": "economy"} | other))] == ["false", "false"]


@pytest.mark.parametrize("second", [{"ticket": "0571234567890/91"}, {"ticket": "0571234567891", "conjunction": "0571234567890"}])
def test_a_conjunction_is_one_ticket(second):
    assert journeys(settled({"ticket": "0571234567890"}, BACK | second)) == [("GVA", "NBO", "true")]


def test_a_void_takes_back_all_coupons_of_its_ticket():
    found = settled({}, BACK, {"transaction": "void", "origin": "", "destination": ""}, {"ticket": "2"})
    assert kinds(found) == ["netted", "netted", "netted", "used"]


def test_a_void_of_a_ticket_that_is_not_there_is_netted_and_told():
    found = settled({"transaction": "void"})
    assert kinds(found) == ["netted"]
    assert "Row 2: void, and this export has no sale" in found.notes[0]


@pytest.mark.parametrize(
    ("refund", "expected"),
    [
        ({"coupon": "2"}, ["used", "netted", "netted"]),
        (BACK, ["used", "netted", "netted"]),
        ({"origin": "", "destination": ""}, ["netted", "netted", "netted"]),
        ({"coupon": "5", "origin": "", "destination": ""}, ["used", "used", "refused"]),
        ({"origin": "ADD"}, ["used", "used", "refused"]),
    ],
)
def test_a_refund_takes_back_the_coupon_or_route_that_it_names_else_all(refund, expected):
    assert kinds(settled({"coupon": "1"}, BACK | {"coupon": "2"}, refund | {"transaction": "refund"})) == expected


def test_a_refund_leaves_what_was_flown():
    flown = {"coupon_status": "used"}
    assert kinds(settled(flown, BACK, {"transaction": "refund", "origin": "", "destination": ""})) == ["used", "netted", "netted"]


def test_a_negative_amount_is_a_refund():
    assert kinds(settled({"amount": "500"}, {"amount": "-500"})) == ["netted", "netted"]


def test_a_second_refund_of_the_same_coupon_takes_nothing_back():
    assert kinds(settled({"coupon": "1"}, *[{"coupon": "1", "transaction": "refund"}] * 2)) == ["netted"] * 3


def test_a_refund_without_its_sale_is_refused():
    found = settled({"ticket": "9", "transaction": "refund"})
    assert "earlier export" in found.fates[2][1]


def test_the_same_coupon_twice_counts_once():
    assert kinds(settled({"coupon": "1"}, {"coupon": "01"})) == ["used", "netted"]


def test_without_coupon_numbers_the_same_day_and_route_on_a_ticket_counts_once():
    assert kinds(settled({}, {}, {"departure_date": "2024-03-02"}, {"ticket": "2"})) == ["used", "netted", "used", "used"]


@pytest.mark.parametrize("status", ["refunded", "void", "exchanged"])
def test_a_coupon_that_says_that_it_was_not_flown_is_netted(status):
    assert kinds(settled({"coupon_status": status}, BACK)) == ["netted", "used"]


def test_an_exchange_keeps_what_was_flown_before_and_nets_the_rest():
    new = BACK | {"ticket": "2", "original_ticket": "1", "issue_date": "2024-03-05", "departure_date": "2024-03-12", "transaction": "exchange"}
    found = settled({}, BACK, new)
    assert kinds(found) == ["used", "netted", "used"]
    assert [made.cells["departure_date"] for made in found.made] == ["2024-03-01", "2024-03-12"]


def test_an_exchange_that_says_neither_status_nor_day_nets_the_same_route_and_refuses_what_cannot_be_told():
    new = BACK | {"ticket": "2", "original_ticket": "1", "transaction": "exchange"}
    found = settled({}, BACK, new)
    assert kinds(found) == ["refused", "netted", "used"]
    assert "map one of them" in found.fates[2][1]


def test_a_ticket_exchanged_twice_counts_as_it_was_flown():
    first, second = (
        {"ticket": new, "original_ticket": old, "issue_date": day} for new, old, day in (("2", "1", "2024-02-01"), ("3", "2", "2024-02-02"))
    )
    assert kinds(settled({}, first, second)) == ["netted", "netted", "used"]


def test_a_coupon_to_where_it_starts_is_left_out():
    assert kinds(settled({"destination": "GVA"})) == ["left out"]


COUPON = st.fixed_dictionaries(
    {
        "ticket": st.sampled_from("123"),
        "coupon": st.sampled_from(["", "1", "2"]),
        "transaction": st.sampled_from(["sale", "refund", "void", "exchange"]),
        "original_ticket": st.sampled_from(["", "1", "2"]),
        "coupon_status": st.sampled_from(["", "used", "open", "refunded"]),
        "origin": st.sampled_from(["GVA", "NBO"]),
        "destination": st.sampled_from(["GVA", "NBO", "ADD"]),
    }
)


@given(st.lists(COUPON, max_size=12))
def test_every_coupon_has_one_fate_and_journeys_are_made_of_used_coupons_alone(coupons):
    found = settled(*coupons)
    sources = [row for made in found.made for row in made.sources]
    assert sorted(sources) == sorted(row for row, (fate, _) in found.fates.items() if fate == "used")
    assert sum(found.counts().values()) == len(coupons)


def export(tmp_path, *lines, **options):
    return written(tmp_path, "agency.csv", HEAD, *lines, **options)


def office(tmp_path, **changes):
    places = {"location_id": {"from": "Office", "values": {"Nairobi": "A"}}}
    return mapped(tmp_path, "tickets", dates="DD/MM/YYYY", columns=places | changes)


def test_names_stand_in_no_output_and_no_message(tmp_path):
    lines = [
        "0571234567890,1,,02/01/2024,TKTT,13/03/2024,GVA,NBO,LX,C,MISSION7,Nairobi,MÜLLER/ANNA MS,QWERTZ,880123",
        "0571234567891,1,,02/01/2024,TKTT,13/03/2024,GVA,NBO,LX,C,MÜLLER/ANNA MS,Nairobi,MÜLLER/ANNA MS,QWERTZ,880123",
        "0571234567892,1,,02/01/2024,TKTT,13/03/2024,GVA,NBO,LX,C,880123,QWERTZ,MÜLLER/ANNA MS,QWERTZ,880123",
        "0571234567893,1,,02/01/2024,TKTT,13/03/2024,GVA,NBO,LX,C,MISSION7,Nairobi,x,x,x,DOE/JOHN MR",
        "0571234567894,1,,02/01/2024,TKTT,DOE/JOHN MR,Anna,NBO,LX,C,anna.muller@example.org,Nairobi,x,x,x",
        "0571234567895,1,,02/01/2024,TKTT,13/03/2024,GVA,NBO,LX,DOE/JOHN,MISSION7,Nairobi,x,x,x",
    ]
    found = imported(tmp_path, "tickets", export(tmp_path, *lines, encoding="cp1252"), office(tmp_path))
    told = import_text.as_text(found).casefold()
    assert fates(found) == {2: "used", 3: "refused", 4: "refused", 5: "refused", 6: "refused", 7: "used"}
    for word in ("müller", "anna", "qwertz", "880123", "doe", "john"):
        assert word not in told
        assert all(word not in cell.casefold() for row in rows(found) for cell in row.values())
    assert "never read, since they may name persons: Passenger name, PNR, Employee number" in import_text.as_text(found)


def test_a_mapping_that_reads_who_travelled_is_refused(tmp_path):
    chosen = office(tmp_path, location_id={"from": "Employee number", "values": {"880123": "A"}})
    with pytest.raises(CallError, match="Employee number is personal"):
        imported(tmp_path, "tickets", export(tmp_path), chosen)


def test_cabins_by_airline_and_purposes_by_the_beginning_of_a_code(tmp_path):
    lines = [
        "1,1,,02/01/2024,TKTT,13/03/2024,GVA,NBO,LX,W,MISSION-7,Nairobi,,,",
        "2,1,,02/01/2024,TKTT,14/03/2024,GVA,NBO,XX,W,Home leave,Nairobi,,,",
        "3,1,,02/01/2024,TKTT,15/03/2024,GVA,NBO,XX,?,MISSION,Nairobi,,,",
    ]
    cabins = {"from": ["Airline", "Class"], "otherwise": "unknown", "values": {"W": "premium_economy", "XX W": "business"}}
    purposes = {"from": "Cost code", "values": {"MISSION*": "staff_mission", "MISSION-7": "interpreter", "home  LEAVE": "home_leave"}}
    found = imported(tmp_path, "tickets", export(tmp_path, *lines), office(tmp_path, cabin=cabins, purpose=purposes))
    assert [(row["cabin"], row["purpose"]) for row in rows(found)] == [
        ("premium_economy", "interpreter"),
        ("business", "home_leave"),
        ("unknown", "staff_mission"),
    ]
    assert dict(found.unmapped_words) == {("cabin", "Airline + Class", '"XX ?"', "unknown"): 1}


def test_flights_of_another_year_are_left_out(tmp_path):
    lines = ["1,1,,02/01/2024,TKTT,30/12/2024,GVA,NBO,LX,Y,MISSION,Nairobi,,,", "1,2,,02/01/2024,TKTT,04/01/2025,NBO,GVA,LX,Y,MISSION,Nairobi,,,"]
    found = imported(tmp_path, "tickets", export(tmp_path, *lines), office(tmp_path))
    assert fates(found) == {2: "used", 3: "left out"}
    assert rows(found)[0]["return_trip"] == "false"


def test_a_ticket_that_names_itself_as_exchanged_is_flown():
    assert kinds(settled({"original_ticket": "1", "issue_date": "2024-01-02", "transaction": "exchange"})) == ["used"]
