"""A submission that comes in takes the place of the one before: all files or none, nothing lost, and a receipt."""

import json
import shutil
from pathlib import Path

import pytest
from chain_frames import body
from click.testing import CliRunner
from openpyxl import Workbook

from greening import paths
from greening.collecting import receipts, receiving, request_log, workbook_names
from greening.collecting.receiving import Handed
from greening.errors import CallError, GreeningError
from pipeline import main as pipeline

#: Suites of the tables that the test of findings needs: all would take seconds to load.
SUITES = ("electricity.json", "profile.json")


@pytest.fixture
def root(tmp_path):
    """A data root in which ONE has handed in by hand, and an inbox with the same submission."""
    body(tmp_path / "data", 2024, "ONE")
    body(tmp_path / "inbox", 2024, "ONE")
    return tmp_path


def inbox(root: Path) -> Path:
    return root / "inbox" / "raw" / "2024" / "ONE"


def receive(root: Path, *places: Path, organization: str = "ONE", **options: object) -> receiving.Received:
    contents = receiving.contents_of([str(place) for place in places or [inbox(root)]])
    handed = Handed(2024, organization, contents, str(options.pop("date", "2025-04-01")), str(options.pop("role", "")))
    return receiving.receive(handed, str(root / "data"), **options)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name[0] != "."}


def add(root: Path, kwh: int) -> None:
    with (inbox(root) / "electricity.csv").open("a") as file:
        file.write(f"A,{kwh},metered\n")


def test_the_new_files_count_the_old_ones_are_kept_and_the_receipt_says_what_changed(root):
    before = files(root / "data" / "raw" / "2024" / "ONE")
    add(root, 50)
    found = receive(root, role="Facility manager")
    assert files(root / "data" / "raw" / "2024" / "ONE") == files(inbox(root))
    assert files(root / "data" / "received" / "2024" / "ONE" / "1") == before
    assert found.receipt.number == 2
    assert found.receipt.difference == {"added": 1, "removed": 0, "changed": 0}
    text = (root / "data" / "receipts" / "2024" / "ONE" / "2.txt").read_text(encoding="utf-8")
    assert "Receipt 2 of ONE for 2024\nReceived on 2025-04-01 from: Facility manager" in text
    assert "electricity  electricity_kwh        1000     1050          50" in text
    assert all(sha256 in text and len(sha256) == 64 for sha256 in found.receipt.files.values())
    kept = json.loads((root / "data" / "receipts" / "2024" / "ONE" / "2.json").read_text(encoding="utf-8"))
    assert kept["rows"]["electricity"] == 2
    assert (root / "data" / "receipts" / "2024" / "ONE" / "2_changes.csv").read_bytes().startswith(b"\xef\xbb\xbftable,change,")
    assert [(event.event, event.note) for event in request_log.read(root / "data", 2024)] == [("received", "receipt 2")]


def test_a_first_submission_replaces_none(root):
    body(root / "inbox", 2024, "TWO")
    found = receive(root, root / "inbox" / "raw" / "2024" / "TWO", organization="TWO")
    assert (found.receipt.number, found.receipt.replaces, found.receipt.difference) == (1, 0, {})
    assert not (root / "data" / "received").exists()
    assert not list((root / "data" / "receipts" / "2024" / "TWO").glob("*.csv"))


def test_three_submissions_are_numbered_and_all_kept(root):
    seen = [files(root / "data" / "raw" / "2024" / "ONE")]
    for kwh in (1, 2):
        add(root, kwh)
        receive(root)
        seen.append(files(root / "data" / "raw" / "2024" / "ONE"))
    kept = root / "data" / "received" / "2024" / "ONE"
    assert [files(kept / "1"), files(kept / "2")] == seen[:2]
    assert [one.number for one in receipts.read(root / "data", 2024, "ONE")] == [2, 3]
    assert [one.replaces for one in receipts.read_all(root / "data", 2024)] == [1, 2]


def test_the_same_files_again_change_nothing(root):
    first = receive(root)
    assert (first.is_same, first.receipt.number, first.place is not None) == (True, 1, True)
    before = files(root / "data")
    again = receive(root)
    assert again.place is None
    assert files(root / "data") == before
    assert "count already as submission 1" in receiving.as_text(again, is_dry=False)


def test_a_dry_run_writes_nothing(root):
    add(root, 5)
    before = files(root / "data")
    found = receive(root, is_dry=True)
    assert files(root / "data") == before
    assert found.receipt.difference["added"] == 1
    assert "Nothing was written (dry run)" in receiving.as_text(found, is_dry=True)


def test_one_file_keeps_the_others_when_asked(root):
    add(root, 5)
    found = receive(root, inbox(root) / "electricity.csv", keeps_others=True)
    assert set(files(root / "data" / "raw" / "2024" / "ONE")) == set(files(inbox(root)))
    assert found.receipt.difference == {"added": 1, "removed": 0, "changed": 0}
    assert found.receipt.notes[0].startswith("Kept from before: ")


def test_one_file_without_the_others_is_refused_and_the_option_named(root):
    before = files(root / "data")
    with pytest.raises(GreeningError, match="add --keep-others"):
        receive(root, inbox(root) / "electricity.csv")
    assert files(root / "data") == before


def test_a_kept_file_beside_a_new_one_of_its_table_is_told(root):
    (inbox(root) / "electricity_late.csv").write_text("location_id,electricity_kwh\nA,7\n")
    found = receive(root, inbox(root) / "electricity_late.csv", keeps_others=True)
    assert any("electricity.csv stays beside the new file of its table: both count" in note for note in found.receipt.notes)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("water.csv", b"", "water.csv: The file is empty"),
        ("water.csv", b"%PDF-1.4", "water.csv: The file is a PDF document"),
        ("profile.csv", b"organization,name,country\nOTHER,Other,KE\n", "submission of OTHER"),
    ],
)
def test_files_that_a_run_could_not_read_are_refused_and_nothing_is_touched(root, name, content, told):
    (inbox(root) / name).write_bytes(content)
    before = files(root / "data")
    with pytest.raises(GreeningError) as error:
        receive(root)
    assert told in str(error.value)
    assert "nothing was received" in str(error.value)
    assert files(root / "data") == before


def test_files_changed_by_hand_since_the_last_receipt_are_told_and_kept(root):
    receive(root)
    changed = root / "data" / "raw" / "2024" / "ONE" / "personnel.csv"
    changed.write_text("location_id,headcount\nA,11\n")
    found = receive(root)
    assert any("not those of receipt 1" in note for note in found.receipt.notes)
    assert (root / "data" / "received" / "2024" / "ONE" / "1" / "personnel.csv").read_text().endswith("A,11\n")


def test_when_the_disk_refuses_the_last_step_everything_is_as_before(root, monkeypatch):
    add(root, 5)
    before = files(root / "data")
    replace = Path.replace

    def failing(path, target):
        if path.name.startswith(".receiving-"):
            raise OSError("no space left")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="no space left"):
        receive(root)
    assert files(root / "data") == before
    assert [path.name for path in (root / "data" / "raw" / "2024").iterdir()] == ["ONE"]


def test_a_damaged_receipt_is_told(root):
    receive(root)
    (root / "data" / "receipts" / "2024" / "ONE" / "1.json").write_text("{")
    with pytest.raises(GreeningError, match=r"1\.json is damaged; put back a copy"):
        receipts.read(root / "data", 2024, "ONE")


def test_a_call_that_was_killed_between_is_brought_to_its_end(root):
    raw = root / "data" / "raw" / "2024" / "ONE"
    whole = files(raw)
    raw.rename(raw.parent / ".receiving-ONE")
    add(root, 5)
    receive(root)
    assert files(raw) == files(inbox(root))
    assert files(root / "data" / "received" / "2024" / "ONE" / "1") == whole
    assert [path.name for path in raw.parent.iterdir()] == ["ONE"]


def test_findings_are_counted_when_asked(root):
    (inbox(root) / "electricity.csv").write_text("location_id,electricity_kwh,quality\nA,-5,metered\nB,5,metered\n")
    shutil.copytree(paths.HOME / "expectations", root / "suites", ignore=lambda _, names: [name for name in names if name not in SUITES])
    found = receive(root, expectations=str(root / "suites"))
    assert found.receipt.findings["reject"] == 2
    assert "Findings: 2 reject" in found.text


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (["none.csv"], "is not there"),
        (["a/x.csv", "b/x.csv"], "two of the files are named x.csv"),
        (["empty"], "no files in"),
        (["deep"], "is a folder inside"),
    ],
)
def test_a_wrong_call_says_what_to_name(tmp_path, places, told):
    for place in ("a/x.csv", "b/x.csv", "empty/.hidden", "deep/in/x.csv"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("x")
    with pytest.raises(CallError, match=told):
        receiving.contents_of([str(tmp_path / place) for place in places])


def test_an_odd_code_is_refused(root):
    with pytest.raises(CallError, match="cannot be a code"):
        receive(root, organization="../TWO")


def test_the_commands(root):
    call = CliRunner()
    roots = ["--data", str(root / "data")]
    add(root, 5)
    done = call.invoke(pipeline, ["receive", "--year", "2024", "--organization", "ONE", str(inbox(root)), "--date", "2025-04-02", *roots])
    assert done.exit_code == 0, done.output
    assert "Next: python pipeline.py run --year 2024 --organization ONE" in done.output
    listed = call.invoke(pipeline, ["receipts", "--year", "2024", *roots])
    assert "ONE             2  2025-04-02  not said" in listed.output
    assert "no receipts" in call.invoke(pipeline, ["receipts", "--year", "2020", *roots]).output


def test_where_the_receipts_are_gone_the_kept_files_stay_what_they_are(root):
    add(root, 1)
    receive(root)
    kept = root / "data" / "received" / "2024" / "ONE"
    first = files(kept / "1")
    shutil.rmtree(root / "data" / "receipts")
    add(root, 2)
    assert receive(root).receipt.number == 3
    assert files(kept / "1") == first
    assert (kept / "2").is_dir()


def workbook(place: Path, organization: str = "ONE") -> Path:
    """A submission as a workbook under a name of its own."""
    book = Workbook()
    for name, rows in (
        ("profile", [["organization", "name", "country"], [organization, "One", "CH"]]),
        ("electricity", [["location_id", "electricity_kwh", "quality"], ["A", 9, "metered"]]),
    ):
        for row in rows:
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    del book["Sheet"]
    place.parent.mkdir(parents=True, exist_ok=True)
    book.save(place)
    return place


def test_a_workbook_that_comes_back_under_the_name_it_was_sent_with_is_kept_as_the_submission(root):
    found = receive(root, workbook(root / "mail" / "ONE (1).XLSX"))
    assert set(files(root / "data" / "raw" / "2024" / "ONE")) == {"submission.xlsx"}
    assert "ONE (1).XLSX is kept as submission.xlsx, the name that a run reads." in found.receipt.notes
    assert receive(root, root / "mail" / "ONE (1).XLSX").is_same


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["geneva.xlsx", "nairobi.xlsx"], ["submission_geneva.xlsx", "submission_nairobi.xlsx"]),
        (["Submission_A.xlsx", "budget.xlsx"], ["Submission_A.xlsx", "budget.xlsx"]),
        (["profile.csv", "ONE.xlsx"], ["profile.csv", "submission.xlsx"]),
        (["profile.csv"], ["profile.csv"]),
    ],
)
def test_only_workbooks_that_no_run_would_read_get_another_name(given, kept):
    contents, renamed = workbook_names.as_read({name: name.encode() for name in given})
    assert sorted(contents) == sorted(kept)
    assert set(renamed) == set(given) - set(kept)


def test_a_workbook_kept_beside_one_of_another_name_with_the_same_table_is_told(root):
    receive(root, workbook(root / "mail" / "submission.xlsx"))
    csv = root / "mail" / "electricity_new.csv"
    csv.write_text("location_id,electricity_kwh,quality\nB,5,metered\n")
    found = receive(root, csv, keeps_others=True, is_dry=True)
    assert any("submission.xlsx stays beside the new file of its table" in note for note in found.receipt.notes)


def test_what_an_office_program_left_behind_is_no_file_and_a_file_named_twice_is_one(tmp_path):
    for name in ("profile.csv", "~$submission.xlsx"):
        (tmp_path / name).write_text("x")
    assert set(receiving.contents_of([str(tmp_path / "profile.csv"), str(tmp_path / "~$submission.xlsx"), str(tmp_path / "profile.csv")])) == {
        "profile.csv"
    }


def test_what_is_not_read_is_told_where_it_may_be_what_is_missed(root):
    pdf = root / "mail" / "electricity.pdf"
    pdf.parent.mkdir()
    pdf.write_bytes(b"%PDF-1.7")
    with pytest.raises(GreeningError, match=r"electricity\.pdf: The file electricity\.pdf is not read(?s:.*)no usable row in the table profile"):
        receive(root, pdf)
    found = receive(root, *inbox(root).iterdir(), pdf, is_dry=True)
    assert any("electricity.pdf is not read" in note for note in found.receipt.notes)


def test_nothing_comes_in_on_a_day_that_is_still_to_come():
    with pytest.raises(CallError, match="--date is 9999-12-31, which is still to come; write the day on which it came in"):
        request_log.gone_or_today("9999-12-31")


def test_a_log_that_cannot_be_read_stops_it_before_any_file_is_moved(root):
    log = request_log.place(root / "data", 2024)
    log.parent.mkdir()
    log.write_text("organization;date;event;role;due;note\nONE;15/01/2025;asked;;2025-03-31;\n")
    before = files(root / "data")
    add(root, 50)
    with pytest.raises(CallError, match=r"2024\.csv:2: date is 15/01/2025; write a day such as 2025-03-31"):
        receive(root)
    assert files(root / "data") == before
