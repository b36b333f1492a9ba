"""The zygote: how it starts, what it refuses, how all below it ends with it."""

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from greening.kernels import processes
from greening.kernels.child import Child
from greening.kernels.job import Job, env_difference
from greening.kernels.zygote import Zygote, ZygoteError, fingerprint

from .conftest import NOTEBOOKS, Run

STARTS_A_THREAD = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"


def ended(pid: int, within_s: float = 5) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_it_runs_between_start_and_close() -> None:
    zygote = Zygote(["json"])
    assert zygote.pid is None
    with zygote:
        pid = zygote.pid
        assert pid is not None
        assert [task.name for task in Path(f"/proc/{pid}/task").iterdir()] == [str(pid)]
        assert zygote.start().pid == pid
    assert zygote.pid is None
    assert ended(pid)


def test_only_its_owner_can_reach_the_socket(bare: Zygote) -> None:
    path = Path(bare.start()._socket_path())
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_module_that_does_not_exist_is_named() -> None:
    with pytest.raises(ZygoteError, match="no_such_module"), Zygote(["no_such_module"]):
        pass


def test_a_module_that_starts_a_thread_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "starts_a_thread.py").write_text(STARTS_A_THREAD)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ZygoteError, match="importing starts_a_thread left 2 threads"), Zygote(["starts_a_thread"]):
        pass


def test_pandas_altair_and_great_expectations_leave_one_thread(full: Zygote) -> None:
    assert len(list(Path(f"/proc/{full.pid}/task").iterdir())) == 1


def test_a_child_that_is_killed_says_so(bare: Zygote) -> None:
    child = bare.fork(Job(cwd="/"))
    child.kill()
    assert child.wait(5)
    assert "SIGKILL" in child.describe_ending()
    child.close()


def test_a_lost_zygote_is_started_again(run: Run) -> None:
    with Zygote([]) as zygote:
        run("empty", zygote=zygote)
        os.kill(zygote.pid or 0, signal.SIGKILL)
        assert run("empty", zygote=zygote).cells[1].outputs


def test_all_below_a_killed_zygote_ends(tmp_path: Path) -> None:
    with Zygote([]) as zygote:
        child = zygote.fork(Job(cwd="/"))
        while child.pid is None:
            child.read_news()
        os.kill(zygote.pid or 0, signal.SIGKILL)
        assert ended(child.pid)
        assert child.wait(5)
        child.close()


DETACHES = """import os, subprocess, sys, time
if os.fork() == 0:
    os.setsid()
    print(subprocess.Popen(["sleep", "987"]).pid, flush=True, file=open({told!r}, "w"))
    os._exit(0)
os.wait()
"""


def start_of_a_detached_process(zygote: Zygote, told: Path) -> tuple[Child, int]:
    """A warm kernel that has started a process which has lost its parent, and the id of that process."""
    startup = told.with_suffix(".py")
    startup.write_text(DETACHES.format(told=str(told)))
    child = zygote.fork(Job(cwd="/", kernel_argv=["--IPKernelApp.file_to_run=" + str(startup), "-f", str(told.with_suffix(".json"))]))
    deadline = time.monotonic() + 30
    while not (told.exists() and told.read_text().endswith("\n")) and time.monotonic() < deadline:
        time.sleep(0.02)
    child.read_news()
    return child, int(told.read_text())


@pytest.mark.parametrize("whom", ["zygote", "guard"])
def test_a_detached_process_ends_with_a_killed_zygote_and_with_a_killed_guard(tmp_path: Path, whom: str) -> None:
    with Zygote([]) as zygote:
        child, detached = start_of_a_detached_process(zygote, tmp_path / "told")
        assert not ended(detached, within_s=0.1)
        os.kill(zygote.lend()[1] if whom == "guard" else zygote.pid or 0, signal.SIGKILL)
        assert ended(detached)
        assert child.wait(5)
        child.close()


def test_the_end_of_one_notebook_leaves_what_another_has_detached(tmp_path: Path) -> None:
    with Zygote([]) as zygote:
        first, detached = start_of_a_detached_process(zygote, tmp_path / "first")
        second, other = start_of_a_detached_process(zygote, tmp_path / "second")
        second.kill()
        assert second.wait(5)
        assert not Path(f"/proc/{other}").exists(), "the end is told when nothing is left"
        assert not ended(detached, within_s=0.5)
        assert first.ending is None
        first.kill()
        assert first.wait(5)
        assert not Path(f"/proc/{detached}").exists()
        first.close()
        second.close()


def test_a_client_that_leaves_before_it_says_what_to_do_harms_nobody(bare: Zygote, run: Run) -> None:
    handles = [end for _ in range(2) for end in socket.socketpair()]
    assert bare._request([end.fileno() for end in handles[::2]]) == b"ok"
    for end in handles:
        end.close()
    handles = [end for _ in range(2) for end in socket.socketpair()]
    assert bare._request([end.fileno() for end in handles[::2]]) == b"ok"
    handles[1].sendall(b"no job\n")
    handles[0].close()
    handles[1].settimeout(5)
    assert handles[1].recv(100) == b""
    assert run("empty").cells[1].outputs
    for end in handles:
        end.close()


def open_sockets(pid: int) -> int:
    kinds: list[str] = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            kinds.append(str(entry.readlink()).partition(":")[0])
    return kinds.count("socket")


def test_a_notebook_has_one_process_below_the_zygote_and_nobody_elses_sockets(bare: Zygote) -> None:
    started = [bare.fork(Job(cwd="/")) for _ in range(3)]
    for child in started:
        while child.pid is None:
            assert child.wait_news(5)
    assert {processes.children(bare.pid or 0).count(child.pid or 0) for child in started} == {1}
    deadline = time.monotonic() + 5
    while len({open_sockets(child.pid or 0) for child in started}) > 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len({open_sockets(child.pid or 0) for child in started}) == 1
    for child in started:
        child.kill()
        assert child.wait(5)
        child.close()


def test_all_below_a_killed_parent_ends() -> None:
    script = f"""
import sys, time
sys.path[:] = {sys.path!r}
from greening.kernels.zygote import Zygote
from greening.kernels.job import Job
zygote = Zygote([]).start()
child = zygote.fork(Job(cwd="/"))
while child.pid is None:
    child.read_news()
print(zygote.pid, child.pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = list(map(int, parent.stdout.readline().split()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(pids) == 2
    assert all(map(ended, pids))


def test_a_zygote_whose_parent_is_killed_while_it_loads_ends_at_once(tmp_path: Path) -> None:
    (tmp_path / "loads_long.py").write_text(
        f"import time\nopen({str(tmp_path / 'loading')!r}, 'w').close()\nfor _ in range(600):\n    time.sleep(0.1)\n"
    )
    script = f"""
import sys
sys.path[:] = {[str(tmp_path), *sys.path]!r}
from greening.kernels.zygote import Zygote
zygote = Zygote(["loads_long"])
zygote.start(wait=False)
print(zygote.pid, zygote._folder, flush=True)
zygote.start()
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid, folder = parent.stdout.readline().split()
    deadline = time.monotonic() + 30
    while not (tmp_path / "loading").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert ended(int(pid))
    assert not Path(folder).exists()


def test_a_threaded_parent_may_run_notebooks_side_by_side(bare: Zygote) -> None:
    results: list[bool] = []

    def work() -> None:
        from papermill.iorw import load_notebook_node

        from greening.kernels.engine import WarmEngine

        out = WarmEngine.execute_notebook(load_notebook_node(str(NOTEBOOKS / "empty.ipynb")), "python3", progress_bar=False, zygote=bare)
        results.append(bool(out.cells[1].outputs))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert results == [True] * 4


def test_a_fingerprint_follows_content_and_modules(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("1")
    first = fingerprint(["json"], [tmp_path])
    assert fingerprint(["json"], [tmp_path]) == first
    file.touch()
    assert fingerprint(["json"], [tmp_path]) == first
    assert fingerprint(["csv"], [tmp_path]) != first
    file.write_text("2")
    assert fingerprint(["json"], [tmp_path]) != first
    assert fingerprint(["json"], [file]) != fingerprint(["json"], [])


def test_env_difference_leads_from_one_to_the_other() -> None:
    assert env_difference({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "0", "d": "4"}) == {"b": "0", "d": "4", "c": None}
