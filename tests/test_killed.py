"""Runs that are killed or interrupted: what was published stays whole, nothing keeps running, and the next run finishes the work."""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import time

import pytest
from chain_frames import body
from copied_tree import Tree, left_after, processes

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("killed")]

YEAR = 2024
#: So many runs are killed; `make soak` asks for more.
KILLS = int(os.environ.get("GREENING_KILLS", "8"))
#: The moments of the kills follow from it; a failure names it.
SEED = int(os.environ.get("GREENING_SEED", "20241121"))
#: So many kills come before a run that is let finish.
BEFORE_FINISH = 4
#: Whom a kill hits: the run with its workers, its first process alone, or all that it started.
WAYS = ("group", "parent", "all")
CODES = ("ONE", "TWO")
#: Seconds that an interrupted run may take to end.
STOPS_S = 2
#: Seconds that all that a run has started has to be gone after it was killed.
GONE_S = 5


class Cycle:
    """A root with a published state `before`, input that asks for the state `after`, and the copy of the project that runs it."""

    def __init__(self, root):
        self.root, self.tree, self.count = root, Tree(root), 0
        self.data, self.reports = root / "data", root / "reports"
        for code in CODES:
            body(self.data, YEAR, code, parent="EXAMPLE", kwh=1000)
        assert self.run().returncode == 0
        self.before, self.kept = self.files(), root / "kept"
        for part in (self.data, self.reports):
            shutil.copytree(part, self.kept / part.name)
        for code in CODES:
            for kept in (self.data, self.kept / "data"):
                (kept / "raw" / str(YEAR) / code / "electricity.csv").write_text("location_id,electricity_kwh,quality\nA,2000,metered\n")
        began = time.monotonic()
        assert self.run().returncode == 0
        self.seconds, self.after = time.monotonic() - began, self.files()

    def start(self):
        self.count += 1
        return self.tree.start("run", "--year", YEAR, "--workers", 2, data=self.data, reports=self.reports, mark=self.mark)

    @property
    def mark(self):
        return f"{self.root}-{self.count}"

    def run(self):
        process = self.start()
        process.said = process.communicate(timeout=300)
        return process

    def reset(self):
        """Go back to the state before, with the input that asks for the one after."""
        for part in (self.data, self.reports):
            shutil.rmtree(part)
            shutil.copytree(self.kept / part.name, part)

    def files(self):
        """The products and all that is published, by name."""
        products = [path for path in (self.data / "processed").rglob("*.parquet") if path.is_file()]
        published = [path for path in self.reports.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.root)): path.read_bytes() for path in (*products, *published)}

    def broken(self):
        """Files that are neither as before nor as after, and those that the manifest lists and that are not there."""
        now = {name: content for name, content in self.files().items() if "/.part-" not in name}
        listed = json.loads(now[f"reports/{YEAR}/manifest.json"])["files"]
        known = {hashlib.sha256(content).hexdigest() for state in (self.before, self.after) for content in state.values()}
        missing = [name for name in listed if f"reports/{YEAR}/{name}" not in now]
        return (
            missing
            + [name for name, content in now.items() if content not in (self.before.get(name), self.after.get(name))]
            + sorted(sha256 for sha256 in listed.values() if sha256 not in known)
        )


@pytest.fixture(scope="module")
def cycle(tmp_path_factory):
    made = Cycle(tmp_path_factory.mktemp("killed"))
    assert made.before.keys() == made.after.keys()
    assert {name for name in made.before if made.before[name] != made.after[name]} >= {
        f"reports/{YEAR}/{code}/en.html" for code in (*CODES, "EXAMPLE")
    }
    yield made
    made.tree.close()


def kill(process, way, mark):
    if way == "all":
        for one in processes(mark):
            os.kill(one, signal.SIGKILL)
    elif way == "group":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def test_a_kill_at_any_moment_leaves_what_is_published_whole_and_the_next_run_finishes(cycle):
    chance = random.Random(SEED)
    cycle.reset()
    for number in range(1, KILLS + 1):
        moment, way = chance.uniform(0, cycle.seconds), chance.choice(WAYS)
        told = f"seed {SEED}, kill {number}: {way} after {moment:.2f} s"
        process = cycle.start()
        time.sleep(moment)
        kill(process, way, cycle.mark)
        assert left_after(cycle.mark, GONE_S) == {}, told
        assert cycle.broken() == [], told
        if number % BEFORE_FINISH == 0:
            finished = cycle.run()
            assert finished.returncode == 0, (told, finished.said)
            assert cycle.files() == cycle.after, told
            cycle.reset()


def wait_for_a_notebook(cycle, process):
    """Wait until stage 1 of some organization has been done again."""
    keys = [cycle.data / "processed" / str(YEAR) / code / "keys" / "validate.json" for code in CODES]
    old, deadline = [path.stat().st_mtime_ns for path in keys], time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if any(not path.exists() or path.stat().st_mtime_ns != before for path, before in zip(keys, old, strict=True)):
            return
        time.sleep(0.02)
    raise AssertionError("no notebook was run")


@pytest.mark.parametrize(("whom", "moment"), [("group", "at_once"), ("group", "in_a_notebook"), ("parent", "in_a_notebook")])
def test_an_interrupt_ends_the_run_in_one_line(cycle, whom, moment):
    cycle.reset()
    process = cycle.start()
    time.sleep(1) if moment == "at_once" else wait_for_a_notebook(cycle, process)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT) if whom == "group" else process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    took, left = time.monotonic() - began, left_after(cycle.mark, 2)
    assert process.returncode == 130, err
    assert took < STOPS_S
    assert left == {}
    lines = [line for line in err.splitlines() if not re.match(r"\[\d+/\d+\]", line)]
    assert len(lines) == 1 and "goes on from there" in lines[0], err
    assert cycle.broken() == []


def test_a_second_run_names_the_first_waits_for_it_and_goes_on_where_it_was_killed(cycle):
    cycle.reset()
    first = cycle.start()
    wait_for_a_notebook(cycle, first)
    mark, second = cycle.mark, cycle.start()
    line = second.stderr.readline()
    assert line.startswith(f"process {first.pid} is already running on "), line
    kill(first, "group", mark)
    _, err = second.communicate(timeout=300)
    assert second.returncode == 0, err
    assert cycle.files() == cycle.after
    assert left_after(mark, GONE_S) == left_after(cycle.mark, GONE_S) == {}
