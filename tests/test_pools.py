"""Processes of this machine: units are done, lost processes are made good, and everything ends when it should."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError
from pathlib import Path

import psutil
import pytest
from machines import until

from greening import paths
from greening.chain.pools import open_pool
from greening.errors import StageError


def double(number):
    return 2 * number


def process_id(_number):
    return os.getpid()


def pause(seconds, note=None):
    if note:
        note.write_text(str(os.getpid()))
    time.sleep(seconds)
    return seconds


def meet(own, other):
    own.touch()
    until(other.exists, 30)
    return "met"


def die_the_first_time(note):
    if not note.exists():
        note.write_text("tried")
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def fail():
    raise EOFError("its own")


def unsendable():
    return lambda: None


@pytest.fixture(scope="module")
def pool():
    with open_pool(2, "", "papermill") as opened:
        yield opened


def own_children():
    return {child.pid for child in psutil.Process().children()}


def running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_units_are_done_in_other_processes(pool):
    assert [pool.submit(double, number).result() for number in range(4)] == [0, 2, 4, 6]
    assert pool.submit(process_id, 0).result() != os.getpid()
    assert pool.size == 2


def test_two_units_run_at_once(pool, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    assert [unit.result() for unit in (pool.submit(meet, one, two), pool.submit(meet, two, one))] == ["met", "met"]


def test_one_unit_after_another_needs_one_process():
    with open_pool(8, "", "papermill") as fresh:
        assert len({fresh.submit(process_id, number).result() for number in range(3)}) == 1


def test_a_pool_that_is_not_used_starts_no_process(monkeypatch):
    monkeypatch.setattr("greening.chain.pools._Worker._start", lambda _worker: pytest.fail("a process was started"))
    with open_pool(4, "", "papermill"):
        pass


def test_a_unit_whose_process_is_killed_is_done_again(pool, tmp_path):
    assert pool.submit(die_the_first_time, tmp_path / "note").result() == "done"


def test_a_unit_that_kills_its_process_twice_fails_alone(pool):
    others = [pool.submit(pause, 0.1) for _ in range(3)]
    killer = pool.submit(die)
    others += [pool.submit(pause, 0.1) for _ in range(3)]
    with pytest.raises(StageError, match="ended from outside, twice"):
        killer.result()
    assert [other.result() for other in others] == [0.1] * 6


def test_what_a_unit_raises_is_raised(pool):
    with pytest.raises(EOFError, match="its own"):
        pool.submit(fail).result()


def test_what_cannot_be_sent_is_an_error_of_its_unit_only(pool):
    with pytest.raises(StageError, match="its outcome cannot be sent"):
        pool.submit(unsendable).result()
    with pytest.raises(Exception, match="pickle"):
        pool.submit(double, lambda: None).result()
    assert pool.submit(double, 1).result() == 2


def test_an_interrupt_ends_everything_at_once(tmp_path):
    notes = [tmp_path / "one", tmp_path / "two"]
    with pytest.raises(KeyboardInterrupt), open_pool(2, "", "papermill") as stopped:
        futures = [stopped.submit(pause, 60, note) for note in (*notes, None)]
        until(lambda: all(note.exists() and note.read_text() for note in notes), 60)
        started = time.monotonic()
        raise KeyboardInterrupt
    assert time.monotonic() - started < 2
    assert not any(running(int(note.read_text())) for note in notes)
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(timeout=1)


def test_an_interrupt_of_a_process_is_left_to_the_parent(pool, tmp_path):
    unit = pool.submit(pause, 0.5, tmp_path / "note")
    until(lambda: (tmp_path / "note").exists() and (tmp_path / "note").read_text())
    os.kill(int((tmp_path / "note").read_text()), signal.SIGINT)
    assert unit.result() == 0.5


PARENT = """
import sys, pathlib
sys.path[:0] = {path!r}
import test_pools
from greening.chain.pools import open_pool
if __name__ == "__main__":
    with open_pool(1, "", "papermill") as pool:
        pool.submit(test_pools.pause, 60, pathlib.Path({note!r})).result()
"""


def test_a_process_ends_with_its_parent_however_that_ends(tmp_path):
    note, program = tmp_path / "note", tmp_path / "parent.py"
    program.write_text(PARENT.format(path=[str(paths.HOME), str(paths.HOME / "tests")], note=str(note)))
    with subprocess.Popen([sys.executable, str(program)]) as parent:
        until(lambda: note.exists() and note.read_text(), 30)
        parent.kill()
    until(lambda: not running(int(note.read_text())))


def test_a_pool_that_expects_work_is_ready_when_it_comes():
    with open_pool(1, "", "papermill") as opened:
        before = own_children()
        opened.expect()
        ready = own_children() - before
        assert opened.submit(process_id, 0).result() in ready
