"""Each of the two guards by itself: the audit hook in plain words, and the kernel's Landlock."""

import subprocess
import sys
from pathlib import Path

import pytest

from greening.kernels import linux

START = """
import os, shutil, subprocess, sys, tempfile
from pathlib import Path
sys.path[:] = {path!r}
from greening.kernels import linux, sandbox
inside, outside = Path({inside!r}), Path({outside!r})
"""


@pytest.fixture
def confined(tmp_path: Path) -> tuple[str, Path, Path]:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "kept").write_text("kept")
    return START.format(path=sys.path, inside=str(inside), outside=str(outside)), inside, outside


def last_line(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    return (done.stdout + done.stderr).strip().splitlines()[-1]


@pytest.mark.parametrize(
    "attempt",
    [
        "(outside / 'x').write_text('')",
        "open(outside / 'kept', 'r+')",
        "(outside / 'kept').unlink()",
        "os.truncate(outside / 'kept', 0)",
        "os.rename(outside / 'kept', inside / 'kept')",
        "os.link(outside / 'kept', outside / 'again')",
        "(inside / 'way').symlink_to(outside); (inside / 'way' / 'x').write_text('')",
        "os.chdir(outside); open('x', 'w')",
        "os.remove('kept', dir_fd=os.open(outside, os.O_RDONLY))",
        "shutil.rmtree(outside)",
    ],
)
def test_the_audit_hook_alone_refuses_and_says_where_writing_is_allowed(confined: tuple[str, Path, Path], attempt: str) -> None:
    start, inside, outside = confined
    said = last_line(f"{start}linux.confine = lambda *_: False\nsandbox.confine([str(inside)])\n{attempt}")
    # Some functions add the path that they were given to the message.
    assert said.startswith("PermissionError: ") and f"this notebook may not write to {outside}" in said
    assert f"only in {inside}" in said
    assert [path.name for path in outside.iterdir()] == ["kept"]


def test_the_audit_hook_lets_pass_what_is_allowed(confined: tuple[str, Path, Path]) -> None:
    start, _, _ = confined
    allowed = """
sandbox.use_temp_folder(str(inside))
with tempfile.TemporaryDirectory() as folder:
    Path(folder, "sub").mkdir()
    Path(folder, "sub", "a").write_text("")
(outside / "kept").read_text()
open(os.devnull, "w").write("x")
(inside / "way").symlink_to(outside)
(inside / "way").unlink()
print(os.listdir(inside))
"""
    assert last_line(f"{start}linux.confine = lambda *_: False\nsandbox.confine([str(inside)])\n{allowed}") == "[]"


@pytest.mark.skipif(not linux.landlock_version(), reason="this kernel has no Landlock")
@pytest.mark.parametrize(
    "attempt",
    [
        "(outside / 'x').write_text('')",
        "(outside / 'kept').unlink()",
        "os.truncate(outside / 'kept', 0)",
        "subprocess.run(['mv', outside / 'kept', inside], check=True)",
        "subprocess.run(['sh', '-c', f'echo > {outside}/x'], check=True)",
    ],
)
def test_landlock_alone_refuses_and_child_processes_too(confined: tuple[str, Path, Path], attempt: str) -> None:
    start, inside, outside = confined
    said = last_line(f"{start}assert linux.confine([str(inside)])\n(inside / 'a').write_text('')\n{attempt}")
    assert "PermissionError" in said or "CalledProcessError" in said
    assert [path.name for path in outside.iterdir()] == ["kept"]
    assert (outside / "kept").read_text() == "kept"
    assert (inside / "a").exists()
