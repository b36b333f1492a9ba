"""Suites as a workbook and back: without loss, whatever a spreadsheet does to it, and told by sheet and cell where anything is wrong."""

import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook, load_workbook

import pipeline
from greening import suites
from greening.errors import CallError, GreeningError, SuiteError
from greening.paths import HOME
from greening.stewarding import rule_cells, rule_columns, rule_sheets, suite_import, suite_workbook
from greening.suite_checks.kinds import kinds
from greening.suites import NOT_SUITES

SHIPPED = HOME / "expectations"
META = {"rule": "a", "level": "warn", "message": "m", "reason": "r"}
RULES = [
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "water_m3", "min_value": 0}, "meta": META | {"rule": "negative"}},
    {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "source", "value_set": ["rain", "tanker"]}, "meta": META | {"rule": "kinds"}},
    {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "end_date"}, "meta": META | {"rule": "dated"}},
]


def written(folder: Path, name: str = "water", rules: list | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    content = {"$schema": "./schema.json", "name": name, "meta": {"about": "Rows."}, "expectations": RULES if rules is None else rules}
    (folder / f"{name}.json").write_text(suite_import.as_text(content), encoding="utf-8")
    return folder


@pytest.fixture
def place(tmp_path):
    return written(tmp_path / "expectations")


@pytest.fixture
def book(tmp_path, place):
    return str(suite_workbook.write(place, str(tmp_path / "rules.xlsx")))


def edited(book: str, change) -> str:
    workbook = load_workbook(book)
    change(workbook)
    workbook.save(book)
    return book


def column(sheet, header: str) -> int:
    return [cell.value for cell in sheet[1]].index(header) + 1


def put(header: str, row: int, value, sheet: str = "water"):
    return lambda workbook: setattr(workbook[sheet].cell(row, column(workbook[sheet], header)), "value", value)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".json" and path.name not in NOT_SUITES}


def faults(book: str, place: Path, **options) -> list[str]:
    with pytest.raises(SuiteError) as refused:
        suite_import.plan(book, place, **options)
    return str(refused.value).splitlines()[:-1]


def test_the_shipped_suites_come_back_byte_for_byte_over_their_files_and_into_an_empty_folder(tmp_path):
    book = str(suite_workbook.write(SHIPPED, str(tmp_path / "rules.xlsx")))
    assert suite_import.plan(book, SHIPPED) == suite_import.Plan({}, (), (), ())
    empty = tmp_path / "empty"
    empty.mkdir()
    suite_import.carry_out(suite_import.plan(book, empty), empty)
    assert files(empty) == files(SHIPPED)


def test_the_same_suites_give_the_same_bytes(place):
    assert suite_workbook.content(suites.read(place)) == suite_workbook.content(suites.read(place))


def test_the_lists_to_choose_from_hold_what_may_be_chosen(book):
    workbook = load_workbook(book)
    lists = {str(one.sqref).split(":")[0]: one.formula1 for one in workbook["water"].data_validations.dataValidation}
    assert lists["B2"] == "=lists!$B$2:$B$4"
    assert [cell.value for cell in workbook["lists"]["B"]][1:4] == ["reject", "hold", "warn"]
    assert [cell.value for cell in workbook["lists"]["A"]][1 : len(kinds()) + 1] == list(kinds())
    columns_of = lists["D2"].removeprefix("=lists!$").split("$")[0]
    assert "water_m3" in [cell.value for cell in workbook["lists"][columns_of]]


def test_a_workbook_is_never_written_over(book, place):
    with pytest.raises(CallError, match="is already there and may hold somebody's work"):
        suite_workbook.write(place, book)


def test_suites_that_are_not_sound_are_not_exported(tmp_path, place):
    written(place, "heat", [RULES[0]])
    with pytest.raises(SuiteError, match="there is no column water_m3"):
        suite_workbook.write(place, str(tmp_path / "other.xlsx"))
    assert not (tmp_path / "other.xlsx").exists()


# What a rule may say: everything that JSON can hold and that a spreadsheet would like to take otherwise.
ODD = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "007",
    "1",
    "1.0",
    "1e5",
    "true",
    "TRUE",
    "null",
    "2024-01-01",
    "json:1",
    "a;b",
    'say "x"',
    "_x0041_",
    " a ",
    "#N/A",
    "é漢\U0001f600",
    "a\nb",
    "\r",
    "\x01",
]
TEXT = st.sampled_from(ODD) | st.text(min_size=1).filter(str.strip)
NUMBER = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
SCALAR = st.none() | st.booleans() | NUMBER | TEXT
ANY = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=6)
BY_KIND = {
    "text": TEXT,
    "number": NUMBER | TEXT | st.none(),
    "yes_no": st.booleans(),
    "list": st.lists(SCALAR, min_size=1, max_size=4),
    "mapping": st.dictionaries(TEXT, ANY, min_size=1, max_size=3),
}


@st.composite
def made_rules(draw):
    kind = draw(st.sampled_from(sorted(kinds())))
    chosen = draw(st.sets(st.sampled_from(sorted(kinds()[kind].arguments)), min_size=1))
    kwargs = {name: draw(BY_KIND[rule_cells.kind_of(name)]) for name in sorted(chosen)}
    said = {name: draw(TEXT) for name in draw(st.sets(st.sampled_from(["message", "reason", "expected", "column", "owner"])))}
    return {"type": kind, "kwargs": kwargs, "meta": {"rule": draw(TEXT), "level": "warn"} | said | {"since_year": draw(st.integers(1900, 2999))}}


def carried(entries: list[dict]) -> list[dict]:
    """The rules of a sheet after they went through a workbook file."""
    book, buffer = Workbook(), io.BytesIO()
    suite_workbook._fill_rules(book.active, {"name": "water", "expectations": entries})
    book.save(buffer)
    sheet = rule_sheets._sheet("water", load_workbook(buffer).active.iter_rows())
    assert sheet.faults == []
    read = [rule_columns.entry(row.cells) for row in sheet.rows]
    assert all(unread == {} for _, unread in read)
    return [entry for entry, _ in read]


@settings(max_examples=15, deadline=None)
@given(st.lists(made_rules(), min_size=1, max_size=8))
def test_whatever_rules_say_goes_through_a_workbook_without_loss(entries):
    back = carried(entries)
    assert len(back) == len(entries)
    assert all(rule_cells.same(one, other) for one, other in zip(back, entries, strict=True))


@settings(max_examples=300, deadline=None)
@given(ANY, st.sampled_from(["text", "number", "yes_no", "list", "mapping"]))
def test_every_value_comes_back_from_its_cell(value, kind):
    cell = rule_cells.to_cell(value, kind)
    assert isinstance(cell, str | int | float | bool)
    assert rule_cells.from_cell(cell, kind) is not None
    assert rule_cells.same(rule_cells.from_cell(cell, kind), value)


def test_values_that_look_alike_are_told_apart():
    for one, other in ((1, "1"), (1, True), (True, "true"), (0, False), (None, "null"), ([1], ["1"]), ([True], ["true"]), ({"a": 1}, {"a": True})):
        assert not rule_cells.same(one, other)
    assert rule_cells.same(1, 1.0)


def test_a_text_longer_than_a_cell_can_hold_goes_on_in_the_next_column():
    entry = RULES[0] | {"meta": META | {"message": "long text " * 8000 + "end"}}
    assert carried([entry]) == [entry]


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("min_value", 0.0, []),
        ("min_value", 5.0, ["water: negative: min_value from 0 to 5"]),
        ("min_value", 0.5, ["water: negative: min_value from 0 to 0.5"]),
        ("min_value", None, None),
        ("message", "  m ", []),
        ("message", "new", ['water: negative: message from "m" to "new"']),
        ("max_value", 7, ["water: negative: max_value is now 7, and was not said"]),
        ("strict_min", "yes", ["water: negative: strict_min is now true, and was not said"]),
        ("since_year", 2020.0, ["water: negative: since_year is now 2020, and was not said"]),
    ],
)
def test_a_changed_cell_is_told_and_written(book, place, header, cell, told):
    edited(book, put(header, 2, cell))
    if told is None:
        assert any("cell A2" in fault or "cell" in fault for fault in faults(book, place))
        return
    plan = suite_import.plan(book, place)
    assert list(plan.changes) == told
    before = files(place)
    suite_import.carry_out(plan, place)
    assert (files(place) == before) == (told == [])
    assert suite_import.plan(book, place, overwrite=True).changes == ()


def test_a_new_row_a_moved_row_and_a_row_that_is_gone_are_told_rule_by_rule(book, place):
    def change(workbook):
        sheet = workbook["water"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)]
        rows = [rows[1], rows[0]]
        new = list(rows[1])
        new[column(sheet, "rule") - 1], new[column(sheet, "min_value") - 1] = "ten", 10
        sheet.delete_rows(2, 3)
        for number, row in enumerate([*rows, [None] * len(new), new], start=2):
            for place_, value in enumerate(row, start=1):
                sheet.cell(number, place_, value)

    plan = suite_import.plan(edited(book, change), place)
    assert list(plan.changes) == [
        "water: the rule dated is taken away",
        'water: a new rule ten: expect_column_values_to_be_between, {"column": "water_m3", "min_value": 10}, level warn',
        "water: the rules stand in another order",
    ]
    suite_import.carry_out(plan, place)
    assert [rule.rule for rule in suites.load(place)["water"].rules] == ["kinds", "negative", "ten"]


def test_a_sheet_that_is_gone_takes_its_suite_away_only_when_asked(book, place):
    def change(workbook):
        workbook.copy_worksheet(workbook["water"]).title = "heat"
        sheet = workbook["heat"]
        sheet.delete_rows(3, 2)
        sheet.cell(2, column(sheet, "column"), "heat_kwh")
        del workbook["water"]

    edited(book, change)
    plan = suite_import.plan(book, place)
    assert plan.kept == ("water: no such sheet; its suite stays as it is (--delete takes it away)",)
    assert plan.changes[0] == "heat: a new suite"
    suite_import.carry_out(suite_import.plan(book, place, delete=True), place)
    assert sorted(files(place)) == ["heat.json"]
    assert json.loads(files(place)["heat.json"])["$schema"] == "./schema.json"


@pytest.mark.parametrize(
    ("header", "row", "cell", "told"),
    [
        ("level", 2, "wran", "cell B2: rule negative: the level wran is not one of reject, hold, warn. Did you mean warn?"),
        ("column", 3, "sorce", "cell D3: rule kinds: there is no column sorce. Did you mean source?"),
        ("min_value", 2, "=1+1", "cell E2: there is a formula; write the value itself"),
        ("max_value", 2, -1, "cell E2: rule negative: nothing can be met: min_value 0 is above max_value -1"),
        ("max_value", 3, 1, "cell F3: rule kinds: max_value means nothing for this type."),
        ("min_value", 2, "zero", "cell E2: rule negative: zero stands there as a text, and the bound is about numbers"),
        ("value_set", 3, "rain; rian", 'cell I3: rule kinds: source can never be "rian"'),
        ("rule", 3, "negative", "cell A3: rule negative: the rule negative is there more than once"),
        ("type", 2, None, "cell A2: rule negative: it has no type"),
        ("message", 2, None, "cell A2: rule negative: the row has no message"),
        ("quantile_ranges", 2, "{", "quantile_ranges is not JSON"),
        ("message", 1, "mesage", "cell R1: there is no column mesage in a sheet of rules. Did you mean message?"),
        ("reason", 1, "message", "the column message is there twice"),
    ],
)
def test_what_is_wrong_is_told_with_sheet_and_cell_and_nothing_is_written(book, place, header, row, cell, told):
    before = files(place)
    edited(book, put(header, row, cell))
    found = faults(book, place)
    assert any(told in fault for fault in found), found
    assert all(fault.startswith(f"{book}, sheet water") for fault in found)
    assert files(place) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda sheet: sheet.insert_rows(1), "cell A1: this is no sheet of rules: its first row must name the columns rule, level, type and so on"),
        (lambda sheet: sheet.delete_cols(1), "cell A1: the column rule, which names each rule, is gone"),
        (lambda sheet: [sheet.cell(row, 60, "mine") for row in (2, 3, 4)], "cell BH2: the cell stands in a column without a name"),
    ],
)
def test_one_mistake_about_a_whole_sheet_is_told_once(book, place, change, told):
    edited(book, lambda workbook: change(workbook["water"]))
    assert faults(book, place) == [f"{book}, sheet water, {told}"]


def test_a_contradiction_across_rows_is_told(book, place):
    def change(workbook):
        sheet = workbook["water"]
        for header, value in (
            ("rule", "other"),
            ("level", "warn"),
            ("type", RULES[0]["type"]),
            ("column", "water_m3"),
            ("max_value", -5),
            ("message", "m"),
        ):
            sheet.cell(5, column(sheet, header), value)
        sheet.cell(5, column(sheet, "reason"), "r")

    assert "cell A5: rule other: it contradicts the rule negative" in faults(edited(book, change), place)[0]


def test_an_unknown_sheet_is_told_with_the_right_name(book, place):
    edited(book, lambda workbook: setattr(workbook["water"], "title", "watr"))
    assert faults(book, place) == [f"{book}, sheet watr: watr is no submission table and no view. Did you mean water?"]


def test_what_somebody_changed_in_a_file_meanwhile_is_not_undone(book, place):
    edited(book, put("min_value", 2, 5))
    written(place, rules=RULES[:2])
    assert "water.json was changed since this workbook was exported" in faults(book, place)[0]
    assert suite_import.plan(book, place, overwrite=True).changes[-1].startswith("water: a new rule dated")


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04"])
def test_a_file_that_is_no_workbook_is_a_wrong_call(tmp_path, place, content):
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(CallError):
        suite_import.plan(str(tmp_path / "x.xlsx"), place)
    with pytest.raises(CallError, match="there is no file"):
        suite_import.plan(str(tmp_path / "y.xlsx"), place)


def test_where_one_file_cannot_be_written_none_is(tmp_path, place, monkeypatch):
    written(place, "heat", [RULES[0] | {"kwargs": {"column": "heat_kwh", "min_value": 0}}])
    book = str(suite_workbook.write(place, str(tmp_path / "two.xlsx")))
    edited(book, put("min_value", 2, 1, "heat"))
    edited(book, put("min_value", 2, 1))
    plan = suite_import.plan(book, place)
    assert list(plan.written) == ["heat.json", "water.json"]
    before, write = files(place), suite_import.paths.write_text

    def fails(path, text):
        if path.name == "water.json":
            raise OSError("disk full")
        write(path, text)

    monkeypatch.setattr(suite_import.paths, "write_text", fails)
    with pytest.raises(GreeningError, match="nothing was changed: disk full"):
        suite_import.carry_out(plan, place)
    assert files(place) == before
    shutil.rmtree(place)


def test_the_commands_export_try_and_import(tmp_path, place):
    book = str(tmp_path / "rules.xlsx")

    def call(*words):
        result = CliRunner().invoke(pipeline.main, ["expectations", *words, "--expectations", str(place)])
        return result.exit_code, result.output.splitlines()

    assert call("export", "--out", book)[0] == 0
    assert call("import", book) == (0, ["nothing to change: the suites say what the workbook says"])
    edited(book, put("level", 2, "wran"))
    code, lines = call("import", book)
    assert (code, lines[-1]) == (1, "nothing was written: mend the workbook and import it again")
    edited(book, put("level", 2, "hold"))
    told = 'water: negative: level from "warn" to "hold"'
    before = files(place)
    assert call("import", book, "--dry-run") == (0, [told, "nothing was written: this was a dry run"])
    assert files(place) == before
    assert call("import", book) == (0, [told, "written: water.json", "next: python pipeline.py expectations preview"])
    assert suites.load(place)["water"].rules[0].level == "hold"
