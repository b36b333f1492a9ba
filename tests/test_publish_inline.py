"""Styles and scripts inside the page: shortened without changing them, allowed by their hashes, and no text that escapes its quotation marks."""

import base64
import hashlib
import re

import pytest
from hypothesis import given, strategies as st

from greening.publish import inline


def test_a_style_sheet_keeps_its_rules_and_loses_its_comments():
    css = '/* why */ a:has( > b ) , p > .x {\n  color : red;  margin: 0 auto ; }\n@media (min-width: 68rem) { .y::after { content: " \\25be"; } }\n'
    assert inline.minified(css) == 'a:has(>b ),p>.x{color : red;margin:0 auto}@media (min-width:68rem){.y::after{content:" \\25be"}}'


@pytest.mark.parametrize("kept", [".a .b", ".a :is(p)", "calc(1rem + 2px)", ".a ~ .b", "0 0 / 3rem 100% local"])
def test_spaces_that_mean_something_stay(kept: str):
    assert kept in inline.minified(f"{kept} {{}} x {{ y: {kept} }}")


def test_the_whole_style_sheet_has_as_many_rules_as_its_parts():
    parts = "\n".join(inline._texts(inline._STYLES))
    bare = re.sub(r"/\*.*?\*/", "", parts, flags=re.S)
    assert inline.style().count("{") == bare.count("{") > 100
    assert len(inline.style().encode()) < 30_000


@given(st.text())
def test_no_text_ends_its_quotation_marks(text: str):
    quoted = inline.quoted(text)
    assert re.fullmatch(r'"(?:[A-Za-z0-9]|\\[0-9a-f]{6})*"', quoted)
    assert re.sub(r"\\([0-9a-f]{6})", lambda found: chr(int(found[1], 16)), quoted[1:-1]) == text


def test_running_heads_stand_on_the_side_where_lines_begin():
    left = inline.running("A", "B", "C", "ltr")
    right = inline.running("A", "B", "C", "rtl")
    assert '@top-left{content:"A"}' in left and "@bottom-right{content:counter(page)" in left
    assert '@top-right{content:"A"}' in right and '@top-left{content:"B"}' in right and "@bottom-left{content:counter(page)" in right


def test_the_policy_allows_what_is_inside_by_its_hash_and_nothing_else():
    policy = inline.policy(["a{}"], ["x()"])
    hashes = ["sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in ("a{}", "x()")]
    assert policy == (
        f"default-src 'none'; style-src '{hashes[0]}'; script-src '{hashes[1]}' 'self'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert "unsafe" not in policy
