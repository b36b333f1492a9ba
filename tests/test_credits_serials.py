"""Serial numbers of carbon credits, as registries write them."""

import pytest
from hypothesis import given, strategies as st

from greening.credits import serials
from greening.credits.serials import APART, RANGE, REVERSED, SINGLE, TEXT, block, fault

#: Serial numbers as the registries themselves print them, with the quantity that they say: Verra (an issuance of project 959, a block of one, an
#: example), Gold Standard (credit block 595379), American Carbon Registry, Climate Action Reserve.
PRINTED = [
    ("7144-374222312-374242311-VCU-007-MER-UY-14-959-01012012-31122012-0", 20_000),
    ("8040-449402275-449402275-VCU-042-MER-PE-14-1360-01072013-30062014-1", 1),
    ("0001-000001-000100-VCS-VCU-003-VER-US-0003-01012020-31122020-1", 100),
    ("GS1-1-KE-GS7495-16-2025-30645-608-30350", 29_743),
    ("ACR-US-192-2010-203-1-5000", 5_000),
    ("CAR-1-US-293-1-120-CA-2006-102-1 to 29251", 29_251),
]


@pytest.mark.parametrize(("text", "count"), PRINTED)
def test_a_block_in_one_text_holds_as_many_credits_as_its_registry_says(text, count):
    found = block(text, None)
    assert (found.count, found.read_as) == (count, RANGE)
    assert block(text, text) == found


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("EX-2022-000001", "EX-2022-001500", 1500),
        ("ex-2022-1", "EX\u20132022\u20131500 ", 1500),
        ("EX-2022-000001", "1500", 1500),
        ("1", "10", 10),
        ("IN-5-2201-A", "IN-5-2300-A", 100),
    ],
)
def test_two_ends_of_one_series_are_a_block(first, last, count):
    assert block(first, last).count == count


def test_the_way_of_writing_makes_no_difference_to_the_series():
    assert block("EX-2022-000001", "EX-2022-001500") == block(" ex-2022-1", "EX\u20112022\u20111500")


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [("A-10", "A-1", REVERSED), ("A-1", "B-9", APART), ("A-1-1", "A-2-2", APART), ("A-1", "A-1-9", APART), ("north", "south", APART)],
)
def test_what_is_no_block_is_told_and_not_mended(first, last, told):
    assert block(first, last) == told
    assert fault(first, last, 5.0)


def test_one_serial_number_may_stand_for_a_certificate_of_any_quantity():
    assert (block("A-7", "").read_as, block("A-7", None).count) == (SINGLE, None)
    assert fault("A-7", None, 1500.0) == "" == fault("A-7", "A-7", 1500.0)


def test_a_text_without_a_number_is_compared_as_a_text():
    assert block("Certificate of retirement", None).read_as == TEXT
    assert block("certificate  of Retirement", None) == block("Certificate of retirement", None)


def test_more_digits_than_any_count_has_are_no_running_number():
    assert block("A-" + "9" * 5000, None).read_as == TEXT


def test_a_range_has_to_hold_as_many_numbers_as_credits():
    assert fault("A-1", "A-1200", 1500.0) == "The serial numbers A-1 to A-1200 are 1,200, but the row claims 1,500 credits"
    assert fault("A-1", "A-1200", 1200.0) == ""
    assert fault("A-1", "A-1200", 700.0, is_joint=True) == ""
    assert fault("A-1", "A-1200", 1500.0, is_joint=True)


PREFIXES = st.from_regex(r"[A-Z]{1,3}-[1-9][0-9]{0,3}-", fullmatch=True)


@given(PREFIXES, st.integers(0, 10**9), st.integers(0, 10**6), st.integers(0, 4))
def test_a_block_written_out_is_read_back(prefix, first, more, zeros):
    last = first + more
    width = len(str(last)) + zeros
    found = block(f"{prefix}{first:0{width}}", f"{prefix}{last:0{width}}")
    assert (found.first, found.last) == (first, last)
    assert found.count == (more + 1 if more else None)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_read_or_told(first, last):
    found = block(first, last)
    assert isinstance(found, serials.Fault) or found.first <= found.last
