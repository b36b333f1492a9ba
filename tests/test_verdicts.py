"""Verdicts: keys that tell contents apart, and files that are believed only as they were written."""

import json
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given, strategies as st
from upath import UPath

from greening import suites, verdicts
from greening.expectations import Expectation, Unmet
from greening.suites import Rule, Suite
from greening.verdicts import Verdicts, content_key, question

CELLS = {
    "str": st.none() | st.text(max_size=3) | st.sampled_from(["nan", "NaN", "null", '"', "\\", ","]),
    "float64": st.none() | st.floats(allow_nan=False),
    "int64": st.integers(-3, 3),
    "Int64": st.none() | st.integers(-1, 1),
    "boolean": st.none() | st.booleans(),
    "bool": st.booleans(),
    "datetime64[ms]": st.none() | st.sampled_from(["2024-01-01", "2024-01-02"]),
}


@st.composite
def contents(draw) -> tuple[tuple, ...]:
    """A few columns: name, dtype and cells."""
    size = draw(st.integers(1, 3))
    names = draw(st.lists(st.text("ab", min_size=1, max_size=2), min_size=1, max_size=2, unique=True))
    dtypes = [draw(st.sampled_from(sorted(CELLS))) for _ in names]
    return tuple((name, dtype, *draw(st.lists(CELLS[dtype], min_size=size, max_size=size))) for name, dtype in zip(names, dtypes, strict=True))


def frame_of(content: tuple[tuple, ...]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(list(cells), dtype=dtype) for name, dtype, *cells in content})


def key(frame: pd.DataFrame) -> str:
    return content_key(frame, list(frame))


def suite_of(*rules: tuple[str, dict], **meta: str) -> Suite:
    told = {"rule": "a", "level": "warn", "message": "", "reason": "", "expected": "", "column": ""} | meta
    return Suite("water", tuple(Rule(Expectation(kind, kwargs), **told) for kind, kwargs in rules))


@given(contents(), contents())
def test_contents_have_the_same_key_where_they_are_the_same_and_only_there(one, other):
    # repr tells 0.0 from -0.0 and 1 from True, which equality does not.
    assert (key(frame_of(one)) == key(frame_of(other))) == (repr(one) == repr(other))


@given(contents(), st.data())
def test_a_changed_cell_changes_the_key(content, data):
    number = data.draw(st.integers(0, len(content) - 1))
    name, dtype, *cells = content[number]
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(CELLS[dtype])
    changed = (*content[:number], (name, dtype, *cells), *content[number + 1 :])
    assert (key(frame_of(changed)) == key(frame_of(content))) == (repr(changed) == repr(content))


@given(contents())
def test_where_a_row_stands_in_its_frame_matters_and_its_label_does_not(content):
    frame = frame_of(content)
    assert key(frame.set_axis(range(7, 7 + len(frame)))) == key(frame)
    assert (key(frame.iloc[::-1]) == key(frame)) == (repr(tuple((*one[:2], *one[:1:-1]) for one in content)) == repr(content))


def test_the_key_is_the_same_in_another_process():
    cells = {"text": ["a", None], "number": [0.1, float("nan")], "flag": pd.array([True, None], dtype="boolean")}
    program = "import pandas as pd; from greening.verdicts import content_key as k; " + (
        'print(k(pd.DataFrame({"text": ["a", None], "number": [0.1, float("nan")], "flag": pd.array([True, None], dtype="boolean")}), '
        '["text", "number", "flag"]))'
    )
    told = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.strip() == key(pd.DataFrame(cells))


@pytest.mark.parametrize("column", [pd.Series([object()]), pd.Series(["a"], dtype="category"), pd.Series([pd.Timestamp("2024", tz="UTC")])])
def test_a_column_of_unknown_content_has_no_key(column):
    asked = question(suite_of(("expect_column_values_to_not_be_null", {"column": "x"})), pd.DataFrame({"x": column}))
    assert asked.key == ""


def test_a_question_changes_with_what_is_asked_and_not_with_how_it_is_told():
    frame = pd.DataFrame({"x": [1.0], "y": [2.0]})
    kind = "expect_column_values_to_be_between"
    asked = question(suite_of((kind, {"column": "x", "min_value": 0})), frame)
    assert question(suite_of((kind, {"column": "x", "min_value": 0}), level="reject", message="other"), frame).key == asked.key
    assert question(suite_of((kind, {"column": "x", "min_value": 0})), frame.assign(y=3.0)).key == asked.key
    assert question(suite_of((kind, {"column": "x", "min_value": 1})), frame).key != asked.key
    assert question(suite_of((kind, {"column": "x", "min_value": 0})), frame.assign(x=2.0)).key != asked.key
    assert question(suite_of(("expect_column_values_to_not_be_null", {"column": "x"})), frame).key != asked.key


def test_nothing_is_asked_without_rows_or_rules():
    rule = ("expect_column_values_to_not_be_null", {"column": "x"})
    assert question(suite_of(rule), pd.DataFrame({"x": []})) is None
    assert question(suite_of(), pd.DataFrame({"x": [1]})) is None


def test_verdicts_are_read_as_they_were_written(tmp_path):
    kept = Verdicts({"water:1": [Unmet(2, (0, 5), None)], "heat:2": [Unmet(0, (), 0.1 + 0.2), Unmet(1, (), ["a", 1, None])]}, frozenset({"k"}))
    verdicts.write(UPath(tmp_path), kept)
    assert verdicts.read(UPath(tmp_path)) == kept


def test_a_verdict_that_json_would_change_or_that_has_no_key_is_not_kept(tmp_path):
    odd = {"a:1": [Unmet(0, (), pd.Timestamp("2024"))], "b:2": [Unmet(0, (), (1, 2))], "": [Unmet(0, (1,), None)], "c:3": []}
    verdicts.write(UPath(tmp_path), Verdicts(odd))
    assert verdicts.read(UPath(tmp_path)) == Verdicts({"c:3": []})


def test_a_file_that_is_damaged_counts_as_none(tmp_path):
    verdicts.write(UPath(tmp_path), Verdicts({"water:1": [Unmet(2, (0, 5), None)]}, frozenset({"k"})))
    path = tmp_path / "keys" / "judged.json"
    whole = path.read_bytes()
    for damaged in (
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff",
        whole[:-9],
        whole.replace(b"5", b"6"),
        json.dumps({"seal": "", "unmet": {}, "sound": []}).encode(),
    ):
        path.write_bytes(damaged)
        assert verdicts.read(UPath(tmp_path)) == Verdicts()
    assert verdicts.read(UPath(tmp_path / "nowhere")) == Verdicts()


def test_the_rules_of_a_sound_suite_are_not_looked_through_again(tmp_path, monkeypatch):
    rule = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "water_m3"}}
    meta = {"rule": "a", "level": "warn", "message": "m", "reason": "r"}
    content = {"name": "water", "expectations": [rule | {"meta": meta}]}
    (tmp_path / "water.json").write_text(json.dumps(content), encoding="utf-8")
    sound = {suite.key for suite in suites.load(tmp_path).values()}
    looked_at = []
    monkeypatch.setattr(suites, "file_faults", lambda file, _content, *, by_rule: looked_at.append(file) or [] if by_rule else [])
    assert len(suites.load(tmp_path, None, sound)["water"].rules) == 1
    assert looked_at == []
    content["expectations"][0]["meta"] = meta | {"message": "another {word}"}
    (tmp_path / "water.json").write_text(json.dumps(content), encoding="utf-8")
    suites.load(tmp_path, None, sound)
    assert looked_at == ["water.json"]
