"""Lists of findings for the terminal and to mail back, and the mails that go with them."""

import csv
import io
import unicodedata
from datetime import date

import pytest
from click.testing import CliRunner
from submitted_findings import checked

from greening import locale
from greening.collecting import contacts, finding_lists, mails
from greening.errors import CallError
from pipeline import main as pipeline

TODAY = date(2025, 2, 1)
EN = locale.catalogue("en")
HOLD = {
    "level": "hold",
    "rule": "too_much",
    "message": "9000 kWh is more than can be.",
    "source_file": "electricity.csv",
    "column": "electricity_kwh",
}
WAIVED = {"level": "warn", "rule": "large_change", "waived_by": "Chief of facilities", "waived_reason": "A new meter", "waived_until": "2025-12-31"}
WAITING = {"rule": "unknown_location", "message": "X is not in locations. The row is left out.", "column": "location_id", "value": "X"}


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def call(*arguments: object):
    return CliRunner().invoke(pipeline, [str(argument) for argument in arguments])


def test_the_csv_has_a_line_for_each_finding_what_holds_first(tmp_path):
    checked(tmp_path, "ONE", {}, HOLD, WAIVED, outcome="held")
    checked(tmp_path, "TWO")
    content = finding_lists.as_csv(finding_lists.read(2024, [], str(tmp_path)), EN)
    assert content.startswith(b"\xef\xbb\xbf"), "without it a spreadsheet reads letters with accents wrongly"
    head, *rows = rows_of(content)
    assert len(head) == len(finding_lists.COLUMNS) == 13
    assert [(row[0], row[2], row[12]) for row in rows] == [
        ("ONE", "holds publication", "too_much"),
        ("ONE", "row or cell left out", "negative_quantity"),
        ("ONE", "worth a look", "large_change"),
    ]
    assert rows[2][11] == "Chief of facilities (2025-12-31): A new meter"
    assert rows[1][3:10] == ["waste", "waste.csv", "", "7", "waste_kg", "'-5", "0 or more"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_the_csv_is_taken_for_a_formula(tmp_path, cell):
    checked(tmp_path, "ONE", {"value": cell, "message": cell, "source_file": cell, "sheet": cell})
    rows = rows_of(finding_lists.as_csv(finding_lists.read(2024, [], str(tmp_path)), EN))
    assert sum(text == f"'{cell}" for text in rows[1]) == 4
    assert not [text for text in rows[1] if text.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("language", locale.languages())
def test_heads_and_messages_are_in_the_language(tmp_path, language):
    checked(tmp_path, "ONE", {})
    words = locale.catalogue(language)
    head, row = rows_of(finding_lists.as_csv(finding_lists.read(2024, [], str(tmp_path)), words))
    assert head[12] == words.text("validation.head.rule")
    assert (row[10] == "waste_kg is -5; it cannot be below zero. The row is left out.") == (language == "en")
    assert "waste_kg" in row[10] and "-5" in row[10]


def test_levels_and_rules_can_be_chosen(tmp_path):
    checked(tmp_path, "ONE", {}, HOLD, WAIVED)
    found = finding_lists.read(2024, [], str(tmp_path))
    (warned,) = finding_lists.only(found, ["warn", "hold"], [])
    assert set(warned.findings["rule"]) == {"large_change", "too_much"}
    (ruled,) = finding_lists.only(found, [], ["too_much"])
    assert list(ruled.findings["level"]) == ["hold"]
    with pytest.raises(CallError, match=r"too_much\?"):
        finding_lists.only(found, [], ["to_much"])


def test_on_the_terminal_what_waits_for_one_mending_is_one_line(tmp_path):
    checked(tmp_path, "ONE", *({**WAITING, "source_row": row} for row in (2, 3, 4)), {})
    text = finding_lists.as_text(finding_lists.read(2024, [], str(tmp_path)), EN)
    assert text.count("unknown_location") == 1
    assert "waste.csv, row 2 (+2)" in text
    assert "4 reject" in text.splitlines()[0]


def test_a_narrow_terminal_gets_no_line_that_is_broken_by_it(tmp_path):
    checked(tmp_path, "ONE", {"message": "word " * 60})
    found = finding_lists.read(2024, [], str(tmp_path))
    assert max(map(len, finding_lists.as_text(found, EN, 160).splitlines())) <= 160
    below = finding_lists.as_text(found, EN, 100).splitlines()
    assert max(map(len, below)) <= 100 and any(line.startswith("    word word") for line in below)
    assert "word word" in " ".join(below) and " ".join(below).count("word") == 60


def test_what_was_not_run_or_has_changed_since_says_what_to_do(tmp_path):
    checked(tmp_path, "ONE", {})
    folder = tmp_path / "raw" / "2024"
    (folder / "ONE" / "water.csv").write_text("location_id\nA\n")
    (folder / "NEW").mkdir()
    (folder / "NEW" / "profile.csv").write_text("organization,name,country\nNEW,New,KE\n")
    text = call("findings", "--year", 2024, "--data", tmp_path).output
    assert "NEW 2024: has not been run; run it first: python pipeline.py run --year 2024 --organization NEW" in text
    assert "its files have changed since; check them again: python pipeline.py run --year 2024 --organization ONE" in text
    written = call("mails", "--year", 2024, "--data", tmp_path)
    assert written.exit_code == 1
    assert written.output.count("no mail") == 2
    assert not (tmp_path / "mails").exists()


def test_findings_go_to_a_file_or_to_standard_output(tmp_path):
    checked(tmp_path, "ONE", {})
    place = tmp_path / "out" / "found.csv"
    said = call("findings", "--year", 2024, "--data", tmp_path, "--csv", place)
    assert (said.exit_code, said.output.strip()) == (0, str(place))
    assert call("findings", "--year", 2024, "--data", tmp_path, "--csv", "-").stdout_bytes == place.read_bytes()


@pytest.mark.parametrize("language", locale.languages())
def test_a_mail_says_first_what_holds_publication_and_how_to_send_again(tmp_path, language):
    checked(tmp_path, "ONE", {}, HOLD, WAIVED, outcome="held", role="Head of facilities")
    (mail,) = mails.write(2024, [], str(tmp_path), language, "", TODAY)
    text, words = mail.place.read_text(encoding="utf-8"), locale.catalogue(language)
    order = ["letter.greeting", "letter.outcome.held", "letter.part.hold", "letter.part.reject", "letter.due.soon", "letter.again", "letter.regards"]
    assert [text.index(words.text(key)) for key in order] == sorted(text.index(words.text(key)) for key in order)
    assert text.lstrip("\u200f").startswith(words.text("letter.subject_line", subject="").strip())
    assert words.text("letter.part.warn") not in text, "a waived finding needs nothing"
    assert words.counted("letter.accepted", 1) in text
    assert "Head of facilities" in text and "{" not in text
    assert [row[12] for row in rows_of((tmp_path / "mails" / "2024" / "ONE.csv").read_bytes())[1:]] == ["too_much", "negative_quantity"]


def test_lines_from_the_right_keep_codes_in_their_order(tmp_path):
    checked(tmp_path, "ONE", {}, WAITING)
    (mail,) = mails.write(2024, [], str(tmp_path), "ar", "", TODAY)
    for line in filter(None, mail.place.read_text(encoding="utf-8").split("\n")):
        assert line.startswith("\u200f")
        assert line.count("\u2068") == line.count("\u2069")
        # The first letter outside isolates gives the line its direction.
        depth, letters = 0, []
        for sign in line:
            depth += (sign == "\u2068") - (sign == "\u2069")
            if not depth and unicodedata.bidirectional(sign) in ("L", "R", "AL"):
                letters.append(unicodedata.bidirectional(sign))
        assert letters[0] in ("R", "AL")
    assert "\u2068waste.csv\u2069" in mail.place.read_text(encoding="utf-8")


def test_a_mail_is_in_the_language_and_to_the_role_of_the_contact(tmp_path):
    checked(tmp_path, "ONE", {}, role="Head of facilities")
    checked(tmp_path, "TWO", {})
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "contacts.csv").write_bytes("organization;role;language\r\nONE;Chef du bureau;FR\r\n".encode("utf-8-sig"))
    log = [
        "ONE,2025-01-10,asked,Staff,2025-03-31,",
        "ONE,2025-01-31,received,,,",
        "TWO,2025-01-10,asked,,2025-04-15,",
        "TWO,2025-01-20,extended,,2025-05-01,",
    ]
    (tmp_path / "requests" / "2024.csv").write_text("\n".join(["organization,date,event,role,due,note", *log]))
    first, second = (mail.place.read_text(encoding="utf-8") for mail in mails.write(2024, [], str(tmp_path), "en", "", TODAY))
    assert "Chef du bureau" in first and "31 mars 2025" in first and first.startswith("Objet")
    assert "focal point for sustainability" in second and "by 1 May 2025" in second
    late = mails.write(2024, ["TWO"], str(tmp_path), "en", "", date(2025, 5, 2))[0].place.read_text(encoding="utf-8")
    assert "May" not in late and "as soon as you can" in late


def test_an_organization_without_open_findings_is_told_so_and_gets_no_list(tmp_path):
    checked(tmp_path, "ONE", WAIVED)
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "ONE.csv").write_text("of an earlier call")
    (mail,) = mails.write(2024, [], str(tmp_path), "en", str(folder), TODAY)
    assert "nothing needs to be done" in mail.place.read_text(encoding="utf-8")
    assert [path.name for path in folder.iterdir()] == ["ONE.txt"]


def test_a_mail_names_a_table_once_and_no_column_that_no_submission_has(tmp_path):
    on_table = {"table": "waste", "source_file": "", "sheet": "", "source_row": None, "column": "", "message": "waste: other places have rows."}
    derived = {"column": "kwh_per_m2", "message": "A uses 9 kWh/m2; 20 to 800 is usual."}
    checked(tmp_path, "ONE", on_table, derived, {"column": "quality", "message": "It is odd."})
    (mail,) = mails.write(2024, [], str(tmp_path), "en", "", TODAY)
    text = mail.place.read_text(encoding="utf-8")
    assert "\n- waste: other places have rows." in text
    assert "kwh_per_m2" not in text and "20 to 800 is usual" in text
    assert "column quality: It is odd." in text


def test_many_findings_are_counted_beyond_those_shown(tmp_path):
    checked(tmp_path, "ONE", *({"source_row": row, "message": f"Fault {row}."} for row in range(2, 27)))
    (mail,) = mails.write(2024, [], str(tmp_path), "en", "", TODAY)
    text = mail.place.read_text(encoding="utf-8")
    assert text.count("Fault ") == 10 and "- and 15 more, in the list" in text


@pytest.mark.parametrize(
    ("content", "told"),
    [("organization,language\nONE,fr\n", "no column role"), ("organization,role,language\nONE,Chief,xx\n", ":2: no catalogue for the language xx")],
)
def test_contacts_that_cannot_be_read_say_where(tmp_path, content, told):
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "contacts.csv").write_text(content)
    with pytest.raises(CallError, match=told):
        contacts.read(str(tmp_path))


def test_same_findings_same_bytes(tmp_path):
    checked(tmp_path, "ONE", {}, HOLD)
    made = []
    for _ in range(2):
        mails.write(2024, [], str(tmp_path), "ru", "", TODAY)
        made.append([path.read_bytes() for path in sorted((tmp_path / "mails" / "2024").iterdir())])
    assert made[0] == made[1] and len(made[0]) == 2
