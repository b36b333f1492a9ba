"""What the system refuses, and a year that is a slip, end in one line that says what to do."""

import errno
import sys

import pytest
from click.testing import CliRunner

import pipeline
from greening.collecting import finding_lists
from greening.commands.options import refused_place


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "/a/b may not be read or written by you; get the right"),
        (errno.EISDIR, "/a/b is a folder, and a file is meant; name a file in it"),
        (errno.ENOTDIR, "/a/b lies below a file"),
        (errno.EEXIST, "/a/b is a file, and a folder is meant"),
        (errno.ENOENT, "/a/b is not there"),
        (errno.ENOSPC, "/a/b cannot be written: no space is left there"),
    ],
)
def test_each_refusal_names_the_place_and_the_next_step(number, told):
    assert refused_place(OSError(number, "said by the system", "/a/b")).startswith(told)


def test_of_a_move_the_place_that_was_asked_for_is_named():
    assert refused_place(OSError(errno.EISDIR, "", "/.part-x", None, "/a/b")).startswith("/a/b is a folder")


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "no place"), OSError(errno.ECONNREFUSED, "", "/a/b"), OSError("nothing known")])
def test_what_is_about_no_place_is_raised(error):
    with pytest.raises(OSError) as raised:
        refused_place(error)
    assert raised.value is error


@pytest.mark.parametrize("out", [".", "taken.txt/in/it.csv"])
def test_a_command_that_may_not_write_ends_in_one_line(tmp_path, monkeypatch, capsys, out):
    (tmp_path / "taken.txt").write_text("x")
    monkeypatch.setattr(finding_lists, "read", lambda *_: [])
    monkeypatch.setattr(finding_lists, "only", lambda *_: [])
    monkeypatch.setattr(finding_lists, "as_csv", lambda *_: b"")
    monkeypatch.setattr(sys, "argv", ["pipeline.py", "findings", "--year", "2025", "--data", str(tmp_path), "--csv", str(tmp_path / out)])
    with pytest.raises(SystemExit) as ended:
        pipeline.call()
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith(f"pipeline.py: {tmp_path}")
    assert told.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken.txt"]


@pytest.mark.parametrize("command", [("requests",), ("requests", "ask", "--all"), ("receive", "--organization", "ONE", "a.csv"), ("new-cycle",)])
@pytest.mark.parametrize("year", ["20255", "-5", "25"])
def test_a_year_that_is_a_slip_is_refused(tmp_path, command, year):
    done = CliRunner().invoke(pipeline.main, [*command, "--year", year, "--data", str(tmp_path)])
    assert done.exit_code == 2
    assert f"{year} is no year that data are asked for; write one such as 2025." in done.output
    assert not list(tmp_path.iterdir())
