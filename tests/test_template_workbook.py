"""The submission workbook: made from the declarations and the suites, the same to the byte, read back, and opened by a spreadsheet program."""

import io
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from greening import locale, paths, tables, template_workbook, validation
from greening.collecting import help_texts, template_carried, template_guide
from greening.errors import CallError
from greening.structure import casting
from greening.submission import headings, loading

SHIPPED = paths.HOME / "data"
SUITES = str(paths.HOME / "expectations")
BODIES = ("EXAMPLE-HQ", "EXAMPLE-FIELD")
RED, AMBER = "#F4B6B0", "#FBE3A5"


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def handed_in(folder: Path, content: bytes, organization: str = "BODY", year: int = 2025) -> loading.Submission:
    home = folder / "raw" / str(year) / organization
    home.mkdir(parents=True, exist_ok=True)
    (home / "submission.xlsx").write_bytes(content)
    return loading.load(year, organization, str(folder))


@cache
def empty(headers: str = "", expectations: str = SUITES) -> bytes:
    """The workbook of a body that never handed in."""
    return template_workbook.made(2025, "BODY", template_carried.NOTHING, headers=headers, expectations=expectations)


@pytest.fixture(scope="module")
def before() -> template_carried.Earlier:
    """What an invented body handed in for 2024: three places, of which one closed, and what it reports each year."""
    places = pd.DataFrame({"location_id": ["A", "B", "C"], "country": ["KEN", "CHE", "FRA"], "floor_area_m2": [100.5, None, 7.0]})
    rows = {
        "locations": places.assign(closed_date=[pd.NaT, pd.Timestamp("2024-06-30"), pd.Timestamp("2025-03-31")]),
        "electricity": pd.DataFrame(
            {"location_id": ["A", "A", "B"], "meter_id": ["M1", "M1", "M2"], "supply": "grid", "electricity_kwh": [1.0, 2.0, 3.0]}
        ),
        "actions": pd.DataFrame({"action_id": ["X", "Y"], "title": ["Lamps", "Panels"], "status": ["done", "under_way"]}),
        "milestones": pd.DataFrame({"action_id": ["X", "Y"], "title": ["a", "b"], "due_date": pd.to_datetime(["2024-01-01", "2026-01-01"])}),
        "goals": pd.DataFrame({"goal_id": ["G", "H", "H"], "metric": "ghg.total", "target_year": [2024, 2024, 2030], "path": "milestones"}),
        "coverage": pd.DataFrame({"topic": ["waste", "water"], "status": ["reported", "not_occurring"]}),
        "recommendations": pd.DataFrame({"recommendation_id": ["R1", "R2"], "status": ["implemented", "started"], "acceptance": "full"}),
    }
    columns = {name: list(table.columns) for name, table in tables.submission_tables().items()}
    return template_carried.Earlier(2024, {name: frame.reindex(columns=columns[name]) for name, frame in rows.items()})


def lines(book: openpyxl.Workbook, sheet: str, *columns: str) -> list[list[object]]:
    heads = [str(cell.value).splitlines()[-1] for cell in book[sheet][1]]
    return [[row[heads.index(name)].value for name in columns] for row in book[sheet].iter_rows(min_row=2)]


def test_every_table_has_a_sheet_with_its_columns():
    book = opened(template_workbook.content(2025, "NEWBODY", tables.empty("activities")))
    for table in tables.submission_tables().values():
        assert [cell.value for cell in book[table.name][1]] == list(table.columns)


@pytest.mark.parametrize("language", headings.LANGUAGES)
def test_heads_bear_the_words_of_the_language_and_the_names_of_findings(language):
    book = opened(empty(headers=language))
    name = {"en": "electricity", "fr": "Électricité", "es": "Electricidad"}[language]
    words = {"en": "Electricity used (kWh)", "fr": "Électricité consommée (kWh)", "es": "Electricidad consumida (kWh)"}[language]
    assert f"{words}\nelectricity_kwh" in [cell.value for cell in book[name][1]]
    required = {"en": "Required.", "fr": "Obligatoire.", "es": "Obligatorio."}[language]
    assert required in book[name]["A1"].comment.text


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_help_of_every_table_and_column_is_said_in_the_language(language):
    words = locale.catalogue(language)
    texts = [about for table in tables.submission_tables().values() for about in (table.about, *(column.about for column in table.columns.values()))]
    assert [text for text in texts if not help_texts.speaks(text, language) and not words.speaks(text)] == []


def test_same_input_same_bytes(before):
    assert template_workbook.made(2025, "BODY", before) == template_workbook.made(2025, "BODY", before)


def test_without_an_earlier_year_only_the_code_is_filled(tmp_path):
    path = template_workbook.write(2025, "NEWBODY", tmp_path)
    assert path == paths.root(tmp_path) / "templates" / "2025" / "NEWBODY.xlsx"
    book = opened(path.read_bytes())
    assert [cell.value for cell in book["profile"][2]][:2] == ["NEWBODY", None]
    assert book["locations"].max_row == 1


def test_a_workbook_that_somebody_filled_in_is_never_written_over(tmp_path):
    path = template_workbook.write(2025, "NEWBODY", tmp_path)
    assert template_workbook.write(2025, "NEWBODY", tmp_path) == path
    path.write_bytes(b"filled in")
    with pytest.raises(CallError, match=r"NEWBODY\.xlsx is there already, and somebody may have filled it in; take it away, or name another file"):
        template_workbook.write(2025, "NEWBODY", tmp_path)
    assert path.read_bytes() == b"filled in"


def test_a_group_and_a_known_body_get_what_the_reference_data_know(tmp_path):
    book = opened(template_workbook.write(2025, "UN-SECRETARIAT", tmp_path).read_bytes())
    assert lines(book, "profile", "organization", "name", "parent", "country") == [["UN-SECRETARIAT", "United Nations Secretariat", "UNSYSTEM", "US"]]


def test_what_still_holds_stands_in_it_and_what_is_over_does_not(before):
    book = opened(template_workbook.made(2025, "BODY", before))
    assert lines(book, "locations", "location_id", "floor_area_m2") == [["A", 100.5], ["C", 7]]
    assert lines(book, "electricity", "location_id", "meter_id", "supply", "electricity_kwh") == [["A", "M1", "grid", None]]
    assert lines(book, "actions", "action_id") == [["Y"]]
    assert lines(book, "milestones", "action_id") == [["Y"]]
    assert lines(book, "goals", "goal_id", "target_year") == [["H", 2024], ["H", 2030]]
    assert lines(book, "coverage", "topic") == [["water"]]
    assert lines(book, "recommendations", "recommendation_id", "status", "acceptance") == [["R1", "implemented", "full"], ["R2", None, "full"]]


def test_a_row_as_the_template_made_it_reports_nothing_until_somebody_completes_it(before, tmp_path):
    content = template_workbook.made(2025, "BODY", before, headers="fr")
    assert "electricity" not in handed_in(tmp_path / "a", content).tables
    book = opened(content)
    book["Électricité"]["E2"] = 12.5
    book["Électricité"]["A3"] = "C"
    changed = io.BytesIO()
    book.save(changed)
    read = casting.cast(handed_in(tmp_path / "b", changed.getvalue()))
    assert read.tables["electricity"]["electricity_kwh"].fillna(-1).tolist() == [12.5, -1]
    assert read.findings[["table", "source_row", "rule"]].values.tolist()[-1] == ["electricity", 3, "required_cell_empty"]


@pytest.mark.parametrize(
    ("organization", "headers"), [*((body, headers) for body in BODIES for headers in ("", *headings.LANGUAGES)), ("EXAMPLE", "")]
)
def test_what_it_writes_is_read_back_without_a_finding(organization, headers, tmp_path):
    content = template_workbook.write(2025, organization, SHIPPED, str(tmp_path / "out.xlsx"), headers=headers).read_bytes()
    found = handed_in(tmp_path, content, organization)
    assert found.findings.empty
    assert casting.cast(found).findings.empty
    assert found.raw_rows == sum(len(rows) for rows in found.tables.values())


def test_an_untouched_workbook_has_the_findings_of_an_empty_submission_alone(tmp_path):
    content = template_workbook.write(2025, "EXAMPLE-FIELD", SHIPPED, str(tmp_path / "out.xlsx"), headers="es").read_bytes()
    activities, found = validation.validate(handed_in(tmp_path, content, "EXAMPLE-FIELD"), SUITES, None)
    assert set(found["rule"]) == {"missing_topic"}
    assert len(activities) > 20


def test_choices_are_offered_and_empty_cells_explained():
    book = opened(empty())
    offered = {validation.formula1 for validation in book["personnel"].data_validations.dataValidation}
    assert '"headcount,fte"' in offered and "places" in offered
    assert "Empty means: location" in book["profile"]["I1"].comment.text
    assert book.defined_names["places"].attr_text == "'locations'!$A$2:$A$5000"
    fuels = {validation.formula1 for validation in book["fuels"].data_validations.dataValidation}
    assert all(not one.startswith('"') or len(one) <= 255 for one in fuels)


def test_the_names_that_free_columns_may_hold_are_listed_and_offered():
    book = opened(empty())
    sheet = book[template_guide.LISTS]
    heads = {cell.value: cell.column for cell in sheet[1]}
    listed = {name: [cell.value for cell in next(sheet.iter_cols(column, column, 2)) if cell.value] for name, column in heads.items()}
    assert "ghg.total" in listed["metric"] and "imp.status" in listed["question_id"] and "air_travel" in listed["topic"]
    assert "JIU/REP/2020/8-10" in listed["recommendation_id"] and "programme.screening" in listed["question_id"]
    assert listed["quality"] == list(tables.submission_tables()["electricity"].columns["quality"].choices)
    assert "names_metric" in {one.formula1 for one in book["goals"].data_validations.dataValidation}
    assert book.defined_names["names_metric"].attr_text == f"'_lists'!$A$2:$A${len(listed['metric']) + 1}"


def formulas(book: openpyxl.Workbook, sheet: str, column: str) -> str:
    """All formulas that colour the column, one after the other."""
    letter = next(cell.column_letter for cell in book[sheet][1] if cell.value == column)
    ranges = book[sheet].conditional_formatting
    return " ".join(rule.formula[0] for one in ranges if str(one.sqref).startswith(letter) for rule in one.rules)


def test_a_change_of_a_suite_reaches_the_workbook(tmp_path):
    shutil.copytree(SUITES, tmp_path / "expectations")
    suite = tmp_path / "expectations" / "electricity.json"
    told = json.loads(suite.read_text(encoding="utf-8"))
    rule = next(one for one in told["expectations"] if one["meta"]["rule"] == "absurd_supplier_factor")
    rule["kwargs"]["max_value"] = 2.5
    told["expectations"].append({"type": "expect_column_values_to_match_json_schema", "kwargs": {"column": "meter_id"}, "meta": {
        "rule": "odd_meter", "level": "reject", "message": "{meter_id} is odd.", "reason": "None."}})  # fmt: skip
    suite.write_text(json.dumps(told), encoding="utf-8")
    changed = opened(empty(expectations=str(tmp_path / "expectations")))
    assert ">2.5" in formulas(changed, "electricity", "supplier_factor_kgco2e_per_kwh")
    assert ">3" in formulas(opened(empty()), "electricity", "supplier_factor_kgco2e_per_kwh")
    guide = [cell.value for row in changed["readme"].iter_rows() for cell in row if cell.value]
    assert "[meter_id] is odd." in guide
    last = next(row for row in changed["_checks"].iter_rows(values_only=True) if row[3] == "odd_meter")
    assert last[:3] == ("electricity", "meter_id", "told after handing in")


def test_nearly_all_rules_that_reject_are_said_by_a_formula():
    rows = list(opened(empty())["_checks"].iter_rows(min_row=2, values_only=True))
    later = {(row[0], row[3]) for row in rows if row[2] == "told after handing in"}
    suites = {suite.stem: json.loads(suite.read_text(encoding="utf-8")) for suite in Path(SUITES).glob("*.json") if suite.stem != "schema"}
    rejecting = {(name, one["meta"]["rule"]) for name, suite in suites.items() for one in suite["expectations"] if one["meta"]["level"] == "reject"}
    assert len(rejecting) > 80
    assert later & rejecting == {("published", "unexpected_unit"), ("travel_pricing", "nothing_to_price_by")}
    red = {(row[0], row[3]) for row in rows if row[2] == "red"}
    assert rejecting - later <= red


@pytest.mark.parametrize("code", ["../elsewhere", "", "A B"])
def test_a_code_that_cannot_be_a_folder_is_refused(tmp_path, code):
    with pytest.raises(CallError, match="letters, digits and hyphens"):
        template_workbook.write(2025, code, tmp_path)


def test_a_language_without_heads_is_refused(tmp_path):
    with pytest.raises(CallError, match="en, fr, es"):
        template_workbook.write(2025, "BODY", tmp_path, headers="de")


#: Rows for a workbook of 2025, and the colour of some of their cells.
CASES = [
    ("locations", {"location_id": "HQ", "country": "CHE"}, {"location_id": "", "country": ""}),
    ("locations", {"location_id": "HQ", "country": "XX"}, {"location_id": RED, "country": RED}),
    ("locations", {"location_id": "B", "country": "KEN", "kind": "palace", "floor_area_m2": "?"}, {"kind": AMBER, "floor_area_m2": AMBER}),
    ("electricity", {"location_id": "HQ", "electricity_kwh": 5}, {"location_id": "", "electricity_kwh": ""}),
    ("electricity", {"location_id": "NOWHERE", "electricity_kwh": -5}, {"location_id": RED, "electricity_kwh": RED}),
    ("electricity", {"location_id": "HQ", "electricity_kwh": "12 MWh"}, {"electricity_kwh": RED}),
    ("electricity", {"location_id": "B", "meter_id": "M"}, {"electricity_kwh": RED, "location_id": ""}),
    ("electricity", {"location_id": "B", "electricity_kwh": 7, "start_date": "2024-01-01", "end_date": "2024-12-31"}, {"start_date": RED}),
    ("electricity", {"location_id": "B", "electricity_kwh": 8, "start_date": "2024-12-01", "end_date": "2025-01-31"}, {"start_date": ""}),
    ("electricity", {"location_id": "B", "electricity_kwh": 9, "start_date": "2025-05-01", "end_date": "2025-04-01"}, {"end_date": RED}),
    ("electricity", {"location_id": "B", "electricity_kwh": 10, "start_date": "soon"}, {"start_date": RED}),
    ("electricity", {"location_id": "HQ", "electricity_kwh": 5}, {"electricity_kwh": RED}),
    ("electricity", {"location_id": "B", "electricity_kwh": 5, "certificate_kwh": 6}, {"certificate_kwh": AMBER, "electricity_kwh": ""}),
    ("electricity", {"location_id": "B", "electricity_kwh": 3e8, "supply": "grid"}, {"electricity_kwh": AMBER, "supply": ""}),
    ("electricity", {"location_id": "B", "electricity_kwh": 11, "supply": "gird"}, {"supply": RED}),
    ("fuels", {"use": "vehicle", "fuel": "diesel", "quantity": 1, "unit": "l", "bio_share_pct": 120}, {"bio_share_pct": RED, "fuel": "", "unit": ""}),
    ("air_travel", {"origin": "GVA", "destination": "gva", "purpose": "other"}, {"destination": RED, "purpose": ""}),
    ("air_travel", {"origin": "GVA", "purpose": "other", "departure_date": "2023-05-05"}, {"departure_date": RED}),
    ("air_travel", {"origin": "GVA", "purpose": "other", "return_trip": "maybe"}, {"return_trip": RED}),
    ("air_travel", {"origin": "GENEVA", "destination": "NBO", "purpose": "other"}, {"origin": RED, "destination": ""}),
    ("goals", {"goal_id": "G", "metric": "ghg.total", "target_year": 2030, "change_pct": -45}, {"change_pct": "", "target_year": ""}),
    ("goals", {"goal_id": "H", "metric": "energy.renewable.share", "target_year": 2030, "target_value": 80}, {"target_value": RED}),
    ("goals", {"goal_id": "I", "metric": "ghg.total", "target_year": 30, "change_pct": -5, "target_value": 3}, {"target_year": RED}),
    ("goals", {"goal_id": "K", "metric": "ghg.total", "target_year": 2030, "change_pct": -145}, {"change_pct": RED}),
    ("goals", {"goal_id": "J", "metric": "ghg.total", "target_year": 2020, "baseline_year": 2024, "change_pct": -5}, {"target_year": RED}),
    ("milestones", {"action_id": "A1", "title": "None such", "due_date": "2025-05-05"}, {"action_id": AMBER, "due_date": ""}),
    ("spending", {"purpose": "reduction", "stage": "spent", "budget_line": "1", "amount": 5, "currency": "usd"}, {"currency": AMBER, "amount": ""}),
    ("adoptions", {"goal_id": "NO-SUCH-GOAL", "adopted_by": "Council"}, {"goal_id": RED}),
    ("adoptions", {"goal_id": "STRATEGY-GHG", "adopted_by": "Council"}, {"goal_id": ""}),
    ("travel_measures", {"action_id": "T", "kind": "levy", "value": 2, "basis": "share_of_fares"}, {"value": AMBER}),
]  # fmt: skip


def test_a_spreadsheet_program_opens_it_and_colours_what_would_be_rejected(tmp_path):
    """LibreOffice shows the workbook as a page, where each cell bears the colour that a person sees."""
    book = opened(empty())
    placed = []
    for sheet, cells, colours in CASES:
        form = book[sheet]
        heads = [cell.value for cell in form[1]]
        line = form.max_row + 1
        for name, value in cells.items():
            form.cell(line, heads.index(name) + 1, value)
        placed.append((sheet, line, {heads.index(name): colour for name, colour in colours.items()}, cells))
    book.save(tmp_path / "filled.xlsx")
    shown = converted(tmp_path, "filled.xlsx")
    for sheet, line, colours, cells in placed:
        for column, colour in colours.items():
            assert shown[sheet][line - 1][column] == colour, (sheet, cells, column)


def test_a_spreadsheet_program_opens_it_and_what_it_saves_is_read_back(tmp_path):
    content = template_workbook.write(2025, "EXAMPLE-HQ", SHIPPED, str(tmp_path / "in" / "submission.xlsx"), headers="fr").read_bytes()
    office(tmp_path, "xlsx", tmp_path / "in" / "submission.xlsx")
    saved = (tmp_path / "submission.xlsx").read_bytes()
    assert saved != content
    first, second = handed_in(tmp_path / "a", content, "EXAMPLE-HQ"), handed_in(tmp_path / "b", saved, "EXAMPLE-HQ")
    assert second.findings.empty
    for name, rows in first.tables.items():
        pd.testing.assert_frame_equal(rows, second.tables[name])


def office(folder: Path, kind: str, file: Path) -> None:
    """Have LibreOffice write the file as another kind into the folder; it is installed by scripts/ensure_programs.sh."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is not installed: run scripts/ensure_programs.sh"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, "--headless", profile, "--convert-to", kind, "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def converted(folder: Path, name: str) -> dict[str, list[list[str]]]:
    """The background of each cell of each sheet, as LibreOffice shows it; empty where it has none."""
    office(folder, "html", folder / name)
    page = (folder / name).with_suffix(".html").read_text(encoding="utf-8", errors="replace")
    book = opened((folder / name).read_bytes())
    sheets = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    found = re.findall(r"<table\b.*?</table>", page, flags=re.DOTALL | re.IGNORECASE)
    return {
        sheet: [[_background(cell) for cell in re.findall(r"<td\b[^>]*>", row)] for row in re.findall(r"<tr>.*?</tr>", table, flags=re.DOTALL)]
        for sheet, table in zip(sheets, found, strict=True)
    }


def _background(cell: str) -> str:
    colour = re.search(r'bgcolor="([^"]+)"', cell)
    return colour[1] if colour else ""
