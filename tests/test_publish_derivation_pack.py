"""Packed entries are small, come out as they went in, and hold nothing that could end the block they stand in."""

import base64
import re

import pytest
from hypothesis import given, settings, strategies as st
from made_report import report

from greening.publish import base85, derivation_pack

LINKS = [
    '<a href="how.en.html#a">A</a>',
    '<a href="how.en.html#b"><data value="1.5" data-figure="b">2</data></a>',
    '<data value="1.5" data-figure="b">',
]
LINES = st.lists(
    st.sampled_from([*LINKS, "<dl>", "</dd>", "\x01", "\ue000", "\u4e2d", "1", "", "é", "\u2028", "</script>", '"\\', "x" * 40]), max_size=8
).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("ab") | st.text(min_size=1, max_size=12), LINES | st.text(max_size=60), max_size=6))
def test_what_is_packed_comes_out_line_by_line_as_it_was(entries: dict[str, str]):
    lined = {figure_id: derivation_pack.lined(entry) for figure_id, entry in entries.items()}
    assert derivation_pack.unpacked(derivation_pack.packed(entries)) == lined
    bare = {figure_id: "".join(entry.split("\n")) for figure_id, entry in entries.items()}
    assert {figure_id: "".join(entry.split("\n")) for figure_id, entry in lined.items()} == bare


@pytest.mark.parametrize("letters", ["", "\u0430\u0431", "".join(map(chr, range(0x80, 0x100))), "".join(map(chr, range(0x80, 0x101))), "\U0001f30d"])
def test_letters_of_any_number_come_out_as_they_were(letters: str):
    assert derivation_pack.unpacked(derivation_pack.packed({"a": letters})) == {"a": letters}


@given(st.binary(max_size=50))
def test_base_85_is_that_of_python_but_for_two_signs(content: bytes):
    text = base85.encoded(content)
    assert text.translate(str.maketrans(",.", "<&")) == base64.b85encode(content).decode()
    assert base85.decoded(text) == content


def test_lines_that_entries_share_are_packed_once():
    shared = "\n".join(f"{number}" * 50 for number in range(10))
    alone = len(derivation_pack.packed({"0": f"{shared}\na"}))
    assert len(derivation_pack.packed({str(name): f"{shared}\n{name}" for name in range(100)})) < alone + 1000


def test_the_block_holds_words_and_data_and_is_no_script():
    block = derivation_pack.element(report(), derivation_pack.packed({"a": "</script><script>alert(1)</script>"}))
    assert block.startswith('<script type="text/plain" id="derivations" data-close="Close"')
    assert block.count("<") == 2
    assert re.fullmatch(r"""[^<&"'\s]*""", re.search(r">([^<]*)<", block)[1])


def test_the_same_entries_give_the_same_bytes():
    entries = {"b": "1\n2", "a": "2\n3"}
    assert derivation_pack.packed(entries) == derivation_pack.packed(dict(entries))
