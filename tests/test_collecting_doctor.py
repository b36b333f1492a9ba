"""The doctor: one line a check, a remedy for whatever is not well; one fault, one folder."""

import json
import os
import re
import shutil
import sys
from collections import namedtuple
from datetime import date, timedelta
from pathlib import Path

import pytest
from chain_frames import body
from click.testing import CliRunner
from filelock import FileLock

from greening import kernels, paths
from greening.chain import lock
from greening.collecting import doctor, doctor_data, doctor_machine, doctor_rules
from greening.publish import pdf
from pipeline import main as pipeline

TODAY = date(2026, 12, 31)


def asked(root: Path, **others: object) -> doctor.Asked:
    given = {"data": str(root / "data"), "expectations": str(paths.HOME / "expectations"), "reports": str(root / "reports"), "today": TODAY}
    return doctor.Asked(**given | others)


def says(check: str, at: doctor.Asked) -> doctor.Told:
    every = {**doctor_machine.CHECKS, **doctor_rules.CHECKS, **doctor_data.CHECKS}
    return doctor.Told(check, *every[check](at))


@pytest.fixture
def sound(tmp_path):
    body(tmp_path / "data", 2024, "ONE")
    (tmp_path / "data" / "processed").mkdir()
    (tmp_path / "reports").mkdir()
    return tmp_path


@pytest.mark.parametrize("check", [*doctor_data.CHECKS, "clock", "catalogues", "python"])
def test_all_is_well_in_a_sound_folder(sound, check):
    told = says(check, asked(sound))
    assert (told.state, told.remedy) == (doctor.OK, ""), told


def fault(sound: Path, place: str, content: bytes | str = b"") -> Path:
    path = sound / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("check", "place", "content", "state", "seen"),
    [
        ("submissions", "data/raw/2024/TWO/water.csv", "location_id\n", doctor.FAULT, "2024/TWO"),
        ("files", "data/raw/2024/ONE/submission.xlsx", b"no workbook", doctor.FAULT, "2024/ONE/submission.xlsx"),
        ("files", "data/raw/2024/stray.xlsx", b"", doctor.LOOK, "2024/stray.xlsx"),
        ("stale products", "data/processed/2024/GONE/state.json", "{}", doctor.LOOK, "2024/GONE"),
        ("stale reports", "reports/2024/GONE/en.html", "", doctor.LOOK, "2024/GONE"),
        ("leftovers", "data/processed/2024/ONE/.part-x1", "", doctor.LOOK, ".part-x1"),
        ("leftovers", "data/processed/2024/ONE/executed/2_old.ipynb", "", doctor.LOOK, "2_old.ipynb"),
        ("lock", "data/processed/.run.holder", "process 77", doctor.LOOK, "process 77 was killed"),
    ],
)
def test_one_fault_is_one_line_with_its_place_and_a_remedy(sound, check, place, content, state, seen):
    if check == "lock":
        fault(sound, f"data/processed/{lock.LOCK}")
    fault(sound, place, content)
    told = says(check, asked(sound))
    assert told.state == state and seen in told.seen and told.remedy
    others = [says(other, asked(sound)) for other in doctor_data.CHECKS if other != check]
    assert not [other for other in others if other.state == doctor.FAULT]


def test_no_submissions_at_all_are_a_fault(tmp_path):
    told = says("submissions", asked(tmp_path))
    assert told.state == doctor.FAULT and "--data" in told.remedy


def test_a_lock_that_is_held_is_no_dead_run(sound):
    fault(sound, f"data/processed/{lock.HOLDER}", "process 4711")
    with FileLock(sound / "data" / "processed" / lock.LOCK):
        told = says("lock", asked(sound))
    assert told.state == doctor.LOOK and told.seen == "process 4711 is running on these data"


def test_folders_that_cannot_be_written_are_a_fault(sound, monkeypatch):
    monkeypatch.setattr(os, "access", lambda place, right: not (str(place).endswith("reports") and right & os.W_OK))
    told = says("permissions", asked(sound))
    assert told.state == doctor.FAULT and told.seen.endswith("reports")


@pytest.mark.parametrize(
    ("pins", "seen"),
    [
        ("click==0.0.1\n", "click .* instead of 0.0.1"),
        ("no-such-package==1.0\n", "no-such-package is missing"),
        ("appnope==0.0 ; os_name == 'none'\n", ""),
    ],
)
def test_packages_are_compared_with_their_pins(sound, monkeypatch, pins, seen):
    (sound / "requirements.txt").write_text(f"# packages\n{pins}", encoding="utf-8")
    monkeypatch.setattr(paths, "HOME", sound)
    told = says("packages", asked(sound))
    if not seen:
        assert told.state == doctor.OK
        return
    assert told.state == doctor.FAULT and "pip install -r requirements.txt" in told.remedy
    assert re.search(seen, told.seen)


def test_what_a_machine_lacks_is_told_with_what_to_install(sound, monkeypatch):
    monkeypatch.setattr(pdf, "is_possible", lambda: False)
    monkeypatch.setattr(kernels, "is_safe", lambda: (False, "warm kernels need Linux"))
    monkeypatch.setattr(doctor_machine, "_has_font", lambda program, language: language != "ar")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert "install chromium" in says("chromium", asked(sound)).remedy
    assert "warm kernels need Linux" in says("warm engine", asked(sound)).seen
    fonts = says("fonts", asked(sound))
    assert "Arabic" in fonts.seen and "Chinese" not in fonts.seen and "fonts-dejavu-core" in fonts.remedy


def test_an_old_python_is_a_fault(sound, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    assert says("python", asked(sound)).state == doctor.FAULT


def test_little_space_and_memory_are_told(sound, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage(2**40, 2**40, 2**29))
    disk = says("disk", asked(sound))
    assert disk.state == doctor.FAULT and disk.seen.startswith("512 MiB free")
    monkeypatch.setattr(doctor_machine.psutil, "virtual_memory", lambda: namedtuple("memory", "available")(2**30))
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    memory = says("memory", asked(sound))
    assert (memory.state == doctor.LOOK and memory.remedy.endswith("run with --workers 1") is False) or "--workers" in memory.remedy


def test_a_clock_before_the_program_is_a_fault(sound):
    assert says("clock", asked(sound, today=date(2001, 1, 1))).state == doctor.FAULT


def test_a_network_file_system_is_worth_a_look(sound, monkeypatch):
    mount = namedtuple("mount", "mountpoint fstype")
    monkeypatch.setattr(doctor_machine.psutil, "disk_partitions", lambda **_: [mount("/", "ext4"), mount(str(sound), "nfs4")])
    told = says("file system", asked(sound))
    assert told.state == doctor.LOOK and "nfs4" in told.seen


def test_a_waiver_past_today_is_named(sound):
    suites = sound / "expectations"
    suites.mkdir()
    columns = "organization,year,table,rule,rows,file,reason,decided_by,decided_on,expires_on"
    (suites / "waivers.csv").write_text(f"{columns}\nONE,2024,waste,negative_quantity,,,A slip,Chief,2025-01-10,2025-12-31\n")
    at = asked(sound, expectations=str(suites))
    told = says("waivers", at)
    assert told.state == doctor.LOOK and "ONE negative_quantity (expired 2025-12-31)" in told.seen
    assert says("waivers", asked(sound, expectations=str(suites), today=date(2025, 12, 31))).state == doctor.OK


def test_a_check_that_cannot_be_made_does_not_hide_the_others(sound, monkeypatch):
    def fails(_):
        raise OSError("the disk does not answer")

    monkeypatch.setitem(doctor_data.CHECKS, "lock", fails)
    monkeypatch.setattr(doctor_rules, "CHECKS", {})
    told = {one.check: one for one in doctor.look(asked(sound))}
    assert told["lock"].state == doctor.LOOK and "the disk does not answer" in told["lock"].seen
    assert told["submissions"].state == doctor.OK


def test_the_exit_code_and_the_remedy_are_on_the_line(sound, monkeypatch):
    monkeypatch.setattr(doctor_rules, "CHECKS", {})
    monkeypatch.setattr(doctor_machine, "today", lambda: date.today() + timedelta(days=1))
    where = ["--data", str(sound / "data"), "--reports", str(sound / "reports")]
    assert CliRunner().invoke(pipeline, ["doctor", *where]).exit_code == 0
    fault(sound, "data/raw/2024/ONE/submission.xlsx", b"no workbook")
    said = CliRunner().invoke(pipeline, ["doctor", *where])
    assert said.exit_code == 1
    (line,) = [line for line in said.output.splitlines() if line.startswith("FAULT")]
    assert "submission.xlsx -> " in line
    read = json.loads(CliRunner().invoke(pipeline, ["doctor", *where, "--json"]).output)
    assert [one["check"] for one in read if one["state"] == doctor.FAULT] == ["files"]
