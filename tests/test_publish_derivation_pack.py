"""Packed entries are small, come out as they went in, and hold nothing that could end the block they stand in."""

import re

from hypothesis import given, settings, strategies as st
from made_report import report

from greening.publish import derivation_pack

LINES = st.lists(st.sampled_from(["<dl>", "</dl>", "1", "", "é", "\u2028", "</script>", '"\\', "x" * 40]), max_size=8).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=12), LINES | st.text(max_size=60), max_size=6))
def test_what_is_packed_comes_out_as_it_was(entries: dict[str, str]):
    assert derivation_pack.unpacked(derivation_pack.packed(entries)) == entries


def test_lines_that_entries_share_are_packed_once():
    shared = "\n".join(f"{number}" * 50 for number in range(10))
    alone = len(derivation_pack.packed({"0": f"{shared}\na"}))
    assert len(derivation_pack.packed({str(name): f"{shared}\n{name}" for name in range(100)})) < alone + 1000


def test_the_block_holds_words_and_data_and_is_no_script():
    block = derivation_pack.element(report(), {"a": "</script><script>alert(1)</script>"})
    assert block.startswith('<script type="text/plain" id="derivations" data-close="Close"')
    assert block.count("<") == 2
    assert re.fullmatch(r"""[^<&"'\s]*""", re.search(r">([^<]*)<", block)[1])


def test_the_same_entries_give_the_same_bytes():
    entries = {"b": "1\n2", "a": "2\n3"}
    assert derivation_pack.packed(entries) == derivation_pack.packed(dict(entries))
