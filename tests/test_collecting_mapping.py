"""Mapping files: every fault is told at once with its line, and cells are texts."""

import pytest

from greening.collecting import mapping, mapping_reader
from greening.errors import CallError

WHOLE = """kind: bills
table: electricity
columns:
  location_id: {from: Meter, values: {NO: A, "007": B}}
  electricity_kwh: Use
"""


def read(tmp_path, text, kind="bills", fields=None):
    place = tmp_path / "m.yml"
    place.write_text(text, encoding="utf-8")
    return mapping_reader.read(place, kind, fields)


@pytest.mark.parametrize("kind", mapping.KINDS)
def test_the_shipped_mappings_are_sound(kind):
    found = mapping_reader.read(mapping.shipped(kind), kind)
    assert found.kind == kind
    assert found.fields


def test_cells_are_texts(tmp_path):
    found = read(tmp_path, WHOLE)
    assert found.fields["location_id"].values == {"no": "A", "007": "B"}
    assert found.fields["electricity_kwh"].sources == ("Use",)
    assert found.settings == {"end_is": "last_day"}
    assert found.sources == {"Meter", "Use"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: bills", "kind: bill", "line 1: kind is bill, but the import is of bills. Did you mean bills?"),
        ("table: electricity", "table: electric", "line 2: table is electric: which table of the submission is it? Did you mean electricity?"),
        ("table: electricity", "tabel: electricity", "line 2: tabel is not known here. Did you mean table?"),
        ("columns:", "columns:\n  meter_id: {form: Meter}", "line 4: form is not known here. Did you mean from?"),
        ("columns:", "columns:\n  meter_id: {from: Meter, value: M}", "line 4: meter_id has both `from` and `value`"),
        ("columns:", "columns:\n  electricity_kwh: Other", "line 6: electricity_kwh stands twice; keep one"),
        ("columns:", "columns:\n  electricty: X", "line 4: electricty is not a column that can be filled. Did you mean"),
        ("columns:", "decimals: point_or_comma\ncolumns:", "line 3: decimals is point_or_comma, not one of auto, point, comma"),
        ("columns:", "settings: {end_is: never}\ncolumns:", "line 3: end_is is never, not one of last_day, next_reading"),
        ("columns:", "file: {header_row: two}\ncolumns:", "line 3: header_row is two, not the number of a row"),
        ("columns:", "personal: [Meter]\ncolumns:", "line 3: Meter is personal, so nothing may be read from it"),
        ("columns:", "drop_rows: [{column: Meter}]\ncolumns:", "line 3: each of drop_rows needs `column` and either `values` or `keep`"),
        ("columns:", "drop_rows: {column: Meter}\ncolumns:", "line 3: drop_rows must be a list"),
        ("columns:", "units: [kWh]\ncolumns:", "line 3: units must hold names and what they are"),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_right_spelling(tmp_path, old, new, told):
    with pytest.raises(CallError) as error:
        read(tmp_path, WHOLE.replace(old, new, 1), fields={"bills": ("location_id", "electricity_kwh", "meter_id")})
    assert told in str(error.value)


def test_all_faults_are_told_at_once(tmp_path):
    text = WHOLE.replace("kind: bills", "kind: table").replace("table: electricity", "table: gas").replace("Use", "{unit: kWh}")
    with pytest.raises(CallError) as error:
        read(tmp_path, text)
    assert "has 3 faults to mend" in str(error.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"kind: [bills", "broken at line"),
        (b"- a\n- b\n", "must hold names and what they are"),
        (b"", "kind is not given"),
        (b"kind: \xff\xfe", "cannot be read as UTF-8"),
    ],
)
def test_what_is_no_mapping_is_refused_in_words(tmp_path, content, told):
    place = tmp_path / "m.yml"
    place.write_bytes(content)
    with pytest.raises(CallError, match=told):
        mapping_reader.read(place, "bills")


def test_a_missing_file_names_the_command_that_writes_one(tmp_path):
    with pytest.raises(CallError, match=r"pipeline.py mapping tickets --out"):
        mapping_reader.read(tmp_path / "none.yml", "tickets")


def test_a_copy_is_the_shipped_file_and_never_written_over_one(tmp_path):
    place = tmp_path / "mine.yml"
    assert str(place) in mapping.copy("icao", str(place))
    assert place.read_text(encoding="utf-8") == mapping.shipped("icao").read_text(encoding="utf-8")
    with pytest.raises(CallError, match="name another file"):
        mapping.copy("icao", str(place))


def test_a_copy_where_nothing_can_be_written_is_a_wrong_call(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CallError, match="name a place that you may write to"):
        mapping.copy("icao", str(tmp_path / "file" / "mine.yml"))


def test_the_longest_beginning_of_a_word_says_most():
    values = {"trv*": "other", "trv-9*": "consultant", "trv-99": "interpreter"}
    assert [mapping.looked_up([word], values) for word in ("TRV-1", "trv-91", "TRV-99", "x")] == ["other", "consultant", "interpreter", None]
