"""Exports as other programs write them: encodings, separators, sheets, and what is refused."""

import pytest
from submitted_files import workbook

from greening.collecting import foreign
from greening.collecting.mapping import FieldMap, Mapping
from greening.errors import CallError, GreeningError


def mapping(kind="table", columns=("Site", "Use"), personal=(), **file):
    fields = {name.lower(): FieldMap(sources=(name,)) for name in columns}
    return Mapping("m.yml", kind, "electricity", fields, {}, personal, (), (), {}, file)


def read(tmp_path, content, chosen=None, name="e.csv"):
    place = tmp_path / name
    place.write_bytes(content)
    return foreign.read(place, chosen or mapping())


ROWS = {2: {"Site": "Zürich", "Use": "1,5"}, 3: {"Site": "Genève", "Use": "2"}}
TEXT = "Site;Use\nZürich;1,5\nGenève;2\n"


@pytest.mark.parametrize(
    ("content", "how"),
    [
        (TEXT.encode(), "UTF-8, columns separated by semicolons"),
        (TEXT.encode("utf-8-sig"), "UTF-8, columns separated by semicolons"),
        (TEXT.encode("utf-16"), "UTF-16, columns separated by semicolons"),
        (TEXT.encode("cp1252"), "Windows-1252, columns separated by semicolons"),
        (TEXT.replace("\n", "\r\n").encode(), "UTF-8, columns separated by semicolons"),
        (TEXT.replace(";", "\t").encode(), "UTF-8, columns separated by tabs"),
        (TEXT.replace(";", "|").encode(), "UTF-8, columns separated by bars"),
        (b'Site,Use\n"Z\xc3\xbcrich","1,5"\nGen\xc3\xa8ve,2\n', "UTF-8, columns separated by commas"),
    ],
)
def test_the_same_table_however_it_is_written(tmp_path, content, how):
    found = read(tmp_path, content)
    assert found.rows == ROWS
    assert found.how == how


@pytest.mark.parametrize("file", [{}, {"header_row": "3"}])
def test_lines_above_the_header_are_passed_over_and_rows_keep_their_numbers(tmp_path, file):
    found = read(tmp_path, b"Report of March\n\nSite,Use\nA,1\n", mapping(**file))
    assert found.rows == {4: {"Site": "A", "Use": "1"}}


@pytest.mark.parametrize(
    ("above", "seen"), [(b"Rapport;;\nPeriode: 2025;;\n", "It has: Lieu, Quantit"), (b"Site;of;Geneva;GVA\n\nTitle;;\n", "It has: Site, of, Geneva")]
)
def test_where_no_row_has_all_columns_the_likeliest_header_is_shown(tmp_path, above, seen):
    with pytest.raises(CallError) as error:
        read(tmp_path, above + b"Lieu;Quantit;Note\nA;1;x\n")
    assert seen in str(error.value)


def test_a_mapping_without_columns_takes_the_first_row_for_the_header(tmp_path):
    assert read(tmp_path, b"Site\nA,1\n", mapping(columns=(), separator="comma")).header == ("Site",)


def test_a_head_of_two_lines_is_read_as_one(tmp_path):
    assert read(tmp_path, b'"Site\nname",Use\nA,1\n', mapping(columns=("Site name", "Use"))).rows == {2: {"Site name": "A", "Use": "1"}}


def test_a_row_with_more_cells_than_the_header_is_marked_and_a_short_one_ends_in_empty_cells(tmp_path):
    found = read(tmp_path, b"Site,Use\nA,1,2\nB\n", mapping(separator="comma"))
    assert found.ragged == {2}
    assert found.rows[3] == {"Site": "B", "Use": ""}


def test_a_workbook_with_one_sheet_is_read(tmp_path):
    found = read(tmp_path, workbook(March=[["Site", "Use"], ["A", 1.5]]), name="e.xlsx")
    assert list(found.rows.values()) == [{"Site": "A", "Use": "1.5"}]
    assert found.is_workbook


def test_of_several_sheets_the_mapping_says_which(tmp_path):
    content = workbook(One=[["Site", "Use"], ["A", 1]], Two=[["Site", "Use"], ["B", 2]])
    with pytest.raises(CallError, match=r"2 filled sheets \(One, Two\); say which with `sheet`"):
        read(tmp_path, content, name="e.xlsx")
    assert [row["Site"] for row in read(tmp_path, content, mapping(sheet="Two"), "e.xlsx").rows.values()] == ["B"]
    with pytest.raises(CallError, match="has no sheet Three; it has One, Two"):
        read(tmp_path, content, mapping(sheet="Three"), "e.xlsx")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("e.csv", b"", "empty"),
        ("e.csv", b"\n\n", "empty"),
        ("e.csv", b"PK\x03\x04rest", "export the list as CSV"),
        ("e.csv", b"%PDF-1.7", "export the list as CSV"),
        ("e.csv", b"Site,Use\nA,1\0\n", "NUL bytes"),
        ("e.csv", b'Site,Use\n"A,1\n', "quotation mark"),
        ("e.xlsx", b"no workbook", "not an Excel workbook"),
        ("e.csv", b"\xff\xfeS", "UTF-8"),
        ("e.csv", b"Site,Use\nA\x81,1\n", "say its `encoding`"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path, name, content, told):
    with pytest.raises(GreeningError) as error:
        read(tmp_path, content, name=name)
    assert told in str(error.value)
    assert "e." in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "file", "told"),
    [
        (b"Sites,Use\nA,1\n", {}, "has no column Site. Did you mean Sites? It has: Sites, Use"),
        (b"Site,Use,Use\nA,1,2\n", {}, "has the column Use more than once"),
        (b"Site,Use\nA,1\n", {"separator": "colon"}, "separator is colon; write one of auto, comma"),
        (b"Site,Use\nA,1\n", {"encoding": "klingon"}, "klingon is no encoding"),
        (b"Site,Use\nA,1\n", {"header_row": "9"}, "no table with a header row"),
    ],
)
def test_what_the_mapping_says_and_the_export_has_not_is_refused_with_the_remedy(tmp_path, content, file, told):
    with pytest.raises(GreeningError) as error:
        read(tmp_path, content, mapping(**file))
    assert told in str(error.value)


def test_a_missing_file_is_a_wrong_call(tmp_path):
    with pytest.raises(CallError, match="check the name of the file"):
        foreign.read(tmp_path / "none.csv", mapping())


#: What exports of agencies call a person in other languages.
OTHER_LANGUAGES = ("Nom du voyageur", "Prénom", "Passager", "Matricule", "Nombre del pasajero", "Apellidos", "Viajero", "Reisender")


@pytest.mark.parametrize("column", ["Nombre de passagers", "Nomenclature", "Renom"])
def test_a_column_that_only_looks_as_if_it_named_persons_is_none_of_them(tmp_path, column):
    assert read(tmp_path, f"Site,Use,{column}\nA,1,2\n".encode()).personal == ()


@pytest.mark.parametrize("column", ["Traveller", "Passenger name", "PNR", "Record locator", "Employee no", "Staff ID", "E-mail", *OTHER_LANGUAGES])
def test_columns_that_name_persons_are_never_read(tmp_path, column):
    found = read(tmp_path, f"Site,Use,{column}\nA,1,Zaphod\n".encode())
    assert found.personal == (column,)
    assert found.rows == {2: {"Site": "A", "Use": "1"}}
    assert found.told("Zaphod") == found.told("trip of zaphod") == foreign.NOT_SHOWN
    assert "zaphod" not in repr(found).casefold()


def test_a_ticket_import_refuses_to_read_who_travelled(tmp_path):
    with pytest.raises(CallError, match="which names persons"):
        read(tmp_path, b"Traveller,Use\nA,1\n", mapping("tickets", ("Traveller", "Use")))


@pytest.mark.parametrize("column", ["Number of passengers", "Site", "Item"])
def test_other_columns_are_no_persons(tmp_path, column):
    assert read(tmp_path, f"Site,Use,{column} 2\nA,1,x\n".encode()).personal == ()


def test_a_column_that_the_mapping_calls_personal_is_never_read(tmp_path):
    found = read(tmp_path, b"Site,Use,Badge\nA,1,Zaphod\n", mapping(personal=("Badge",)))
    assert found.personal == ("Badge",)
    assert found.told("Zaphod") == foreign.NOT_SHOWN
