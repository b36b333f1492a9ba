"""Notebooks that misbehave, through the whole command line: their organization fails and says where, all others are published."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from chain_frames import body
from copied_tree import Tree, left_after

from greening import paths
from greening.kernels import is_safe, linux

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults"), pytest.mark.skipif(not is_safe()[0], reason="no warm kernels here")]

YEAR = 2024
#: Seconds that a cell of those that hang may take in the copied tree.
CELL_TIMEOUT_S = 6
GOOD = ("FINE", "SOUND")
#: Name of every file that a notebook tries to write where it may not.
STRAY = "stray-of-a-notebook"

#: What a notebook does in the middle of stage 2, and what is said of it.
FAULTS = {
    "EXITS": ("import sys\nsys.exit()", r"sys\.exit"),
    "ENDS": ("import os\nos._exit(0)", "its process exited with code 0"),
    "LOOPS": ("while True:\n    pass", f"after {CELL_TIMEOUT_S} seconds"),
    "DEAF": (
        "import signal, time\nfor number in range(1, 32):\n    if number not in (9, 19):\n        signal.signal(number, signal.SIG_IGN)\n"
        "while True:\n    try:\n        time.sleep(100)\n    except BaseException:\n        pass",
        f"after {CELL_TIMEOUT_S} seconds",
    ),
    "PRINTS": ("for _ in range(1000):\n    print('x' * 1_000_000)", "put out more than 67,108,864 bytes"),
    "ALLOCATES": ("import os\nbytes(max(20 * 1024**3, os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES')))", "MemoryError"),
    "FORKS": ("import os, time\nfor _ in range(9):\n    os.fork()\ntime.sleep(300)", "more processes than it may"),
    "ORPHANS": (
        "import os, subprocess\nif os.fork() == 0:\n    os.setsid()\n    os.execvp('sleep', ['sleep', '985'])\n"
        "subprocess.Popen(['sh', '-c', 'trap \"\" TERM HUP INT; sleep 985 & sleep 985'], start_new_session=True)\n1 / 0",
        "ZeroDivisionError",
    ),
    "WRITES": (
        f"import os, subprocess, tempfile\nbeside = os.path.dirname(tempfile.gettempdir())\n"
        f"places = [os.path.expanduser('~'), '/tmp', beside, os.path.dirname(beside), os.path.join(str(folder), '..', 'FINE'), data,\n"
        f"          data + '/raw/{YEAR}/FINE', data + '/../reports', data + '/../reports/{YEAR}/FINE', os.getcwd(), '/dev/shm', '/var/tmp']\n"
        f"for place in places:\n    subprocess.run(['touch', place + '/{STRAY}'], stderr=subprocess.DEVNULL)\n"
        f"    try:\n        os.symlink(place, str(folder) + '/way')\n        open(str(folder) + '/way/{STRAY}', 'w').close()\n"
        f"    except OSError:\n        pass\n    finally:\n        os.unlink(str(folder) + '/way')\n"
        f"open(places[4] + '/{STRAY}', 'w')",
        "this notebook may not write to .*FINE",
    ),
    "PATRICIDE": ("import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(300)", "PermissionError|was lost"),
    "CLOSES": ("import os\nos.closerange(0, 4096)\nwhile True:\n    pass", "exited with code|killed by signal|closed its connection"),
}
if linux.landlock_version() >= 6:
    #: It would end the run, and perhaps more, where the kernel lets it.
    FAULTS["ANCESTORS"] = (
        "import os, signal\nfrom pathlib import Path\none = os.getppid()\nrefused = []\n"
        "for _ in range(3):\n    try:\n        os.kill(one, signal.SIGKILL)\n    except PermissionError:\n        refused.append(one)\n"
        "    one = int(Path(f'/proc/{one}/stat').read_text().rpartition(')')[2].split()[1])\n"
        "raise RuntimeError(f'{len(refused)} refused')",
        "RuntimeError: 3 refused",
    )
BODIES = (*GOOD, *FAULTS)


def misbehave(tree):
    """Give notebook 2 of the copy a cell for each organization that is to misbehave."""
    indented = {code: source.replace("\n", "\n    ") for code, (source, _) in FAULTS.items()}
    cells = {code.lower(): f'if organization == "{code}":\n    {source}' for code, source in indented.items()}
    tree.add_cells("footprints", "read", cells)
    hang = f'{CELL_TIMEOUT_S} if who.startswith(("LOOPS ", "DEAF ")) else CELL_TIMEOUT_S'
    tree.replace("greening/chain/execute.py", "                execution_timeout=CELL_TIMEOUT_S,", f"                execution_timeout={hang},")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """One run over bodies of which most misbehave: roots, what the call said, what it left."""
    root = tmp_path_factory.mktemp("faults")
    data, reports, tree = root / "data", root / "reports", Tree(root)
    for code in BODIES:
        body(data, YEAR, code, parent="EXAMPLE")
    misbehave(tree)
    process = tree.start("run", "--year", YEAR, "--workers", 2, data=data, reports=reports, mark=str(root))
    try:
        out, err = process.communicate(timeout=400)
    finally:
        left = left_after(str(root), 3)
    yield {"root": root, "data": data, "reports": reports, "code": process.returncode, "out": out, "err": err, "left": left, "tree": tree}
    tree.close()


def state(run, code):
    return json.loads((paths.processed(run["data"], YEAR, code) / "state.json").read_text())


@pytest.mark.parametrize("code", FAULTS)
def test_it_fails_and_says_which_organization_stage_and_cell(run, code):
    kept = state(run, code)
    assert kept["outcome"] == "failed"
    assert re.match(rf"{code} {YEAR}, footprints[,:] cell \d+", kept["why"]), kept["why"]
    assert re.search(FAULTS[code][1], kept["why"]), kept["why"]


def test_all_others_are_published_and_the_exit_code_says_that_some_are_not(run):
    assert run["code"] == 1, run["err"]
    published = {path.parent.name for path in (run["reports"] / str(YEAR)).glob("*/en.html")}
    assert published == {*GOOD, "EXAMPLE"}
    assert f"3 of {len(BODIES) + 1} reports published" in run["out"]
    assert {code: state(run, code)["outcome"] for code in (*GOOD, "EXAMPLE")} == dict.fromkeys((*GOOD, "EXAMPLE"), "ok")


def test_the_user_sees_no_traceback(run):
    assert "Traceback" not in run["out"] + run["err"], run["err"]


def test_no_process_and_no_file_is_left(run):
    assert run["left"] == {}
    assert list(run["tree"].temporary.iterdir()) == []
    assert list(run["root"].rglob(STRAY)) == []
    assert not any((Path(place) / STRAY).exists() for place in ("/tmp", "/var/tmp", "/dev/shm"))
    assert [path.name for path in run["data"].rglob("*") if path.name.startswith((".part-", "way"))] == []
    assert list(run["tree"].home.iterdir()) == []


def test_stock_kernels_that_exit_or_fail_do_not_hang_the_run(tmp_path):
    data, reports, tree = tmp_path / "data", tmp_path / "reports", Tree(tmp_path)
    cells = {
        "ends": 'if organization == "ENDS":\n    import os; os._exit(0)',
        "divides": 'if organization == "DIVIDES":\n    1 / 0',
    }
    tree.add_cells("validate", "imports", cells)
    for code in ("ENDS", "DIVIDES"):
        body(data, YEAR, code)
    process = tree.start("run", "--year", YEAR, "--workers", 2, "--engine", "papermill", data=data, reports=reports, mark=str(tmp_path))
    try:
        out, err = process.communicate(timeout=200)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    finally:
        left = left_after(str(tmp_path), 3)
        tree.close()
    run = {"data": data}
    assert process.returncode == 1 and "0 of 2 reports published" in out, err
    assert re.match(rf"ENDS {YEAR}, validate.*[Dd]ied", state(run, "ENDS")["why"])
    assert re.match(rf"DIVIDES {YEAR}, validate, cell \d+: ZeroDivisionError", state(run, "DIVIDES")["why"])
    assert left == {}
