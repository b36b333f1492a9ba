"""Claims of carbon credits: which count, and what speaks against the others."""

from datetime import datetime
from math import isclose

from hypothesis import given, strategies as st

from greening.credits import claims, findings
from greening.credits.intervals import union

YEAR = 2024


def claim(first, last="", tonnes=None, organization="BODY", year=YEAR, data_year=None, retired=(2025, 3, 1), **more):
    """A row of `offsets` of a series of plain numbers."""
    held = tonnes if tonnes is not None else float(int(last or first) - int(first) + 1)
    row = {
        "organization": organization,
        "data_year": data_year or year,
        "source_file": "offsets.csv",
        "sheet": None,
        "source_row": claim.number,
        "row_id": f"offsets.csv:{claim.number}",
        "registry": "R",
        "serial_from": f"EX-{first}",
        "serial_to": f"EX-{last}" if last else None,
        "vintage_year": None,
        "retired_date": datetime(*retired),
        "claimed_year": year,
        "credits_tco2e": held,
        "joint_purchase": None,
    }
    claim.number += 1
    return row | more


claim.number = 2


def product(*rows, earlier=()):
    return claims.product("BODY", YEAR, rows, earlier)


def counted(*rows, earlier=()):
    return product(*rows, earlier=earlier)["counted_tco2e"].tolist()


def test_blocks_that_share_nothing_all_count():
    assert counted(claim(1, 1000), claim(1001, 1500)) == [1000, 500]


def test_what_two_rows_of_a_body_share_counts_once():
    found = product(claim(1, 1000), claim(901, 1100))
    assert found["counted_tco2e"].tolist() == [1000, 100]
    assert found["status"].tolist() == ["counted", "partly_withheld"]
    assert found["reason"].fillna("").tolist() == ["", "claimed_twice"]


def test_a_credit_of_an_earlier_year_is_withheld_from_the_later_claim():
    found = product(claim(1, 100), earlier=[claim(51, 60, year=2021)])
    assert found["counted_tco2e"].tolist() == [90]
    assert found["held_by"].tolist() == ["BODY 2021"]
    assert found["is_seen_only_here"].tolist() == [True]


def test_the_claimed_year_counts_and_not_the_year_of_retirement():
    other = claim(1, 10, year=2023, data_year=2024, retired=(2024, 6, 1))
    assert counted(other, claim(11, 20, retired=(2025, 6, 1))) == [0, 10]
    assert product(other)["status"].tolist() == ["other_year"]


def test_the_same_claim_handed_in_again_is_no_second_claim():
    assert counted(claim(1, 10), earlier=[claim(1, 10, year=2024, data_year=2023)]) == [10]


def test_a_row_that_was_carried_forward_does_not_contradict_itself():
    row = claim(1, 10, organization="MEMBER", year=2023, data_year=2023)
    assert product(row, earlier=[row])["reason"].fillna("").tolist() == [""]


def test_of_two_bodies_the_earlier_retirement_keeps_the_credits():
    rows = [claim(1, 10, organization="A", retired=(2025, 3, 2)), claim(1, 10, organization="B", retired=(2025, 3, 1))]
    assert counted(*rows) == [0, 10]


def test_where_the_days_do_not_tell_which_of_two_bodies_was_first_neither_counts():
    rows = [claim(1, 10, organization="A"), claim(6, 15, organization="B")]
    assert counted(*rows) == [5, 5]


def test_a_joint_purchase_may_be_shared_up_to_what_it_holds():
    shared = {"joint_purchase": "Vienna 2024"}
    rows = [claim(1, 100, 60, "A", **shared), claim(1, 100, 40, "B", joint_purchase=" vienna  2024")]
    assert counted(*rows) == [60, 40]
    rows = [claim(1, 100, 60, "A", **shared), claim(1, 100, 70, "B", **shared, retired=(2025, 4, 1))]
    found = product(*rows)
    assert found["counted_tco2e"].tolist() == [60, 40]
    assert found["reason"].fillna("").tolist() == ["", "beyond_joint_purchase"]


def test_what_earlier_years_took_of_a_joint_purchase_is_not_left_for_this_one():
    shared = {"joint_purchase": "Vienna"}
    before = [claim(1, 100, 70, "BODY", 2023, **shared)]
    assert counted(claim(1, 100, 60, **shared), earlier=before) == [30]
    # Handed in again with this year's rows, last year's claim takes no more than it did.
    again = claim(1, 100, 70, "BODY", 2023, data_year=2024, **shared)
    assert counted(again, claim(1, 100, 60, **shared), earlier=before) == [0, 30]


def test_the_name_of_a_joint_purchase_on_one_row_alone_excuses_nothing():
    rows = [claim(1, 100, 60, "A", joint_purchase="Vienna"), claim(1, 100, organization="B", retired=(2025, 4, 1))]
    assert counted(*rows) == [60, 0]


def test_a_block_that_cannot_be_what_it_says_is_withheld_whole():
    rows = [
        claim(1, 1200, 1500),
        claim(9000, 8000, 10),
        claim(2001, 2010, vintage_year=2025),
        claim(3001, 3010, vintage_year=2024, retired=(2023, 1, 1)),
    ]
    found = product(*rows)
    assert found["counted_tco2e"].tolist() == [0, 0, 0, 0]
    assert found["reason"].tolist() == ["serials_differ", "serials_differ", "vintage_after_claim", "retired_before_vintage"]


def test_a_certificate_is_held_whole():
    assert counted(claim(7, tonnes=500.0), claim(7, tonnes=500.0)) == [500, 0]
    assert counted(claim(7, tonnes=500.0, registry="R"), claim(7, tonnes=500.0, registry=" r")) == [500, 0]
    assert counted(claim(7, tonnes=500.0, registry="R"), claim(7, tonnes=500.0, registry="S")) == [500, 500]


def test_texts_without_a_number_count_once():
    text = {"serial_from": "Certificate", "serial_to": None}
    found = product(claim(1, tonnes=5.0, **text), claim(1, tonnes=5.0, **text))
    assert found["read_as"].tolist() == ["text", "text"]
    assert found["counted_tco2e"].tolist() == [5, 0]


BLOCKS = st.lists(
    st.tuples(st.integers(1, 60), st.integers(0, 30), st.sampled_from("AB"), st.sampled_from([2022, 2023, 2024]), st.integers(1, 3)),
    min_size=1,
    max_size=8,
)


@given(BLOCKS, st.randoms(use_true_random=False))
def test_no_serial_number_counts_twice_and_the_order_of_rows_is_no_matter(blocks, chance):
    rows = [
        claim(first, first + more or "", organization=body, year=year, data_year=YEAR, retired=(2025, month, 1))
        for first, more, body, year, month in blocks
        if more
    ]
    if not rows:
        return
    total = sum(counted(*rows))
    held = union((int(row["serial_from"][3:]), int(row["serial_to"][3:])) for row in rows if row["claimed_year"] == YEAR)
    assert total <= held.count
    chance.shuffle(rows)
    assert isclose(sum(counted(*rows)), total)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10)), max_size=12), st.integers(0, 50), st.integers(0, 20))
def test_intervals_are_sets_of_numbers(stretches, first, more):
    pairs = [(begin, begin + length) for begin, length in stretches]
    numbers = {number for begin, end in pairs for number in range(begin, end + 1)}
    found = union(pairs)
    assert found.count == len(numbers)
    within = {number for begin, end in found.within(first, first + more) for number in range(begin, end + 1)}
    assert within == numbers & set(range(first, first + more + 1))


def test_only_what_the_first_stage_cannot_see_is_found_here():
    own = product(claim(1, 10), claim(5, 12))
    other = product(claim(1, 10, organization="A"), claim(1, 10, organization="B", retired=(2025, 5, 1)))
    assert findings.findings(own, []) == []
    (found,) = findings.findings(other, [])
    assert (found["organization"], found["rule"], found["level"]) == ("B", "credits_claimed_twice", "warn")
    assert "A 2024" in found["message"]


def test_credits_of_a_body_that_decided_not_to_offset_are_found():
    decision = {
        "organization": "BODY",
        "data_year": YEAR,
        "source_file": "offset_decisions.csv",
        "sheet": None,
        "source_row": 2,
        "status": "does_not_offset",
        "date": None,
    }
    assert [found["rule"] for found in findings.findings(product(claim(1, 10)), [decision])] == ["credits_against_decision"]
    assert findings.findings(product(claim(1, 10)), [{**decision, "status": "offsets"}]) == []
